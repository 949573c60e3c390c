import { readdir, readFile } from 'node:fs/promises';
import { afterEach, expect } from 'vitest';
import type { Delivery } from '../../../src/runners/runner.ts';
import { READER_FACTS, type RunnerChanges, runnerOn } from '../../support/on-stand-in.ts';
import type { Fault, FaultAction } from '../../support/tds/faults.ts';
import {
  type StandInOptions,
  startTdsStandIn,
  type TdsStandIn,
} from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { numbers, numbersText } from './driver-events.ts';

export const NEVER = new AbortController().signal;
export const NUMBERS = aQuery(numbersText, { n: 'integer', label: 'text' });

/** An error as a server sends it. */
export const error = (number: number, message: string, severity = 16) => ({
  number,
  message,
  class: severity,
  state: 3,
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Closes what the running test has opened, the last first. */
export function closeLater(close: () => Promise<void>): void {
  closing.push(close);
}

/** A server with 500 numbers, closed when the running test ends. */
export async function standIn(options: StandInOptions = {}): Promise<TdsStandIn> {
  const started = await startTdsStandIn({
    facts: READER_FACTS,
    datasets: [numbers(500)],
    ...options,
  });
  closeLater(() => started.close());
  return started;
}

/** One attempt as a run makes it: everything anew, all closed at the end, nothing left of a failure. */
export async function attempt(
  started: TdsStandIn,
  changes: RunnerChanges = {},
  query = NUMBERS,
): Promise<{ delivery: Delivery; text: string }> {
  const folder = await tempFolder();
  const runner = runnerOn(started, changes);
  try {
    await runner.identify(NEVER);
    const reading = await runner.open(NEVER);
    let delivery: Delivery;
    try {
      delivery = await reading.deliver(query, folder, NEVER);
    } catch (thrown) {
      expect(await readdir(folder)).toEqual([]);
      throw thrown;
    } finally {
      await reading.close();
    }
    return { delivery, text: await readFile(delivery.spool.files[0] ?? '', 'utf8') };
  } finally {
    await runner.close();
  }
}

/** What a run is told when the extract breaks like this; the next attempt is whole again. */
export async function failure(
  action: FaultAction,
  changes: RunnerChanges = {},
  of: Fault['of'] & string = 'extract',
): Promise<unknown> {
  const started = await standIn({ faults: [{ ...action, of }] });
  const thrown = await attempt(started, changes).catch((caught: unknown) => caught);
  started.clearFaults();
  expect((await attempt(started)).delivery.receipt.engineRows).toBe(500);
  return thrown;
}

export const REPEAT = { name: 'RunnerError', transient: true, advice: expect.any(String) };
export const FINAL = { name: 'RunnerError', transient: false, advice: expect.any(String) };
export const saying = (text: string) => ({ message: expect.stringContaining(text) });
