import type { ItemFact } from './item-facts.ts';

/** Shipping the customer owes, the international delivery-fee cart rule taken off (domain/catalog.md RU-10). */
export function shippingOf(item: ItemFact): bigint {
  return (
    (item.shipping ?? 0n) -
    (item.shippingCartRule ?? 0n) -
    (item.shippingVoucher ?? 0n) +
    (item.customsFee ?? 0n) -
    (item.customsCartRule ?? 0n) +
    (item.freightFee ?? 0n) -
    (item.deliveryFeeCartRule ?? 0n)
  );
}

/** PAID_FOR_ITEMS of IPE_10. */
export function paidForItems({ unitPrice, coupon, cartRule }: ItemFact): bigint {
  return unitPrice - coupon - cartRule;
}

/** What a prepaid item adds to the prepayments until it is fulfilled. */
export function prepaymentOf(item: ItemFact): bigint {
  return paidForItems(item) + shippingOf(item);
}

/** What a delivered item adds to the packages not reconciled. */
export function owedFor(item: ItemFact): bigint {
  return item.paidPrice + shippingOf(item);
}

/** AmountToRefund of IPE_34, unsigned. */
export function refundOf(item: ItemFact): bigint {
  return (
    item.afterDiscount +
    (item.shipping ?? 0n) +
    (item.customsFee ?? 0n) -
    (item.customsCartRule ?? 0n) -
    (item.shippingCartRule ?? 0n) -
    (item.voucherType === 'coupon' ? (item.shippingVoucher ?? 0n) : 0n)
  );
}

/** Voucher money an item was paid with. */
export function voucherUse({ coupon, shippingVoucher }: ItemFact): bigint {
  return coupon + (shippingVoucher ?? 0n);
}

/** Moment at which a prepaid item is fulfilled (domain/catalog.md 3.6). */
export function fulfilledAt(item: ItemFact): number | null {
  const byItem =
    item.marketplace ||
    item.deliveryType === 'Digital Content' ||
    item.deliveryType === 'Gift Card';
  return byItem ? item.delivered : item.packageDelivered;
}
