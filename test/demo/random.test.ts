import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, dayNumber } from '../../src/demo/model/calendar.ts';
import { randomFor } from '../../src/demo/model/random.ts';

describe('the numbers the books are drawn from', () => {
  it('are the same for the same seed and keys, today and in every later version', () => {
    const random = randomFor(1, 2, 3);
    expect(Array.from({ length: 6 }, () => random.below(1000))).toMatchInlineSnapshot(`
      [
        493,
        330,
        601,
        340,
        230,
        601,
      ]
    `);
  });

  it('differ between seeds and between keys', () => {
    const first = (...keys: [number, ...number[]]) => {
      const random = randomFor(...keys);
      return Array.from({ length: 8 }, () => random.below(1_000_000)).join();
    };
    const streams = [first(1), first(2), first(1, 0), first(1, 1), first(1, 0, 1), first(1, 1, 0)];
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('stay within their limits', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: -1000, max: 1000 }),
        fc.nat(1000),
        (seed, low, span) => {
          const random = randomFor(seed);
          const drawn = Array.from({ length: 20 }, () => random.between(low, low + span));
          expect(Math.min(...drawn)).toBeGreaterThanOrEqual(low);
          expect(Math.max(...drawn)).toBeLessThanOrEqual(low + span);
          expect(random.chance(0)).toBe(false);
          expect(random.chance(1000)).toBe(true);
          expect([7, 8]).toContain(random.pick([7, 8]));
        },
      ),
    );
  });

  it('come about equally often', () => {
    const random = randomFor(5);
    const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let drawn = 0; drawn < 50_000; drawn += 1) {
      const value = random.below(10);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(4_700);
    expect(Math.max(...counts)).toBeLessThan(5_300);
  });
});

describe('days as numbers', () => {
  it('agree with the calendar from 1600 to 2400', () => {
    fc.assert(
      fc.property(fc.integer({ min: -135_000, max: 157_000 }), (day) => {
        const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
        expect(dateOf(day)).toBe(date);
        expect(dayNumber(date)).toBe(day);
      }),
    );
  });
});
