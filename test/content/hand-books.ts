import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { onTestFinished } from 'vitest';
import { findItem } from '../../src/catalog/compiled-catalog.ts';
import type { SourceType, TableDefinition } from '../../src/catalog/definition.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import type { BoundQuery } from '../../src/kernel/query.ts';
import { bindValues } from '../../src/workbench/duckdb-values.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/workbench/identifiers.ts';
import { catalog } from './the-catalog.ts';

type Row = Readonly<Record<string, string | null>>;

interface Question {
  readonly entities?: readonly string[];
  readonly period?: string;
  readonly overrides?: Readonly<Record<string, string | readonly string[]>>;
}

/** What a query answered, every value as text. */
interface Answer {
  readonly query: BoundQuery;
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly Row[];
}

/** Source databases whose rows a test writes by hand. */
export interface HandBooks {
  /** Adds rows; columns not given hold a harmless value of their type. `table` is written `nav_dw.Customers`. */
  insert(table: string, ...rows: readonly Row[]): Promise<void>;
  ask(item: string, query: string, question?: Question): Promise<Answer>;
  /** Rows, by key, of the item's extract. */
  extract(item: string, question?: Question): Promise<readonly Row[]>;
}

function columnType(type: SourceType): string {
  if (type === 'flag') return 'BOOLEAN';
  if (type.startsWith('timestamp')) return 'TIMESTAMP';
  return type.replace('nvarchar', 'varchar').toUpperCase();
}

function harmless(type: SourceType): string {
  if (type === 'date') return '2025-09-15';
  if (type.startsWith('timestamp')) return '2025-09-15 10:00:00';
  if (type === 'flag') return 'false';
  return type.includes('varchar') ? '' : '0';
}

function tableOf(name: string): { readonly path: string; readonly table: TableDefinition } {
  const [source = '', table = ''] = name.split(/\.(.*)/s);
  const found = catalog.sources.find((one) => one.name === source);
  const definition = found?.tables[table];
  if (found === undefined || definition === undefined) throw new Error(`no table ${name}`);
  const path = [found.database, definition.schema, definition.table].map(quoteIdentifier).join('.');
  return { path, table: definition };
}

async function createEmptyBooks(connection: DuckDBConnection): Promise<void> {
  for (const { name, database, tables } of catalog.sources) {
    await connection.run(`ATTACH ':memory:' AS ${quoteIdentifier(database)}`);
    for (const key of Object.keys(tables)) {
      const { path, table } = tableOf(`${name}.${key}`);
      const schema = [database, table.schema].map(quoteIdentifier).join('.');
      const columns = Object.entries(table.columns).map(
        ([column, { type, nullable }]) =>
          `${quoteIdentifier(column)} ${columnType(type)}${nullable === false ? ' NOT NULL' : ''}`,
      );
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
      await connection.run(`CREATE TABLE ${path} (${columns.join(', ')})`);
    }
  }
}

/** Empty source databases that no test has at the moment; making them costs more than most tests do with them. */
const EMPTY: DuckDBConnection[] = [];

async function takeEmptyBooks(): Promise<DuckDBConnection> {
  const empty = EMPTY.pop();
  if (empty !== undefined) return empty;
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await createEmptyBooks(connection);
  return connection;
}

/** Source databases with exactly the tables of `catalog/sources/`, empty, the test's own until it ends. */
export async function handBooks(): Promise<HandBooks> {
  const connection = await takeEmptyBooks();
  const written = new Set<string>();
  onTestFinished(async () => {
    for (const path of written) await connection.run(`DELETE FROM ${path}`);
    EMPTY.push(connection);
  });

  async function ask(id: string, queryName: string, question: Question = {}): Promise<Answer> {
    const plan = planItem(catalog, {
      item: findItem(catalog, id),
      period: parsePeriod(question.period ?? '2025-09'),
      selection: resolveEntities(question.entities ?? ['ALL']),
      engine: 'duckdb',
      overrides: question.overrides ?? {},
    });
    const query = plan.queries.find(({ name }) => name === queryName);
    if (query === undefined) throw new Error(`${id} has no query ${queryName}`);
    const statement = await connection.prepare(query.text);
    bindValues(statement, Object.fromEntries(query.parameters.map((one) => [one.name, one])));
    const reader = await statement.runAndReadAll();
    const names = reader.columnNames();
    return {
      query,
      names,
      types: reader.columnTypes().map(String),
      rows: reader
        .getRows()
        .map((row) =>
          Object.fromEntries(
            row.map((value, index) => [names[index], value === null ? null : String(value)]),
          ),
        ),
    };
  }

  return {
    ask,
    async extract(item, question) {
      const key = findItem(catalog, item).definition.key;
      const text = (row: Row) => key.map((column) => row[column]).join('\u0001');
      const { rows } = await ask(item, 'extract', question);
      return rows.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
    },
    async insert(name, ...rows) {
      const { path, table } = tableOf(name);
      written.add(path);
      for (const row of rows) {
        const strange = Object.keys(row).find((column) => !Object.hasOwn(table.columns, column));
        if (strange !== undefined) throw new Error(`${name} has no column ${strange}`);
        const values = Object.entries(table.columns).map(([column, { type }]) => {
          const value = Object.hasOwn(row, column) ? row[column] : harmless(type);
          return value === null || value === undefined
            ? 'NULL'
            : `CAST(${quoteLiteral(value)} AS ${columnType(type)})`;
        });
        await connection.run(`INSERT INTO ${path} VALUES (${values.join(', ')})`);
      }
    },
  };
}
