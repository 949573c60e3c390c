import type { DemoSettings } from '../demo-books.ts';
import { COMPANIES, type Company, itemsOf } from '../group/companies.ts';
import { MILLISECONDS_PER_DAY } from './calendar.ts';
import { closeCollection, openCollection } from './collection.ts';
import { customerType, drawProfile } from './customers.ts';
import { emptyBatch, type FactBatch } from './facts.ts';
import { integrationFacts } from './integration.ts';
import { FIRST_GL_ENTRY, openJournal } from './journal.ts';
import { postKnownCollection } from './known-collection.ts';
import { KNOWN_CUSTOMER_COUNT, knownRecords } from './known-records.ts';
import { postKnownSellers } from './known-seller.ts';
import { counter, numbersByDay } from './numbering.ts';
import { drawOrder, type OrderStory } from './orders.ts';
import { type Random, randomFor } from './random.ts';
import { openAccount } from './receivable-account.ts';
import { billOrders } from './receivables.ts';
import { recordOrder } from './record-order.ts';
import { closeSellerCenter, openSellerCenter } from './seller-center.ts';
import { type Timeline, timelineOf } from './timeline.ts';
import { drawVoucher, inHand, postVoucher, voucherStory } from './vouchers.ts';

const FIRST_ORDER = 300_000_000;
const FIRST_LEDGER_ENTRY = 239_000_000;
/** Countries IPE_31 leaves out; their companies hold known records that must stay out. */
const EXCLUDED_COUNTRIES: readonly string[] = ['TN', 'TZ', 'ZA'];
/** Voucher numbers of one company; no two companies share one. */
const VOUCHERS_OF_A_COMPANY = 20_000_000;

/** Numbers kept for each day: far more than a day ever needs. */
function numbersPerDay(rows: number): number {
  return 1_000 + Math.floor(rows / 20);
}

/** A number of the day that no entry of the model has: the last ones are never reached. */
export function freeNumber(
  kind: 'ledger entry' | 'gl entry',
  day: number,
  { rows, periods }: DemoSettings,
): number {
  const base = kind === 'gl entry' ? FIRST_GL_ENTRY : FIRST_LEDGER_ENTRY;
  return base + (day - timelineOf(periods).firstDay + 1) * numbersPerDay(rows) - 1;
}

/** What one company's books are written with. */
function openBooks(company: Company, timeline: Timeline, { seed, rows }: DemoSettings) {
  const room = numbersPerDay(rows);
  const journal = openJournal(company, timeline, room, randomFor(seed, company.index, 0));
  return {
    company,
    timeline,
    journal,
    knownRandom: randomFor(seed, company.index, 1),
    orderNumbers: numbersByDay(timeline, FIRST_ORDER, room),
    nextVoucher: counter(company.index * VOUCHERS_OF_A_COMPANY),
    sellers: openSellerCenter(company, timeline, journal, {
      seed,
      items: itemsOf(company, rows),
    }),
    collection: openCollection(company, timeline, journal, seed),
    customerLedger: {
      company: company.code,
      journal,
      entryNumbers: numbersByDay(timeline, FIRST_LEDGER_ENTRY, room),
      nextDetail: counter(),
    },
  };
}

type Books = ReturnType<typeof openBooks>;

function orderMoments(timeline: Timeline, count: number, random: Random): number[] {
  const days = timeline.endDay - timeline.firstDay;
  return Array.from(
    { length: count },
    () =>
      (timeline.firstDay + random.below(days)) * MILLISECONDS_PER_DAY +
      random.below(MILLISECONDS_PER_DAY),
  ).sort((a, b) => a - b);
}

/** Everything one customer did; `atMost` items. */
function customerFacts(books: Books, index: number, atMost: number, random: Random): FactBatch {
  const { company, timeline, journal } = books;
  const profile = drawProfile(company, index, random);
  const count = profile.corporate ? random.between(10, 24) : random.between(1, 3);
  const batch = emptyBatch();
  const buyer = { id: index, type: customerType(profile, random) };
  const stories: OrderStory[] = [];
  for (const created of orderMoments(timeline, count, random)) {
    const left = atMost - batch.items.length;
    if (left <= 0) break;
    const voucher = drawVoucher(books, created, random);
    const draw = { buyer, created, atMost: left, voucher: inHand(voucher, random) };
    const story = drawOrder(books, draw, random);
    stories.push(story);
    recordOrder(books, batch, story, random);
    if (voucher !== null) postVoucher(books, batch, voucherStory(books, voucher, story, random));
  }
  if (!profile.unknown) batch.customers.push(profile.customer);
  const account = openAccount(books.customerLedger, profile.customer, profile.entryGroup, batch);
  billOrders({ company, journal, account, profile, random }, stories);
  account.close();
  return batch;
}

/** The records that are there on purpose; none in companies nobody looks at. */
function knownBatch(books: Books): FactBatch {
  const { covered, country } = books.company;
  const batch = covered ? knownRecords(books) : emptyBatch();
  if (covered || EXCLUDED_COUNTRIES.includes(country)) {
    postKnownSellers(books.sellers, batch);
    postKnownCollection(books.collection, batch);
  }
  return batch;
}

function* companyFacts(company: Company, timeline: Timeline, settings: DemoSettings) {
  const books = openBooks(company, timeline, settings);
  let left = itemsOf(company, settings.rows);
  let index = KNOWN_CUSTOMER_COUNT;
  const known = knownBatch(books);
  left -= known.items.length;
  yield known;
  while (left > 0) {
    index += 1;
    const random = randomFor(settings.seed, company.index, index);
    const batch = customerFacts(books, index, left, random);
    left -= batch.items.length;
    yield batch;
  }
  const last = emptyBatch();
  closeCollection(books.collection, last);
  closeSellerCenter(books.sellers, last);
  last.integrations.push(...integrationFacts(company, timeline, settings.seed));
  books.journal.close(last);
  yield last;
}

/**
 * Every fact of the group, company by company and customer by customer: what happened first, the ledgers that
 * follow from it. The same settings give the same facts; nothing but running totals is held in memory.
 */
export function* bookFacts(settings: DemoSettings): Generator<FactBatch> {
  const timeline = timelineOf(settings.periods);
  for (const company of COMPANIES) yield* companyFacts(company, timeline, settings);
}

/** The known records alone of a covered company: the same facts as in `bookFacts`. */
export function knownFacts(company: Company, settings: DemoSettings): FactBatch {
  return knownBatch(openBooks(company, timelineOf(settings.periods), settings));
}
