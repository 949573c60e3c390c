/** A signal that follows another one after a time of grace: what is being sealed then may be finished. */
export function withGrace(
  signal: AbortSignal,
  graceMs: number,
): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(() => controller.abort(signal.reason), graceMs);
  };
  if (signal.aborted) start();
  else signal.addEventListener('abort', start, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      signal.removeEventListener('abort', start);
      clearTimeout(timer);
    },
  };
}
