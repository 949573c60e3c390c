import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrder } from '../../../src/evidence/seal/in-order.ts';

async function* upTo(count: number): AsyncGenerator<number> {
  for (let item = 0; item < count; item += 1) yield item;
}

it('gives results in the order of the items, whichever task ends first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (delays, concurrency) => {
        const results = inOrder(upTo(delays.length), concurrency, async (item) => {
          await pause(delays[item]);
          return item;
        });
        const seen: number[] = [];
        for await (const result of results) seen.push(result);
        expect(seen).toEqual(delays.map((_, index) => index));
      },
    ),
    { numRuns: 30 },
  );
});

it('never runs more tasks at once than allowed', async () => {
  let running = 0;
  let most = 0;
  const results = inOrder(upTo(20), 3, async () => {
    running += 1;
    most = Math.max(most, running);
    await pause(1);
    running -= 1;
  });
  for await (const _ of results);
  expect(most).toBe(3);
});

it('waits for the tasks that are running before a failure shows', async () => {
  const ended: number[] = [];
  const results = inOrder(upTo(9), 3, async (item) => {
    if (item === 0) throw new Error('the first one fails');
    await pause(5);
    ended.push(item);
  });
  await expect(results.next()).rejects.toThrow('the first one fails');
  expect(ended).toEqual([1, 2]);
});

it('waits for the tasks that are running when nobody wants more results', async () => {
  const ended: number[] = [];
  for await (const _ of inOrder(upTo(9), 3, async (item) => {
    await pause(item);
    ended.push(item);
  })) {
    break;
  }
  expect(ended).toEqual([0, 1, 2]);
});
