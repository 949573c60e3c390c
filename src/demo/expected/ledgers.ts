import { groupAccountOf } from '../group/chart-of-accounts.ts';
import { COMPANIES } from '../group/companies.ts';
import { postingGroup } from '../group/posting-groups.ts';
import { companyRate } from '../group/rates.ts';
import type { PeriodDays } from '../model/timeline.ts';
import { addTo, count, cutoffOf, type ItemCount, itemCount, sumBy } from './figures.ts';

function isControlAccount(local: string): boolean {
  return groupAccountOf(local)?.inControl ?? false;
}

function groupAccount(local: string): string {
  return groupAccountOf(local)?.number ?? '';
}

/** Of every line of a company the rate of the month; a missing one adds nothing. */
function rateOf(code: string, month: string): bigint {
  const company = COMPANIES.find((one) => one.code === code);
  return company === undefined ? 0n : (companyRate(company, month) ?? 0n);
}

/** IPE_07: open entries of listed groups whose customer does not net to zero. */
export function receivables({ cutoff }: PeriodDays): ItemCount {
  return itemCount(
    'IPE_07',
    {
      amounts: ['rem_amt_LCY', 'Original Amount', 'Original Amount (LCY)'],
      numbers: ['Entry No_'],
    },
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
      for (const entry of ledgerEntries) {
        const { number, customer, day, postingGroup: group } = entry;
        const left = byEntry.get(number) ?? 0n;
        const owed = byCustomer.get(customer) ?? 0n;
        if (day <= cutoff && postingGroup(group).listed && left !== 0n && owed !== 0n) {
          const amounts = {
            rem_amt_LCY: left,
            'Original Amount': entry.original,
            'Original Amount (LCY)': entry.originalLcy,
          };
          count(figures, amounts, { 'Entry No_': BigInt(number) });
          addTo(figures.accounts, { [groupAccount(postingGroup(group).account)]: left });
        }
      }
    },
  );
}

/** IPE_09: every order created before the next period. */
export function salesOrders(period: PeriodDays): ItemCount {
  const { by } = cutoffOf(period);
  const totals = { amounts: ['total_amount'], numbers: ['order_id', 'customer_id'] };
  return itemCount('IPE_09', totals, ({ orders }, figures) => {
    for (const { moment, total, id, customerId } of orders) {
      if (!by(moment)) continue;
      const numbers = { order_id: BigInt(id), customer_id: BigInt(customerId) };
      count(figures, { total_amount: total }, numbers);
    }
  });
}

/** CR_03: entries of the control's accounts that moved this year. */
export function ledgerEntries({ yearStart, cutoff }: PeriodDays): ItemCount {
  const totals = { amounts: ['Amount', 'Remaining_amount'], numbers: ['Entry No_'] };
  return itemCount('CR_03', totals, ({ glEntries, glDetails }, figures) => {
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
      const amounts = { Amount: amount, Remaining_amount: movement };
      count(figures, amounts, { 'Entry No_': BigInt(number) });
    }
  });
}

/** CR_04: one line per local account and dimensions that ever moved, with the sum of its entries. */
export function balances({ id, cutoff }: PeriodDays): ItemCount {
  const lines = new Set<string>();
  const totals = { amounts: ['BALANCE_AT_DATE'], rates: ['FX_RATE'] };
  return itemCount('CR_04', totals, ({ glEntries }, figures) => {
    for (const { company, account, busline, partner, icPartner, day, amount } of glEntries) {
      if (day > cutoff || !isControlAccount(account)) continue;
      lines.add([account, busline, partner, icPartner].join('|'));
      if (lines.size > figures.rows) addTo(figures.rates, { FX_RATE: rateOf(company, id) });
      figures.rows = lines.size;
      addTo(figures.amounts, { BALANCE_AT_DATE: amount });
      addTo(figures.accounts, { [groupAccount(account)]: amount });
    }
  });
}
