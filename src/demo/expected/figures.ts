import { type DecimalText, formatDecimal } from '../../kernel/decimal.ts';
import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { FactBatch } from '../model/facts.ts';
import type { PeriodDays } from '../model/timeline.ts';

/** What an item must deliver from clean books, all covered companies together. */
export interface ExpectedAnswer {
  readonly item: string;
  readonly period: string;
  readonly rows: number;
  /** Control totals by column, at the column's scale. */
  readonly totals: Readonly<Record<string, DecimalText>>;
}

/** Running figures: rows, sums of amounts in hundredths, hash totals of whole numbers. */
export interface Figures {
  rows: number;
  readonly sums: Record<string, bigint>;
  readonly hashes: Record<string, bigint>;
}

/** Figures of one item in one period, fed batch by batch with the facts of covered companies. */
export interface ItemCount {
  readonly item: string;
  readonly add: (batch: FactBatch) => void;
  readonly figures: () => Figures;
}

function zeros(columns: readonly string[]): Record<string, bigint> {
  return Object.fromEntries(columns.map((column) => [column, 0n]));
}

/** Starts the figures of an item: which columns are totalled and how a batch changes them. */
export function itemCount(
  item: string,
  columns: readonly string[],
  countBatch: (batch: FactBatch, to: Figures) => void,
  hashColumns: readonly string[] = [],
): ItemCount {
  const figures: Figures = { rows: 0, sums: zeros(columns), hashes: zeros(hashColumns) };
  return { item, add: (batch) => countBatch(batch, figures), figures: () => figures };
}

/** One row more, with its amounts and with its numbers that are no amounts. */
export function count(
  figures: Figures,
  amounts: Readonly<Record<string, bigint>>,
  numbers: Readonly<Record<string, number>> = {},
): void {
  figures.rows += 1;
  addTo(figures, amounts);
  for (const [column, number] of Object.entries(numbers)) {
    figures.hashes[column] = (figures.hashes[column] ?? 0n) + BigInt(number);
  }
}

export function addTo({ sums }: Figures, amounts: Readonly<Record<string, bigint>>): void {
  for (const [column, amount] of Object.entries(amounts)) {
    sums[column] = (sums[column] ?? 0n) + amount;
  }
}

export function sumBy<Row>(
  rows: readonly Row[],
  key: (row: Row) => string | number,
  amount: (row: Row) => bigint,
): ReadonlyMap<string | number, bigint> {
  const sums = new Map<string | number, bigint>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0n) + amount(row));
  return sums;
}

export function groupBy<Row, Key>(
  rows: readonly Row[],
  key: (row: Row) => Key,
): ReadonlyMap<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

export function answer(
  item: string,
  { id }: PeriodDays,
  { rows, sums, hashes }: Figures,
): ExpectedAnswer {
  const totals = [
    ...Object.entries(sums).map(([column, hundredths]) => ({
      column,
      total: { units: hundredths * 100n, scale: 4 },
    })),
    ...Object.entries(hashes).map(([column, units]) => ({ column, total: { units, scale: 0 } })),
  ].map(({ column, total }) => [column, formatDecimal(total)]);
  return { item, period: id, rows, totals: Object.fromEntries(totals) };
}

/** "By cutoff" and "open at cutoff" of domain/catalog.md 0.4 for the moments of a period. */
export function cutoffOf({ next }: PeriodDays) {
  const end = next * MILLISECONDS_PER_DAY;
  const by = (moment: number | null): boolean => moment !== null && moment < end;
  return { by, open: (moment: number | null): boolean => !by(moment) };
}
