/** A growing wait: `first`, times `factor`, never above `most`; milliseconds. */
export interface Pace {
  readonly first: number;
  readonly factor: number;
  readonly most: number;
}

/** What gives 0 up to 1. */
export type Random = () => number;

function base({ first, factor, most }: Pace, turn: number): number {
  return Math.min(first * factor ** turn, most);
}

/** For asking again: within 20 % of the pace, so that many runs do not ask at once. */
export function pollDelay(pace: Pace, turn: number, random: Random): number {
  return base(pace, turn) * (0.8 + 0.4 * random());
}

/** For what was refused: anything up to the pace (full jitter). */
export function retryDelay(pace: Pace, turn: number, random: Random): number {
  return base(pace, turn) * random();
}

/** Ends early, without an error, when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
