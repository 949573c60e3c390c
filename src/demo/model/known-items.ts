import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type { FactBatch } from './facts.ts';
import type { CashRecFact, ItemFact } from './item-facts.ts';
import { partOf } from './item-prices.ts';
import { knownMoments } from './items.ts';
import { type OrderBook, storyOf } from './orders.ts';
import type { Random } from './random.ts';
import { type OrderRecords, recordOrder } from './record-order.ts';
import type { PeriodDays } from './timeline.ts';

const HOUR = 3_600_000;
const DAY = MILLISECONDS_PER_DAY;

/** Instants of a period that known records stand on. */
export interface Instants {
  readonly start: number;
  /** 00:00 of the cutoff. */
  readonly cutoff: number;
  /** The last millisecond of the period. */
  readonly last: number;
  readonly next: number;
}

export function instantsOf({ start, cutoff, next }: PeriodDays): Instants {
  return {
    start: start * DAY,
    cutoff: cutoff * DAY,
    last: next * DAY - 1,
    next: next * DAY,
  };
}

/** What a known item says; an order is placed a day before its first moment unless it says when. */
export type KnownItem = Partial<
  Pick<
    ItemFact,
    | 'created'
    | 'marketplace'
    | 'deliveryType'
    | 'paymentMethod'
    | 'verified'
    | 'shipped'
    | 'delivered'
    | 'packageDelivered'
    | 'cancelled'
    | 'returned'
    | 'refunded'
  >
> & {
  /** When its cash was resolved and whether any had arrived; without it there is no cash row. */
  readonly cash?: { readonly resolved: number | null; readonly received: boolean };
  readonly voucher?: { readonly code: string; readonly coupon: bigint; readonly shipping: bigint };
};

export type KnownItemBook = OrderBook & OrderRecords;

/** Prepaid items around the cutoff: the inclusion table of domain/catalog.md 3.6 and its boundaries. */
function prepaidItems({ start, cutoff, last, next }: Instants): readonly KnownItem[] {
  const early = start - 5 * DAY;
  return [
    { verified: start, delivered: next + 2 * DAY },
    { verified: cutoff, delivered: next },
    { verified: cutoff + 10 * HOUR, delivered: next + 3 * DAY },
    { verified: last, delivered: next + 4 * DAY },
    { verified: next, delivered: next + 5 * DAY },
    { verified: early, delivered: cutoff + 15 * HOUR },
    { verified: early, delivered: last },
    { verified: early, marketplace: false, deliveryType: null, delivered: next + 6 * DAY },
    {
      verified: early,
      marketplace: false,
      deliveryType: 'Gift Card',
      packageDelivered: start + 9 * DAY,
    },
    { verified: early, marketplace: false, delivered: start + 9 * DAY, packageDelivered: null },
    { verified: early, marketplace: false, delivered: last, packageDelivered: next },
    { verified: early, cancelled: cutoff - 3 * DAY, refunded: next + DAY },
    { verified: early, cancelled: cutoff - 3 * DAY, refunded: next },
    { verified: early, cancelled: cutoff - 3 * DAY, refunded: last },
    { verified: early, cancelled: cutoff - 3 * DAY },
  ];
}

/** Cash on delivery around the cutoff (3.8), and orders placed on the instants themselves (4.8). */
function cashItems({ start, cutoff, last, next }: Instants): readonly KnownItem[] {
  const settled = { resolved: next, received: true };
  const never = { resolved: null, received: false };
  const placed = [start, cutoff, last, next].map((created) => ({
    created,
    delivered: created + 3 * DAY,
    cash: { resolved: created + 5 * DAY, received: true },
  }));
  return [
    ...placed,
    { delivered: start, cash: settled },
    { delivered: cutoff, cash: { resolved: next + 2 * DAY, received: false } },
    { delivered: last - 999, cash: never },
    { delivered: last },
    { delivered: next, cash: { resolved: next + DAY, received: true } },
    { delivered: start, cash: { resolved: last, received: true } },
    { delivered: cutoff, paymentMethod: 'NoPayment' },
  ];
}

/** Refunds and returns on either side of the cutoff (3.10), one of them retail. */
function refundedItems({ start, cutoff, last, next }: Instants): readonly KnownItem[] {
  const item = { delivered: start - 8 * DAY, cash: { resolved: start - 6 * DAY, received: true } };
  return [
    { ...item, refunded: start + 19 * DAY },
    { ...item, refunded: start + 19 * DAY, marketplace: false },
    { ...item, refunded: start, returned: next + DAY },
    { ...item, refunded: last, returned: next },
    { ...item, returned: last - 499, refunded: next },
    { ...item, returned: cutoff, refunded: last },
    { ...item, refunded: next, returned: next + DAY },
    { ...item, returned: last, refunded: next, marketplace: false },
  ];
}

