import type { Company } from '../group/companies.ts';
import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type { FactBatch, GlEntryFact } from './facts.ts';
import { voucherUse } from './item-amounts.ts';
import type { ItemFact } from './item-facts.ts';
import { partOf } from './item-prices.ts';
import { type Journal, SERVICE_USER, USERS } from './journal.ts';
import type { OrderStory, VoucherInHand } from './orders.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';
import type { VoucherUse } from './voucher-facts.ts';

/** What a company's vouchers are written with. */
export interface VoucherBook {
  readonly company: Company;
  readonly timeline: Timeline;
  readonly journal: Journal;
  readonly nextVoucher: () => number;
}

/** A voucher given to a customer before an order; how it is used. */
export interface VoucherPlan {
  readonly id: number;
  readonly code: string;
  readonly use: VoucherUse;
  readonly created: number;
  readonly validTo: number;
  /** All of it, half of it, or nothing is used. */
  readonly usage: 'all' | 'half' | 'none';
}

/** A voucher with everything that happens to it. */
export interface VoucherStory extends Omit<VoucherPlan, 'usage'> {
  readonly customerId: number;
  readonly value: bigint;
  /** Used up when the order was placed: no longer active, though the goods may not have arrived. */
  readonly usedUp: boolean;
  readonly items: readonly ItemFact[];
  /** Taken back by BOB; the ledger follows on `settledDay`. */
  readonly inactivated: number | null;
  readonly settledDay: number | null;
  readonly clerk: string;
}

/** Local account of the voucher liability. */
const VOUCHER_ACCOUNT = '18412';

const ISSUE_TEXT: Readonly<Record<VoucherUse, string>> = {
  refund: 'RF_ REFUND voucher',
  store_credit: 'Store credit',
  apology_v2: 'COMMERCIAL GESTURE',
  jforce: 'PYT_PF commission',
  jpay_store_credit: 'Store credit, JPay',
  marketing: '',
};
const EXPIRY_TEXT: Readonly<Record<VoucherUse, string>> = {
  refund: 'EXPR_RFN',
  store_credit: 'EXPR_STR CRDT',
  apology_v2: 'EXPR_APLGY',
  jforce: 'EXPR_JFORCE',
  jpay_store_credit: 'EXPR_STR CRDT',
  marketing: '',
};

function drawUse({ country }: Company, random: Random): VoucherUse {
  const draw = random.below(100);
  if (draw < 45) return 'refund';
  if (draw < 57) return 'apology_v2';
  if (draw < 65) return 'jforce';
  if (draw < 80) return 'marketing';
  // Manual issuance is recognised by its document number, and those of Algeria are not (domain/catalog.md 6.1).
  if (country === 'DZ') return 'refund';
  return draw < 95 ? 'store_credit' : 'jpay_store_credit';
}

function codeOf(id: number, use: VoucherUse, random: Random): string {
  const mark = random.below(0x10000).toString(16).toUpperCase().padStart(4, '0');
  const prefix = use === 'jpay_store_credit' ? random.pick(['GC', 'GC', 'JP', 'SC']) : 'V';
  return `${prefix}${mark}${id}`;
}

/** One order in six comes with a voucher: seven in ten are used on it, up to the last cent or half of it. */
export function drawVoucher(
  { company, timeline, nextVoucher }: VoucherBook,
  ordered: number,
  random: Random,
): VoucherPlan | null {
  if (random.below(6) !== 0) return null;
  const use = drawUse(company, random);
  const id = nextVoucher();
  const age = random.between(1, 60) * MILLISECONDS_PER_DAY + random.below(MILLISECONDS_PER_DAY);
  const created = Math.max(timeline.firstDay * MILLISECONDS_PER_DAY, ordered - age);
  const fate = random.below(100);
  const usage = fate < 60 ? 'all' : fate < 70 ? 'half' : 'none';
  // Money that was refunded is owed for two years, other vouchers for up to one; used ones outlast the delivery.
  const days = use === 'refund' ? 730 : random.between(30, 365);
  const validTo = created + days * MILLISECONDS_PER_DAY;
  return {
    id,
    code: codeOf(id, use, random),
    use,
    created,
    validTo: usage === 'none' ? validTo : Math.max(validTo, ordered + 40 * MILLISECONDS_PER_DAY),
    usage,
  };
}

/** What the customer pays the order with. */
export function inHand(plan: VoucherPlan | null, random: Random): VoucherInHand | null {
  if (plan === null || plan.usage === 'none') return null;
  return {
    code: plan.code,
    share: plan.usage === 'all' && random.chance(120) ? 'all' : 'part',
  };
}

/** When an unused voucher is taken back: refunds are paid out, some gestures and store credits are cancelled. */
function drawInactivation(plan: VoucherPlan, random: Random): number | null {
  const taken = { refund: 150, apology_v2: 200, store_credit: 100 };
  const share = plan.use in taken ? taken[plan.use as keyof typeof taken] : 0;
  if (plan.usage !== 'none' || !random.chance(share)) return null;
  return (
    plan.created + random.between(3, 25) * MILLISECONDS_PER_DAY + random.below(MILLISECONDS_PER_DAY)
  );
}

