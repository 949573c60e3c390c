import { ParseError } from './errors.ts';
import type { Branded } from './ids.ts';

/** A moment: UTC, milliseconds, `2025-09-30T14:35:22.104Z` (domain/sox.md H-1). */
export type Instant = Branded<'Instant'>;

/** The only way anything here learns the time, so that tests can hold it still. */
export interface Clock {
  now(): Instant;
}

/** @throws ParseError BAD_DATE when the text is not a real moment in the one form we write */
export function parseInstant(text: string): Instant {
  const moment = new Date(text);
  if (!Number.isNaN(moment.getTime()) && moment.toISOString() === text) return text as Instant;
  throw new ParseError(
    'BAD_DATE',
    `a moment is written 2025-09-30T14:35:22.104Z (UTC, milliseconds), got ${JSON.stringify(text)}`,
  );
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() as Instant };

/** Whole milliseconds from one moment to another; negative when `to` is earlier. */
export function millisecondsBetween(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from);
}
