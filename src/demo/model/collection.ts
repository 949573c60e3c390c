import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type { FactBatch } from './facts.ts';
import { prepaymentOf } from './item-amounts.ts';
import type { ItemFact, PackageStory } from './item-facts.ts';
import type { Journal } from './journal.ts';
import type { Random } from './random.ts';

/** What a company's collected cash is written with. */
export interface CollectionBook {
  readonly journal: Journal;
  /** Cash on its way from partners to the bank: by day and account, until `closeCollection`. */
  readonly onItsWay: Map<string, { day: number; partner: string; bank: string; amount: bigint }>;
}

function handOver(
  { journal, onItsWay }: CollectionBook,
  day: number,
  partner: string,
  bank: string,
  amount: bigint,
): void {
  if (!journal.knows(day)) return;
  const key = `${day}|${partner}|${bank}`;
  const before = onItsWay.get(key)?.amount ?? 0n;
  onItsWay.set(key, { day, partner, bank, amount: before + amount });
}

/** Called once for every package somebody owes cash for: the collection partner owes it until it is in the bank. */
export function postCollection(
  book: CollectionBook,
  _batch: FactBatch,
  pack: PackageStory,
  random: Random,
): void {
  const second = random.chance(300);
  const partner = second ? '13011' : '13001';
  const taken = Math.floor(pack.delivered / MILLISECONDS_PER_DAY) + random.between(1, 10);
  if (!book.journal.knows(taken)) return;
  book.journal.summarise(taken, partner, pack.amount, '19990');
  handOver(book, taken + random.between(1, 7), partner, second ? '10058' : '10010', pack.amount);
}

/** Called once for every prepaid item whose payment was verified: the payment provider owes it for some days. */
export function postProviderPayment(
  book: CollectionBook,
  _batch: FactBatch,
  item: ItemFact,
  random: Random,
): void {
  if (item.verified === null) return;
  const provider = random.chance(300) ? '13012' : '13002';
  const verified = Math.floor(item.verified / MILLISECONDS_PER_DAY);
  book.journal.summarise(verified, provider, prepaymentOf(item), '19990');
  handOver(book, verified + random.between(2, 6), provider, '10010', prepaymentOf(item));
}

/** Called once after a company's last order. */
export function closeCollection({ journal, onItsWay }: CollectionBook, _batch: FactBatch): void {
  for (const { day, partner, bank, amount } of onItsWay.values()) {
    journal.summarise(day, partner, -amount, bank);
  }
}
