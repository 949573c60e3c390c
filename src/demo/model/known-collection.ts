import { type CollectionPartner, partnerNamed } from '../group/partners.ts';
import { inLocalCurrency } from '../group/rates.ts';
import { dateOf, MILLISECONDS_PER_DAY } from './calendar.ts';
import type { CashDesk, Packlist } from './cash-desk.ts';
import type { CollectionBook } from './collection.ts';
import type { CashType, CollectionFacts, ListStatus } from './collection-facts.ts';
import type { PeriodDays } from './timeline.ts';

const DAY = MILLISECONDS_PER_DAY;
const COLLECTOR = partnerNamed('Known Collector');
const GATEWAY = partnerNamed('Known Gateway');
const OTHER = partnerNamed('Swift Couriers');
/** Where known money comes from: outside the control's accounts. */
const CONTRA = '19990';
/** First number of the known lists: above those of drawn windows. */
const FIRST_LIST = 9_000_000;

/** What the known records of one period, or of the whole time, are written with. */
interface Scene {
  readonly desk: CashDesk;
  readonly to: CollectionFacts;
  /** The amount all of them are made of. */
  readonly amount: bigint;
  readonly charges: bigint;
  /** Next known list of the scene. */
  readonly list: (created: number, status?: ListStatus) => Packlist;
  /** Money collected under the scene's next number. */
  readonly collect: (moment: number, given?: Given) => void;
}

interface Given {
  readonly partner?: CollectionPartner;
  readonly type?: CashType;
  readonly list?: Packlist;
  readonly amount?: bigint;
  readonly entity?: string;
  readonly created?: number;
}

function openScene(
  { desk, company }: CollectionBook,
  to: CollectionFacts,
  month: string,
  scene: number,
): Scene {
  let lists = FIRST_LIST + scene * 100;
  let entities = 0;
  const amount = inLocalCurrency(3_000n, company, month);
  return {
    desk,
    to,
    amount,
    charges: inLocalCurrency(50n, company, month),
    list: (created, status = 'closed') => {
      lists += 1;
      return { number: `${lists}`, partner: COLLECTOR, created, status, received: 0n };
    },
    collect: (moment, given = {}) => {
      entities += 1;
      const entity = `KNOWN-${month}-${entities.toString().padStart(2, '0')}`;
      const common = { partner: COLLECTOR, type: 'Delivery', entity, amount } as const;
      desk.collect(to, { ...common, contra: CONTRA, moment, ...given });
    },
  };
}

/** Population 1: transactions at the bounds, of other types, of amount 0, on lists dated around the period's end. */
function postTransactions(
  { desk, to, amount, collect }: Scene,
  { start, cutoff, next }: PeriodDays,
) {
  for (const moment of [start * DAY, cutoff * DAY, next * DAY - 1, next * DAY]) collect(moment);
  collect(cutoff * DAY, { partner: GATEWAY, type: 'Third Party Collection' });
  collect((start + 2) * DAY, { amount: 0n });
  const left = [
    'Reallocation From',
    'Collection Adjustment (over)',
    'Collection Adjustment (under)',
    'Payment Charges Rev',
  ] as const;
  for (const type of left) {
    const created = (start + 2) * DAY;
    desk.note(to, { partner: COLLECTOR, type, entity: 'KNOWN-NOTE', created, amount });
  }
}

/** Populations 1 and 3: lists dated around the end, paid in full, in part, later. */
function postLists(scene: Scene, { start, cutoff, next }: PeriodDays): void {
  const { desk, to, amount, charges, list, collect } = scene;
  const pay = (on: Packlist, paid: number, part: bigint, cost = 0n): void => {
    const deposit = {
      partner: COLLECTOR,
      type: 'Payment',
      paid,
      amount: part,
      charges: cost,
    } as const;
    desk.apply(to, on, desk.deposit(to, deposit), part - cost, cost);
  };
  const datedInTime = list(next * DAY - 1);
  collect((start + 1) * DAY, { list: datedInTime });
  pay(datedInTime, (next + 2) * DAY, amount);

  const datedAfter = list(next * DAY);
  collect(cutoff * DAY, { list: datedAfter });
  pay(datedAfter, (next + 3) * DAY, amount);

  const paidInFull = list((start + 3) * DAY);
  collect((start + 1) * DAY, { list: paidInFull });
  pay(paidInFull, (start + 5) * DAY, amount, charges);

  // Both payments show what the list received, so it must hold everything before the first.
  const paidInPart = list((start + 4) * DAY);
  collect((start + 1) * DAY, { list: paidInPart });
  collect((start + 1) * DAY, { list: paidInPart });
  pay(paidInPart, next * DAY - 1, amount, charges);
  pay(paidInPart, (next + 4) * DAY, amount);
}

/** Population 3: lists closed by hand in the period, at the first instant after it, and without a date. */
function postClosedLists(scene: Scene, { start, next }: PeriodDays): void {
  const { desk, to, amount, list, collect } = scene;
  for (const moment of [(start + 10) * DAY, next * DAY]) {
    const closed = list((start + 4) * DAY);
    collect((start + 1) * DAY, { list: closed });
    collect((start + 1) * DAY, { list: closed });
    const deposit = {
      partner: COLLECTOR,
      type: 'Payment',
      paid: (start + 6) * DAY,
      amount,
    } as const;
    desk.apply(to, closed, desk.deposit(to, deposit), amount);
    const closure = { entityType: 'packlist', number: closed.number, forced: true } as const;
    desk.close(to, { ...closure, partner: COLLECTOR, moment, amount: -amount });
  }
  const undated = list((start + 2) * DAY);
  collect((start + 1) * DAY, { list: undated });
  desk.apply(to, undated, null, 0n);
  desk.close(to, {
    partner: COLLECTOR,
    entityType: 'packlist',
    number: undated.number,
    forced: true,
    moment: undated.created,
    dated: false,
    amount: -amount,
  });
}

