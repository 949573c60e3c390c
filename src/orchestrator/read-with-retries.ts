import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { RunnerError } from '../runners/runner.ts';
import type { Collect } from './collect.ts';
import { readSource } from './read-source.ts';
import type { RunPorts } from './run-ports.ts';

/** Before the second attempt, the third, and each further one (design: mssql section 8.5). */
const WAITS_MS = [5_000, 30_000, 120_000] as const;
/** Part of a wait by which it may be longer or shorter: items that failed together do not come back together. */
const JITTER = 0.2;

/** @param random from 0 to 1 */
export function waitBefore(attempt: number, random: number = Math.random()): number {
  const wait = WAITS_MS[attempt - 2] ?? WAITS_MS[2];
  return Math.round(wait * (1 + JITTER * (2 * random - 1)));
}

/**
 * Reads the source, all of it again when the source says that the same may succeed later; nothing of a failed
 * attempt is kept but its line in the log and its statements (design: architecture section 10).
 */
export function readWithRetries(
  ports: Pick<RunPorts, 'openRunner' | 'clock' | 'attempts'>,
  waitMs: (attempt: number) => number = waitBefore,
): Collect {
  return async (request) => {
    const { plan, folder, log, signal, answers } = request;
    for (let attempt = 1; ; attempt += 1) {
      answers.begin(attempt);
      try {
        const runner = await ports.openRunner(plan, folder, signal);
        try {
          await readSource({ ...request, runner, clock: ports.clock });
        } finally {
          try {
            await runner.close();
          } finally {
            answers.sent(runner.statements());
          }
        }
        return;
      } catch (thrown) {
        const again = thrown instanceof RunnerError && thrown.transient && !signal.aborted;
        if (!again || attempt >= ports.attempts) throw thrown;
        const wait = waitMs(attempt + 1);
        log.record(
          'attempt.failed',
          { attempt, code: thrown.code, message: thrown.message, retry_in_ms: wait },
          'WARN',
        );
        await rm(join(folder, 'spool'), { recursive: true, force: true });
        await untilThen(wait, signal);
      }
    }
  };
}

async function untilThen(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (cause) {
    throw new RunnerError('CANCELLED', 'the run was cancelled before the next attempt', { cause });
  }
}
