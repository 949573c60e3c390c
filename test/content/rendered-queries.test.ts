import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dialect, parse } from '@polyglot-sql/sdk';
import { describe, expect, it } from 'vitest';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import { lexSql } from '../../src/catalog/portable-sql/lexer.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import type { EngineName } from '../../src/kernel/query.ts';
import { handBooks } from './hand-books.ts';
import { catalog } from './the-catalog.ts';

const golden = fileURLToPath(new URL('../golden/sql', import.meta.url));

const DIALECTS: Readonly<Record<EngineName, Dialect>> = {
  duckdb: Dialect.DuckDB,
  athena: Dialect.Trino,
  mssql: Dialect.TSQL,
};

/** Rendered texts of an item for September of the whole group. */
function rendered(id: string, engine: EngineName) {
  const item = catalog.items.find(({ definition }) => definition.id === id);
  if (item === undefined) throw new Error(`no item ${id}`);
  const period = parsePeriod('2025-09');
  const selection = resolveEntities(['ALL']);
  return planItem(catalog, { item, period, selection, engine, overrides: {} }).queries;
}

const TEXTS = catalog.items.flatMap(({ definition, engines }) =>
  engines.map((engine) => ({ id: definition.id, engine })),
);

describe.each(TEXTS)('$id for $engine', ({ id, engine }) => {
  it('renders the text of the golden files; vitest -u rewrites them', async () => {
    for (const { name, text } of rendered(id, engine)) {
      const file = join(golden, id, `${name}.${engine}.sql`);
      await expect(text).toMatchFileSnapshot(file);
    }
  });

  it('renders text that a parser of its dialect reads to the end', () => {
    const refused = rendered(id, engine).flatMap(({ name, text }) => {
      const { success, error } = parse(text, DIALECTS[engine]);
      return success ? [] : [`${name}: ${error}`];
    });
    expect(refused).toEqual([]);
  });

  it('quotes names as its engine does, and leaves no marker of the template', () => {
    const kinds = rendered(id, engine).flatMap(({ text }) =>
      lexSql(text).tokens.map(({ kind }) => kind),
    );
    const foreign = engine === 'mssql' ? 'quoted_name' : 'bracketed';
    expect(kinds).not.toContain(foreign);
    expect(kinds).not.toContain('table');
    expect(kinds).not.toContain('parameter');
    expect(kinds.length).toBeGreaterThan(0);
  });
});

describe('the embedded engine itself', () => {
  it.each(catalog.items.map(({ definition }) => definition.id))(
    'prepares and runs every query of %s',
    async (id) => {
      const books = await handBooks();
      for (const { name, columns } of rendered(id, 'duckdb')) {
        expect((await books.ask(id, name)).names).toEqual(columns.map((column) => column.name));
      }
    },
  );
});

describe('the proof', () => {
  it('has no golden file that nothing renders any more', () => {
    const wanted = TEXTS.flatMap(({ id, engine }) =>
      rendered(id, engine).map(({ name }) => join(id, `${name}.${engine}.sql`)),
    );
    const folders = readdirSync(golden, { withFileTypes: true }).filter((one) => one.isDirectory());
    const found = folders.flatMap(({ name }) =>
      readdirSync(join(golden, name)).map((file) => join(name, file)),
    );
    expect(found.sort()).toEqual(wanted.sort());
  });

  it.each([
    [Dialect.TSQL, 'SELECT [a] FROM [t] WHERE'],
    [Dialect.TSQL, 'SELECT [a] FROM FROM [t]'],
    [Dialect.TSQL, 'SELECT CAST([a] AS NVARCHAR(5) COLLATE Latin1_General_100_BIN2 FROM [t]'],
    [Dialect.Trino, 'SELECT "a" FROM "t" WHERE "a" IN (?, )'],
    [Dialect.Trino, 'SELECT "a" "b" "c" FROM "t"'],
    [Dialect.DuckDB, 'SELECT ("a" FROM "t"'],
  ])('rests on a parser that refuses broken %s: %s', (dialect, text) => {
    expect(parse(text, dialect).success).toBe(false);
  });
});
