import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Clock, parseInstant } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import { lockDown } from '../../workbench/lock-down.ts';
import {
  type QueryRunner,
  type Reading,
  RunnerError,
  type SentStatement,
  type SourceIdentity,
} from '../runner.ts';
import { StatementLog } from '../statement-log.ts';
import { type AttachedSources, attachSources } from './attach-sources.ts';
import { DuckDbReading } from './duckdb-reading.ts';
import type { DuckDbSource } from './duckdb-source.ts';
import { logged } from './logged.ts';

export interface DuckDbRunnerOptions {
  readonly sources: readonly DuckDbSource[];
  readonly clock: Clock;
  /** `512MB`, `1GB` …; more is spilled to disk. */
  readonly memoryLimit?: string;
  readonly threads?: number;
  /** Longest time one query may take; no limit when absent. */
  readonly timeoutMs?: number;
  /** Folder for the runner's own temporary files; best on the disk of the run's folder. */
  readonly scratchFolder?: string;
}

/**
 * Opens the embedded engine over read-only sources and locks it: no other file, network, extension or setting.
 * @throws RunnerError SOURCE_UNAVAILABLE, SOURCE_CORRUPT, COLUMNS_MISMATCH or TYPE_REFUSED
 */
export async function openDuckDbRunner(options: DuckDbRunnerOptions): Promise<QueryRunner> {
  const scratch = await mkdtemp(join(options.scratchFolder ?? tmpdir(), 'soxauto-duckdb-'));
  let instance: DuckDBInstance | undefined;
  try {
    instance = await DuckDBInstance.create(':memory:', {
      memory_limit: options.memoryLimit ?? '512MB',
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
      temp_directory: join(scratch, 'spill'),
    });
    const connection = await instance.connect();
    const attached = await attachSources(connection, options.sources);
    // what is delivered is sorted by its key when it lands
    await lockDown(connection, { folders: [scratch], files: attached.files }, 'free');
    return new DuckDbRunner(options, scratch, instance, connection, attached);
  } catch (thrown) {
    instance?.closeSync();
    await rm(scratch, { recursive: true, force: true });
    if (thrown instanceof RunnerError) throw thrown;
    throw new RunnerError(
      'SOURCE_UNAVAILABLE',
      `the embedded engine cannot start: ${messageOf(thrown)}`,
      { cause: thrown, advice: 'Check the configured sources, memory limit and threads.' },
    );
  }
}

class DuckDbRunner implements QueryRunner {
  readonly engine = 'duckdb';
  readonly #options: DuckDbRunnerOptions;
  readonly #scratch: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #attached: AttachedSources;
  readonly #log: StatementLog;

  constructor(
    options: DuckDbRunnerOptions,
    scratch: string,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    attached: AttachedSources,
  ) {
    this.#options = options;
    this.#scratch = scratch;
    this.#instance = instance;
    this.#connection = connection;
    this.#attached = attached;
    this.#log = new StatementLog(options.clock);
  }

  async identify(): Promise<SourceIdentity> {
    const [facts = []] = await this.#texts(
      "SELECT version(), current_user, strftime(now() AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')",
    );
    const attached = await this.#texts(
      "SELECT database_name, CASE WHEN readonly THEN 'attached read-only' ELSE 'views over files' END FROM duckdb_databases() WHERE NOT internal",
    );
    const proof = attached
      .filter(([name]) => this.#attached.databases.includes(String(name)))
      .map(([name, how]) => `${name}: ${how}`);
    return {
      engine: 'duckdb',
      engineVersion: String(facts[0]),
      server: 'embedded',
      databases: this.#attached.databases,
      user: String(facts[1]),
      serverTime: parseInstant(String(facts[2])),
      readOnlyProof: [...proof, 'every query in BEGIN TRANSACTION READ ONLY'].join('; '),
      mayChange: [],
      mayHide: [],
    };
  }

  async open(): Promise<Reading> {
    const connection = await this.#instance.connect();
    return DuckDbReading.open({
      connection,
      attached: this.#attached,
      scratch: this.#scratch,
      clock: this.#options.clock,
      timeoutMs: this.#options.timeoutMs,
      log: this.#log,
    });
  }

  statements(): readonly SentStatement[] {
    return this.#log.statements();
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#scratch, { recursive: true, force: true });
  }

  async #texts(sql: string): Promise<unknown[][]> {
    return await logged(this.#log, 'facts', sql, async () => {
      const rows = (await this.#connection.runAndReadAll(sql)).getRows();
      return { result: rows, rows: rows.length };
    });
  }
}
