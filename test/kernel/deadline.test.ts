import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startDeadline } from '../../src/kernel/deadline.ts';

const HOUR = 3_600_000;
const NEVER = new AbortController().signal;

describe('a deadline', () => {
  it('aborts when the caller does, and says so whatever comes after', async () => {
    const caller = new AbortController();
    const deadline = startDeadline(caller.signal, 20);
    expect([deadline.signal.aborted, deadline.reason()]).toEqual([false, undefined]);
    caller.abort();
    expect([deadline.signal.aborted, deadline.reason()]).toEqual([true, 'CANCELLED']);
    await once(AbortSignal.timeout(60), 'abort');
    expect(deadline.reason()).toBe('CANCELLED');
    deadline.end();
  });

  it('aborts when the time is up', async () => {
    const deadline = startDeadline(NEVER, 1);
    await once(deadline.signal, 'abort');
    expect(deadline.reason()).toBe('TIMED_OUT');
    deadline.end();
  });

  it('is over at once for a caller that gave up before', () => {
    const deadline = startDeadline(AbortSignal.abort(), HOUR);
    expect(deadline.reason()).toBe('CANCELLED');
    deadline.end();
  });

  it('means nothing after its end, and has none of its own without a time', () => {
    const caller = new AbortController();
    const deadline = startDeadline(caller.signal, undefined);
    deadline.end();
    caller.abort();
    expect([deadline.signal.aborted, deadline.reason()]).toEqual([false, undefined]);
  });
});
