import { dateOf, dayNumber, MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { FactBatch } from '../model/facts.ts';
import { voucherUse } from '../model/item-amounts.ts';
import type { ItemFact } from '../model/item-facts.ts';
import type { PeriodDays } from '../model/timeline.ts';
import type { VoucherFact } from '../model/voucher-facts.ts';
import { addTo, count, cutoffOf, groupBy, type ItemCount, itemCount } from './figures.ts';

/** A voucher of the period's snapshot with every order item that names its code. */
interface VoucherUses {
  readonly voucher: VoucherFact;
  readonly items: readonly ItemFact[];
}

function vouchersOf({ vouchers, items }: FactBatch, { next }: PeriodDays): VoucherUses[] {
  const byCode = groupBy(items, ({ voucherCode }) => voucherCode);
  return vouchers
    .filter(({ snapshotDay, created }) => {
      return snapshotDay === next && created < next * MILLISECONDS_PER_DAY;
    })
    .map((voucher) => ({ voucher, items: byCode.get(voucher.code) ?? [] }));
}

/** Uses that count: the package had arrived by the cutoff and the item is delivered. */
function delivered(items: readonly ItemFact[], period: PeriodDays): readonly ItemFact[] {
  const { by } = cutoffOf(period);
  return items.filter((item) => by(item.packageDelivered) && item.delivered !== null);
}

function sumOf(items: readonly ItemFact[], amount: (item: ItemFact) => bigint): bigint {
  return items.reduce((sum, item) => sum + amount(item), 0n);
}

/** Both discounts of the shipping fee; items without shipping amounts have none. */
function shippingDiscount({ shippingCartRule, shippingVoucher }: ItemFact): bigint {
  return (shippingCartRule ?? 0n) + (shippingVoucher ?? 0n);
}

/** Use of order items by its three kinds, and all of it. */
function useOf(items: readonly ItemFact[]) {
  return {
    shipping_storecredit: sumOf(items, ({ shippingVoucher }) => shippingVoucher ?? 0n),
    MPL_storecredit: sumOf(items, ({ marketplace, coupon }) => (marketplace ? coupon : 0n)),
    RTL_storecredit: sumOf(items, ({ marketplace, coupon }) => (marketplace ? 0n : coupon)),
    TotalAmountUsed: sumOf(items, voucherUse),
  };
}
const USE_COLUMNS = Object.keys(useOf([]));

/** Counts for the voucher account: valid, active, not given away as marketing (RU-10). */
function isOwed(
  { use, active, validTo, inactivated, templateInactivated }: VoucherFact,
  period: PeriodDays,
): boolean {
  const { open } = cutoffOf(period);
  const standing = active && open(validTo) && open(inactivated) && open(templateInactivated);
  return standing && use !== 'marketing';
}

/** IPE_08: every voucher issued by the cutoff with its use recomputed from delivered items. */
export function voucherLiability(period: PeriodDays): ItemCount {
  const amounts = [
    'discount_amount',
    'used_discount_amount',
    'remaining_amount',
    'shipping_discount',
    ...USE_COLUMNS,
    'TotalRemainingAmount',
  ];
  return itemCount('IPE_08', { amounts, numbers: ['id'] }, (batch, figures) => {
    for (const { voucher, items } of vouchersOf(batch, period)) {
      const { id, value, used } = voucher;
      const uses = delivered(items, period);
      const use = useOf(uses);
      const left = value - use.TotalAmountUsed;
      const kept = {
        discount_amount: value,
        used_discount_amount: used,
        remaining_amount: value - used,
        shipping_discount: sumOf(uses, shippingDiscount),
      };
      count(figures, { ...kept, ...use, TotalRemainingAmount: left }, { id: BigInt(id) });
      if (isOwed(voucher, period)) addTo(figures.accounts, { 18412: -left });
    }
  });
}

/**
 * IPE_08_TIMING: inactive vouchers still valid, one row per item still open, or one where there is no item. The total of
 * face values is one over rows, so a voucher counts as often as it has rows.
 */
export function vouchersInFlight(period: PeriodDays): ItemCount {
  const { by, open } = cutoffOf(period);
  const totals = { amounts: ['Amount'], numbers: ['Voucher_ID', 'fk_Sales_Order_Item'] };
  return itemCount('IPE_08_TIMING', totals, (batch, figures) => {
    for (const { voucher, items } of vouchersOf(batch, period)) {
      if (voucher.active || by(voucher.validTo)) continue;
      const waiting = items.filter((item) => open(item.delivered) && open(item.cancelled));
      for (const item of items.length === 0 ? [0] : waiting.map(({ id }) => id)) {
        const rowNumbers = { Voucher_ID: BigInt(voucher.id), fk_Sales_Order_Item: BigInt(item) };
        count(figures, { Amount: voucher.value }, rowNumbers);
      }
    }
  });
}

/** IPE_08_USAGE: use of store credit by voucher code and month in which the package arrived. */
export function voucherUsage(period: PeriodDays): ItemCount {
  const totals = { amounts: USE_COLUMNS, numbers: ['id'] };
  return itemCount('IPE_08_USAGE', totals, (batch, figures) => {
    const ids = new Map(vouchersOf(batch, period).map(({ voucher }) => [voucher.code, voucher.id]));
    const credit = batch.items.filter(({ voucherType }) => voucherType === 'reusablecredit');
    const groups = groupBy(delivered(credit, period), ({ voucherCode, packageDelivered }) => {
      const day = Math.floor((packageDelivered ?? 0) / MILLISECONDS_PER_DAY);
      return `${voucherCode} ${dateOf(day).slice(0, 7)}`;
    });
    for (const uses of groups.values()) {
      const id = ids.get(uses[0]?.voucherCode ?? '') ?? 0;
      count(figures, useOf(uses), { id: BigInt(id) });
    }
  });
}

/** JDASH: every use of a voucher in an order of the period or before, delivered or not. */
export function dashboardUsage(period: PeriodDays): ItemCount {
  const { by } = cutoffOf(period);
  return itemCount('JDASH', { amounts: ['Amount Used'] }, (batch, figures) => {
    for (const { items } of vouchersOf(batch, period)) {
      for (const item of items) {
        const used = voucherUse(item);
        if (by(item.created) && used !== 0n) count(figures, { 'Amount Used': used });
      }
    }
  });
}

/** What bridges the target value of the voucher account to the ledger, in NAV sign (RU-19). */
export interface VoucherBridges {
  /** Used up by order, on its way to the customer. */
  readonly timing: bigint;
  /** Taken back this month, the payout not in the ledger yet. */
  readonly cash: bigint;
}

/** Vouchers the ledger has paid out or cancelled, by voucher number. */
function settledBy({ glEntries }: FactBatch, { cutoff }: PeriodDays): ReadonlySet<string> {
  return new Set(
    glEntries
      .filter(
        ({ account, day, amount, description }) =>
          account === '18412' &&
          day <= cutoff &&
          amount > 0n &&
          /^(MANUAL RND|VOUCHER ACCRUAL|Cancelled) /.test(description),
      )
      .map(({ voucher }) => voucher),
  );
}

/** First moment of the rolling window of the timing bridge: a year before the next period (2.6). */
function windowStart({ next }: PeriodDays): number {
  const date = dateOf(next);
  return dayNumber(`${Number(date.slice(0, 4)) - 1}${date.slice(4)}`) * MILLISECONDS_PER_DAY;
}

export function voucherBridges(batch: FactBatch, period: PeriodDays): VoucherBridges {
  const { by, open } = cutoffOf(period);
  const settled = settledBy(batch, period);
  const sums = { timing: 0n, cash: 0n };
  for (const { voucher, items } of vouchersOf(batch, period)) {
    const { use, active, validTo, inactivated } = voucher;
    if (active || use === 'marketing') continue;
    if (voucher.created >= windowStart(period)) {
      const ordered = items.filter(({ created }) => by(created));
      sums.timing -= sumOf(ordered, voucherUse) - sumOf(delivered(items, period), voucherUse);
    }
    const thisMonth =
      inactivated !== null && by(inactivated) && inactivated >= period.start * MILLISECONDS_PER_DAY;
    if (use === 'refund' && open(validTo) && thisMonth && !settled.has(voucher.id.toString())) {
      sums.cash -= voucher.value - voucher.used;
    }
  }
  return sums;
}
