import type { Clock, Instant } from '../../src/kernel/clock.ts';

/** A clock that stands still until it is told to go on. */
export function aClock(
  start = '2025-10-02T08:00:00.000Z',
): Clock & { advance(milliseconds: number): void } {
  let at = Date.parse(start);
  return {
    now: () => new Date(at).toISOString() as Instant,
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}
