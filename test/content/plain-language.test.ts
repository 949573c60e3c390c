import { describe, expect, it } from 'vitest';
import { controls, items, sources } from '../../catalog/index.ts';
import { readCatalog } from '../../src/catalog/compile-catalog.ts';
import { lintItem } from '../../src/catalog/lint/lint-item.ts';
import type { LintFinding } from '../../src/catalog/lint/waivers.ts';
import { catalog, filesOf } from './the-catalog.ts';

const FROM = /\n( *)FROM (\{[^}]+\}|[a-z_]+) AS ([a-z]+)/g;

/** A SELECT of an extract: where it reads, what, and under which name. */
interface Reading {
  readonly indent: string;
  readonly relation: string;
  readonly alias: string;
  readonly start: number;
  /** Behind its last join. */
  readonly joined: number;
}

function readingsOf(text: string): readonly Reading[] {
  return [...text.matchAll(FROM)].map(([, indent = '', relation = '', alias = ''], index, all) => {
    const start = [...text.matchAll(FROM)][index]?.index ?? 0;
    const next = all[index + 1]?.index ?? text.trimEnd().length;
    const clause = new RegExp(`\\n${indent}(WHERE|GROUP BY|HAVING) |\\nUNION|\\n\\)`);
    const found = clause.exec(text.slice(start, next))?.index;
    return { indent, relation, alias, start, joined: found === undefined ? next : start + found };
  });
}

/** The outermost SELECT, the last one written, and the first of a common table expression. */
function placesIn(text: string): readonly (readonly [string, Reading])[] {
  const readings = readingsOf(text);
  const outermost = readings.filter(({ indent }) => indent === '').at(-1);
  const inner = text.includes('WITH ') ? readings.find(({ indent }) => indent === '  ') : undefined;
  return [
    ...(outermost === undefined ? [] : [['its outermost SELECT', outermost] as const]),
    ...(inner === undefined ? [] : [['a common table expression', inner] as const]),
  ];
}

/** Columns of the relation a SELECT starts at, as the text writes them. */
function columnsOf(text: string, { alias, relation }: Reading): readonly string[] {
  const name = relation.startsWith('{') ? '"[^"]+"' : '[a-z_]+';
  return [...new Set(text.match(new RegExp(`(?<![a-z."])${alias}\\.${name}`, 'g')) ?? [])];
}

function filtered(text: string, { indent, joined }: Reading, column: string): string {
  const condition = `COALESCE(CAST(${column} AS VARCHAR(200)), '') <> 'planted'`;
  const [before, after] = [text.slice(0, joined), text.slice(joined)];
  const where = `\n${indent}WHERE `;
  return after.startsWith(where)
    ? `${before}${where}${condition}\n${indent}  AND ${after.slice(where.length)}`
    : `${before}${where}${condition}${after}`;
}

function joined(text: string, place: Reading, column: string): string {
  const { indent, relation, alias } = place;
  const other = column.replace(`${alias}.`, 'planted.');
  const join = `\n${indent}JOIN ${relation} AS planted ON ${other} = ${column}`;
  return text.slice(0, place.joined) + join + text.slice(place.joined);
}

/** What C-2 says about an item whose extract reads so. */
function untold(id: string, text: string): readonly LintFinding[] {
  // what an item needs of others does not matter here
  const { catalog: planted } = readCatalog({
    controls,
    sources,
    items: items
      .filter(({ definition }) => definition.id === id)
      .map(({ definition, folder }) => ({
        definition,
        folder: `catalog/${folder}`,
        files: new Map([...filesOf(folder), ['extract.sql', text]]),
      })),
  });
  return planted.items
    .flatMap((item) => lintItem(item, planted))
    .filter(({ rule, part }) => rule === 'C-2' && part === 'extract.sql');
}

const EXTRACTS = items.map(({ definition: { id }, folder }) => ({
  id,
  text: filesOf(folder).get('extract.sql') ?? '',
}));
const PLACES = EXTRACTS.flatMap(({ id, text }) =>
  placesIn(text).map(([where, place]) => ({ id, text, where, place })),
);

describe('C-2 in every item of the catalog', () => {
  it('has an outermost SELECT to plant into, and most a common table expression', () => {
    expect(PLACES.filter(({ where }) => where.includes('outermost'))).toHaveLength(items.length);
    const withCte = EXTRACTS.filter(({ text }) => text.includes('\nWITH ')).map(({ id }) => id);
    expect(PLACES.filter(({ where }) => where.includes('common')).map(({ id }) => id)).toEqual(
      withCte,
    );
    expect(withCte.length).toBeGreaterThan(6);
  });

  it.each(PLACES)('finds a filter nobody announced in $where of $id', ({ id, text, place }) => {
    // most extracts are restricted by their first column already, as companies are
    const [column = ''] = columnsOf(text, place);
    const [finding] = untold(id, filtered(text, place, column));
    expect(finding?.message).toMatch(/^rows are restricted by /);
  });

  it.each(PLACES)('finds a join nobody announced in $where of $id', ({ id, text, place }) => {
    const [finding] = untold(id, joined(text, place, columnsOf(text, place)[0] ?? ''));
    expect(finding?.message).toMatch(/^rows are joined by /);
  });

  it.each(catalog.items)('needs every line of $definition.id that names a column', (item) => {
    const { definition } = item;
    const logic = definition.logic.filter((line) => !line.endsWith(']'));
    const named = definition.logic.flatMap((line) => /\[(.+)\]$/.exec(line)?.[1]?.split(';') ?? []);
    const found = lintItem({ ...item, definition: { ...definition, logic } }, catalog);
    expect(found.filter(({ rule }) => rule === 'C-2')).toHaveLength(named.length);
    expect(named.length > 0).toBe(definition.id !== 'DOC_001');
  });
});