function statusOf(item: Pick<ItemFact, 'cancelled' | 'returned' | 'delivered' | 'shipped'>) {
  if (item.cancelled !== null) return 'cancelled';
  if (item.returned !== null) return 'returned';
  if (item.delivered !== null) return 'delivered';
  return item.shipped === null ? 'ready_to_ship' : 'shipped';
}

function defined(moments: readonly (number | null | undefined)[]): number[] {
  return moments.filter((moment) => typeof moment === 'number');
}

/** The moments of a known item, what it leaves out filled in. */
function momentsOf(known: KnownItem) {
  const { verified = null, delivered = null, cancelled = null, returned = null } = known;
  const { refunded = null, packageDelivered = delivered } = known;
  const first = Math.min(...defined([verified, delivered, packageDelivered, cancelled]));
  const left = packageDelivered ?? delivered;
  return {
    created: known.created ?? first - DAY,
    verified,
    shipped: known.shipped ?? (left === null ? null : Math.min(left, delivered ?? left) - HOUR),
    delivered,
    packageDelivered: known.deliveryType === 'Digital Content' ? null : packageDelivered,
    cancelled,
    failed: null,
    returned,
    refunded,
  };
}

/** One order of one item whose every moment is known. */
export function recordKnownItem(
  book: KnownItemBook,
  batch: FactBatch,
  known: KnownItem,
  price: bigint,
  random: Random,
): ItemFact {
  const { company, timeline, orderNumbers } = book;
  const { created, ...all } = momentsOf(known);
  const moments = knownMoments(all, timeline.endDay * DAY);
  const prepaid = all.verified !== null;
  const orderId = orderNumbers.next(Math.floor(created / DAY));
  const noPayment = known.paymentMethod === 'NoPayment';
  const coupon = known.voucher?.coupon ?? (noPayment ? price : 0n);
  const shipping = partOf(price, 20n, company);
  const item: ItemFact = {
    company: company.code,
    id: orderId * 10 + 1,
    orderId,
    customerId: 1,
    customerType: 'individual',
    status: statusOf(moments),
    marketplace: known.marketplace ?? true,
    prepaid,
    global: false,
    paymentMethod: known.paymentMethod ?? (prepaid ? 'CardOnline' : 'CashOnDelivery'),
    deliveryType: known.deliveryType === undefined ? 'Standard' : known.deliveryType,
    voucherType: known.voucher !== undefined ? 'reusablecredit' : noPayment ? 'coupon' : null,
    voucherCode: known.voucher?.code ?? (noPayment ? 'WELCOME' : null),
    created,
    ...moments,
    packageId: moments.shipped === null ? null : orderId * 10,
    unitPrice: price,
    afterDiscount: price,
    paidPrice: price - coupon,
    amountPaid: moments.verified === null && moments.delivered === null ? 0n : price - coupon,
    coupon,
    cartRule: 0n,
    shipping,
    shippingCartRule: 0n,
    shippingVoucher: known.voucher?.shipping ?? (noPayment ? shipping : 0n),
    customsFee: null,
    customsCartRule: null,
    freightFee: null,
    deliveryFeeCartRule: null,
  };
  const { cash } = known;
  const end = timeline.endDay * DAY;
  const story = storyOf(book, [item], (owed): CashRecFact | null => {
    if (cash === undefined) return null;
    const resolved = cash.resolved !== null && cash.resolved < end ? cash.resolved : null;
    return {
      company: owed.company,
      packageId: owed.id,
      orderId: owed.orderId,
      expected: owed.amount,
      received: cash.received ? owed.amount : 0n,
      updated: resolved ?? owed.delivered,
      delivered: owed.delivered,
      resolved,
      partner: 1,
    };
  });
  recordOrder(book, batch, story, random);
  return item;
}

/** The items every covered company has on and around the boundaries of each period. */
export function recordKnownItems(
  book: KnownItemBook,
  batch: FactBatch,
  price: bigint,
  random: Random,
): void {
  for (const period of book.timeline.periods) {
    const instants = instantsOf(period);
    const known = [...prepaidItems(instants), ...cashItems(instants), ...refundedItems(instants)];
    for (const item of known) recordKnownItem(book, batch, item, price, random);
  }
}
