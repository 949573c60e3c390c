import { randomUUID } from 'node:crypto';
import { copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../../kernel/clock.ts';
import { digestFile, sha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { BoundQuery } from '../../kernel/query.ts';
import { bindValues, type TypedValue } from '../../workbench/duckdb-values.ts';
import { quoteLiteral } from '../../workbench/identifiers.ts';
import { interruptible } from '../../workbench/interruptible.ts';
import { requireRenderedFor } from '../accept-query.ts';
import { startQueryDeadline } from '../query-deadline.ts';
import { type Delivery, type Reading, RunnerError, type Snapshot } from '../runner.ts';
import type { StatementLog } from '../statement-log.ts';
import type { AttachedSources } from './attach-sources.ts';
import { type FileStates, fileStates, requireUnchanged } from './file-states.ts';
import { logged } from './logged.ts';
import { requireOneSelect } from './one-select.ts';
import { carriedColumns, type DescribedColumn, requireColumns } from './result-columns.ts';
import { queryTrouble } from './runner-trouble.ts';
import { findBadCell } from './table-files.ts';

/** What a reading works with; `scratch` is the only folder the engine can write to. */
export interface ReadingSetup {
  readonly connection: DuckDBConnection;
  readonly attached: AttachedSources;
  readonly scratch: string;
  readonly clock: Clock;
  readonly timeoutMs: number | undefined;
  readonly log: StatementLog;
}

/** One connection, one read-only transaction: every query delivered through it sees the same state. */
export class DuckDbReading implements Reading {
  readonly snapshot: Snapshot;
  readonly #setup: ReadingSetup;
  readonly #transaction: string;
  readonly #filesBefore: FileStates;
  #delivered = 0;

  private constructor(setup: ReadingSetup, transaction: string, filesBefore: FileStates) {
    this.#setup = setup;
    this.#transaction = transaction;
    this.#filesBefore = filesBefore;
    this.snapshot =
      setup.attached.tableFiles.length === 0
        ? { same: true, mark: 'transaction' }
        : { same: false, mark: 'files' };
  }

  /** @throws RunnerError */
  static async open(setup: ReadingSetup): Promise<DuckDbReading> {
    const filesBefore = await fileStates(setup.attached.files);
    const { connection, log } = setup;
    const ask = (purpose: 'begin' | 'facts', text: string) =>
      logged(log, purpose, text, async () => {
        const rows = (await connection.runAndReadAll(text)).getRows();
        return { result: rows, rows: rows.length };
      });
    await ask('begin', 'BEGIN TRANSACTION READ ONLY');
    const [[transaction] = []] = await ask('facts', 'SELECT txid_current()');
    return new DuckDbReading(setup, String(transaction), filesBefore);
  }

  async deliver(query: BoundQuery, folder: string, signal: AbortSignal): Promise<Delivery> {
    const { clock, scratch, timeoutMs } = this.#setup;
    const deadline = startQueryDeadline(signal, timeoutMs);
    const arriving = join(scratch, `${randomUUID()}.parquet`);
    try {
      const described = await this.#accept(query, deadline.signal);
      const statement = copyStatement(query, described);
      const startedAt = clock.now();
      const engineRows = await this.#copy(statement, query, arriving, deadline.signal);
      const finishedAt = clock.now();
      deadline.signal.throwIfAborted();
      await this.#requireArrived(query, arriving, engineRows);
      await requireUnchanged(this.#filesBefore);
      const name = `${query.name}.parquet`;
      const path = join(folder, name);
      await move(arriving, path);
      this.#delivered += 1;
      return {
        spool: { format: 'parquet', files: [path], columns: described },
        receipt: {
          query: query.name,
          engineQueryId: `transaction ${this.#transaction}, query ${this.#delivered}`,
          engineRows,
          statement,
          statementSha256: sha256(statement),
          reviewed: { kept: [query.text], leftOut: '' },
          startedAt,
          finishedAt,
          arrived: [{ file: name, ...(await digestFile(path)) }],
          snapshot: this.snapshot,
          details: {},
        },
      };
    } catch (thrown) {
      if (deadline.signal.aborted) throw deadline.error(`query ${query.name}`, thrown);
      throw await this.#explain(thrown, query);
    } finally {
      deadline.end();
      await rm(arriving, { force: true });
    }
  }

  async close(): Promise<void> {
    this.#setup.connection.closeSync();
  }

  async #accept(query: BoundQuery, signal: AbortSignal): Promise<DescribedColumn[]> {
    const { attached, connection, log } = this.#setup;
    requireRenderedFor('duckdb', query);
    await requireOneSelect(connection, query.text, attached.databases);
    const text = `DESCRIBE ${query.text}`;
    const describe = () =>
      interruptible(connection, signal, async () => {
        const statement = await connection.prepare(text);
        bindValues(statement, valuesOf(query));
        const result = (await statement.runAndReadAll()).getRows();
        return { result, rows: result.length };
      });
    const columns = (await logged(log, 'describe', text, describe, query)).map(([name, type]) => ({
      name: String(name),
      sourceType: String(type),
    }));
    requireColumns(query, columns);
    return columns;
  }

  async #copy(
    sql: string,
    query: BoundQuery,
    arriving: string,
    signal: AbortSignal,
  ): Promise<number> {
    const { connection, log } = this.#setup;
    const copy = () =>
      interruptible(connection, signal, async () => {
        const statement = await connection.prepare(sql);
        bindValues(statement, {
          ...valuesOf(query),
          [SPOOL_PARAMETER]: { type: 'text', value: arriving },
        });
        const rows = (await statement.run()).rowsChanged;
        return { result: rows, rows };
      });
    return await logged(log, 'query', sql, copy, query);
  }

  async #requireArrived(query: BoundQuery, arriving: string, engineRows: number): Promise<void> {
    const metadata = await this.#setup.connection.runAndReadAll(
      `SELECT CAST(num_rows AS VARCHAR) FROM parquet_file_metadata(${quoteLiteral(arriving)})`,
    );
    const arrived = String(metadata.getRows()[0]?.[0]);
    if (arrived === String(engineRows)) return;
    throw new RunnerError(
      'RESULT_TRUNCATED',
      `query ${query.name}: the engine produced ${engineRows} rows, ${arrived} arrived`,
      { transient: true, advice: 'Run again; nothing of the short result is kept.' },
    );
  }

  async #explain(thrown: unknown, query: BoundQuery): Promise<RunnerError> {
    const { attached, connection } = this.#setup;
    if (thrown instanceof RunnerError) return thrown;
    const message = messageOf(thrown);
    if (attached.tableFiles.length > 0) {
      await connection.run('ROLLBACK').catch(() => undefined);
      const cell = await findBadCell(connection, attached.tableFiles, message);
      if (cell !== undefined) return cell;
    }
    return queryTrouble(thrown, query.name, attached.files);
  }
}

/** Path of the spool file: bound, so that the statement in the receipt is the same on every machine. */
const SPOOL_PARAMETER = 'soxauto_spool';

function copyStatement(query: BoundQuery, described: readonly DescribedColumn[]): string {
  return [
    `/* soxauto query ${query.name} */`,
    `COPY (SELECT ${carriedColumns(described)} FROM (`,
    query.text,
    `) AS result) TO $${SPOOL_PARAMETER} (FORMAT parquet, COMPRESSION snappy)`,
  ].join('\n');
}

function valuesOf(query: BoundQuery): Record<string, TypedValue> {
  return Object.fromEntries(
    query.parameters.map(({ name, type, value }) => [name, { type, value }]),
  );
}

/** A rename where the folders share a disk, else a copy. */
async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch(() => copyFile(from, to));
}
