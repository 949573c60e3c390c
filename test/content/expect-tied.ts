import { expect } from 'vitest';
import { findItem } from '../../src/catalog/compiled-catalog.ts';
import { addDecimal, type Decimal, formatDecimal, parseDecimal } from '../../src/kernel/decimal.ts';
import type { HandBooks } from './hand-books.ts';
import { catalog } from './the-catalog.ts';

type Row = Readonly<Record<string, string | null>>;

const ZERO: Decimal = { units: 0n, scale: 0 };

function total(rows: readonly Row[], column: string): string {
  const sum = rows.map((row) => parseDecimal(row[column] ?? '0')).reduce(addDecimal, ZERO);
  return formatDecimal(sum).replace(/\.?0+$/, '') || '0';
}

/** Rows by the text each gives. */
function grouped(rows: readonly Row[], text: (row: Row) => string): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const members = groups.get(text(row)) ?? [];
    groups.set(text(row), [...members, row]);
  }
  return groups;
}

/**
 * What the independent queries say of the extract: rows and totals of each partition, and rows per value of each
 * column the values query counts (E-1, E-5). Gives the number of rows.
 */
export async function expectTied(
  books: HandBooks,
  id: string,
  question: { readonly entities: readonly string[]; readonly period?: string },
): Promise<number> {
  const { definition } = findItem(catalog, id);
  const { partitions, controlTotals, checks } = definition;
  const rows = await books.extract(id, question);
  const { rows: figures } = await books.ask(id, 'completeness', question);
  const totals = controlTotals.map(({ column }) => column);
  const partition = (row: Row) => JSON.stringify(partitions.map((column) => row[column]));
  const found = [...grouped(rows, partition)].map(([key, members]) => [
    key,
    String(members.length),
    ...totals.map((column) => total(members, column)),
  ]);
  const independent = figures.map((figure) => [
    partition(figure),
    figure['row_count'],
    ...totals.map((column) => total([figure], column)),
  ]);
  expect(independent.toSorted()).toEqual(found.toSorted());

  for (const check of checks) {
    if (check.kind !== 'value_tie') continue;
    const { rows: values } = await books.ask(id, check.query, question);
    const counted = check.columns.flatMap((column) => {
      const type = definition.columns[column]?.type ?? '';
      const day = type === 'date' || type.startsWith('timestamp');
      const value = (row: Row) => {
        const cell = row[column] ?? null;
        return JSON.stringify([column, day && cell !== null ? cell.slice(0, 10) : cell]);
      };
      return [...grouped(rows, value)].map(([key, members]) => [key, String(members.length)]);
    });
    const stated = values.map((row) => [
      JSON.stringify([row['column_name'], row['value']]),
      row['row_count'],
    ]);
    expect(stated.toSorted()).toEqual(counted.toSorted());
  }
  return rows.length;
}

/** Rows of the exclusions query: reasons with their numbers, per population where the item has several. */
export async function reasonsOf(
  books: HandBooks,
  id: string,
  question: { readonly entities: readonly string[]; readonly period?: string },
): Promise<Readonly<Record<string, string>>> {
  const { rows } = await books.ask(id, 'exclusions', question);
  return Object.fromEntries(
    rows.map(({ reason, row_count, ...population }) => [
      [...Object.values(population), reason].join(': '),
      row_count ?? 'NULL',
    ]),
  );
}
