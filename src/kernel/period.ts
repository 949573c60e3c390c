import { ParseError } from './errors.ts';
import type { Branded } from './ids.ts';

/** A calendar day without zone: `2025-09-30`. */
export type CalendarDate = Branded<'CalendarDate'>;
/** The last calendar day of a period, inclusive, always a month end (domain/catalog.md RU-4). */
export type CutoffDate = CalendarDate & Branded<'CutoffDate'>;

/** A closing period: half-open interval [start, next), its inclusive last day, its year's first day. */
export interface Period {
  /** `2025-09` */
  readonly id: string;
  readonly start: CalendarDate;
  readonly next: CalendarDate;
  readonly cutoff: CutoffDate;
  readonly yearStart: CalendarDate;
  readonly year: number;
  readonly month: number;
}

function pad(value: number, digits: number): string {
  return value.toString().padStart(digits, '0');
}

function dateText(year: number, month: number, day: number): CalendarDate {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as CalendarDate;
}

function daysIn(year: number, month: number): number {
  if (month === 2) {
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    return leap ? 29 : 28;
  }
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** @throws ParseError BAD_DATE unless the text is a real day written YYYY-MM-DD (domain/catalog.md 2.6) */
export function parseCalendarDate(text: string): CalendarDate {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text.trim());
  const [year, month, day] = (match ?? []).slice(1).map(Number);
  if (year && month && day && month <= 12 && day <= daysIn(year, month)) {
    return dateText(year, month, day);
  }
  throw new ParseError(
    'BAD_DATE',
    `expected a real day written YYYY-MM-DD, got ${JSON.stringify(text)}`,
  );
}

/** @throws ParseError BAD_PERIOD unless the text is a month written YYYY-MM between 1900 and 9998 */
export function parsePeriod(text: string): Period {
  const match = /^([0-9]{4})-([0-9]{2})$/.exec(text.trim());
  const [year, month] = (match ?? []).slice(1).map(Number);
  if (!year || !month || month > 12 || year < 1900 || year > 9998) {
    throw new ParseError(
      'BAD_PERIOD',
      `a period is a month written YYYY-MM, for example 2025-09; got ${JSON.stringify(text)}`,
    );
  }
  return {
    id: `${pad(year, 4)}-${pad(month, 2)}`,
    start: dateText(year, month, 1),
    next: month === 12 ? dateText(year + 1, 1, 1) : dateText(year, month + 1, 1),
    cutoff: dateText(year, month, daysIn(year, month)) as CutoffDate,
    yearStart: dateText(year, 1, 1),
    year,
    month,
  };
}

/**
 * A period given as a month or as its cutoff day (domain/catalog.md 2.5).
 * @throws ParseError BAD_PERIOD, also when the day given is not a month end
 */
export function parsePeriodOrCutoff(text: string): Period {
  if (!/^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$/.test(text)) return parsePeriod(text);
  const day = parseCalendarDate(text);
  const period = parsePeriod(day.slice(0, 7));
  if (day === period.cutoff) return period;
  throw new ParseError(
    'BAD_PERIOD',
    `a cutoff must be a month end: ${day} is not, the last day of ${period.id} is ${period.cutoff}`,
  );
}

/** The month before. */
export function previousPeriod({ year, month }: Period): Period {
  return parsePeriod(
    month === 1 ? `${pad(year - 1, 4)}-12` : `${pad(year, 4)}-${pad(month - 1, 2)}`,
  );
}
