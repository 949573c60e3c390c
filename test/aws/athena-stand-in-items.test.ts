import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import type { BoundQuery, EngineName } from '../../src/kernel/query.ts';
import { bindValues } from '../../src/workbench/duckdb-values.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/workbench/identifiers.ts';
import { catalog } from '../content/the-catalog.ts';
import { type AthenaBench, athenaBench, RESULTS } from '../support/aws/athena-bench.ts';
import { type Row, recordsOf } from '../support/aws/athena-result.ts';
import type { Lake } from '../support/aws/lake.ts';
import { lakeOfDemo } from '../support/aws/lake-of-demo.ts';
import { sharedBooks } from '../support/shared-books.ts';

const ITEMS = catalog.items.filter(({ engines }) => engines.includes('athena'));

let books: DemoBooks;
let lake: Lake;
let embedded: DuckDBConnection;

beforeAll(async () => {
  books = await sharedBooks({ rows: 400, breaks: true });
  lake = await lakeOfDemo(catalog.sources, books);
  embedded = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  for (const [database, file] of Object.entries(books.databases)) {
    await embedded.run(`ATTACH ${quoteLiteral(file)} AS ${quoteIdentifier(database)} (READ_ONLY)`);
  }
});

afterAll(async () => {
  embedded.closeSync();
  await lake.close();
});

function queriesOf(item: (typeof ITEMS)[number], engine: EngineName): readonly BoundQuery[] {
  const period = parsePeriod('2025-09');
  const selection = resolveEntities(['ALL']);
  return planItem(catalog, { item, period, selection, engine, overrides: {} }).queries;
}

const inOrder = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row)).sort();

/** Rows of the embedded engine, as its own texts. */
async function onEmbedded({ text, parameters }: BoundQuery): Promise<readonly string[]> {
  const statement = await embedded.prepare(text);
  bindValues(statement, Object.fromEntries(parameters.map((one) => [one.name, one])));
  const rows = (await statement.runAndReadAll()).getRowsJson();
  return inOrder(rows.map((row) => row.map((value) => (value === null ? null : String(value)))));
}

/** The stand-in's rows; Athena writes the thousandths of a second also where there are none. */
function asEmbedded(rows: readonly Row[], types: readonly (string | undefined)[]): readonly Row[] {
  return rows.map((row) =>
    row.map((value, place) =>
      types[place] === 'timestamp'
        ? (value?.replace(/(?:\.000|(\.\d*[1-9])0+)$/, '$1') ?? null)
        : value,
    ),
  );
}

async function onAthena({ start, ended, page, standIn }: AthenaBench, query: BoundQuery) {
  const values = query.parameters.map(({ literal }) => literal ?? 'none');
  const id = await start({
    QueryString: query.text,
    ...(values.length === 0 ? {} : { ExecutionParameters: values }),
  });
  expect((await ended(id)).Status, query.name).toMatchObject({ State: 'SUCCEEDED' });
  const { ResultSet } = await page(id, 1);
  const columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
  const types = columns.map(({ Type }) => Type);
  const object = await recordsOf(await standIn.s3.read(RESULTS, `ipe/${id}.csv`));
  return { id, columns, types, rows: asEmbedded(object, types) };
}

describe.each(ITEMS)('$definition.id', (item) => {
  it('gives the rows of the embedded engine through Athena, its values as execution parameters', async () => {
    const bench = await athenaBench({ lake, answers: () => undefined });
    const athena = queriesOf(item, 'athena');
    for (const [index, query] of queriesOf(item, 'duckdb').entries()) {
      const twin = athena[index];
      if (twin === undefined) throw new Error(`no text of ${query.name} for the lake`);
      const { columns, rows } = await onAthena(bench, twin);
      expect(columns.map(({ Name }) => Name?.toLowerCase())).toEqual(
        query.columns.map(({ name }) => name.toLowerCase()),
      );
      expect(inOrder(rows), query.name).toEqual(await onEmbedded(query));
      if (query.name === 'extract') expect(rows.length).toBeGreaterThan(0);
    }
  });
});

describe('the lake of the demo books', () => {
  const [item] = ITEMS;
  const extract = (engine: EngineName): BoundQuery => {
    const found = item && queriesOf(item, engine).find(({ name }) => name === 'extract');
    if (found === undefined) throw new Error('no item has an extract');
    return found;
  };

  it('has the same rows in the pages as in the object', async () => {
    const bench = await athenaBench({ lake, answers: () => undefined });
    const { id, types, rows } = await onAthena(bench, extract('athena'));
    const paged: Row[] = [];
    let token: string | undefined;
    do {
      const { ResultSet, NextToken } = await bench.page(id, 7, token);
      paged.push(
        ...(ResultSet?.Rows ?? []).map(({ Data = [] }) =>
          Data.map(({ VarCharValue: value = null }) => value),
        ),
      );
      token = NextToken;
    } while (token !== undefined);
    expect(asEmbedded(paged.slice(1), types)).toEqual(rows);
  });

  it('P29 keeps a pinned extract as it was when the tables change', async () => {
    const iceberg = await lakeOfDemo(catalog.sources, books, { iceberg: true });
    const bench = await athenaBench({ lake: iceberg, answers: () => undefined });
    const query = extract('athena');
    const tables = [...new Set(query.text.match(/"(?:process|raw)_\w+"\."\w+"/g) ?? [])].map(
      (path) => ({ path, names: path.slice(1, -1).split('"."') }),
    );
    const pinned = tables.reduce((text, { path, names: [database = '', name = ''] }) => {
      const [snapshot] = iceberg.snapshots(database, name);
      return text.replaceAll(path, `${path} FOR VERSION AS OF ${snapshot?.id}`);
    }, query.text);
    const before = await onEmbedded(extract('duckdb'));
    const rowsOf = async (text: string) =>
      inOrder((await onAthena(bench, { ...query, text })).rows);
    expect(await rowsOf(pinned)).toEqual(before);
    for (const {
      names: [database = '', name = ''],
    } of tables) {
      await iceberg.change(database, name, (copy) => `DELETE FROM ${copy}`);
    }
    expect(await rowsOf(pinned)).toEqual(before);
    expect(await rowsOf(query.text)).toEqual([]);
    await iceberg.close();
  });
});
