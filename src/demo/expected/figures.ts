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

/** Running figures: rows and sums in hundredths. */
export interface Figures {
  rows: number;
  readonly sums: Record<string, bigint>;
}

/** Figures of one item in one period, fed batch by batch with the facts of covered companies. */
export interface ItemCount {
  readonly item: string;
  readonly add: (batch: FactBatch) => void;
  readonly figures: () => Figures;
}

/** Starts the figures of an item: which columns are totalled and how a batch changes them. */
export function itemCount(
  item: string,
  columns: readonly string[],
  countBatch: (batch: FactBatch, to: Figures) => void,
): ItemCount {
  const figures: Figures = {
    rows: 0,
    sums: Object.fromEntries(columns.map((column) => [column, 0n])),
  };
  return { item, add: (batch) => countBatch(batch, figures), figures: () => figures };
}

export function count(figures: Figures, amounts: Readonly<Record<string, bigint>>): void {
  figures.rows += 1;
  addTo(figures, amounts);
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

export function answer(item: string, { id }: PeriodDays, { rows, sums }: Figures): ExpectedAnswer {
  const totals = Object.fromEntries(
    Object.entries(sums).map(([column, hundredths]) => [
      column,
      formatDecimal({ units: hundredths * 100n, scale: 4 }),
    ]),
  );
  return { item, period: id, rows, totals };
}

/** "By cutoff" and "open at cutoff" of domain/catalog.md 0.4 for the moments of a period. */
export function cutoffOf({ next }: PeriodDays) {
  const end = next * MILLISECONDS_PER_DAY;
  const by = (moment: number | null): boolean => moment !== null && moment < end;
  return { by, open: (moment: number | null): boolean => !by(moment) };
}
