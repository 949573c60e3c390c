import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quoteIdentifier, quoteLiteral } from '../../../src/workbench/identifiers.ts';
import type { Answering } from './athena.ts';
import { QueryFailure } from './athena-failure.ts';
import type { AcceptedQuery, Answer } from './athena-query.ts';
import type { Lake } from './lake.ts';
import { path } from './lake-tables.ts';
import type { S3Control } from './s3/s3-control.ts';

interface Column {
  readonly name: string;
  readonly type: string;
}

interface RegisteredPartition {
  location: string;
  /** Columns of the table when it was added: those added later are NULL in it, as in a Hive table. */
  readonly columns: readonly Column[];
}

interface RegisteredTable {
  readonly statement: string;
  readonly location: string;
  columns: readonly Column[];
  readonly keys: readonly string[];
  /** By the values of the keys, in their order. */
  readonly partitions: Map<string, RegisteredPartition>;
}

/** Tables over Parquet files in S3 that statements declare, read by DuckDB. */
export interface PublishedLake {
  /** For an Athena service over the same lake: performs DDL, and shows queries the files of the moment. */
  readonly answers: Answering;
  readonly tables: ReadonlyMap<string, RegisteredTable>;
  close(): Promise<void>;
}

const CREATE =
  /^CREATE EXTERNAL TABLE IF NOT EXISTS `(\w+)` \(\n([^()]*(?:\(\d+,\d+\)[^()]*)*)\n\)\nPARTITIONED BY \(([^()]+)\)\nSTORED AS PARQUET\nLOCATION '(s3:\/\/[^']+\/)'\nTBLPROPERTIES \('[\w.]+' = '\w+'\)$/;
const ADD_COLUMNS = /^ALTER TABLE `(\w+)` ADD COLUMNS \((.+)\)$/;
const ADD_PARTITION =
  /^ALTER TABLE `(\w+)` ADD IF NOT EXISTS PARTITION \(([^()]+)\) LOCATION '(s3:\/\/[^']+\/)'$/;
const SET_LOCATION = /^ALTER TABLE `(\w+)` PARTITION \(([^()]+)\) SET LOCATION '(s3:\/\/[^']+\/)'$/;

const DUCKDB_TYPES: Readonly<Record<string, string>> = {
  bigint: 'BIGINT',
  boolean: 'BOOLEAN',
  date: 'DATE',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMP',
};

function duckdbType(type: string): string {
  return DUCKDB_TYPES[type] ?? type.toUpperCase();
}

