import { MILLISECONDS_PER_DAY } from './calendar.ts';
import { fulfilledAt, owedFor, prepaymentOf, refundOf } from './item-amounts.ts';
import type { ItemFact, PackageStory } from './item-facts.ts';
import type { Journal } from './journal.ts';

/** Other side of every posting of an item: outside the control's accounts. */
const CLEARING = '19990';

function dayOf(moment: number): number {
  return Math.floor(moment / MILLISECONDS_PER_DAY);
}

/** Day of the earlier of two moments; null when neither comes. */
function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) {
    const only = one ?? other;
    return only === null ? null : dayOf(only);
  }
  return dayOf(Math.min(one, other));
}

/** Account of a delivered package that is not reconciled (domain/catalog.md RU-9). */
function packageAccount(pack: PackageStory | null): '13005' | '13024' {
  return pack?.cashRec === null || pack === null || pack.cashRec.received === 0n
    ? '13005'
    : '13024';
}

function postPrepayment(journal: Journal, item: ItemFact): void {
  const { verified, refunded } = item;
  if (verified === null) return;
  const amount = prepaymentOf(item);
  journal.summarise(dayOf(verified), '18350', -amount, CLEARING);
  const settled = earlier(fulfilledAt(item), refunded);
  if (settled !== null) journal.summarise(settled, '18350', amount, CLEARING);
}

function postPackage(journal: Journal, item: ItemFact, pack: PackageStory | null): void {
  if (item.delivered === null || item.paymentMethod === 'NoPayment') return;
  const account = packageAccount(pack);
  const amount = owedFor(item);
  journal.summarise(dayOf(item.delivered), account, amount, CLEARING);
  const resolved = pack?.cashRec?.resolved ?? null;
  if (resolved !== null) journal.summarise(dayOf(resolved), account, -amount, CLEARING);
}

/** A refund is a claim until the goods are back, goods that are back a debt until the refund. */
function postRefund(journal: Journal, item: ItemFact): void {
  const { delivered, refunded, returned } = item;
  const account = item.marketplace ? '18317' : '10590';
  const amount = refundOf(item);
  if (refunded !== null && delivered !== null) {
    journal.summarise(dayOf(refunded), account, amount, CLEARING);
  }
  if (returned !== null) journal.summarise(dayOf(returned), account, -amount, CLEARING);
}

/**
 * The day sums an item takes part in, so that at every period end prepayments, packages not reconciled and the
 * refund liability are what the item's dates say (domain/catalog.md RU-10). Retail refunds stay outside the control.
 */
export function postItem(journal: Journal, item: ItemFact, pack: PackageStory | null): void {
  if (item.prepaid) postPrepayment(journal, item);
  else postPackage(journal, item, pack);
  postRefund(journal, item);
}
