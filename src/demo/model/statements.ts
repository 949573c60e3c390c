import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type { Timeline } from './timeline.ts';

const WEEK = 7;
/** Statement ids of one week. */
export const VENDORS_AT_MOST = 1_000;

/** Seven days of a vendor's transactions, first and last day. */
export interface StatementWeek {
  readonly id: number;
  readonly vendor: number;
  readonly firstDay: number;
  readonly lastDay: number;
}

/**
 * The statement that takes what happened to a vendor at a moment: weeks end on a day of the week that depends on the
 * vendor, so at every month end some vendors' statements straddle it and some end with it.
 */
export function statementWeek(
  vendor: number,
  moment: number,
  { firstDay }: Timeline,
): StatementWeek {
  const offset = vendor % WEEK;
  const day = Math.floor(moment / MILLISECONDS_PER_DAY);
  const week = Math.floor((day - firstDay + offset) / WEEK);
  const first = firstDay + week * WEEK - offset;
  return {
    id: week * VENDORS_AT_MOST + vendor,
    vendor,
    firstDay: first,
    lastDay: first + WEEK - 1,
  };
}

/** The vendor and week of a statement's id. */
export function weekOf(id: number, { firstDay }: Timeline): StatementWeek {
  const vendor = id % VENDORS_AT_MOST;
  const first = firstDay + Math.floor(id / VENDORS_AT_MOST) * WEEK - (vendor % WEEK);
  return { id, vendor, firstDay: first, lastDay: first + WEEK - 1 };
}
