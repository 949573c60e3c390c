import type { Company } from '../group/companies.ts';
import { dateOf, MILLISECONDS_PER_DAY } from './calendar.ts';
import { drawCashRec } from './cash-reconciliation.ts';
import type { OrderFact } from './facts.ts';
import { owedFor } from './item-amounts.ts';
import type { CashRecFact, CUSTOMER_TYPES, ItemFact, PackageStory } from './item-facts.ts';
import { drawPrices, partOf, type VoucherShare } from './item-prices.ts';
import {
  drawFate,
  drawMoments,
  itemMoments,
  knownMoments,
  type OrderMoments,
  statusOf,
} from './items.ts';
import type { DayNumbers } from './numbering.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

/** An order, its items and what became of them; a day the books do not reach yet is null. */
export interface OrderStory {
  readonly order: OrderFact;
  readonly day: number;
  readonly items: readonly ItemFact[];
  readonly prepaid: boolean;
  /** Cash the courier took; null when the order was prepaid, nothing arrived or nothing was owed. */
  readonly pack: PackageStory | null;
  /** What is invoiced: price and shipping of the delivered items. */
  readonly billed: bigint;
  /** Day on which the first item arrived. */
  readonly delivered: number | null;
  /** Day on which the last of the delivered items had come back. */
  readonly returned: number | null;
}

/** What a company's orders are written with. */
export interface OrderBook {
  readonly company: Company;
  readonly timeline: Timeline;
  readonly orderNumbers: DayNumbers;
}

/** Who orders. */
export interface Buyer {
  readonly id: number;
  readonly type: (typeof CUSTOMER_TYPES)[number];
}

/** The voucher an order is paid with. */
export interface VoucherInHand {
  readonly code: string;
  readonly share: Exclude<VoucherShare, 'none'>;
}

interface OrderDraw {
  readonly buyer: Buyer;
  /** Moment of the order. */
  readonly created: number;
  /** Items at most. */
  readonly atMost: number;
  readonly voucher: VoucherInHand | null;
}

const PREPAID_METHODS = [
  'CardOnline',
  'CardOnline',
  'MobileMoney',
  'MobileMoney',
  'BankTransfer',
  'JPay',
] as const;
const SHIPPED_TYPES = ['Standard', 'Standard', 'Standard', 'Express', 'Pickup Station'] as const;
const CAMPAIGNS = ['SAVE10', 'WELCOME', 'APPONLY', 'FRIDAY'] as const;

/** Share of prepaid orders in thousandths (domain/catalog.md 4.3). */
function prepaidShare({ country }: Company): number {
  if (country === 'NG') return 270;
  return country === 'EG' ? 450 : 370;
}

/** 1.3 items an order. */
function drawCount(random: Random): number {
  const draw = random.below(100);
  if (draw < 77) return 1;
  if (draw < 94) return 2;
  return draw < 99 ? 3 : 4;
}

interface ItemContext {
  readonly company: Company;
  readonly orderId: number;
  readonly buyer: Buyer;
  readonly moments: OrderMoments;
  readonly end: number;
  readonly prepaid: boolean;
  readonly method: ItemFact['paymentMethod'];
  readonly voucher: VoucherInHand | null;
}

function drawDelivery({ prepaid, voucher }: ItemContext, marketplace: boolean, random: Random) {
  const draw = random.below(1000);
  if (prepaid && voucher === null && !marketplace && draw < 60) {
    return draw < 40 ? 'Digital Content' : 'Gift Card';
  }
  return draw >= 990 ? null : random.pick(SHIPPED_TYPES);
}

function drawItem(context: ItemContext, position: number, random: Random): ItemFact {
  const { company, orderId, buyer, moments, end, prepaid, method, voucher } = context;
  const marketplace = random.chance(620);
  const global = marketplace && random.chance(97);
  const deliveryType = drawDelivery(context, marketplace, random);
  const digital = deliveryType === 'Digital Content' || deliveryType === 'Gift Card';
  const campaign = voucher === null && !digital && random.chance(45);
  // What a voucher paid is delivered in the end: clean books hold no use that is taken back.
  const fate = voucher === null ? drawFate(random) : 'kept';
  const known = knownMoments(itemMoments(moments, fate, digital, random), end);
  const share = voucher?.share ?? (campaign ? 'part' : 'none');
  const month = dateOf(Math.floor(moments.created / MILLISECONDS_PER_DAY)).slice(0, 7);
  const prices = drawPrices({ company, month, global, share }, random);
  const paid = prepaid ? known.verified !== null : known.delivered !== null;
  const short = random.chance(20) ? partOf(prices.paidPrice, 10n, company) : 0n;
  return {
    company: company.code,
    id: orderId * 10 + position,
    orderId,
    customerId: buyer.id,
    customerType: buyer.type,
    status: statusOf(known, prepaid, random),
    marketplace,
    prepaid,
    global,
    paymentMethod: method,
    deliveryType,
    voucherType: voucher === null ? (campaign ? 'coupon' : null) : 'reusablecredit',
    voucherCode: voucher?.code ?? (campaign ? random.pick(CAMPAIGNS) : null),
    created: moments.created,
    ...known,
    packageId: known.shipped === null || digital ? null : orderId * 10,
    ...prices,
    amountPaid: paid ? prices.paidPrice - short : 0n,
  };
}