/** The voucher of an order once its items are known. */
export function voucherStory(
  { company, timeline }: VoucherBook,
  plan: VoucherPlan,
  { order, items }: OrderStory,
  random: Random,
): VoucherStory {
  const { usage, ...voucher } = plan;
  const used = items.reduce((sum, item) => sum + voucherUse(item), 0n);
  const value = usage === 'none' ? partOf(order.total, 4n, company) : used;
  const inactivated = drawInactivation(plan, random);
  const reached =
    inactivated !== null && inactivated < timeline.endDay * MILLISECONDS_PER_DAY
      ? inactivated
      : null;
  // A payout may be booked some days after BOB closed the voucher: until then the ledger still owes it.
  const late = plan.use === 'refund' && random.chance(250) ? random.between(1, 10) : 0;
  return {
    ...voucher,
    customerId: order.customerId,
    value: usage === 'half' ? value + value : value,
    usedUp: usage === 'all',
    items: usage === 'none' ? [] : items,
    inactivated: reached,
    settledDay: reached === null ? null : Math.floor(reached / MILLISECONDS_PER_DAY) + late,
    clerk: USERS[1 + random.below(USERS.length - 1)] ?? SERVICE_USER,
  };
}

type Line = Pick<GlEntryFact, 'day' | 'amount' | 'description'> &
  Partial<Pick<GlEntryFact, 'documentType' | 'balancingType' | 'user' | 'externalNumber'>>;

/** Day and amount of every use that counts: the package has arrived (domain/catalog.md 3.2). */
function deliveredUses({ items }: VoucherStory): { day: number; amount: bigint; item: ItemFact }[] {
  return items.flatMap((item) => {
    if (item.packageDelivered === null || item.delivered === null) return [];
    const day = Math.floor(item.packageDelivered / MILLISECONDS_PER_DAY);
    return [{ day, amount: voucherUse(item), item }];
  });
}

function settlement({ use, id, inactivated, settledDay, clerk, value }: VoucherStory): Line[] {
  if (inactivated === null || settledDay === null) return [];
  const line = { day: settledDay, amount: value };
  if (use === 'refund') {
    const description = `MANUAL RND ${id}`;
    return [{ ...line, description, balancingType: 'Bank Account', user: clerk }];
  }
  return use === 'apology_v2'
    ? [{ ...line, description: `VOUCHER ACCRUAL ${id}` }]
    : [{ ...line, description: `Cancelled ${id}`, documentType: 'Credit Memo', user: clerk }];
}

/** The postings on the voucher account: issue, each use when its package arrives, payout or cancellation, expiry. */
function ledgerLines(voucher: VoucherStory): Line[] {
  const { id, use, created, validTo, value, clerk, inactivated } = voucher;
  const manual = use === 'store_credit' || use === 'jpay_store_credit';
  const issue = {
    day: Math.floor(created / MILLISECONDS_PER_DAY),
    amount: -value,
    description: `${ISSUE_TEXT[use]} ${id}`,
    user: manual ? clerk : SERVICE_USER,
  };
  const uses = deliveredUses(voucher).map(({ day, amount, item }) => ({
    day,
    amount,
    description:
      item.shippingVoucher === null || item.shippingVoucher === 0n
        ? `Item Price Credit ${id}`
        : `Voucher Application To ${item.orderId}`,
    externalNumber: item.orderId.toString(),
  }));
  const used = voucher.items.reduce((sum, item) => sum + voucherUse(item), 0n);
  const expiry =
    inactivated === null && value > used
      ? [
          {
            day: Math.floor(validTo / MILLISECONDS_PER_DAY),
            amount: value - used,
            description: `${EXPIRY_TEXT[use]} ${id}`,
            user: clerk,
          },
        ]
      : [];
  return [issue, ...uses, ...settlement(voucher), ...expiry];
}

function contraOf({ amount, balancingType, description }: Line): string {
  if (balancingType === 'Bank Account') return '10010';
  return amount < 0n || description.startsWith('EXPR') ? '70030' : '19990';
}

/** The voucher as BOB showed it at the first instant after each period. */
function snapshots(company: string, { periods }: Timeline, voucher: VoucherStory) {
  const { id, code, use, value, created, validTo, customerId, usedUp, items } = voucher;
  return periods.flatMap(({ next: snapshotDay }) => {
    const end = snapshotDay * MILLISECONDS_PER_DAY;
    if (created >= end) return [];
    const ordered = items[0] !== undefined && items[0].created < end ? items[0].created : null;
    const inactivated =
      voucher.inactivated !== null && voucher.inactivated < end ? voucher.inactivated : null;
    return [
      {
        company,
        id,
        code,
        use,
        active: inactivated === null && !(usedUp && ordered !== null),
        value,
        used: deliveredUses(voucher).reduce(
          (sum, { day, amount }) => (day < snapshotDay ? sum + amount : sum),
          0n,
        ),
        validFrom: created,
        validTo,
        created,
        updated: inactivated ?? ordered ?? created,
        lastUsed: ordered,
        snapshotDay,
        inactivated,
        templateInactivated: use === 'apology_v2' ? inactivated : null,
        customerId,
        timesUsed: ordered === null ? 0 : 1,
      },
    ];
  });
}

/**
 * A voucher with its postings and snapshots. At every period end the account owes what is left of the valid active
 * vouchers, what used-up ones still wait to be delivered, and payouts not booked yet (domain/catalog.md RU-19);
 * marketing vouchers are no liability and never posted.
 */
export function postVoucher(
  { company, timeline, journal }: VoucherBook,
  batch: FactBatch,
  voucher: VoucherStory,
): void {
  batch.vouchers.push(...snapshots(company.code, timeline, voucher));
  // One voucher in a hundred has no template: a look-up that finds nothing.
  if (voucher.id % 100 !== 99) {
    batch.voucherTemplates.push({ company: company.code, id: voucher.id, use: voucher.use });
  }
  if (voucher.use === 'marketing') return;
  for (const line of ledgerLines(voucher)) {
    if (!journal.knows(line.day)) continue;
    journal.post(batch, {
      documentType: '',
      user: SERVICE_USER,
      account: VOUCHER_ACCOUNT,
      sourceCode: 'GENJNL',
      voucher: voucher.id.toString(),
      ...line,
      contra: contraOf(line),
    });
  }
}
