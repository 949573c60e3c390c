import { groupAccountOf, isBalanceSheet } from '../group/chart-of-accounts.ts';
import type { BalanceFact, GlEntryFact } from './facts.ts';

type Line = Omit<BalanceFact, 'closingDay' | 'balance'>;

/** The balance view's own books: adds up entries as they are posted, one company at a time. */
export interface BalanceSheet {
  add(entry: GlEntryFact): void;
  /** Every line at every closing date that it had movements by, zero balances included. */
  lines(): BalanceFact[];
}

export function balanceSheet(closingDays: readonly number[]): BalanceSheet {
  const movements = new Map<string, { line: Line; byClosing: (bigint | undefined)[] }>();
  return {
    add: ({ company, account, busline, partner, icPartner, day, amount }) => {
      const group = groupAccountOf(account);
      const closing = closingDays.findIndex((closingDay) => day <= closingDay);
      if (group === undefined || !isBalanceSheet(group) || closing < 0) return;
      const key = `${account}|${busline}|${partner}|${icPartner}`;
      let held = movements.get(key);
      if (held === undefined) {
        held = { line: { company, account, busline, partner, icPartner }, byClosing: [] };
        movements.set(key, held);
      }
      held.byClosing[closing] = (held.byClosing[closing] ?? 0n) + amount;
    },
    lines: () =>
      [...movements.values()].flatMap(({ line, byClosing }) => {
        let balance: bigint | undefined;
        return closingDays.flatMap((closingDay, closing) => {
          const movement = byClosing[closing];
          if (movement !== undefined) balance = (balance ?? 0n) + movement;
          return balance === undefined ? [] : [{ ...line, closingDay, balance }];
        });
      }),
  };
}
