/** A signal that aborts when the caller's does or when the time is up; `reason` says which came first. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly reason: () => 'CANCELLED' | 'TIMED_OUT' | undefined;
  readonly end: () => void;
}

/** `end` must be called when the work is over. */
export function startDeadline(caller: AbortSignal, timeoutMs: number | undefined): Deadline {
  const controller = new AbortController();
  let reason: 'CANCELLED' | 'TIMED_OUT' | undefined;
  const abort = (why: 'CANCELLED' | 'TIMED_OUT') => {
    reason ??= why;
    controller.abort();
  };
  const cancel = () => abort('CANCELLED');
  if (caller.aborted) cancel();
  caller.addEventListener('abort', cancel, { once: true });
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => abort('TIMED_OUT'), timeoutMs);
  return {
    signal: controller.signal,
    reason: () => reason,
    end: () => {
      caller.removeEventListener('abort', cancel);
      clearTimeout(timer);
    },
  };
}
