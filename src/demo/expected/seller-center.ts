import { isRevenue, sellerTransactionType } from '../group/seller-transaction-types.ts';
import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { SellerTransactionFact } from '../model/seller-facts.ts';
import type { PeriodDays } from '../model/timeline.ts';
import { addTo, count, cutoffOf, type ItemCount, itemCount, sumBy } from './figures.ts';

/** What waits for its statement, which is written when the company's books are closed. */
interface Waiting {
  rows: number;
  sum: bigint;
}

function wait(on: Map<string, Waiting>, company: string, statement: number, amount: bigint): void {
  const key = `${company} ${statement}`;
  const held = on.get(key);
  if (held === undefined) on.set(key, { rows: 1, sum: amount });
  else {
    held.rows += 1;
    held.sum += amount;
  }
}

/** Takes what waits for a statement. */
function take(from: Map<string, Waiting>, company: string, statement: number): Waiting {
  const key = `${company} ${statement}`;
  const held = from.get(key) ?? { rows: 0, sum: 0n };
  from.delete(key);
  return held;
}

/** IPE_11: revenues created in the period whose statement has not ended by the cutoff. */
export function accruedRevenues(period: PeriodDays): ItemCount {
  const { by, open } = cutoffOf(period);
  const start = period.start * MILLISECONDS_PER_DAY;
  const waiting = new Map<string, Waiting>();
  const isAccrued = ({ type, created }: SellerTransactionFact): boolean =>
    isRevenue(sellerTransactionType(type)) && created >= start && by(created);
  return itemCount('IPE_11', ['SC_Transaction_Amount'], (batch, figures) => {
    for (const line of batch.sellerTransactions.filter(isAccrued)) {
      const { company, statement, amount } = line;
      if (statement === null) count(figures, { SC_Transaction_Amount: amount });
      else wait(waiting, company, statement, amount);
    }
    for (const { company, id, end } of batch.sellerStatements) {
      const { rows, sum } = take(waiting, company, id);
      if (!open(end)) continue;
      figures.rows += rows;
      addTo(figures, { SC_Transaction_Amount: sum });
    }
  });
}

/** CR_01: statements ended in the period, the sum of their transactions and what the ledger holds under their number. */
export function statementsPosted(period: PeriodDays): ItemCount {
  const { by } = cutoffOf(period);
  const start = period.start * MILLISECONDS_PER_DAY;
  const waiting = new Map<string, Waiting>();
  const columns = ['SC_Amount', 'NAV_Amount', 'Difference'];
  return itemCount('CR_01', columns, (batch, figures) => {
    for (const { company, statement, amount } of batch.sellerTransactions) {
      if (statement !== null) wait(waiting, company, statement, amount);
    }
    const booked = sumBy(
      batch.glEntries.filter(({ account, day }) => account === '18314' && day <= period.cutoff),
      ({ externalNumber }) => externalNumber,
      ({ amount }) => amount,
    );
    for (const { company, id, number, end } of batch.sellerStatements) {
      const { sum } = take(waiting, company, id);
      if (end < start || !by(end)) continue;
      const inLedger = booked.get(number) ?? 0n;
      count(figures, { SC_Amount: sum, NAV_Amount: inLedger, Difference: sum - inLedger });
    }
  });
}
