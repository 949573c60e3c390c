import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type { ItemFact } from './item-facts.ts';
import type { Random } from './random.ts';

/** When things happen to the items of one order, if they happen. */
export interface OrderMoments {
  readonly created: number;
  readonly verified: number | null;
  readonly shipped: number;
  readonly delivered: number;
  readonly packageDelivered: number;
}

/** What becomes of an item. */
export type Fate = 'kept' | 'returned' | 'cancelled' | 'failed' | 'refunded only' | 'returned only';

type Moments = Pick<
  ItemFact,
  | 'verified'
  | 'shipped'
  | 'delivered'
  | 'packageDelivered'
  | 'cancelled'
  | 'failed'
  | 'returned'
  | 'refunded'
>;

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** 14 items in a hundred are cancelled, 4 fail, 7 of a hundred delivered come back (domain/catalog.md 4.3). */
export function drawFate(random: Random): Fate {
  const draw = random.below(1000);
  if (draw < 140) return 'cancelled';
  if (draw < 180) return 'failed';
  if (draw < 230) return 'returned';
  if (draw < 235) return 'refunded only';
  return draw < 240 ? 'returned only' : 'kept';
}

/** Moments of an order placed at `created`; the goods leave when the payment is verified. */
export function drawMoments(created: number, prepaid: boolean, random: Random): OrderMoments {
  const verified = prepaid ? created + MINUTE * random.between(1, 2_880) : null;
  const ready = verified ?? created;
  const way = MILLISECONDS_PER_DAY * random.between(1, 13) + random.below(MILLISECONDS_PER_DAY);
  const delivered = ready + way;
  const shipped = ready + Math.floor((way * random.between(1, 6)) / 8);
  const handedOver = delivered - MILLISECONDS_PER_DAY + random.below(2 * MILLISECONDS_PER_DAY);
  return {
    created,
    verified,
    shipped,
    delivered,
    packageDelivered: Math.max(shipped, handedOver),
  };
}

const NEVER: Omit<Moments, 'verified'> = {
  shipped: null,
  delivered: null,
  packageDelivered: null,
  cancelled: null,
  failed: null,
  returned: null,
  refunded: null,
};

/** A refund some days before or after the goods came back, never before they were delivered. */
function refundAround(returned: number, delivered: number, random: Random): number {
  const days = random.between(-10, 10);
  return Math.max(returned + days * MILLISECONDS_PER_DAY + random.below(HOUR), delivered + HOUR);
}

/** Moments of one item of the order. */
export function itemMoments(
  order: OrderMoments,
  fate: Fate,
  digital: boolean,
  random: Random,
): Moments {
  const { verified, shipped, delivered } = order;
  const ready = verified ?? order.created;
  // Money that was paid goes back for 85 items in a hundred; for the others it is still held.
  const refundAfter = (moment: number): number | null =>
    verified !== null && random.chance(850)
      ? moment + MILLISECONDS_PER_DAY * random.between(1, 10)
      : null;
  if (fate === 'cancelled') {
    const cancelled = ready + HOUR * random.between(1, 72);
    return { ...NEVER, verified, cancelled, refunded: refundAfter(cancelled) };
  }
  if (fate === 'failed') {
    const failed = delivered + HOUR * random.between(1, 24);
    const sent = digital ? null : shipped;
    return { ...NEVER, verified, shipped: sent, failed, refunded: refundAfter(failed) };
  }
  const arrived = {
    ...NEVER,
    verified,
    shipped: digital ? null : shipped,
    delivered,
    packageDelivered: digital ? null : order.packageDelivered,
  };
  if (fate === 'kept') return arrived;
  const back = delivered + MILLISECONDS_PER_DAY * random.between(2, 20);
  if (fate === 'refunded only') return { ...arrived, refunded: back };
  if (fate === 'returned only') return { ...arrived, returned: back };
  return { ...arrived, returned: back, refunded: refundAround(back, delivered, random) };
}

/** The moments the books know about: those before `end`, and no package's arrival without its item's. */
export function knownMoments(moments: Moments, end: number): Moments {
  const by = (moment: number | null): number | null =>
    moment !== null && moment < end ? moment : null;
  const delivered = by(moments.delivered);
  return {
    verified: by(moments.verified),
    shipped: by(moments.shipped),
    delivered,
    packageDelivered:
      delivered === null && moments.delivered !== null ? null : by(moments.packageDelivered),
    cancelled: by(moments.cancelled),
    failed: by(moments.failed),
    returned: by(moments.returned),
    refunded: by(moments.refunded),
  };
}

/** CURRENT_STATUS at the end of the books. */
export function statusOf(moments: Moments, prepaid: boolean, random: Random): ItemFact['status'] {
  if (moments.cancelled !== null) return 'cancelled';
  if (moments.failed !== null) return 'failed';
  if (moments.returned !== null) return moments.refunded === null ? 'item_received' : 'returned';
  if (moments.delivered !== null) return random.chance(200) ? 'closed' : 'delivered';
  if (moments.shipped !== null) return 'shipped';
  return prepaid && moments.verified === null ? 'exported' : 'ready_to_ship';
}
