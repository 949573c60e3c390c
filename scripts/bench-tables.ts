import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { sources } from '../catalog/sources/index.ts';
import { quoteIdentifier, quoteLiteral } from '../src/workbench/identifiers.ts';

/** Rows of one table as SQL: cells by column, each over `from`. Columns that are not named are NULL or blank. */
export interface TableRows {
  /** `fin_rec.RPT_SOI` */
  readonly table: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly from: string;
}

export const COMPANIES = [
  'EC_NG',
  'JM_EG',
  'EC_KE',
  'EC_MA',
  'EC_IC',
  'JD_GH',
  'JD_DZ',
  'JD_UG',
  'HF_SN',
] as const;

/** One of the texts for every value of a whole number. */
export function pick(list: readonly string[], by = 'i'): string {
  return `list_value(${list.map(quoteLiteral).join(', ')})[1 + CAST(${by} % ${list.length} AS INTEGER)]`;
}

/** Whole numbers below `rows` as `i`, in an order of their own; `n` counts them within each company. */
export function scrambled(rows: number): string {
  return `(SELECT (r * 1000003) % ${rows} AS i, (r * 1000003) % ${rows} // ${COMPANIES.length} AS n FROM range(${rows}) AS t(r))`;
}

/** An amount between 1 and 100 000 with two decimals. */
export function amount(multiplier: number): string {
  return `CAST(CAST(i * ${multiplier} % 9999999 + 100 AS DECIMAL(15,0)) * CAST(0.01 AS DECIMAL(2,2)) AS DECIMAL(19,4))`;
}

/**
 * Configured sources made inside the engine, with every table the catalog declares for them: the demo books' model
 * is made to be checked, not to be quick. Tables that have no rows here are empty.
 */
export async function writeTables(
  folder: string,
  names: readonly string[],
  filled: readonly TableRows[],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '2GB',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  const used = sources.filter(({ name }) => names.includes(name));
  for (const { name, database } of used) {
    const file = quoteLiteral(join(folder, `${name}.duckdb`));
    await connection.run(`ATTACH ${file} AS ${quoteIdentifier(database)}`);
  }
  const given = filled.map(({ table }) => table);
  const others = used.flatMap(({ name, tables }) =>
    Object.keys(tables)
      .map((table) => `${name}.${table}`)
      .filter((table) => !given.includes(table))
      .map((table): TableRows => ({ table, cells: {}, from: '(SELECT 0) WHERE false' })),
  );
  for (const rows of [...filled, ...others]) await connection.run(createStatement(rows));
  connection.closeSync();
  instance.closeSync();
  writeFileSync(
    join(folder, 'soxauto.config.json'),
    JSON.stringify({
      environment: 'test',
      sources: Object.fromEntries(
        names.map((name) => [name, { kind: 'duckdb', file: `${name}.duckdb` }]),
      ),
    }),
  );
}

function createStatement({ table: path, cells, from }: TableRows): string {
  const [name, key = ''] = path.split('.');
  const source = sources.find((each) => each.name === name);
  const table = Object.entries(source?.tables ?? {}).find(([each]) => each === key)?.[1];
  if (source === undefined || table === undefined) throw new Error(`the catalog has no ${path}`);
  const unknown = Object.keys(cells).filter((column) => !(column in table.columns));
  if (unknown.length > 0) throw new Error(`${path} has no column ${unknown.join(', ')}`);
  const columns = Object.entries(table.columns).map(([column, { type, nullable }]) => {
    const engineType = typeOf(type);
    const cell = cells[column] ?? (nullable ? 'NULL' : blank(engineType));
    return `CAST(${cell} AS ${engineType}) AS ${quoteIdentifier(column)}`;
  });
  const schema = `${quoteIdentifier(source.database)}.${quoteIdentifier(table.schema)}`;
  return `CREATE SCHEMA IF NOT EXISTS ${schema}; CREATE TABLE ${schema}.${quoteIdentifier(table.table)} AS SELECT ${columns.join(', ')} FROM ${from}`;
}

function typeOf(type: string): string {
  if (/^n?varchar/.test(type)) return 'VARCHAR';
  if (type.startsWith('timestamp')) return 'TIMESTAMP';
  return type === 'flag' ? 'BOOLEAN' : type;
}

function blank(engineType: string): string {
  if (engineType === 'VARCHAR') return "''";
  return engineType === 'date' || engineType === 'TIMESTAMP' ? "'1753-01-01'" : '0';
}
