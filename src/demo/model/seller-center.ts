import type { Company } from '../group/companies.ts';
import { inLocalCurrency } from '../group/rates.ts';
import { dateOf, MILLISECONDS_PER_DAY } from './calendar.ts';
import type { FactBatch } from './facts.ts';
import type { ItemFact } from './item-facts.ts';
import { partOf } from './item-prices.ts';
import type { Journal } from './journal.ts';
import { type Random, randomFor } from './random.ts';
import { openSellerDesk, type SellerDesk, type StatementDraft } from './seller-desk.ts';
import { statementWeek, VENDORS_AT_MOST } from './statements.ts';
import type { Timeline } from './timeline.ts';

/** What a company's seller transactions are written with. */
export interface SellerCenterBook {
  readonly company: Company;
  readonly timeline: Timeline;
  readonly desk: SellerDesk;
  readonly vendors: number;
}

/** Keys the random stream of the Seller Center apart from the customers' streams. */
const STREAM = 1_000_000_004;
const MINUTE = 60_000;
/** Weekly statements need a vendor for each day of the week. */
const FEWEST_VENDORS = 7;

/** Vendor number of the known records: no drawn item is theirs. */
export const KNOWN_VENDOR = VENDORS_AT_MOST - 1;
/** The mart does not know this one: a look-up that finds nothing. */
const UNLISTED_VENDOR = 7;

/** Opens the Seller Center of a company with so many order items. */
export function openSellerCenter(
  company: Company,
  timeline: Timeline,
  journal: Journal,
  { seed, items }: { readonly seed: number; readonly items: number },
): SellerCenterBook {
  const desk = openSellerDesk(company, journal, randomFor(seed, company.index, STREAM));
  const vendors = Math.min(FEWEST_VENDORS + Math.floor(items / 1000), VENDORS_AT_MOST / 2);
  return { company, timeline, desk, vendors };
}

/** The statement a transaction is on; null while its week has not ended, and for some of the last period. */
function statementOf(
  { timeline }: SellerCenterBook,
  vendor: number,
  created: number,
  random: Random,
): StatementDraft | null {
  const { periods, endDay } = timeline;
  const { id, firstDay, lastDay } = statementWeek(vendor, created, timeline);
  const lastPeriod = (periods.at(-1)?.start ?? endDay) * MILLISECONDS_PER_DAY;
  if (lastDay >= endDay || (created >= lastPeriod && random.chance(30))) return null;
  return {
    id,
    vendor,
    start: firstDay * MILLISECONDS_PER_DAY,
    end: (lastDay + 1) * MILLISECONDS_PER_DAY - 1,
  };
}

/** What a transaction type books for an item. */
type Line = readonly [type: string, amount: bigint];

function deliveryLines(
  { unitPrice, shipping, delivered }: ItemFact & { readonly delivered: number },
  company: Company,
  random: Random,
): Line[] {
  const month = dateOf(Math.floor(delivered / MILLISECONDS_PER_DAY)).slice(0, 7);
  const lines: Line[] = [
    ['Item Price Credit', unitPrice],
    ['Commission', -partOf(unitPrice, random.pick([5n, 7n, 10n, 12n]), company)],
    ['Shipping Fee', -inLocalCurrency(BigInt(random.between(20, 120)), company, month)],
  ];
  if (random.chance(200)) lines.push(['Handling Fee', -inLocalCurrency(15n, company, month)]);
  if (random.chance(250)) lines.push(['Shipping Contribution', shipping ?? 0n]);
  return lines;
}

function returnLines({ unitPrice }: ItemFact, company: Company): Line[] {
  return [
    ['Item Price', -unitPrice],
    ['Commission Credit', partOf(unitPrice, 10n, company)],
  ];
}

/** Called once for every delivered marketplace item: the vendor's account is credited, charged, and put back. */
export function postSellerCenter(
  book: SellerCenterBook,
  to: FactBatch,
  item: ItemFact,
  random: Random,
): void {
  const { company, desk, timeline } = book;
  const { delivered, returned } = item;
  if (delivered === null) return;
  const vendor = 1 + random.below(book.vendors);
  const write = (moment: number, lines: readonly Line[]): void => {
    const created = moment + random.below(30) * MINUTE;
    if (created >= timeline.endDay * MILLISECONDS_PER_DAY) return;
    const statement = statementOf(book, vendor, created, random);
    for (const [type, amount] of lines) {
      if (amount === 0n) continue;
      const order = item.orderId.toString();
      desk.transact(to, { type, created, amount, vendor, item: item.id, order, statement });
    }
  };
  write(delivered, deliveryLines({ ...item, delivered }, company, random));
  if (returned !== null) write(returned, returnLines(item, company));
}

/** Called once after a company's last order. */
export function closeSellerCenter(
  { desk, vendors, company }: SellerCenterBook,
  to: FactBatch,
): void {
  desk.close(to);
  for (let id = 1; id <= vendors; id += 1) {
    if (id !== UNLISTED_VENDOR)
      to.vendors.push({ company: company.code, id, global: id % 10 === 0 });
  }
  to.vendors.push({ company: company.code, id: KNOWN_VENDOR, global: false });
}
