import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import { lexSql } from '../../src/catalog/portable-sql/lexer.ts';
import { buildDemoBooks } from '../../src/demo/build-demo-books.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import type { BoundQuery, EngineName } from '../../src/kernel/query.ts';
import { bindValues } from '../../src/workbench/duckdb-values.ts';
import type { Lake } from '../support/aws/lake.ts';
import { lakeOfDemo } from '../support/aws/lake-of-demo.ts';
import { catalog } from './the-catalog.ts';

/** Items that have a text for the lake. */
const ITEMS = catalog.items.filter(({ engines }) => engines.includes('athena'));

let folder: string;
let lake: Lake;

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
  const isLake = query.engine === 'athena';
  const statement = await lake.connection.prepare(isLake ? withLiterals(query) : query.text);
  if (!isLake)
    bindValues(statement, Object.fromEntries(query.parameters.map((one) => [one.name, one])));
  const reader = await statement.runAndReadAll();
  const rows = reader.getRowsJson().map((row) => JSON.stringify(row));
  return [JSON.stringify(reader.columnNames()), ...rows.sort()];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-lake-'));
  const books = await buildDemoBooks({ folder: join(folder, 'books'), rows: 400, breaks: true });
  lake = await lakeOfDemo(catalog.sources, books);
});

afterAll(async () => {
  await lake.close();
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
