import { DemoError } from '../demo-error.ts';
import type { Timeline } from './timeline.ts';

const LARGEST_INTEGER = 2_147_483_647;

/** Gives each thing of a day the next number of that day: numbers rise with the dates and have gaps, as in NAV. */
export interface DayNumbers {
  next(day: number): number;
  /** How many things the day has had so far. */
  countOf(day: number): number;
}

/**
 * Numbers from `base` upwards, `room` of them for every day of the timeline.
 * `next` throws DemoError MODEL_FAULT when a day is full or the number leaves 32 bits.
 */
export function numbersByDay(timeline: Timeline, base: number, room: number): DayNumbers {
  const used = new Int32Array(timeline.endDay - timeline.firstDay);
  const countOf = (day: number): number => used[day - timeline.firstDay] ?? room;
  return {
    countOf,
    next: (day) => {
      const count = countOf(day);
      const number = base + (day - timeline.firstDay) * room + count;
      if (count >= room || number > LARGEST_INTEGER) {
        throw new DemoError('MODEL_FAULT', `no entry number is left on day ${day} of the books`, {
          advice: 'Ask for fewer rows or fewer periods.',
        });
      }
      used[day - timeline.firstDay] = count + 1;
      return number;
    },
  };
}

/** The numbers after `after`, in order. */
export function counter(after = 0): () => number {
  let last = after;
  return () => {
    last += 1;
    return last;
  };
}
