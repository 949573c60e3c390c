import { inLocalCurrency } from '../group/rates.ts';
import { dateOf, MILLISECONDS_PER_DAY } from './calendar.ts';
import { KNOWN_VENDOR, type SellerCenterBook } from './seller-center.ts';
import type { StatementDraft } from './seller-desk.ts';
import type { SellerFacts } from './seller-facts.ts';
import type { PeriodDays } from './timeline.ts';

const DAY = MILLISECONDS_PER_DAY;
/** Statement ids of the known records: far above those of drawn weeks. */
const FIRST_STATEMENT = 900_000_000;

/** Transactions of one period around its bounds; `first` is the first of its statement ids. */
function postPeriod(
  { desk, company }: SellerCenterBook,
  to: SellerFacts,
  { id, start, cutoff, next }: PeriodDays,
  first: number,
): void {
  const fee = -inLocalCurrency(700n, company, id);
  const price = inLocalCurrency(4_000n, company, id);
  const statement = (offset: number, from: number, end: number): StatementDraft => ({
    id: first + offset,
    vendor: KNOWN_VENDOR,
    start: from * DAY,
    end,
  });
  const endsWithThePeriod = statement(0, start, next * DAY - 1);
  const endsOneLater = statement(1, cutoff - 5, next * DAY);
  const straddles = statement(2, start + 14, (next + 5) * DAY - 1);
  const endsInThePeriod = statement(3, start, (cutoff - 1) * DAY - 1);
  const ofTheNextPeriod = statement(4, next, (next + 7) * DAY - 1);
  const post = (type: string, amount: bigint, created: number, on: StatementDraft): void => {
    const order = `KNOWN-${dateOf(start).slice(0, 7)}`;
    desk.transact(to, {
      type,
      amount,
      created,
      vendor: KNOWN_VENDOR,
      item: null,
      order,
      statement: on,
    });
  };
  post('Commission', fee, start * DAY, endsWithThePeriod);
  post('Item Price Credit', price, start * DAY, endsWithThePeriod);
  post('Commission', fee, next * DAY - 1, endsOneLater);
  post('Commission', fee, (start + 14) * DAY, straddles);
  post('Item Price Credit', price, (start + 14) * DAY, straddles);
  post('Commission', fee, (start + 10) * DAY, endsInThePeriod);
  post('Commission', fee, next * DAY, ofTheNextPeriod);
}

/**
 * Seller transactions every covered company has in every period: a revenue at the first instant, in the last
 * millisecond and at the first instant after; statements that end with the period, at the instant after it, days
 * before and days after; one whose sum is negative; in the last period a revenue that no statement holds.
 */
export function postKnownSellers(book: SellerCenterBook, to: SellerFacts): void {
  const { timeline, desk, company } = book;
  for (const [index, period] of timeline.periods.entries()) {
    postPeriod(book, to, period, FIRST_STATEMENT + 10 * index);
  }
  const last = timeline.periods.at(-1);
  if (last === undefined) return;
  desk.transact(to, {
    type: 'Commission',
    amount: -inLocalCurrency(700n, company, last.id),
    created: (last.start + 14) * DAY,
    vendor: KNOWN_VENDOR,
    item: null,
    order: `KNOWN-${last.id}`,
    statement: null,
  });
}
