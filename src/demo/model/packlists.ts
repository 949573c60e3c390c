import type { CollectionPartner } from '../group/partners.ts';
import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type { Packlist } from './cash-desk.ts';
import type { ListStatus } from './collection-facts.ts';
import { randomFor } from './random.ts';
import type { Timeline } from './timeline.ts';

/** What becomes of a packlist; decided with its key alone, so that its status is known before its content. */
export type ListFate =
  | 'never approved'
  | 'paid at once'
  | 'paid in two parts'
  | 'paid ahead'
  | 'closed by hand'
  | 'paid too much'
  | 'payment reversed'
  | 'passed on';

/** A packlist with the moments of what is done about it; those the books do not reach are null. */
export interface PlannedList extends Packlist {
  readonly window: number;
  readonly fate: ListFate;
  readonly firstPaid: number | null;
  /** Second part, closing by hand or reversal. */
  readonly finished: number | null;
}

const HOUR = 3_600_000;
/** Days of transactions that one list takes. */
const WINDOW = 7;
/** Keys the random streams of the lists apart from the customers' streams. */
const STREAM = 1_000_000_002;

function drawFate(draw: number, { type }: CollectionPartner): ListFate {
  if (draw < 10) return 'never approved';
  if (draw < 680) return 'paid at once';
  if (draw < 880) return 'paid in two parts';
  if (draw < 930) return 'paid ahead';
  if (draw < 950) return 'closed by hand';
  if (draw < 970) return 'paid too much';
  if (draw < 980 || type === 'PSP' || type === '3PL') return 'payment reversed';
  return 'passed on';
}

function statusOf(
  fate: ListFate,
  firstPaid: number | null,
  finished: number | null,
  draw: number,
): ListStatus {
  if (fate === 'never approved') return 'waitingApproval';
  if (firstPaid === null) return draw < 500 ? 'waitingApproval' : 'waitingConfirmation';
  const parts = fate === 'paid in two parts' || fate === 'closed by hand';
  if (parts && finished === null) return draw < 500 ? 'inProgress' : 'waitingConfirmation';
  return 'closed';
}

/** The window of a moment: a list takes what came in during seven days. */
export function windowOf(moment: number, { firstDay }: Timeline): number {
  return Math.floor((Math.floor(moment / MILLISECONDS_PER_DAY) - firstDay) / WINDOW);
}

/** A partner's list of a window; undefined while it is not made yet: the transactions are on no list. */
export function planList(
  partner: CollectionPartner,
  window: number,
  timeline: Timeline,
  keys: readonly [seed: number, company: number],
): PlannedList | undefined {
  const [seed, company] = keys;
  const random = randomFor(seed, company, STREAM, partner.index, window);
  const closed = timeline.firstDay + (window + 1) * WINDOW;
  const created = (closed + random.between(1, 3)) * MILLISECONDS_PER_DAY + 9 * HOUR;
  const end = timeline.endDay * MILLISECONDS_PER_DAY;
  if (created >= end) return undefined;
  const reached = (moment: number): number | null => (moment < end ? moment : null);
  const fate = drawFate(random.below(1000), partner);
  const wait = random.between(1, 6) * MILLISECONDS_PER_DAY + random.below(8 * HOUR);
  const firstPaid = fate === 'paid ahead' ? created - 12 * HOUR : reached(created + wait);
  const later = random.between(2, 10) * MILLISECONDS_PER_DAY;
  const finished = firstPaid === null ? null : reached(firstPaid + later);
  return {
    number: `${(partner.index + 1) * 100_000 + window}`,
    partner,
    created,
    status: statusOf(fate, firstPaid, finished, random.below(1000)),
    received: 0n,
    window,
    fate,
    firstPaid: fate === 'never approved' ? null : firstPaid,
    finished,
  };
}
