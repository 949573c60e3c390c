import { groupAccountOf } from '../group/chart-of-accounts.ts';
import { postingGroup } from '../group/posting-groups.ts';
import type { PeriodDays } from '../model/timeline.ts';
import { addTo, count, cutoffOf, type ItemCount, itemCount, sumBy } from './figures.ts';

function isControlAccount(local: string): boolean {
  return groupAccountOf(local)?.inControl ?? false;
}

/** IPE_07: open entries of listed groups whose customer does not net to zero. */
export function receivables({ cutoff }: PeriodDays): ItemCount {
  return itemCount(
    'IPE_07',
    ['rem_amt_LCY'],
    ({ ledgerEntries, ledgerDetails }, figures) => {
      const details = ledgerDetails.filter(({ day }) => day <= cutoff);
      const byCustomer = sumBy(
        details,
        ({ customer }) => customer,
        ({ amount }) => amount,
      );
      const byEntry = sumBy(
        details,
        ({ entry }) => entry,
        ({ amount }) => amount,
      );
      for (const { number, customer, day, postingGroup: group } of ledgerEntries) {
        const left = byEntry.get(number) ?? 0n;
        const owed = byCustomer.get(customer) ?? 0n;
        if (day <= cutoff && postingGroup(group).listed && left !== 0n && owed !== 0n) {
          count(figures, { rem_amt_LCY: left }, { 'Entry No_': number });
        }
      }
    },
    ['Entry No_'],
  );
}

/** IPE_09: every order created before the next period. */
export function salesOrders(period: PeriodDays): ItemCount {
  const { by } = cutoffOf(period);
  return itemCount(
    'IPE_09',
    ['total_amount'],
    ({ orders }, figures) => {
      for (const { moment, total, id, customerId } of orders) {
        if (!by(moment)) continue;
        count(figures, { total_amount: total }, { order_id: id, customer_id: customerId });
      }
    },
    ['order_id', 'customer_id'],
  );
}

/** CR_03: entries of the control's accounts that moved this year. */
export function ledgerEntries({ yearStart, cutoff }: PeriodDays): ItemCount {
  return itemCount(
    'CR_03',
    ['Amount', 'Remaining_amount'],
    ({ glEntries, glDetails }, figures) => {
      const moved = sumBy(
        glDetails.filter(
          ({ day, account }) => day >= yearStart && day <= cutoff && isControlAccount(account),
        ),
        ({ entry }) => entry,
        ({ amount }) => amount,
      );
      for (const { number, amount } of glEntries) {
        const movement = moved.get(number) ?? 0n;
        if (movement === 0n) continue;
        count(figures, { Amount: amount, Remaining_amount: movement }, { 'Entry No_': number });
      }
    },
    ['Entry No_'],
  );
}

/** CR_04: one line per local account and dimensions that ever moved, with the sum of its entries. */
export function balances({ cutoff }: PeriodDays): ItemCount {
  const lines = new Set<string>();
  return itemCount('CR_04', ['BALANCE_AT_DATE'], ({ glEntries }, figures) => {
    for (const { company, account, busline, partner, icPartner, day, amount } of glEntries) {
      if (day > cutoff || !isControlAccount(account)) continue;
      lines.add([company, account, busline, partner, icPartner].join('|'));
      figures.rows = lines.size;
      addTo(figures, { BALANCE_AT_DATE: amount });
    }
  });
}
