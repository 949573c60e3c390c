import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { failureOf, QueryFailure } from './athena-failure.ts';
import { parsed, unnamedPlaces } from './athena-parameters.ts';
import { type Body, csvRecord } from './athena-result.ts';
import { ATHENA_FUNCTIONS } from './athena-sql.ts';
import { type AthenaColumn, athenaType, deliveredText, javaNotation } from './athena-types.ts';
import {
  changeTable,
  createTable,
  expire,
  type LakeTable,
  path,
  rollBack,
  type Snapshot,
} from './lake-tables.ts';
import { type FindTable, textForDuckdb } from './lake-text.ts';

/** What a query gave. */
export interface LakeAnswer {
  readonly columns: readonly AthenaColumn[];
  readonly body: Body;
}

/** A data lake on DuckDB: Glue databases are schemas, tables are views over what they were made from. */
export interface Lake {
  /** Adds a table over the rows of a DuckDB query. */
  table(
    database: string,
    name: string,
    select: string,
    options?: { readonly iceberg?: boolean },
  ): Promise<void>;
  /** Changes a table as a job in the lake would; the statement is given the name to write to. */
  change(database: string, name: string, statement: (name: string) => string): Promise<void>;
  /** Of an Iceberg table, oldest first. */
  snapshots(database: string, name: string): readonly Snapshot[];
  rollBack(database: string, name: string, snapshot: string): Promise<void>;
  expire(database: string, name: string, snapshot: string): Promise<void>;
  /** What is wrong with a text, null when nothing is. */
  mistake(text: string): Promise<string | null>;
  /** @throws QueryFailure */
  run(text: string, database: string): Promise<LakeAnswer>;
  /** For what a test lays out itself: attached files, helper tables. */
  readonly connection: DuckDBConnection;
  /** Interrupts queries that still run, and waits for their end. */
  close(): Promise<void>;
}

export interface LakeOptions {
  readonly clock?: { now(): Date };
}

async function inDatabase(instance: DuckDBInstance, database: string): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    if (database !== '') await connection.run(`USE memory.${path(database)}`);
    return connection;
  } catch {
    connection.closeSync();
    throw new QueryFailure(`SCHEMA_NOT_FOUND: Schema '${database}' does not exist`, 2, 1301);
  }
}

/** Names and DuckDB types of a query's columns; a column without a name is called by its place. */
async function described(connection: DuckDBConnection, sql: string) {
  const rows = (await connection.runAndReadAll(`DESCRIBE ${sql}`)).getRows();
  const tree = await parsed(connection, sql);
  const unnamed = 'error' in tree ? [] : unnamedPlaces(tree.statements);
  return rows.map(([name, type], place) => ({
    name: unnamed.includes(place) ? `_col${place}` : String(name),
    type: String(type),
  }));
}

/** Runs a query and writes its answer as Athena writes it. */
async function execute(
  connection: DuckDBConnection,
  sql: string,
  digits: 3 | 6,
  file: string,
): Promise<readonly AthenaColumn[]> {
  const columns = await described(connection, sql);
  const floats = columns.map(({ type }) => type === 'DOUBLE' || type === 'FLOAT');
  const texts = columns.map(({ type }, place) => deliveredText(`c${place}`, type, digits));
  const names = columns.map((_, place) => `c${place}`);
  const result = await connection.stream(
    `SELECT ${texts.join(', ')} FROM (${sql}\n) AS d(${names.join(', ')})`,
  );
  const output = await open(file, 'wx', 0o600);
  try {
    await output.appendFile(csvRecord(columns.map(({ name }) => name)));
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      const records = chunk.getRows().map((row) =>
        csvRecord(
          row.map((value, place) => {
            if (value === null) return null;
            return floats[place] === true ? javaNotation(String(value)) : String(value);
          }),
        ),
      );
      await output.appendFile(records.join(''));
    }
  } finally {
    await output.close();
  }
  return columns.map(({ name, type }) => ({ name, type: athenaType(type) }));
}

export async function openLake({
  clock = { now: () => new Date() },
}: LakeOptions = {}): Promise<Lake> {
  const folder = await mkdtemp(join(tmpdir(), 'soxauto-lake-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  for (const macro of ATHENA_FUNCTIONS) await connection.run(macro);
  const tables = new Map<string, LakeTable>();
  const key = (database: string, name: string): string => `${database}.${name}`.toLowerCase();
  const find: FindTable = (database, name) => tables.get(key(database, name));
  const known = (database: string, name: string): LakeTable => {
    const table = find(database, name);
    if (table === undefined) throw new Error(`the lake has no table ${database}.${name}`);
    return table;
  };
  const running = new Map<DuckDBConnection, Promise<unknown>>();
  let closed = false;
  let answers = 0;
  return {
    connection,
    table: async (database, name, select, { iceberg = false } = {}) => {
      const table = await createTable(connection, { database, name, iceberg }, select, clock.now());
      tables.set(key(database, name), table);
    },
    change: (database, name, statement) =>
      changeTable(connection, known(database, name), statement, clock.now()),
    snapshots: (database, name) => [...known(database, name).snapshots.values()],
    rollBack: (database, name, id) => rollBack(connection, known(database, name), id, clock.now()),
    expire: (database, name, id) => expire(connection, known(database, name), id),
    mistake: async (text) => {
      const everySnapshot = text.replaceAll(/\bFOR\s+VERSION\s+AS\s+OF\s+\d+/gi, '');
      const answer = await parsed(
        connection,
        textForDuckdb(everySnapshot, '', () => undefined).sql,
      );
      return 'error' in answer ? answer.error : null;
    },
    run: async (text, database) => {
      const own = await inDatabase(instance, database);
      const file = join(folder, `${answers++}.csv`);
      try {
        if (closed) throw new QueryFailure('the lake is closed', 1, 100);
        const { sql, tables: read } = textForDuckdb(text, database, find);
        const digits = read.some(({ iceberg }) => iceberg) ? 6 : 3;
        const executing = execute(own, sql, digits, file);
        running.set(own, executing);
        return { columns: await executing, body: { file } };
      } catch (error) {
        throw failureOf(error);
      } finally {
        running.delete(own);
        own.closeSync();
      }
    },
    close: async () => {
      closed = true;
      // a query that nobody waits for any more still writes its answer
      for (const each of running.keys()) each.interrupt();
      await Promise.allSettled(running.values());
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
