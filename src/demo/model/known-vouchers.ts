import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type { FactBatch } from './facts.ts';
import type { ItemFact } from './item-facts.ts';
import { partOf } from './item-prices.ts';
import { SERVICE_USER, USERS } from './journal.ts';
import { type Instants, instantsOf, type KnownItemBook, recordKnownItem } from './known-items.ts';
import type { Random } from './random.ts';
import type { VoucherUse } from './voucher-facts.ts';
import { postVoucher, type VoucherBook, type VoucherStory } from './vouchers.ts';

const DAY = MILLISECONDS_PER_DAY;
const HOUR = 3_600_000;

interface KnownVoucher {
  readonly use?: VoucherUse;
  readonly created: number;
  readonly validTo?: number;
  /** Arrival of the package it was used on, a day after the order unless `ordered` says when. */
  readonly arrives?: number;
  readonly ordered?: number;
  /** Used up, or half of it left. */
  readonly usedUp?: boolean;
  /** When it was paid out or cancelled, and after how many days the ledger followed. */
  readonly inactivated?: number;
  readonly late?: number;
}

/** Vouchers around the cutoff: issue, use, use on its way, expiry, payout booked late, cancellation (3.2 to 3.4). */
function vouchersOf({ start, cutoff, last, next }: Instants): readonly KnownVoucher[] {
  const early = start - 40 * DAY;
  return [
    ...[start, cutoff, last, next].map((created) => ({ created })),
    { created: early, arrives: cutoff, usedUp: false },
    { created: early, arrives: cutoff + 12 * HOUR, usedUp: true },
    { created: early, arrives: last, usedUp: true },
    { created: early, arrives: next, usedUp: true },
    { created: early, ordered: start + DAY, arrives: next + 2 * DAY, usedUp: true },
    {
      created: early,
      use: 'store_credit',
      ordered: cutoff,
      arrives: next + 3 * DAY,
      usedUp: false,
    },
    { created: early, use: 'apology_v2', validTo: last },
    { created: early, use: 'apology_v2', validTo: next },
    { created: early, inactivated: cutoff - 2 * DAY, late: 6 },
    { created: early, inactivated: cutoff - 2 * DAY },
    { created: early, use: 'apology_v2', inactivated: cutoff },
    { created: early, use: 'marketing' },
    { created: early, use: 'jforce' },
    { created: early, use: 'jpay_store_credit' },
  ];
}

type Book = KnownItemBook & VoucherBook;

/** A voucher of a known customer, with the item it was used on. */
function postKnownVoucher(
  book: Book,
  batch: FactBatch,
  known: KnownVoucher,
  price: bigint,
  random: Random,
): void {
  const { use = 'refund', created, arrives, inactivated = null } = known;
  const id = book.nextVoucher();
  const code = `${use === 'jpay_store_credit' ? 'GC' : 'K'}NOWN${id}`;
  const coupon = partOf(price, 2n, book.company);
  const shipping = partOf(price, 40n, book.company);
  const items: ItemFact[] = [];
  if (arrives !== undefined) {
    const item = {
      created: known.ordered ?? arrives - DAY,
      delivered: arrives,
      cash: { resolved: arrives + DAY, received: true },
      voucher: { code, coupon, shipping },
    };
    items.push(recordKnownItem(book, batch, item, price, random));
  }
  const used = items.length === 0 ? coupon : coupon + shipping;
  const value = known.usedUp === false ? used + used : used;
  const taken =
    inactivated !== null && inactivated < book.timeline.endDay * DAY ? inactivated : null;
  const voucher: VoucherStory = {
    id,
    code,
    use,
    created,
    validTo: known.validTo ?? created + 1_460 * DAY,
    customerId: 1,
    value,
    usedUp: known.usedUp ?? false,
    items,
    inactivated: taken,
    settledDay: taken === null ? null : Math.floor(taken / DAY) + (known.late ?? 0),
    clerk: USERS[1] ?? SERVICE_USER,
  };
  postVoucher(book, batch, voucher);
}

/** The vouchers every covered company has: one from the first day on, the others around each cutoff. */
export function postKnownVouchers(
  book: Book,
  batch: FactBatch,
  price: bigint,
  random: Random,
): void {
  const { firstDay, periods } = book.timeline;
  postKnownVoucher(book, batch, { created: firstDay * DAY }, price, random);
  for (const period of periods) {
    for (const known of vouchersOf(instantsOf(period))) {
      // Manual issuance of Algeria is not recognised by its document number (domain/catalog.md 6.1).
      const manual = known.use === 'store_credit' || known.use === 'jpay_store_credit';
      if (manual && book.company.country === 'DZ') continue;
      postKnownVoucher(book, batch, known, price, random);
    }
  }
}
