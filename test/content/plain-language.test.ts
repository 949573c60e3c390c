import { describe, expect, it } from 'vitest';
import { items } from '../../catalog/index.ts';
import { lintItem } from '../../src/catalog/lint/lint-item.ts';
import { catalogWith, filesOf } from './the-catalog.ts';

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

/** Lines of an extract C-2 points at. */
function untold(id: string, text: string): readonly (number | undefined)[] {
  const catalog = catalogWith(id, new Map([['extract.sql', text]]));
  return catalog.items
    .filter(({ definition }) => definition.id === id)
    .flatMap((item) => lintItem(item, catalog))
    .filter(({ rule, part }) => rule === 'C-2' && part === 'extract.sql')
    .map(({ line }) => line);
}

function lineOf(text: string, written: string): number {
  return text.slice(0, text.indexOf(written)).split('\n').length;
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
    const columns = columnsOf(text, place);
    expect(columns).not.toEqual([]);
    // restricted already, as companies are, or not at all
    for (const column of new Set([columns.at(0) ?? '', columns.at(-1) ?? ''])) {
      const planted = filtered(text, place, column);
      expect(untold(id, planted), column).toContain(lineOf(planted, "<> 'planted'"));
    }
  });

  it.each(PLACES)('finds a join nobody announced in $where of $id', ({ id, text, place }) => {
    const planted = joined(text, place, columnsOf(text, place)[0] ?? '');
    expect(untold(id, planted)).toContain(lineOf(planted, 'AS planted'));
  });

  it.each(EXTRACTS)('finds a line that is taken away from $id', ({ id }) => {
    const item = items.find(({ definition }) => definition.id === id);
    const shipped = catalogWith('', new Map());
    const compiled = shipped.items.find(({ definition }) => definition.id === id);
    const told = (item?.definition.logic ?? []).filter((line) => line.endsWith(']'));
    expect(told.length > 0).toBe(id !== 'DOC_001');
    for (const line of told) {
      const definition = compiled?.definition;
      if (compiled === undefined || definition === undefined) continue;
      const logic = definition.logic.filter((one) => one !== line);
      const found = lintItem({ ...compiled, definition: { ...definition, logic } }, shipped);
      expect(found.filter(({ rule }) => rule === 'C-2').length, line).toBeGreaterThan(0);
    }
  });
});
