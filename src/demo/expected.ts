import type { DemoSettings } from './demo-books.ts';
import { collectionItems } from './expected/collection.ts';
import { answer, type ExpectedAnswer } from './expected/figures.ts';
import { integrationErrors } from './expected/integration.ts';
import { balances, ledgerEntries, receivables, salesOrders } from './expected/ledgers.ts';
import { prepayments, refundLiability, unreconciledPackages } from './expected/order-items.ts';
import { closingRates, spotRates } from './expected/rates.ts';
import { accruedRevenues, statementsPosted } from './expected/seller-center.ts';
import { voucherLiability, vouchersInFlight, voucherUsage } from './expected/vouchers.ts';
import { COVERED_COMPANIES } from './group/companies.ts';
import { bookFacts } from './model/book-facts.ts';
import type { FactBatch } from './model/facts.ts';
import { timelineOf } from './model/timeline.ts';

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
];

/** The company of a batch; undefined for an empty one. */
export function companyOf({ orders, glEntries }: FactBatch): string | undefined {
  return (orders[0] ?? glEntries[0])?.company;
}

/**
 * Rows and control totals of every item and period of clean books, worked out from the facts in plain TypeScript:
 * a second route to the figures the items' SQL must give. Walks the whole model once, in bounded memory.
 */
export function expectedAnswers(settings: DemoSettings): readonly ExpectedAnswer[] {
  const periods = timelineOf(settings.periods).periods.map((period) => ({
    period,
    counts: COUNTED.map((open) => open(period)),
  }));
  for (const batch of bookFacts(settings)) {
    if (!COVERED_COMPANIES.includes(companyOf(batch) ?? '')) continue;
    for (const { counts } of periods) {
      for (const { add } of counts) add(batch);
    }
  }
  return periods.flatMap(({ period, counts }) => [
    ...counts.map(({ item, figures }) => answer(item, period, figures())),
    closingRates(period),
    spotRates(period),
  ]);
}
