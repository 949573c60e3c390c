import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { RunnerError } from '../runners/runner.ts';
import type { Collect } from './collect.ts';
import { readSource } from './read-source.ts';
import type { RunPorts } from './run-ports.ts';

/** Before the second attempt, four times as long before each further one. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

export function waitBefore(attempt: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** (attempt - 2));
}

/**
 * Reads the source, all of it again when the source says that the same may succeed later; nothing of a failed
 * attempt is kept but its line in the log (design: architecture section 10).
 */
export function readWithRetries(ports: RunPorts): Collect {
  return async (request) => {
    const { plan, folder, log, signal, answers } = request;
    for (let attempt = 1; ; attempt += 1) {
      answers.begin(attempt);
      try {
        const runner = await ports.openRunner(plan, folder, signal);
        try {
          await readSource({ ...request, runner, clock: ports.clock });
        } finally {
          await runner.close();
        }
        return;
      } catch (thrown) {
        const again = thrown instanceof RunnerError && thrown.transient && !signal.aborted;
        if (!again || attempt >= ports.attempts) throw thrown;
        const wait = waitBefore(attempt + 1);
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
