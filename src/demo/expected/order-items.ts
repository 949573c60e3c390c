import {
  fulfilledAt,
  owedFor,
  paidForItems,
  prepaymentOf,
  refundOf,
  shippingOf,
} from '../model/item-amounts.ts';
import type { CashRecFact, ItemFact } from '../model/item-facts.ts';
import type { PeriodDays } from '../model/timeline.ts';
import { count, cutoffOf, type ItemCount, itemCount } from './figures.ts';

/** IPE_10: verified by the cutoff, neither fulfilled nor refunded by then. */
function isPrepayment(item: ItemFact, period: PeriodDays): boolean {
  const { by, open } = cutoffOf(period);
  return item.prepaid && by(item.verified) && open(item.refunded) && open(fulfilledAt(item));
}

/** IPE_12: cash on delivery, delivered by the cutoff and not resolved by then. */
function isUnreconciled(
  item: ItemFact,
  cash: CashRecFact | undefined,
  period: PeriodDays,
): boolean {
  const { by, open } = cutoffOf(period);
  const owes = !item.prepaid && item.paymentMethod !== 'NoPayment';
  return owes && by(item.delivered) && open(cash?.resolved ?? null);
}

/** IPE_34, signed: refunded and not yet returned, or returned and not yet refunded; null for neither. */
function refundTiming(item: ItemFact, period: PeriodDays): bigint | null {
  const { by, open } = cutoffOf(period);
  if (item.delivered !== null && by(item.refunded) && open(item.returned)) return refundOf(item);
  return by(item.returned) && open(item.refunded) ? -refundOf(item) : null;
}

/** Cash rows by package. */
export function byPackage(rows: readonly CashRecFact[]): ReadonlyMap<number, CashRecFact> {
  return new Map(rows.map((row) => [row.packageId, row]));
}

export function prepayments(period: PeriodDays): ItemCount {
  const columns = ['PAID_FOR_ITEMS', 'PAID_PRICE', 'PAID_FOR_SHIPPING'];
  return itemCount('IPE_10', columns, ({ items }, figures) => {
    for (const item of items) {
      if (!isPrepayment(item, period)) continue;
      count(figures, {
        PAID_FOR_ITEMS: paidForItems(item),
        PAID_PRICE: item.paidPrice,
        PAID_FOR_SHIPPING: shippingOf(item),
      });
    }
  });
}

export function unreconciledPackages(period: PeriodDays): ItemCount {
  const columns = ['amount_paid', 'paid_price', 'paid_shipping'];
  return itemCount('IPE_12', columns, ({ items, cashRecs }, figures) => {
    const cash = byPackage(cashRecs);
    for (const item of items) {
      if (!isUnreconciled(item, cash.get(item.packageId ?? 0), period)) continue;
      count(figures, {
        amount_paid: item.amountPaid,
        paid_price: item.paidPrice,
        paid_shipping: shippingOf(item),
      });
    }
  });
}

export function refundLiability(period: PeriodDays): ItemCount {
  return itemCount('IPE_34', ['AmountToRefund'], ({ items }, figures) => {
    for (const item of items) {
      const amount = refundTiming(item, period);
      if (amount !== null) count(figures, { AmountToRefund: amount });
    }
  });
}

/** What the item adds to target values in NAV sign, by group account (domain/catalog.md RU-7 to RU-10). */
export function targetOf(
  item: ItemFact,
  cash: CashRecFact | undefined,
  period: PeriodDays,
): readonly (readonly [account: string, amount: bigint])[] {
  const refund = item.marketplace ? refundTiming(item, period) : null;
  const received = cash !== undefined && cash.received !== 0n;
  return [
    ...(isPrepayment(item, period) ? [['18350', -prepaymentOf(item)] as const] : []),
    ...(isUnreconciled(item, cash, period)
      ? [[received ? '13024' : '13005', owedFor(item)] as const]
      : []),
    ...(refund === null ? [] : [['18317', refund] as const]),
  ];
}