/** Population 4: a payment and a transfer made ahead, payments with too much closed by hand, a cancelled payment. */
function postPayments(scene: Scene, { start, cutoff, next }: PeriodDays): void {
  const { desk, to, amount, charges, list, collect } = scene;
  const from = { partner: COLLECTOR } as const;
  for (const [type, paid] of [
    ['Payment', next * DAY - 1],
    ['Transfer', cutoff * DAY],
  ] as const) {
    const ahead = list((next + 1) * DAY);
    collect((start + 2) * DAY, { list: ahead });
    const deposit = desk.deposit(to, {
      ...from,
      type,
      paid,
      amount,
      charges,
      status: 'inProgress',
    });
    desk.apply(to, ahead, deposit, amount - charges, charges);
    if (type === 'Transfer') {
      // Entered after the end of the period, counted from the day of the transfer.
      const passed = { partner: OTHER, type: 'Transfer to', entity: deposit.number } as const;
      collect(paid, { ...passed, created: (next + 1) * DAY });
    }
  }
  for (const [entityType, forced, moment] of [
    ['payment', true, (start + 10) * DAY],
    ['transfer', null, (start + 10) * DAY],
    ['payment', true, next * DAY],
  ] as const) {
    const paidTooMuch = list((start + 3) * DAY);
    collect((start + 1) * DAY, { list: paidTooMuch });
    const type = entityType === 'payment' ? 'Payment' : 'Transfer';
    const paid = (start + 5) * DAY;
    const deposit = desk.deposit(to, { ...from, type, paid, amount: amount + charges });
    desk.apply(to, paidTooMuch, deposit, amount);
    const { number } = deposit;
    desk.close(to, { ...from, entityType, number, forced, moment, amount: charges });
  }
  const paid = (start + 4) * DAY;
  desk.deposit(to, { ...from, type: 'Payment', paid, amount, status: 'cancelled' });
}

/** Populations 1 and 2: what a payment set off at another partner, what came back, what was moved to another partner. */
function postDetours(scene: Scene, { start, cutoff, next }: PeriodDays): void {
  const { desk, to, amount, list, collect } = scene;
  const payment = { partner: COLLECTOR, type: 'Payment', amount } as const;
  const throughOther = list((start + 6) * DAY);
  collect((start + 2) * DAY, { list: throughOther });
  const late = desk.deposit(to, { ...payment, paid: next * DAY });
  desk.apply(to, throughOther, late, amount);
  // Entered on the cutoff, counted from the payment's day: the day after.
  const third = { partner: OTHER, type: 'Third Party Collection', entity: late.number } as const;
  collect(next * DAY, { ...third, created: cutoff * DAY });

  const bounced = list((start + 3) * DAY);
  collect((start + 1) * DAY, { list: bounced });
  const paid = (start + 5) * DAY;
  const returned = desk.deposit(to, { ...payment, paid, reversed: cutoff * DAY });
  desk.apply(to, bounced, returned, amount);
  const reversal = { type: 'Payment - Rev', entity: returned.number } as const;
  collect(cutoff * DAY, { ...reversal, created: (next + 2) * DAY });

  for (const [original, moment, entity] of [
    [next * DAY - 1, next * DAY, 'after'],
    [start * DAY, next * DAY - 1, 'before'],
  ] as const) {
    const moved = {
      type: 'Delivery',
      entity: `KNOWN-MOVED-${entity}`,
      amount,
      contra: CONTRA,
    } as const;
    desk.reallocate(to, { ...moved, partner: OTHER, moment: original }, COLLECTOR, moment);
  }
}

/** Set W: lists that have waited since before the first period, with and without an announced payment. */
function postWaiting({ desk, to, list, collect }: Scene, firstDay: number): void {
  const waits = ['waitingApproval', 'waitingConfirmation', 'waitingConfirmation'] as const;
  for (const [index, status] of waits.entries()) {
    const waiting = list((firstDay + 5) * DAY, status);
    collect((firstDay + 1) * DAY, { list: waiting });
    if (index === 2) desk.apply(to, waiting, null, null);
  }
}

/**
 * Collected money that every covered company and every company of an excluded country has in every period: rows of
 * all four populations of IPE_31 on both sides of each bound, and rows that must stay out.
 */
export function postKnownCollection(book: CollectionBook, to: CollectionFacts): void {
  const { timeline } = book;
  postWaiting(openScene(book, to, dateOf(timeline.firstDay).slice(0, 7), 0), timeline.firstDay);
  for (const [index, period] of timeline.periods.entries()) {
    const scene = openScene(book, to, period.id, index + 1);
    postTransactions(scene, period);
    postLists(scene, period);
    postClosedLists(scene, period);
    postPayments(scene, period);
    postDetours(scene, period);
  }
}
