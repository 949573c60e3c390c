import { GROUP_ACCOUNTS } from '../group/chart-of-accounts.ts';
import type { PeriodDays } from '../model/timeline.ts';
import { addTo, type ItemCount, type Sums } from './figures.ts';
import type { VoucherBridges } from './vouchers.ts';

/** Of one company and group account at a period's end, NAV sign: what the ledger says and what explains it. */
export interface ExpectedAccount {
  readonly period: string;
  /** ISO code. */
  readonly entity: string;
  readonly account: string;
  /** Balance of CR_04. */
  readonly ledger: bigint;
  /** Measures of the items (RU-7, RU-10), 18304 beside the formula. */
  readonly target: bigint;
  /** Voucher bridges; zero on every other account. */
  readonly timing: bigint;
  readonly cash: bigint;
}

/** The eleven accounts of the control. In clean books ledger = target + timing + cash at every period end (4.8). */
export function expectedAccounts(
  { id: period }: PeriodDays,
  entity: string,
  counts: readonly ItemCount[],
  bridges: VoucherBridges,
): readonly ExpectedAccount[] {
  const ledgers: Sums = {};
  const targets: Sums = {};
  for (const { item, figures } of counts) {
    addTo(item === 'CR_04' ? ledgers : targets, figures().accounts);
  }
  return GROUP_ACCOUNTS.filter(({ inControl }) => inControl).map(({ number: account }) => ({
    period,
    entity,
    account,
    ledger: ledgers[account] ?? 0n,
    target: targets[account] ?? 0n,
    timing: account === '18412' ? bridges.timing : 0n,
    cash: account === '18412' ? bridges.cash : 0n,
  }));
}
