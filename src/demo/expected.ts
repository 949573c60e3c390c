import { type DecimalText, formatDecimal } from '../kernel/decimal.ts';
import type { DemoSettings } from './demo-books.ts';
import { groupAccountOf } from './group/chart-of-accounts.ts';
import { COMPANIES, COVERED_COMPANIES } from './group/companies.ts';
import { postingGroup } from './group/posting-groups.ts';
import { companyRate, RATE_SCALE } from './group/rates.ts';
import { bookFacts } from './model/book-facts.ts';
import { MILLISECONDS_PER_DAY } from './model/calendar.ts';
import type { FactBatch } from './model/facts.ts';
import { type PeriodDays, timelineOf } from './model/timeline.ts';

/** What an item must deliver from clean books, all covered companies together. */
export interface ExpectedAnswer {
  readonly item: string;
  readonly period: string;
  readonly rows: number;
  /** Control totals by column, at the column's scale. */
  readonly totals: Readonly<Record<string, DecimalText>>;
}

/** Running figures: rows and sums in hundredths. */
interface Figures {
  rows: number;
  readonly sums: Record<string, bigint>;
}

interface PeriodFigures {
  readonly period: PeriodDays;
  readonly receivables: Figures;
  readonly orders: Figures;
  readonly entries: Figures;
  readonly balances: Figures;
  /** Lines of the balance view seen so far. */
  readonly lines: Set<string>;
}

function count(figures: Figures, amounts: Readonly<Record<string, bigint>>): void {
  figures.rows += 1;
  for (const [column, amount] of Object.entries(amounts)) add(figures, column, amount);
}

function add({ sums }: Figures, column: string, amount: bigint): void {
  sums[column] = (sums[column] ?? 0n) + amount;
}

function sumBy<Row>(
  rows: readonly Row[],
  key: (row: Row) => string | number,
  amount: (row: Row) => bigint,
): ReadonlyMap<string | number, bigint> {
  const sums = new Map<string | number, bigint>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0n) + amount(row));
  return sums;
}

function isControlAccount(local: string): boolean {
  return groupAccountOf(local)?.inControl ?? false;
}

/** IPE_07: open entries of listed groups whose customer does not net to zero. */
function countReceivables({ ledgerEntries, ledgerDetails }: FactBatch, to: PeriodFigures): void {
  const { cutoff } = to.period;
  const details = ledgerDetails.filter(({ day }) => day <= cutoff);
  const byCustomer = sumBy(
    details,
    ({ customer }) => customer,
    ({ amount }) => amount,
  );
  const byEntry = sumBy(
    details,
    ({ entry }) => entry,
    ({ amount }) => amount,
  );
  for (const { number, customer, day, postingGroup: group } of ledgerEntries) {
    const left = byEntry.get(number) ?? 0n;
    const owed = byCustomer.get(customer) ?? 0n;
    if (day <= cutoff && postingGroup(group).listed && left !== 0n && owed !== 0n) {
      count(to.receivables, { rem_amt_LCY: left });
    }
  }
}

/** IPE_09: every order created before the next period. */
function countOrders({ orders }: FactBatch, to: PeriodFigures): void {
  for (const { moment, total } of orders) {
    if (moment < to.period.next * MILLISECONDS_PER_DAY) count(to.orders, { total_amount: total });
  }
}

/** CR_03: entries of the control's accounts that moved this year. */
function countEntries({ glEntries, glDetails }: FactBatch, to: PeriodFigures): void {
  const { yearStart, cutoff } = to.period;
  const moved = sumBy(
    glDetails.filter(
      ({ day, account }) => day >= yearStart && day <= cutoff && isControlAccount(account),
    ),
    ({ entry }) => entry,
    ({ amount }) => amount,
  );
  for (const { number, amount } of glEntries) {
    const movement = moved.get(number) ?? 0n;
    if (movement !== 0n) count(to.entries, { Amount: amount, Remaining_amount: movement });
  }
}

/** CR_04: one line per local account and dimensions that ever moved, with the sum of its entries. */
function countBalances({ glEntries }: FactBatch, to: PeriodFigures): void {
  for (const { company, account, busline, partner, icPartner, day, amount } of glEntries) {
    if (day > to.period.cutoff || !isControlAccount(account)) continue;
    to.lines.add([company, account, busline, partner, icPartner].join('|'));
    add(to.balances, 'BALANCE_AT_DATE', amount);
  }
}

/** CR_05: every listed company; the rate of the month where there is one that may be used. */
function expectedRates({ id }: PeriodDays): ExpectedAnswer {
  const listed = COMPANIES.filter((company) => company.listed);
  const rated = listed.filter(({ country }) => country !== 'AE');
  const units = rated.reduce((sum, company) => sum + (companyRate(company, id) ?? 0n), 0n);
  const totals = { FX_rate: formatDecimal({ units, scale: RATE_SCALE }) };
  return { item: 'CR_05', period: id, rows: listed.length, totals };
}

function answer(item: string, { id }: PeriodDays, { rows, sums }: Figures): ExpectedAnswer {
  const totals = Object.fromEntries(
    Object.entries(sums).map(([column, hundredths]) => [
      column,
      formatDecimal({ units: hundredths * 100n, scale: 4 }),
    ]),
  );
  return { item, period: id, rows, totals };
}

/**
 * Rows and control totals of every item and period of clean books, worked out from the facts in plain TypeScript:
 * a second route to the figures the items' SQL must give. Walks the whole model once, in bounded memory.
 */
export function expectedAnswers(settings: DemoSettings): readonly ExpectedAnswer[] {
  const figures = timelineOf(settings.periods).periods.map(
    (period): PeriodFigures => ({
      period,
      receivables: { rows: 0, sums: { rem_amt_LCY: 0n } },
      orders: { rows: 0, sums: { total_amount: 0n } },
      entries: { rows: 0, sums: { Amount: 0n, Remaining_amount: 0n } },
      balances: { rows: 0, sums: { BALANCE_AT_DATE: 0n } },
      lines: new Set(),
    }),
  );
  for (const batch of bookFacts(settings)) {
    const company = (batch.orders[0] ?? batch.glEntries[0])?.company;
    if (company === undefined || !COVERED_COMPANIES.includes(company)) continue;
    for (const to of figures) {
      countReceivables(batch, to);
      countOrders(batch, to);
      countEntries(batch, to);
      countBalances(batch, to);
    }
  }
  return figures.flatMap((of) => [
    answer('IPE_07', of.period, of.receivables),
    answer('IPE_09', of.period, of.orders),
    answer('CR_03', of.period, of.entries),
    answer('CR_04', of.period, { ...of.balances, rows: of.lines.size }),
    expectedRates(of.period),
  ]);
}
