import type { Journal } from './journal.ts';
import type { OrderStory } from './orders.ts';
import type { Random } from './random.ts';

/**
 * The day sums an order takes part in: prepayment until delivery, cash on its way from the courier over the
 * collection partner to the bank, accrued commission, refund liability. Every account is a local one.
 */
export function postOrder(journal: Journal, story: OrderStory, random: Random): void {
  const { order, day, delivered, returned, ended, prepaid, marketplace } = story;
  const { total } = order;
  const second = random.chance(300);
  const move = (when: number, account: string, amount: bigint, contra: string): void => {
    if (journal.knows(when)) journal.summarise(when, account, amount, contra);
  };

  if (prepaid) {
    const provider = second ? '13012' : '13002';
    const verified = day + random.below(2);
    const settled = delivered ?? ended;
    move(verified, '18350', -total, provider);
    move(verified + random.between(2, 6), provider, -total, '10010');
    if (settled !== null) {
      move(Math.max(settled, verified), '18350', total, delivered === null ? '10010' : '19990');
    }
  } else if (delivered !== null) {
    const parcel = random.chance(40) ? '13024' : '13005';
    const partner = second ? '13011' : '13001';
    const reconciled = delivered + random.between(1, 10);
    move(delivered, parcel, total, '19990');
    move(reconciled, partner, total, parcel);
    move(reconciled + random.between(1, 7), partner, -total, second ? '10058' : '10010');
  }
  if (!marketplace || delivered === null) return;
  const commission = (total / 1000n) * 100n;
  move(delivered, '18304', commission, '70020');
  move(delivered + random.between(7, 13), '18304', -commission, '19990');
  if (returned === null) return;
  move(returned, '18317', -total, '19990');
  move(returned + random.between(1, 10), '18317', total, '10010');
}
