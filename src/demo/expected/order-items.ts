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
import { addTo, count, cutoffOf, type ItemCount, itemCount } from './figures.ts';

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

export function prepayments(period: PeriodDays): ItemCount {
  const totals = {
    amounts: ['PAID_FOR_ITEMS', 'PAID_FOR_SHIPPING', 'PAID_PRICE'],
    numbers: ['COD_OMS_SALES_ORDER_ITEM'],
  };
  return itemCount('IPE_10', totals, ({ items }, figures) => {
    for (const item of items) {
      if (!isPrepayment(item, period)) continue;
      const amounts = {
        PAID_FOR_ITEMS: paidForItems(item),
        PAID_FOR_SHIPPING: shippingOf(item),
        PAID_PRICE: item.paidPrice,
      };
      count(figures, amounts, { COD_OMS_SALES_ORDER_ITEM: BigInt(item.id) });
      addTo(figures.accounts, { 18350: -prepaymentOf(item) });
    }
  });
}

/** The account is an assumption: nothing received is 13005, anything received 13024 (RU-9). */
export function unreconciledPackages(period: PeriodDays): ItemCount {
  const totals = {
    amounts: [
      'paid_price',
      'paid_shipping',
      'amount_paid',
      'amount_expected',
      'amount_received',
      'MTR_SHIPPING_FEE_MODIFICATION',
    ],
    numbers: ['COD_OMS_SALES_ORDER_ITEM', 'COD_OMS_ID_PACKAGE'],
  };
  return itemCount('IPE_12', totals, ({ items, cashRecs }, figures) => {
    const cash = new Map(cashRecs.map((row) => [row.packageId, row]));
    for (const item of items) {
      const paid = cash.get(item.packageId ?? 0);
      if (!isUnreconciled(item, paid, period)) continue;
      const received = paid?.received ?? 0n;
      const amounts = {
        paid_price: item.paidPrice,
        paid_shipping: shippingOf(item),
        amount_paid: item.amountPaid,
        amount_expected: paid?.expected ?? 0n,
        amount_received: received,
      };
      count(figures, amounts, {
        COD_OMS_SALES_ORDER_ITEM: BigInt(item.id),
        COD_OMS_ID_PACKAGE: BigInt(item.packageId ?? 0),
      });
      addTo(figures.accounts, { [received === 0n ? '13005' : '13024']: owedFor(item) });
    }
  });
}

/** Of the accounts only the marketplace's liability: retail refunds are booked elsewhere (RU-10). */
export function refundLiability(period: PeriodDays): ItemCount {
  const totals = { amounts: ['AmountToRefund'], numbers: ['COD_OMS_SALES_ORDER_ITEM'] };
  return itemCount('IPE_34', totals, ({ items }, figures) => {
    for (const item of items) {
      const amount = refundTiming(item, period);
      if (amount === null) continue;
      count(figures, { AmountToRefund: amount }, { COD_OMS_SALES_ORDER_ITEM: BigInt(item.id) });
      if (item.marketplace) addTo(figures.accounts, { 18317: amount });
    }
  });
}
