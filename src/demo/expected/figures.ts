import { type DecimalText, formatDecimal } from '../../kernel/decimal.ts';
import { RATE_SCALE } from '../group/rates.ts';
import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { FactBatch } from '../model/facts.ts';
import type { PeriodDays } from '../model/timeline.ts';

/** What an item must deliver from clean books. */
export interface ExpectedAnswer {
  readonly item: string;
  readonly period: string;
  /** ISO code of a covered company, or ALL. */
  readonly entity: string;
  readonly rows: number;
  /** Control totals by column, at the column's scale. */
  readonly totals: Readonly<Record<string, DecimalText>>;
}

/** Sums by column or account. */
export type Sums = Record<string, bigint>;

/** Running figures of one item, period and company. */
export interface Figures {
  rows: number;
  /** In hundredths. */
  readonly amounts: Sums;
  /** Hash totals of numbers that are no amounts. */
  readonly numbers: Sums;
  /** Hash totals of rates, with as many digits as a rate has. */
  readonly rates: Sums;
  /** What the rows say of group accounts, in hundredths and NAV sign (domain/catalog.md RU-7, RU-10). */
  readonly accounts: Sums;
}

/** Figures of one item in one period, fed batch by batch with the facts of one company. */
export interface ItemCount {
  readonly item: string;
  readonly add: (batch: FactBatch) => void;
  readonly figures: () => Figures;
}

/** Columns that are totalled. */
interface Totals {
  readonly amounts?: readonly string[];
  readonly numbers?: readonly string[];
  readonly rates?: readonly string[];
}

function zeros(names: readonly string[] = []): Sums {
  return Object.fromEntries(names.map((name) => [name, 0n]));
}

/** Starts the figures of an item: which columns are totalled and how a batch changes them. */
export function itemCount(
  item: string,
  { amounts, numbers, rates }: Totals,
  countBatch: (batch: FactBatch, to: Figures) => void,
): ItemCount {
  const figures = {
    rows: 0,
    amounts: zeros(amounts),
    numbers: zeros(numbers),
    rates: zeros(rates),
    accounts: {},
  };
  return { item, add: (batch) => countBatch(batch, figures), figures: () => figures };
}

/** Counts a row with its amounts and numbers. */
export function count(figures: Figures, amounts: Sums, numbers: Sums = {}): void {
  figures.rows += 1;
  addTo(figures.amounts, amounts);
  addTo(figures.numbers, numbers);
}

export function addTo(sums: Sums, more: Sums): void {
  for (const [name, value] of Object.entries(more)) sums[name] = (sums[name] ?? 0n) + value;
}

export function noFigures(): Figures {
  return { rows: 0, amounts: {}, numbers: {}, rates: {}, accounts: {} };
}

export function addFigures(to: Figures, more: Figures): void {
  to.rows += more.rows;
  addTo(to.amounts, more.amounts);
  addTo(to.numbers, more.numbers);
  addTo(to.rates, more.rates);
  addTo(to.accounts, more.accounts);
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
  entity: string,
  { rows, amounts, numbers, rates }: Figures,
): ExpectedAnswer {
  const written = (sums: Sums, text: (sum: bigint) => DecimalText) =>
    Object.entries(sums).map(([column, sum]) => [column, text(sum)] as const);
  const totals = Object.fromEntries([
    ...written(amounts, (hundredths) => formatDecimal({ units: hundredths * 100n, scale: 4 })),
    ...written(numbers, (units) => formatDecimal({ units, scale: 0 })),
    ...written(rates, (units) => formatDecimal({ units, scale: RATE_SCALE })),
  ]);
  return { item, period: id, entity, rows, totals };
}

/** "By cutoff" and "open at cutoff" of domain/catalog.md 0.4 for the moments of a period. */
export function cutoffOf({ next }: PeriodDays) {
  const end = next * MILLISECONDS_PER_DAY;
  const by = (moment: number | null): boolean => moment !== null && moment < end;
  return { by, open: (moment: number | null): boolean => !by(moment) };
}
