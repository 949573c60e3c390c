import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { onTestFinished } from 'vitest';
import type { Extract } from '../../src/extraction/extract.ts';
import { landExtract } from '../../src/extraction/land-extract.ts';
import { parseInstant } from '../../src/kernel/clock.ts';
import { csvRecord } from '../../src/kernel/csv-dialect.ts';
import { type DataTypeText, parseDataType } from '../../src/kernel/data-type.ts';
import { digestFile, sha256 } from '../../src/kernel/digest.ts';
import type { ResultColumn } from '../../src/kernel/query.ts';
import type { Delivery, Spool } from '../../src/runners/runner.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/workbench/identifiers.ts';
import { Workbench } from '../../src/workbench/workbench.ts';
import { tempFolder } from '../support/temp-folder.ts';

export const NEVER = new AbortController().signal;
export type Cells = readonly (readonly (string | null)[])[];

/** Columns by name: the type the source delivers (DuckDB's, for Parquet) and the declared one. */
export type Columns = Readonly<
  Record<string, { readonly delivered?: string; readonly declared: DataTypeText }>
>;

export function declaredColumns(columns: Columns): ResultColumn[] {
  return Object.entries(columns).map(([name, { declared }]) => ({
    name,
    type: parseDataType(declared),
    nullable: true,
  }));
}

/** Runs one statement in a DuckDB of its own. */
export async function duckDb(statement: string): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

/** Delivers rows as a CSV spool, every cell as the text given. */
export async function csvDelivery(
  folder: string,
  columns: Columns,
  rows: Cells,
): Promise<Delivery> {
  const path = join(folder, 'spool.csv');
  await writeFile(path, [Object.keys(columns), ...rows].map(csvRecord).join(''));
  return await aDelivery(
    { format: 'csv', files: [path], columns: spoolColumns(columns) },
    rows.length,
  );
}

/** Delivers rows as a Parquet spool, every cell cast from the text given to the delivered type. */
export async function parquetDelivery(
  folder: string,
  columns: Columns,
  rows: Cells,
): Promise<Delivery> {
  const path = join(folder, 'spool.parquet');
  const entries = Object.entries(columns);
  const values = rows.map(
    (row) => `(${row.map((cell) => (cell === null ? 'NULL' : quoteLiteral(cell))).join(', ')})`,
  );
  const casts = entries.map(
    ([name, { delivered = 'VARCHAR' }], index) =>
      `CAST(c${index} AS ${delivered}) AS ${quoteIdentifier(name)}`,
  );
  const names = entries.map((_, index) => `c${index}`).join(', ');
  const from =
    rows.length === 0
      ? `(SELECT ${entries.map((_, index) => `NULL AS c${index}`).join(', ')} WHERE false)`
      : `(VALUES ${values.join(', ')}) AS v(${names})`;
  await duckDb(
    `COPY (SELECT ${casts.join(', ')} FROM ${from}) TO ${quoteLiteral(path)} (FORMAT parquet)`,
  );
  return await aDelivery(
    { format: 'parquet', files: [path], columns: spoolColumns(columns) },
    rows.length,
  );
}

function spoolColumns(columns: Columns): Spool['columns'] {
  return Object.entries(columns).map(([name, { delivered = 'VARCHAR' }]) => ({
    name,
    sourceType: delivered,
  }));
}

/** A delivery of files as they stand, with the rows the engine says it produced. */
export async function aDelivery(spool: Spool, engineRows: number): Promise<Delivery> {
  const arrived = await Promise.all(
    spool.files.map(async (path) => ({ file: basename(path), ...(await digestFile(path)) })),
  );
  const at = parseInstant('2025-10-01T08:00:00.000Z');
  return {
    spool,
    receipt: {
      query: 'extract',
      engineQueryId: 'q-1',
      engineRows,
      statement: 'SELECT',
      statementSha256: sha256('SELECT'),
      reviewed: { kept: [], leftOut: '' },
      startedAt: at,
      finishedAt: at,
      arrived,
      snapshot: { same: true, mark: 'transaction' },
      details: {},
    },
  };
}

/** A workbench of the folder, closed when the test ends. */
export async function aWorkbench(folder: string, threads = 1): Promise<Workbench> {
  const workbench = await Workbench.open({ folder, threads, memoryLimit: '512MB' });
  onTestFinished(() => workbench.close());
  return workbench;
}

export interface LandedCase {
  readonly extract: Extract;
  readonly csv: string;
  readonly workbench: Workbench;
  readonly folder: string;
}

/** Lands rows the way a run does and reads the file back as text. */
export async function landedCase(request: {
  readonly columns: Columns;
  readonly rows: Cells;
  readonly key?: readonly string[];
  readonly controlTotals?: readonly string[];
  readonly format?: 'csv' | 'parquet';
  readonly threads?: number;
}): Promise<LandedCase> {
  const { columns, rows, key = [], controlTotals = [], format = 'parquet', threads = 1 } = request;
  const folder = await tempFolder();
  const deliver = format === 'csv' ? csvDelivery : parquetDelivery;
  const delivery = await deliver(folder, columns, rows);
  const workbench = await aWorkbench(folder, threads);
  const extract = await landExtract({
    delivery,
    columns: declaredColumns(columns),
    key,
    controlTotals: controlTotals.map((column) => ({ column, currency: 'NGN' })),
    workbench,
    folder,
    signal: NEVER,
  });
  return { extract, csv: await readFile(extract.csvPath, 'utf8'), workbench, folder };
}
