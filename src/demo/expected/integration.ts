import type { FactBatch } from '../model/facts.ts';
import { INTEGRATED } from '../model/integration-facts.ts';
import type { PeriodDays } from '../model/timeline.ts';
import { count, cutoffOf, type ItemCount, itemCount } from './figures.ts';

/** What NAV must know, from every table but the order items, which have all arrived. */
function transactions(batch: FactBatch) {
  return [
    ...batch.integrations,
    ...batch.closures.map(({ integration, ...fact }) => ({ ...fact, status: integration })),
    ...batch.cashDeposits.map(({ paid, integration, amount }) => {
      return { created: paid, status: integration, amount };
    }),
    ...batch.packlistPayments.map(({ created, integration, reconciled }) => {
      return { created, status: integration, amount: reconciled ?? 0n };
    }),
    ...batch.sellerTransactions.map(({ integration, ...fact }) => ({
      ...fact,
      status: integration,
    })),
    ...batch.sellerStatements.map(({ end, integration, amount }) => {
      return { created: end, status: integration, amount };
    }),
  ];
}

/** IPE_REC_ERRORS: nothing in clean books. */
export function integrationErrors(period: PeriodDays): ItemCount {
  const { by } = cutoffOf(period);
  return itemCount('IPE_REC_ERRORS', { amounts: ['Amount'] }, (batch, figures) => {
    for (const { created, status, amount } of transactions(batch)) {
      if (by(created) && !INTEGRATED.includes(status)) count(figures, { Amount: amount });
    }
  });
}
