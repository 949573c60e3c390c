import { isRevenue, sellerTransactionType } from '../group/seller-transaction-types.ts';
import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { SellerTransactionFact } from '../model/seller-facts.ts';
import type { PeriodDays } from '../model/timeline.ts';
import {
  addTo,
  count,
  cutoffOf,
  type Figures,
  type ItemCount,
  itemCount,
  sumBy,
} from './figures.ts';

/** What waits for its statement, which is written when the company's books are closed. */
interface Waiting {
  readonly rows: number;
  readonly sum: bigint;
  /** Of the numbers of its transactions. */
  readonly numbers: bigint;
}

const NOTHING: Waiting = { rows: 0, sum: 0n, numbers: 0n };

function wait(
  on: Map<number, Waiting>,
  statement: number,
  { id, amount }: SellerTransactionFact,
): void {
  const { rows, sum, numbers } = on.get(statement) ?? NOTHING;
  on.set(statement, { rows: rows + 1, sum: sum + amount, numbers: numbers + BigInt(id) });
}

/** Takes what waits for a statement. */
function take(from: Map<number, Waiting>, statement: number): Waiting {
  const held = from.get(statement) ?? NOTHING;
  from.delete(statement);
  return held;
}

/** IPE_11: revenues created in the period whose statement has not ended by the cutoff. */
export function accruedRevenues(period: PeriodDays): ItemCount {
  const { by, open } = cutoffOf(period);
  const start = period.start * MILLISECONDS_PER_DAY;
  const waiting = new Map<number, Waiting>();
  const isAccrued = ({ type, created }: SellerTransactionFact): boolean =>
    isRevenue(sellerTransactionType(type)) && created >= start && by(created);
  const totals = {
    amounts: ['SC_Transaction_Amount'],
    numbers: ['SC_ID_Transaction', 'SC_ID_Account_Statement'],
  };
  const accrue = (figures: Figures, statement: number, { rows, sum, numbers }: Waiting): void => {
    figures.rows += rows;
    addTo(figures.amounts, { SC_Transaction_Amount: sum });
    addTo(figures.numbers, {
      SC_ID_Transaction: numbers,
      SC_ID_Account_Statement: BigInt(statement) * BigInt(rows),
    });
    addTo(figures.accounts, { 18304: sum });
  };
  return itemCount('IPE_11', totals, (batch, figures) => {
    for (const line of batch.sellerTransactions.filter(isAccrued)) {
      if (line.statement === null) {
        accrue(figures, 0, { rows: 1, sum: line.amount, numbers: BigInt(line.id) });
      } else wait(waiting, line.statement, line);
    }
    for (const { id, end } of batch.sellerStatements) {
      const held = take(waiting, id);
      if (open(end)) accrue(figures, id, held);
    }
  });
}

/** CR_01: statements ended in the period, the sum of their transactions and what the ledger holds under their number. */
export function statementsPosted(period: PeriodDays): ItemCount {
  const { by } = cutoffOf(period);
  const start = period.start * MILLISECONDS_PER_DAY;
  const waiting = new Map<number, Waiting>();
  const columns = ['SC_Amount', 'NAV_Amount', 'Difference'];
  return itemCount('CR_01', { amounts: columns }, (batch, figures) => {
    for (const line of batch.sellerTransactions) {
      if (line.statement !== null) wait(waiting, line.statement, line);
    }
    const booked = sumBy(
      batch.glEntries.filter(({ account, day }) => account === '18314' && day <= period.cutoff),
      ({ externalNumber }) => externalNumber,
      ({ amount }) => amount,
    );
    for (const { id, number, end } of batch.sellerStatements) {
      const { sum } = take(waiting, id);
      if (end < start || !by(end)) continue;
      const inLedger = booked.get(number) ?? 0n;
      count(figures, { SC_Amount: sum, NAV_Amount: inLedger, Difference: sum - inLedger });
    }
  });
}
