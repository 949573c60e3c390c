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

function remainingOf({ voucher, items }: VoucherUses, period: PeriodDays): bigint {
  return voucher.value - sumOf(delivered(items, period), voucherUse);
}

/** IPE_08: every voucher issued by the cutoff with its use recomputed from delivered items. */
export function voucherLiability(period: PeriodDays): ItemCount {
  const columns = [
    'discount_amount',
    'TotalAmountUsed',
    'TotalRemainingAmount',
    'remaining_amount',
  ];
  return itemCount('IPE_08', columns, (batch, figures) => {
    for (const uses of vouchersOf(batch, period)) {
      const { value, used } = uses.voucher;
      const left = remainingOf(uses, period);
      count(figures, {
        discount_amount: value,
        TotalAmountUsed: value - left,
        TotalRemainingAmount: left,
        remaining_amount: value - used,
      });
    }
  });
}

/** IPE_08_TIMING: inactive vouchers still valid, one row per item still open; the amount once per voucher. */
export function vouchersInFlight(period: PeriodDays): ItemCount {
  const { by, open } = cutoffOf(period);
  return itemCount('IPE_08_TIMING', ['Amount'], (batch, figures) => {
    for (const { voucher, items } of vouchersOf(batch, period)) {
      if (voucher.active || by(voucher.validTo)) continue;
      const waiting = items.filter((item) => open(item.delivered) && open(item.cancelled));
      const rows = items.length === 0 ? 1 : waiting.length;
      if (rows === 0) continue;
      figures.rows += rows;
      addTo(figures, { Amount: voucher.value });
    }
  });
}

/** IPE_08_USAGE: use of store credit by voucher code and month in which the package arrived. */
export function voucherUsage(period: PeriodDays): ItemCount {
  const columns = ['shipping_storecredit', 'MPL_storecredit', 'RTL_storecredit', 'TotalAmountUsed'];
  return itemCount('IPE_08_USAGE', columns, ({ items }, figures) => {
    const credit = items.filter(({ voucherType }) => voucherType === 'reusablecredit');
    const groups = groupBy(delivered(credit, period), ({ voucherCode, packageDelivered }) => {
      const day = Math.floor((packageDelivered ?? 0) / MILLISECONDS_PER_DAY);
      return `${voucherCode} ${dateOf(day).slice(0, 7)}`;
    });
    for (const uses of groups.values()) {
      count(figures, {
        shipping_storecredit: sumOf(uses, ({ shippingVoucher }) => shippingVoucher ?? 0n),
        MPL_storecredit: sumOf(uses, ({ marketplace, coupon }) => (marketplace ? coupon : 0n)),
        RTL_storecredit: sumOf(uses, ({ marketplace, coupon }) => (marketplace ? 0n : coupon)),
        TotalAmountUsed: sumOf(uses, voucherUse),
      });
    }
  });
}

/** Target value of the voucher account and what bridges it to the ledger, in NAV sign (RU-10, RU-19). */
export interface VoucherTarget {
  readonly target: bigint;
  /** Used up by order, on its way to the customer. */
  readonly timing: bigint;
  /** Taken back this month, the payout not in the ledger yet. */
  readonly cash: bigint;
}

/** Days in which the ledger has paid out or cancelled a voucher, by voucher number. */
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

export function voucherTarget(batch: FactBatch, period: PeriodDays): VoucherTarget {
  const { by, open } = cutoffOf(period);
  const settled = settledBy(batch, period);
  const sums = { target: 0n, timing: 0n, cash: 0n };
  for (const uses of vouchersOf(batch, period)) {
    const { voucher, items } = uses;
    const { use, active, validTo, inactivated, templateInactivated } = voucher;
    if (use === 'marketing') continue;
    const left = remainingOf(uses, period);
    if (active && open(validTo) && open(inactivated) && open(templateInactivated)) {
      sums.target -= left;
      continue;
    }
    if (active) continue;
    if (voucher.created >= windowStart(period)) {
      const ordered = items.filter(({ created }) => by(created));
      sums.timing -= sumOf(ordered, voucherUse) - (voucher.value - left);
    }
    const thisMonth =
      inactivated !== null && by(inactivated) && inactivated >= period.start * MILLISECONDS_PER_DAY;
    if (use === 'refund' && open(validTo) && thisMonth && !settled.has(voucher.id.toString())) {
      sums.cash -= voucher.value - voucher.used;
    }
  }
  return sums;
}
