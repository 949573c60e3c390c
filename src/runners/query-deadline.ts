import { startDeadline } from '../kernel/deadline.ts';
import { RunnerError } from './runner.ts';

/** A signal that aborts when the caller's does or when the time is up. */
export interface QueryDeadline {
  readonly signal: AbortSignal;
  /** What the reader must be told once the signal is aborted. */
  readonly error: (what: string, cause?: unknown) => RunnerError;
  readonly end: () => void;
}

/**
 * `end` must be called when the work is over.
 * @param timeoutMs for ever when left out
 * @param mayRepeat whether what took too long may be read again; not where each reading is paid
 */
export function startQueryDeadline(
  caller: AbortSignal,
  timeoutMs: number | undefined,
  mayRepeat = true,
): QueryDeadline {
  const { signal, reason, end } = startDeadline(caller, timeoutMs);
  return {
    signal,
    error: (what, cause) =>
      reason() === 'TIMED_OUT'
        ? new RunnerError('TIMED_OUT', `${what} took longer than allowed`, {
            cause,
            transient: mayRepeat,
            advice: 'Raise the time-out of the source, or look for what slows the query down.',
          })
        : new RunnerError('CANCELLED', `${what} was cancelled`, { cause }),
    end,
  };
}
