import { expect } from 'vitest';
import { findItem } from '../../src/catalog/compiled-catalog.ts';
import type { HandBooks } from './hand-books.ts';
import { catalog } from './the-catalog.ts';

type Row = Readonly<Record<string, string | null>>;
type Question = Parameters<HandBooks['ask']>[2];

function counted(texts: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

/** Sum of exact decimals, in units of 10^-20. */
function exactSum(values: readonly (string | null | undefined)[]): bigint {
  return values.reduce((sum, value) => {
    const [whole = '', fraction = ''] = (value ?? '0').split('.');
    return sum + BigInt(whole + fraction.padEnd(20, '0'));
  }, 0n);
}

function figures(rows: readonly Row[], by: readonly string[], totals: readonly string[]) {
  const lineOf = (row: Row) => by.map((column) => String(row[column])).join(' / ');
  return Object.fromEntries(
    [...new Set(rows.map(lineOf))].map((line) => {
      const members = rows.filter((row) => lineOf(row) === line);
      const count = members.reduce((sum, row) => sum + BigInt(row['row_count'] ?? '1'), 0n);
      return [line, [count, ...totals.map((name) => exactSum(members.map((row) => row[name])))]];
    }),
  );
}

/** `true`, `2025-09-30 …` or text as the value query writes it. */
function cellText(value: string | null | undefined): string | null {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]/.test(value ?? '')
    ? (value ?? '').slice(0, 10)
    : (value ?? null);
}

/** E-1, E-5: the independent query finds the rows, totals and values of the extract, line by line; how many rows. */
export async function expectAgreement(
  books: HandBooks,
  id: string,
  question?: Question,
): Promise<number> {
  const { definition } = findItem(catalog, id);
  const rows = await books.extract(id, question);
  const independent = await books.ask(id, 'completeness', question);
  const totals = definition.controlTotals.map(({ column }) => column);
  const { partitions } = definition;
  expect(figures(independent.rows, partitions, totals)).toEqual(figures(rows, partitions, totals));

  const tied = definition.checks.flatMap((check) =>
    check.kind === 'value_tie' ? check.columns : [],
  );
  const found = (await books.ask(id, 'values', question)).rows.map((row) => [
    JSON.stringify([row['column_name'], row['value']]),
    Number(row['row_count']),
  ]);
  const cells = tied.flatMap((column) =>
    rows.map((row) => JSON.stringify([column, cellText(row[column])])),
  );
  expect(Object.fromEntries(found)).toEqual(counted(cells));
  return rows.length;
}

/** E-6: how many rows each reason keeps out; with `included` they add up to `unfiltered`. */
export async function reasonsOf(
  books: HandBooks,
  id: string,
  question?: Question,
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await books.ask(id, 'exclusions', question);
  const counts: Record<string, number> = {};
  for (const { reason, row_count: count } of rows) {
    counts[String(reason)] = (counts[String(reason)] ?? 0) + Number(count);
  }
  const { unfiltered, ...reasons } = counts;
  expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(unfiltered);
  return reasons;
}
