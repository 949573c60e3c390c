import type { DemoSettings } from './demo-books.ts';
import { collectionItems } from './expected/collection.ts';
import {
  addFigures,
  answer,
  type ExpectedAnswer,
  groupBy,
  type ItemCount,
  noFigures,
} from './expected/figures.ts';
import { integrationErrors } from './expected/integration.ts';
import { balances, ledgerEntries, receivables, salesOrders } from './expected/ledgers.ts';
import { prepayments, refundLiability, unreconciledPackages } from './expected/order-items.ts';
import { closingRates, spotRates } from './expected/rates.ts';
import { accruedRevenues, statementsPosted } from './expected/seller-center.ts';
import { type ExpectedAccount, expectedAccounts } from './expected/target-values.ts';
import {
  dashboardUsage,
  voucherBridges,
  voucherLiability,
  vouchersInFlight,
  voucherUsage,
} from './expected/vouchers.ts';
import { COMPANIES } from './group/companies.ts';
import { bookFacts } from './model/book-facts.ts';
import type { FactBatch } from './model/facts.ts';
import { type PeriodDays, timelineOf } from './model/timeline.ts';

/** Items whose figures are added up from the facts, one line each. */
const COUNTED = [
  receivables,
  voucherLiability,
  vouchersInFlight,
  voucherUsage,
  salesOrders,
  prepayments,
  accruedRevenues,
  unreconciledPackages,
  collectionItems,
  refundLiability,
  integrationErrors,
  statementsPosted,
  ledgerEntries,
  balances,
  dashboardUsage,
];

/** What clean books must give, worked out from the facts in plain TypeScript: a second route to the items' figures. */
export interface Expected {
  /** Of every company item all companies together and each covered one; of group items once. */
  readonly answers: readonly ExpectedAnswer[];
  /** Of every covered company and account of the control. */
  readonly accounts: readonly ExpectedAccount[];
}

/** Figures of one company in one period. */
interface Counts {
  readonly period: PeriodDays;
  readonly entity: string;
  readonly items: readonly ItemCount[];
  readonly bridges: { timing: bigint; cash: bigint };
}

/** The company of a batch; undefined for an empty one. */
function companyOf({ orders, glEntries }: FactBatch): string | undefined {
  return (orders[0] ?? glEntries[0])?.company;
}

function addBatch({ period, items, bridges }: Counts, batch: FactBatch): void {
  for (const { add } of items) add(batch);
  const { timing, cash } = voucherBridges(batch, period);
  bridges.timing += timing;
  bridges.cash += cash;
}

function answersOf(period: PeriodDays, counts: readonly Counts[]): readonly ExpectedAnswer[] {
  const counted = counts.flatMap(({ entity, items }) =>
    items.map(({ item, figures }) => ({ item, entity, figures: figures() })),
  );
  const together = [...groupBy(counted, ({ item }) => item)].map(([item, companies]) => {
    const all = noFigures();
    for (const { figures } of companies) addFigures(all, figures);
    return answer(item, period, 'ALL', all);
  });
  const apart = counted.map(({ item, entity, figures }) => answer(item, period, entity, figures));
  return [...together, ...apart];
}

/** Rows, control totals and account figures of every period. Walks the whole model once, in bounded memory. */
export function expectedOf(settings: DemoSettings): Expected {
  const { periods } = timelineOf(settings.periods);
  const covered = COMPANIES.filter((company) => company.covered);
  const counts = new Map<string, readonly Counts[]>(
    covered.map(({ code, country }) => [
      code,
      periods.map((period) => ({
        period,
        entity: country,
        items: COUNTED.map((open) => open(period)),
        bridges: { timing: 0n, cash: 0n },
      })),
    ]),
  );
  for (const batch of bookFacts(settings)) {
    for (const held of counts.get(companyOf(batch) ?? '') ?? []) addBatch(held, batch);
  }
  const all = [...counts.values()].flat();
  return {
    answers: periods.flatMap((period) => [
      ...answersOf(
        period,
        all.filter((held) => held.period === period),
      ),
      closingRates(period),
      spotRates(period),
    ]),
    accounts: all.flatMap(({ period, entity, items, bridges }) =>
      expectedAccounts(period, entity, items, bridges),
    ),
  };
}
