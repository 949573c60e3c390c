import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import { Answers } from '../../src/orchestrator/collect.ts';
import { startExecutionLog } from '../../src/orchestrator/execution-log.ts';
import { readWithRetries, waitBefore } from '../../src/orchestrator/read-with-retries.ts';
import { RunnerError } from '../../src/runners/runner.ts';
import { aPlan } from '../report/a-record.ts';
import { tempFolder } from '../support/temp-folder.ts';

const NEVER = new AbortController().signal;

/** A source that always fails in the same way: what was waited for, and what was logged. */
async function readingThatMeets(thrown: unknown, attempts: number, signal = NEVER) {
  const waits: number[] = [];
  const answers = new Answers();
  const log = startExecutionLog(systemClock, () => undefined);
  const ports = { clock: systemClock, attempts, openRunner: () => Promise.reject(thrown) };
  const collect = readWithRetries(ports, (attempt) => {
    waits.push(attempt);
    return 1;
  });
  const request = { plan: aPlan('IPE_07'), folder: await tempFolder(), log, signal, answers };
  const ended = await collect(request).catch((error: unknown) => error);
  return { waits, ended, answers, failed: log.text().match(/attempt\.failed/g)?.length ?? 0 };
}

describe('attempts', () => {
  it('wait 5, 30 and then 120 seconds, a fifth longer or shorter', () => {
    const waits = (random: number) => [2, 3, 4, 5, 9].map((next) => waitBefore(next, random));
    expect(waits(0.5)).toEqual([5, 30, 120, 120, 120].map((seconds) => seconds * 1000));
    expect(waits(0)).toEqual([4, 24, 96, 96, 96].map((seconds) => seconds * 1000));
    expect(waits(1)).toEqual([6, 36, 144, 144, 144].map((seconds) => seconds * 1000));
    expect(waitBefore(2)).toBeGreaterThanOrEqual(4_000);
    expect(waitBefore(2)).toBeLessThanOrEqual(6_000);
  });

  it('are made as often as is configured when the source says that another may succeed', async () => {
    const busy = new RunnerError('SOURCE_UNAVAILABLE', 'busy', { transient: true });
    const { waits, ended, answers, failed } = await readingThatMeets(busy, 3);
    expect(ended).toBe(busy);
    expect({ waits, attempt: answers.attempt, failed }).toEqual({
      waits: [2, 3],
      attempt: 3,
      failed: 2,
    });
  });

  it.each([
    ['another would end in the same way', new RunnerError('QUERY_REJECTED', 'wrong')],
    ['the failure is none of the source', new Error('broken')],
  ])('are not repeated when %s', async (_why, thrown) => {
    const { waits, ended } = await readingThatMeets(thrown, 3);
    expect(ended).toBe(thrown);
    expect(waits).toEqual([]);
  });

  it('are not repeated when the run was stopped', async () => {
    const busy = new RunnerError('SOURCE_UNAVAILABLE', 'busy', { transient: true });
    const { waits } = await readingThatMeets(busy, 3, AbortSignal.abort());
    expect(waits).toEqual([]);
  });
});
