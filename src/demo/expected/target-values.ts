import { groupAccountOf } from '../group/chart-of-accounts.ts';
import type { FactBatch } from '../model/facts.ts';
import type { PeriodDays } from '../model/timeline.ts';
import { byPackage, targetOf } from './order-items.ts';
import { voucherTarget } from './vouchers.ts';

/** Accounts whose target value follows from order items and vouchers. */
export const TARGET_ACCOUNTS = ['13005', '13024', '18317', '18350', '18412'] as const;

/** Of one company and account at a period's end, NAV sign: what the ledger says and what explains it. */
export interface AccountFigures {
  ledger: bigint;
  target: bigint;
  /** Voucher bridges; zero on every other account. */
  timing: bigint;
  cash: bigint;
}

/** Figures by company and group account, fed batch by batch. */
export type TargetFigures = Map<string, AccountFigures>;

function lineOf(figures: TargetFigures, company: string, account: string): AccountFigures {
  const key = `${company} ${account}`;
  const held = figures.get(key) ?? { ledger: 0n, target: 0n, timing: 0n, cash: 0n };
  figures.set(key, held);
  return held;
}

/** Adds a batch of one company. In clean books ledger = target + timing + cash at every period end (4.8). */
export function addTargets(figures: TargetFigures, batch: FactBatch, period: PeriodDays): void {
  const cash = byPackage(batch.cashRecs);
  for (const item of batch.items) {
    for (const [account, amount] of targetOf(item, cash.get(item.packageId ?? 0), period)) {
      lineOf(figures, item.company, account).target += amount;
    }
  }
  const [voucher] = batch.vouchers;
  if (voucher !== undefined) {
    const { target, timing, cash: paidOut } = voucherTarget(batch, period);
    const line = lineOf(figures, voucher.company, '18412');
    line.target += target;
    line.timing += timing;
    line.cash += paidOut;
  }
  for (const { company, account, day, amount } of batch.glEntries) {
    const group = groupAccountOf(account)?.number ?? '';
    if (day <= period.cutoff && TARGET_ACCOUNTS.some((one) => one === group)) {
      lineOf(figures, company, group).ledger += amount;
    }
  }
}
