import type {
  CashDepositFact,
  CashTransactionFact,
  CashType,
  ClosureFact,
  ListStatus,
  PacklistPaymentFact,
} from '../model/collection-facts.ts';
import type { FactBatch } from '../model/facts.ts';
import type { PeriodDays } from '../model/timeline.ts';
import { count, cutoffOf, type Figures, groupBy, type ItemCount, itemCount } from './figures.ts';

/** Types that population 1 leaves out (domain/catalog.md 3.9). */
const LEFT_OUT: readonly CashType[] = [
  'Payment',
  'Collection Adjustment (over)',
  'Collection Adjustment (under)',
  'Payment Charges',
  'Reallocation From',
  'Transfer From',
  'Payment Charges Rev',
];
const IN_PROGRESS: readonly (ListStatus | null)[] = ['inProgress', 'closed', 'waitingConfirmation'];

type Cutoff = ReturnType<typeof cutoffOf>;

/** When a transaction counts: with the deposit it belongs to, or when it was entered. */
function eventOf(
  { type, entity, created }: CashTransactionFact,
  deposits: ReadonlyMap<string, CashDepositFact>,
): number {
  const deposit = deposits.get(entity);
  if (deposit === undefined) return created;
  if (type === 'Payment - Rev') {
    return deposit.type === 'Payment' ? (deposit.reversed ?? created) : created;
  }
  if (type === 'Transfer to') return deposit.type === 'Transfer' ? deposit.paid : created;
  const third = type === 'Third Party Collection' && deposit.type === 'Payment';
  return third ? deposit.paid : created;
}

function settledBy(payments: readonly PacklistPaymentFact[]): bigint {
  return payments.reduce(
    (sum, { reconciled, charges }) => sum + (reconciled ?? 0n) + (charges ?? 0n),
    0n,
  );
}

/** Population 3: what a list received and nobody has paid for yet. */
function countLists({ packlistPayments, closures }: FactBatch, { by }: Cutoff, to: Figures): void {
  const closed = new Set(
    closures
      .filter((one) => one.entityType === 'packlist' && one.forced === true)
      .filter((one) => one.closed === null || by(one.closed))
      .map(({ number }) => number),
  );
  for (const [list, payments] of groupBy(packlistPayments, (payment) => payment.list)) {
    const [first] = payments.filter(
      ({ reconciled, listStatus, listCreated }) =>
        reconciled !== null && IN_PROGRESS.includes(listStatus) && by(listCreated),
    );
    if (first === undefined || closed.has(list)) continue;
    const left = first.received - settledBy(payments.filter(({ paid }) => by(paid)));
    if (left > 0n) count(to, { Amount: left });
  }
}

/** Population 4: what was paid and is set against no list yet, negative. */
function countDeposits(batch: FactBatch, { by }: Cutoff, to: Figures): void {
  const isClosed = ({ entityType, forced, closed }: ClosureFact): boolean =>
    entityType !== 'packlist' && (by(closed) || (forced === true && closed === null));
  const closed = new Set(batch.closures.filter(isClosed).map(({ number }) => number));
  const applied = groupBy(
    batch.packlistPayments.filter(
      ({ reconciled, listCreated, paid, paymentStatus }) =>
        reconciled !== null && by(listCreated) && by(paid) && IN_PROGRESS.includes(paymentStatus),
    ),
    ({ payment }) => payment,
  );
  for (const { number, paid, status, amount, charges } of batch.cashDeposits) {
    if (!by(paid) || !IN_PROGRESS.includes(status) || closed.has(number)) continue;
    const left = amount + charges - settledBy(applied.get(number) ?? []);
    if (left > 0n) count(to, { Amount: -left });
  }
}

/**
 * IPE_31: the four populations. What is done about a list stands in one batch, its transactions in any: those of
 * lists that may wait for a confirmation are kept until the end.
 */
export function collectionItems(period: PeriodDays): ItemCount {
  const cutoff = cutoffOf(period);
  const { by, open } = cutoff;
  const unconfirmed: (readonly [list: string, amount: bigint])[] = [];
  const reconciled = new Set<string>();
  const counted = itemCount('IPE_31', ['Amount'], (batch, figures) => {
    const deposits = new Map(batch.cashDeposits.map((deposit) => [deposit.number, deposit]));
    const statuses = new Map(batch.packlistPackages.map(({ list, status }) => [list, status]));
    for (const payment of batch.packlistPayments) {
      if (payment.reconciled !== null) reconciled.add(`${payment.company} ${payment.list}`);
    }
    for (const transaction of batch.cashTransactions) {
      const { company, type, amount, list, listMoment } = transaction;
      const event = eventOf(transaction, deposits);
      if (LEFT_OUT.includes(type) || amount === 0n || !by(event)) continue;
      const status = list === null ? undefined : statuses.get(list);
      if (list === null || open(listMoment) || status === 'waitingApproval') {
        count(figures, { Amount: amount });
      } else if (status === 'waitingConfirmation') {
        unconfirmed.push([`${company} ${list}`, amount]);
      }
    }
    for (const { original, reallocated, amount } of batch.reallocations) {
      if (by(original) && open(reallocated)) count(figures, { Amount: amount });
    }
    countLists(batch, cutoff, figures);
    countDeposits(batch, cutoff, figures);
  });
  return {
    ...counted,
    figures: () => {
      const { rows, sums, hashes } = counted.figures();
      const all: Figures = { rows, sums: { ...sums }, hashes: { ...hashes } };
      for (const [list, amount] of unconfirmed) {
        if (!reconciled.has(list)) count(all, { Amount: amount });
      }
      return all;
    },
  };
}
