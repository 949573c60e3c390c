import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
} from '@duckdb/node-api';
import { messageOf } from '../kernel/errors.ts';
import { bindValues, type TypedValue } from './duckdb-values.ts';
import { quoteLiteral } from './identifiers.ts';
import { interruptible } from './interruptible.ts';
import { lockDown } from './lock-down.ts';
import { rowsAsText } from './result-text.ts';
import { WorkbenchError, workbenchError } from './workbench-error.ts';

export interface WorkbenchOptions {
  /** The run's folder: the only place the engine can read or write. It keeps its own files in `.workbench` there. */
  readonly folder: string;
  /** `512MB`, `1GB` …; more is spilled to disk. */
  readonly memoryLimit?: string;
  readonly threads?: number;
}

/** Values a statement may use, by the name it writes after `$`. */
export type WorkbenchParameters = Readonly<Record<string, TypedValue>>;

/**
 * The one embedded DuckDB of a run: lands what a query delivered and answers the checks, out of core, locked to
 * the run's folder (design: architecture D2). One statement at a time.
 */
export class Workbench {
  readonly folder: string;
  readonly #own: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(
    folder: string,
    own: string,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
  ) {
    this.folder = folder;
    this.#own = own;
    this.#instance = instance;
    this.#connection = connection;
  }

  /** @throws WorkbenchError OPEN_FAILED */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const own = join(options.folder, '.workbench');
    try {
      await mkdir(own, { recursive: true });
      const instance = await DuckDBInstance.create(join(own, 'workbench.duckdb'), {
        memory_limit: options.memoryLimit ?? '512MB',
        ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
        temp_directory: join(own, 'spill'),
      });
      const connection = await instance.connect();
      await lockDown(connection, { folders: [options.folder], files: [] }, 'kept');
      return new Workbench(options.folder, own, instance, connection);
    } catch (thrown) {
      throw new WorkbenchError('OPEN_FAILED', `the workbench cannot start: ${messageOf(thrown)}`, {
        cause: thrown,
        advice: 'Check that the work folder is writable and that no other run uses it.',
      });
    }
  }

  /** Runs a statement whose rows nobody needs. @throws WorkbenchError */
  async run(
    sql: string,
    parameters: WorkbenchParameters = {},
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#execute(sql, parameters, signal, (statement) => statement.run());
  }

  /** The rows of a statement, every cell as exact text: no JS number ever. @throws WorkbenchError */
  async rows(
    sql: string,
    parameters: WorkbenchParameters = {},
    signal?: AbortSignal,
  ): Promise<(string | null)[][]> {
    return this.#execute(sql, parameters, signal, async (statement) =>
      rowsAsText(await statement.run()),
    );
  }

  /**
   * Writes a query's rows as csv/v1 with a header, in the query's order; every column must be VARCHAR already.
   * @returns rows written
   * @throws WorkbenchError
   */
  async copyToCsv(
    query: string,
    path: string,
    parameters: WorkbenchParameters = {},
    signal?: AbortSignal,
  ): Promise<number> {
    const format = `FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR ''`;
    return this.#copy(query, path, format, parameters, signal);
  }

  /**
   * Writes a query's rows as Parquet, in the query's order, for the workbench itself to read again.
   * @returns rows written
   * @throws WorkbenchError
   */
  async copyToParquet(
    query: string,
    path: string,
    parameters: WorkbenchParameters = {},
    signal?: AbortSignal,
  ): Promise<number> {
    return this.#copy(query, path, 'FORMAT parquet, COMPRESSION lz4_raw', parameters, signal);
  }

  /** Path of a file of the workbench's own, removed with it. */
  ownFile(name: string): string {
    return join(this.#own, name);
  }

  /** Interrupts the statement that is running, if one is. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  /** Ends the engine and removes its own files; what it wrote for others stays. */
  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#own, { recursive: true, force: true });
  }

  async #copy(
    query: string,
    path: string,
    format: string,
    parameters: WorkbenchParameters,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const sql = `COPY (${query}) TO ${quoteLiteral(path)} (${format})`;
    return this.#execute(
      sql,
      parameters,
      signal,
      async (statement) => (await statement.run()).rowsChanged,
    );
  }

  async #execute<Result>(
    sql: string,
    parameters: WorkbenchParameters,
    signal: AbortSignal | undefined,
    use: (statement: DuckDBPreparedStatement) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await interruptible(this.#connection, signal, async () => {
        const statement = await this.#connection.prepare(sql);
        try {
          bindValues(statement, parameters);
          return await use(statement);
        } finally {
          statement.destroySync();
        }
      });
    } catch (thrown) {
      if (signal?.aborted) {
        throw new WorkbenchError('INTERRUPTED', 'the work was interrupted', { cause: thrown });
      }
      throw thrown instanceof WorkbenchError ? thrown : workbenchError(thrown, sql);
    }
  }
}
