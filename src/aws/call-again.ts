import { isPassing } from './aws-errors.ts';
import { type Pace, pause, type Random, retryDelay } from './back-off.ts';

/** How often a call is made again, and after which waits. */
export interface Again {
  readonly times: number;
  readonly pace: Pace;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Whether an error may be gone at the next try; what any service calls so unless told. */
  readonly mayPass?: (thrown: unknown) => boolean;
}

/** Makes a call, and again while its errors may pass. @throws what the last call threw, or the signal's reason */
export async function callAgain<Answer>(
  call: () => Promise<Answer>,
  { times, pace, random, signal, mayPass = isPassing }: Again,
): Promise<Answer> {
  for (let turn = 0; ; turn += 1) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (thrown) {
      if (signal.aborted || !mayPass(thrown) || turn >= times) throw thrown;
    }
    await pause(retryDelay(pace, turn, random), signal);
  }
}