function columnsOf(list: string): readonly Column[] {
  return list.split(/,\s*(?=`)/).map((text) => {
    const [, name, type] =
      /^\s*`(\w+)` (bigint|boolean|date|string|timestamp|decimal\(\d+,\d+\))\s*$/.exec(text) ?? [];
    if (name === undefined || type === undefined) {
      throw new QueryFailure(`FAILED: ParseException ${text}`, 2, 1200);
    }
    return { name, type };
  });
}

function valuesOf(list: string, keys: readonly string[]): string {
  const cells = list.split(', ').map((text) => /^`(\w+)` = '([^']*)'$/.exec(text) ?? []);
  if (cells.map(([, name]) => name).join() !== keys.join()) {
    throw new QueryFailure(`FAILED: SemanticException wrong partition ${list}`, 2, 1200);
  }
  return JSON.stringify(cells.map(([, , value]) => value));
}

export async function publishedLake(s3: S3Control, lake: Lake): Promise<PublishedLake> {
  const folder = await mkdtemp(join(tmpdir(), 'soxauto-published-'));
  const tables = new Map<string, RegisteredTable>();
  let downloads = 0;

  const known = (database: string, name: string): RegisteredTable => {
    const table = tables.get(`${database}.${name}`);
    if (table === undefined) {
      throw new QueryFailure(`FAILED: SemanticException Table not found ${name}`, 2, 1301);
    }
    return table;
  };

  function declare(database: string, text: string): boolean {
    const created = CREATE.exec(text);
    if (created !== null) {
      const [, name = '', columns = '', keys = '', location = ''] = created;
      if (!tables.has(`${database}.${name}`)) {
        tables.set(`${database}.${name}`, {
          ...{ statement: text, location, columns: columnsOf(columns) },
          keys: columnsOf(keys).map((column) => column.name),
          partitions: new Map(),
        });
      }
      return true;
    }
    const [, grown = '', more = ''] = ADD_COLUMNS.exec(text) ?? [];
    if (grown !== '') {
      const table = known(database, grown);
      const columns = columnsOf(more);
      const twice = columns.find(({ name }) => table.columns.some((each) => each.name === name));
      if (twice !== undefined) {
        throw new QueryFailure(
          `FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. Duplicate column name: ${twice.name}`,
          2,
          1200,
        );
      }
      table.columns = [...table.columns, ...columns];
      return true;
    }
    const [, added = '', cell = '', place = ''] = ADD_PARTITION.exec(text) ?? [];
    if (added !== '') {
      const { partitions, columns, keys } = known(database, added);
      const values = valuesOf(cell, keys);
      if (!partitions.has(values)) partitions.set(values, { location: place, columns });
      return true;
    }
    const [, pointed = '', at = '', location = ''] = SET_LOCATION.exec(text) ?? [];
    if (pointed === '') return false;
    const { partitions, keys } = known(database, pointed);
    const partition = partitions.get(valuesOf(at, keys));
    if (partition === undefined) throw new QueryFailure(`Partition ${at} not found`, 2, 1200);
    partition.location = location;
    return true;
  }

  /** Objects below the location, brought to disk. */
  async function filesAt(location: string): Promise<readonly string[]> {
    const [bucket = '', ...key] = location.slice('s3://'.length).split('/');
    const prefix = key.join('/');
    const files: string[] = [];
    for (const found of s3.keys(bucket).filter((each) => each.startsWith(prefix))) {
      const file = join(folder, `${downloads++}.parquet`);
      await writeFile(file, await s3.read(bucket, found));
      files.push(file);
    }
    return files;
  }

  async function partitionSelects(table: RegisteredTable): Promise<readonly string[]> {
    const selects: string[] = [];
    for (const [values, { location, columns }] of table.partitions) {
      const keys = (JSON.parse(values) as string[]).map(
        (value, at) => `${quoteLiteral(value)} AS ${quoteIdentifier(table.keys[at] ?? '')}`,
      );
      for (const file of await filesAt(location)) {
        const rows = (
          await lake.connection.runAndReadAll(
            `DESCRIBE FROM read_parquet(${quoteLiteral(file)}, hive_partitioning = false)`,
          )
        ).getRows();
        const types = new Map(rows.map(([name, type]) => [String(name), String(type)]));
        const cells = table.columns.map(({ name, type }) => {
          const stored = types.get(name);
          const isThere = stored !== undefined && columns.some((column) => column.name === name);
          if (isThere && stored !== duckdbType(type)) {
            throw new QueryFailure(
              `HIVE_BAD_DATA: Field ${name}'s type ${stored} in parquet file is incompatible with type ${type}`,
              2,
              1200,
            );
          }
          return `${isThere ? quoteIdentifier(name) : `CAST(NULL AS ${duckdbType(type)})`} AS ${quoteIdentifier(name)}`;
        });
        selects.push(
          `SELECT ${[...cells, ...keys].join(', ')} FROM read_parquet(${quoteLiteral(file)}, hive_partitioning = false)`,
        );
      }
    }
    return selects;
  }

  /** The tables as their partitions and files are now. */
  async function show(): Promise<void> {
    for (const [full, table] of tables) {
      const [database = '', name = ''] = full.split('.');
      const none = [
        ...table.columns.map(
          (column) => `CAST(NULL AS ${duckdbType(column.type)}) AS ${quoteIdentifier(column.name)}`,
        ),
        ...table.keys.map((key) => `CAST(NULL AS VARCHAR) AS ${quoteIdentifier(key)}`),
      ];
      const selects = [`SELECT ${none.join(', ')} WHERE false`, ...(await partitionSelects(table))];
      await lake.connection.run(
        `CREATE SCHEMA IF NOT EXISTS ${path(database)};
         CREATE OR REPLACE VIEW ${path(database, name)} AS ${selects.join(' UNION ALL ')}`,
      );
    }
  }

  async function answer({ statement, text, database }: AcceptedQuery): Promise<Answer | undefined> {
    if (statement.type !== 'DDL') {
      await show();
      return undefined;
    }
    if (declare(database, text)) return { columns: [], rows: [] };
    throw new QueryFailure(`FAILED: ParseException line 1:0 ${text}`, 2, 1200);
  }

  // Glue does one thing after another
  let last: Promise<unknown> = Promise.resolve();
  return {
    answers: (query) => {
      const next = last.then(() => answer(query));
      last = next.catch(() => undefined);
      return next;
    },
    tables,
    close: async () => {
      last = last.then(() => rm(folder, { recursive: true, force: true }));
      await last;
    },
  };
}
