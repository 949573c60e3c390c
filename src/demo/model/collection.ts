import type { Company } from '../group/companies.ts';
import { COLLECTION_PARTNERS, type CollectionPartner, partnerNamed } from '../group/partners.ts';
import { MILLISECONDS_PER_DAY } from './calendar.ts';
import { type CashDesk, openCashDesk } from './cash-desk.ts';
import type { CashDepositFact, CashType, CollectionFacts } from './collection-facts.ts';
import { prepaymentOf } from './item-amounts.ts';
import { type ItemFact, type PackageStory, packageNumber } from './item-facts.ts';
import { partOf } from './item-prices.ts';
import type { Journal } from './journal.ts';
import { type PlannedList, planList, windowOf } from './packlists.ts';
import { randomFor } from './random.ts';
import type { Timeline } from './timeline.ts';

/** Cash reconciliation of one company while its orders are written: lists fill until the books are closed. */
export interface CollectionBook {
  readonly company: Company;
  readonly timeline: Timeline;
  readonly desk: CashDesk;
  readonly seed: number;
  /** Lists by number; null where a list of that partner and window is not made yet. */
  readonly lists: Map<string, PlannedList | null>;
}

/** Keys the random stream of collections apart from the customers' streams. */
const STREAM = 1_000_000_003;

const COLLECTORS = COLLECTION_PARTNERS.filter(({ type, reserved }) => type !== 'PSP' && !reserved);
const GATEWAYS = COLLECTION_PARTNERS.filter(({ type, reserved }) => type === 'PSP' && !reserved);
/** Takes what hubs and riders pass on. */
const RECEIVER = partnerNamed('Swift Couriers');

/** Where collected money comes from: the other side of what items post. */
const CLEARING = '19990';

export function openCollection(
  company: Company,
  timeline: Timeline,
  journal: Journal,
  seed: number,
): CollectionBook {
  const random = randomFor(seed, company.index, STREAM);
  const desk = openCashDesk(company, journal, random);
  return { company, timeline, desk, seed, lists: new Map() };
}

/** The list that takes what a partner collected at a moment. */
function listOf(
  { company, timeline, seed, lists }: CollectionBook,
  partner: CollectionPartner,
  moment: number,
): PlannedList | undefined {
  const window = windowOf(moment, timeline);
  const key = `${partner.index} ${window}`;
  let list = lists.get(key);
  if (list === undefined) {
    list = planList(partner, window, timeline, [seed, company.index]) ?? null;
    lists.set(key, list);
  }
  return list ?? undefined;
}

interface Collected {
  readonly type: CashType;
  /** Package, order item or payment number. */
  readonly entity: string;
  /** Moment from which the partner owes it. */
  readonly moment: number;
  readonly amount: bigint;
  /** Account it comes from. */
  readonly contra: string;
}

function collect(
  book: CollectionBook,
  to: CollectionFacts,
  partner: CollectionPartner,
  collected: Collected,
): void {
  if (collected.amount <= 0n) return;
  const list = listOf(book, partner, collected.moment);
  book.desk.collect(to, { ...collected, partner, list });
}

function oneOf(partners: readonly CollectionPartner[], key: number): CollectionPartner {
  return partners[key % partners.length] ?? RECEIVER;
}

/** Called once for every package somebody owes cash for: its partner owes it from the moment OMS has resolved it. */
export function postCollection(
  book: CollectionBook,
  to: CollectionFacts,
  { id, amount, cashRec }: PackageStory,
): void {
  if (cashRec === null || cashRec.resolved === null) return;
  const collected = { type: 'Delivery', entity: packageNumber(id), amount } as const;
  const { partner, resolved: moment } = cashRec;
  collect(book, to, oneOf(COLLECTORS, partner), { ...collected, moment, contra: CLEARING });
}

/** Called once for every prepaid item: the payment gateway owes it from the moment finance has verified it. */
export function postProviderPayment(
  book: CollectionBook,
  to: CollectionFacts,
  item: ItemFact,
): void {
  if (item.verified === null) return;
  collect(book, to, oneOf(GATEWAYS, item.orderId), {
    type: 'Third Party Collection',
    entity: item.id.toString(),
    moment: item.verified,
    amount: prepaymentOf(item),
    contra: CLEARING,
  });
}

/** A list nobody has paid yet, sometimes with a payment that is announced and not reconciled. */
function leaveUnpaid({ desk }: CollectionBook, to: CollectionFacts, list: PlannedList): void {
  if (list.status === 'waitingConfirmation') desk.apply(to, list, null, null);
}

/** The first payment of a list, set against it in full or but for what it pays too much. */
function payFirst(
  { desk, company }: CollectionBook,
  to: CollectionFacts,
  list: PlannedList,
  paid: number,
): CashDepositFact {
  const { partner, fate, received, window, finished } = list;
  const partly = fate === 'paid in two parts' || fate === 'closed by hand';
  const amount = partly ? received - partOf(received, 2n, company) : received;
  const excess = fate === 'paid too much' ? partOf(received, 20n, company) : 0n;
  const charges = window % 5 === 0 ? partOf(amount, 100n, company) : 0n;
  const deposit = desk.deposit(to, {
    partner,
    type: fate === 'passed on' && partner.type === 'Hub' ? 'Transfer' : 'Payment',
    paid,
    amount: amount + excess,
    charges,
    status: excess === 0n ? 'closed' : 'inProgress',
    ...(fate === 'payment reversed' && finished !== null ? { reversed: finished } : {}),
  });
  desk.apply(to, list, deposit, amount - charges, charges);
  return deposit;
}

/** What follows the first payment. */
function finish(
  book: CollectionBook,
  to: CollectionFacts,
  list: PlannedList,
  deposit: CashDepositFact,
): void {
  const { desk, company } = book;
  const { partner, number, fate, finished, received } = list;
  if (fate === 'passed on') {
    const type = deposit.type === 'Transfer' ? 'Transfer to' : 'Third Party Collection';
    const passed = { type, entity: deposit.number, moment: deposit.paid } as const;
    collect(book, to, RECEIVER, { ...passed, amount: received, contra: '10010' });
  }
  if (finished === null) return;
  const rest = partOf(received, 2n, company);
  if (fate === 'paid in two parts' && rest !== 0n) {
    const second = desk.deposit(to, { partner, type: 'Payment', paid: finished, amount: rest });
    desk.apply(to, list, second, rest);
  }
  if (fate === 'closed by hand') {
    const closure = { partner, number, entityType: 'packlist', forced: true } as const;
    desk.close(to, { ...closure, moment: finished, amount: -rest });
  }
  if (fate === 'payment reversed') {
    const reversal = { type: 'Payment - Rev', entity: deposit.number, moment: finished } as const;
    collect(book, to, partner, { ...reversal, amount: received, contra: '10010' });
  }
}

/**
 * Pays, closes and passes on what the lists hold, oldest first: what a list passes on or gets back goes on a list of
 * a later window. Nothing is collected afterwards.
 */
export function closeCollection(book: CollectionBook, to: CollectionFacts): void {
  const last = windowOf(book.timeline.endDay * MILLISECONDS_PER_DAY, book.timeline);
  for (let window = 0; window <= last; window += 1) {
    for (const { index } of COLLECTION_PARTNERS) {
      const list = book.lists.get(`${index} ${window}`) ?? null;
      if (list === null) continue;
      if (list.firstPaid === null) leaveUnpaid(book, to, list);
      else finish(book, to, list, payFirst(book, to, list, list.firstPaid));
    }
  }
}