function latest(moments: readonly (number | null)[]): number | null {
  return moments.reduce((last, moment) => {
    if (last === null || moment === null) return last ?? moment;
    return Math.max(last, moment);
  }, null);
}

function dayOf(moment: number | null): number | null {
  return moment === null ? null : Math.floor(moment / MILLISECONDS_PER_DAY);
}

/** The order's status as the shop shows it. */
function orderStatus(items: readonly ItemFact[]): OrderFact['status'] {
  if (items.every(({ cancelled }) => cancelled !== null)) return 'cancelled';
  const left = items.filter(({ cancelled }) => cancelled === null);
  if (left.every(({ failed }) => failed !== null)) return 'failed';
  const arrived = left.filter(({ delivered }) => delivered !== null);
  if (arrived.length === 0)
    return left.some((item) => item.shipped !== null) ? 'shipped' : 'pending';
  return arrived.every(({ returned }) => returned !== null) ? 'returned' : 'completed';
}

/** What OMS knows about the cash of a package. */
type CashRecOf = (owed: Omit<PackageStory, 'cashRec'>) => CashRecFact | null;

/** Cash of the order's package; null when nobody owes cash for it. */
function packageOf(items: readonly ItemFact[], cashRecOf: CashRecOf): PackageStory | null {
  const arrived = items.filter((item) => item.delivered !== null);
  const [first] = arrived;
  if (first === undefined || first.prepaid || first.packageId === null) return null;
  const delivered = first.delivered;
  const amount = arrived.reduce((sum, item) => sum + owedFor(item), 0n);
  if (delivered === null || first.paymentMethod === 'NoPayment') return null;
  const { company, packageId: id, orderId, customerId } = first;
  const owed = { company, id, orderId, customerId, delivered, amount };
  return { ...owed, cashRec: cashRecOf(owed) };
}

/** An order from its items. */
export function storyOf(
  { company }: OrderBook,
  items: readonly ItemFact[],
  cashRecOf: CashRecOf,
): OrderStory {
  const [first] = items;
  if (first === undefined) throw new RangeError('an order has at least one item');
  const arrived = items.filter(({ delivered }) => delivered !== null);
  const returned = arrived.every((item) => item.returned !== null)
    ? latest(arrived.map((item) => item.returned))
    : null;
  const priceOf = (some: readonly ItemFact[]): bigint =>
    some.reduce((sum, item) => sum + item.afterDiscount + (item.shipping ?? 0n), 0n);
  return {
    order: {
      company: company.code,
      id: first.orderId,
      customerId: first.customerId,
      moment: first.created,
      total: priceOf(items),
      currency: company.currency,
      status: orderStatus(items),
    },
    day: Math.floor(first.created / MILLISECONDS_PER_DAY),
    items,
    prepaid: first.prepaid,
    pack: packageOf(items, cashRecOf),
    billed: priceOf(arrived),
    delivered: dayOf(arrived[0]?.delivered ?? null),
    returned: dayOf(returned),
  };
}

/** One order and its items. */
export function drawOrder(book: OrderBook, draw: OrderDraw, random: Random): OrderStory {
  const { company, timeline, orderNumbers } = book;
  const { buyer, created, atMost, voucher } = draw;
  const all = voucher?.share === 'all';
  const prepaid = !all && random.chance(prepaidShare(company));
  const method = prepaid
    ? voucher !== null && random.chance(300)
      ? 'MixedVoucher'
      : random.pick(PREPAID_METHODS)
    : all
      ? 'NoPayment'
      : 'CashOnDelivery';
  const context: ItemContext = {
    company,
    orderId: orderNumbers.next(Math.floor(created / MILLISECONDS_PER_DAY)),
    buyer,
    moments: drawMoments(created, prepaid, random),
    end: timeline.endDay * MILLISECONDS_PER_DAY,
    prepaid,
    method,
    voucher,
  };
  const count = Math.min(drawCount(random), atMost);
  const items = Array.from({ length: count }, (_, index) => drawItem(context, index + 1, random));
  return storyOf(book, items, (owed) => drawCashRec(owed, context.end, random));
}
