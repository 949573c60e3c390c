import type { Company } from '../group/companies.ts';
import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type { FactBatch } from './facts.ts';
import type { ItemFact } from './item-facts.ts';
import { partOf } from './item-prices.ts';
import type { Journal } from './journal.ts';
import type { Random } from './random.ts';

/** What a company's seller transactions are written with. */
export interface SellerCenterBook {
  readonly company: Company;
  readonly journal: Journal;
}

/** Called once for every delivered marketplace item: its commission is accrued until it is on a statement. */
export function postSellerCenter(
  { company, journal }: SellerCenterBook,
  _batch: FactBatch,
  item: ItemFact,
  random: Random,
): void {
  if (item.delivered === null) return;
  const day = Math.floor(item.delivered / MILLISECONDS_PER_DAY);
  const commission = partOf(item.unitPrice, 10n, company);
  journal.summarise(day, '18304', commission, '70020');
  const stated = day + random.between(7, 13);
  if (journal.knows(stated)) journal.summarise(stated, '18304', -commission, '19990');
}
