import { RunnerError } from '../runner.ts';

/** A signal that aborts when the caller's does or when the time is up. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** What the reader must be told once the signal is aborted. */
  readonly error: (what: string) => RunnerError;
  readonly end: () => void;
}

/** `end` must be called when the work is over. */
export function startDeadline(caller: AbortSignal, timeoutMs: number): Deadline {
  const controller = new AbortController();
  let timedOut = false;
  const cancel = () => controller.abort();
  if (caller.aborted) cancel();
  caller.addEventListener('abort', cancel, { once: true });
  const timer = setTimeout(() => {
    timedOut = !controller.signal.aborted;
    controller.abort();
  }, timeoutMs);
  return {
    signal: controller.signal,
    error: (what) =>
      timedOut ? tookTooLong(what) : new RunnerError('CANCELLED', `${what} was cancelled`),
    end: () => {
      caller.removeEventListener('abort', cancel);
      clearTimeout(timer);
    },
  };
}

function tookTooLong(what: string): RunnerError {
  return new RunnerError('TIMED_OUT', `${what} took longer than allowed`, {
    transient: true,
    advice: 'Raise the time-out of the source, or look for what slows the query down.',
  });
}
