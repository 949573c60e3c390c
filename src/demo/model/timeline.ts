import { parsePeriod, previousPeriod } from '../../kernel/period.ts';
import { dateOf, dayNumber } from './calendar.ts';

/** A closing period in day numbers. */
export interface PeriodDays {
  readonly id: string;
  readonly start: number;
  readonly cutoff: number;
  readonly next: number;
  readonly yearStart: number;
}

/** What the books cover: history before the first period, the periods, a few days after the last one. */
export interface Timeline {
  readonly firstDay: number;
  /** First day about which the books know nothing yet. */
  readonly endDay: number;
  readonly periods: readonly PeriodDays[];
  /** Closing dates held by the balance view: year ends, the month before, every period. Ascending. */
  readonly snapshots: readonly number[];
  /** Months that have FX rates, YYYY-MM, ascending. */
  readonly months: readonly string[];
}

const MONTHS_OF_HISTORY = 9;
const DAYS_AFTER = 10;

function periodDays(id: string): PeriodDays {
  const period = parsePeriod(id);
  return {
    id,
    start: dayNumber(period.start),
    cutoff: dayNumber(period.cutoff),
    next: dayNumber(period.next),
    yearStart: dayNumber(period.yearStart),
  };
}

function monthsBefore(id: string, count: number): string[] {
  if (count === 0) return [];
  const { id: previous } = previousPeriod(parsePeriod(id));
  return [...monthsBefore(previous, count - 1), previous];
}

/** The timeline of consecutive ascending periods. */
export function timelineOf(ids: readonly string[]): Timeline {
  const periods = ids.map(periodDays);
  const history = monthsBefore(ids[0] ?? '', MONTHS_OF_HISTORY).map(periodDays);
  const all = [...history, ...periods];
  const lastNext = periods.at(-1)?.next ?? 0;
  const before = history.at(-1);
  const closing = all.filter(
    (period) => period === before || periods.includes(period) || period.id.endsWith('-12'),
  );
  return {
    firstDay: all[0]?.start ?? 0,
    endDay: lastNext + DAYS_AFTER,
    periods,
    snapshots: closing.map(({ cutoff }) => cutoff),
    months: [...all.map(({ id }) => id), dateOf(lastNext).slice(0, 7)],
  };
}
