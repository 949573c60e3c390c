import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import { physicalName } from '../../src/catalog/portable-sql/lake-names.ts';
import { lexSql } from '../../src/catalog/portable-sql/lexer.ts';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import type { BoundQuery, EngineName } from '../../src/kernel/query.ts';
import { bindValues } from '../../src/workbench/duckdb-values.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/workbench/identifiers.ts';
import { catalog } from './the-catalog.ts';

/** Items that have a text for the lake. */
const ITEMS = catalog.items.filter(({ engines }) => engines.includes('athena'));

let folder: string;
let connection: DuckDBConnection;

function path(...names: readonly string[]): string {
  return names.map(quoteIdentifier).join('.');
}

/** Every table once more, as the lake would show it: its database, its table name, its column names. */
async function mirror(books: DemoBooks): Promise<void> {
  for (const [database, file] of Object.entries(books.databases)) {
    await connection.run(
      `ATTACH ${quoteLiteral(file)} AS ${quoteIdentifier(database)} (READ_ONLY)`,
    );
  }
  for (const { database, athenaDatabase, tables } of catalog.sources) {
    if (athenaDatabase === undefined) continue;
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${path(athenaDatabase)}`);
    for (const table of Object.values(tables)) {
      const columns = Object.entries(table.columns).map(
        ([name, column]) => `${path(name)} AS ${path(physicalName(name, column))}`,
      );
      await connection.run(
        `CREATE VIEW ${path(athenaDatabase, physicalName(table.table, table))} AS
         SELECT ${columns.join(', ')} FROM ${path(database, table.schema, table.table)}`,
      );
    }
  }
}

/** What Athena reads: the values, as typed literals, in the places of the markers. */
function withLiterals({ text, parameters }: BoundQuery): string {
  const literals = parameters.map(({ literal }) => literal ?? 'none');
  const written = lexSql(text).tokens.map((token) =>
    token.kind === 'other' && token.text === '?' ? (literals.shift() ?? 'missing') : token.text,
  );
  expect(literals).toEqual([]);
  return written.join('');
}

/** Names and rows of an answer, the rows in one order. */
async function answer(query: BoundQuery): Promise<readonly string[]> {
  const lake = query.engine === 'athena';
  const statement = await connection.prepare(lake ? withLiterals(query) : query.text);
  if (!lake)
    bindValues(statement, Object.fromEntries(query.parameters.map((one) => [one.name, one])));
  const reader = await statement.runAndReadAll();
  const rows = reader.getRowsJson().map((row) => JSON.stringify(row));
  return [JSON.stringify(reader.columnNames()), ...rows.sort()];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-lake-'));
  const books = await buildDemoBooks({ folder: join(folder, 'books'), rows: 400, breaks: true });
  connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await mirror(books);
});

afterAll(async () => {
  connection.closeSync();
  await rm(folder, { recursive: true });
});

describe.each(ITEMS)('$definition.id', (item) => {
  function queries(engine: EngineName): readonly BoundQuery[] {
    const period = parsePeriod('2025-09');
    const selection = resolveEntities(['ALL']);
    return planItem(catalog, { item, period, selection, engine, overrides: {} }).queries;
  }

  it('has no text longer than Athena takes', () => {
    const long = queries('athena').filter(({ text }) => Buffer.byteLength(text) > 262_144);
    expect(long.map(({ name }) => name)).toEqual([]);
  });

  it('gives the same answer under the names of the lake, its values in their places', async () => {
    const inTheLake = queries('athena');
    for (const [index, query] of queries('duckdb').entries()) {
      const twin = inTheLake[index];
      if (twin === undefined) throw new Error(`no text of ${query.name} for the lake`);
      const expected = await answer(query);
      expect(await answer(twin), query.name).toEqual(expected);
      if (query.name === 'extract') expect(expected.length).toBeGreaterThan(1);
    }
  });
});
