import { performance } from 'node:perf_hooks';
import { RunnerError } from '../runner.ts';

/** How long to wait, in milliseconds (mssql.md 8.4). */
export interface MssqlTimeouts {
  /** Until the connection stands, both logins included. */
  readonly connectMs: number;
  /** Until a statement's first row. */
  readonly firstRowMs: number;
  /** Without a row while nothing keeps the server from sending. */
  readonly idleRowMs: number;
  /** For one query with everything that belongs to it. */
  readonly totalMs: number;
  /** Until a cancelled statement is acknowledged; then the connection is dropped. */
  readonly cancelMs: number;
}

/** Who may end the work, and when it must have ended. */
export interface Watch {
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`. */
  readonly endsAt: number;
}

export function startWatch(signal: AbortSignal, limitMs: number): Watch {
  return { signal, endsAt: performance.now() + limitMs };
}

/** The same caller and a shorter time. */
export function within(watch: Watch, limitMs: number): Watch {
  return { ...watch, endsAt: Math.min(watch.endsAt, performance.now() + limitMs) };
}

/** @param what `query extract` */
export function cancelled(what: string): RunnerError {
  return new RunnerError('CANCELLED', `${what} was cancelled`);
}

/** @param silence `took longer than allowed` */
export function timedOut(what: string, silence: string): RunnerError {
  return new RunnerError('TIMED_OUT', `${what} ${silence}`, {
    transient: true,
    advice: 'Run again; then raise the time-out of the source, or look for what slows it down.',
  });
}

const seconds = (ms: number) => `${ms / 1000} s`;

/**
 * Watches one statement: the driver's own time-out ends with the first packet, and a server that falls silent after it
 * would be waited for without end (mssql.md D13).
 */
export class Watchdog {
  readonly #what: string;
  readonly #watch: Watch;
  readonly #limits: Pick<MssqlTimeouts, 'firstRowMs' | 'idleRowMs'>;
  readonly #stop: (reason: RunnerError) => void;
  readonly #total: NodeJS.Timeout;
  readonly #onAbort: () => void;
  #silence: NodeJS.Timeout | undefined;
  #lastSign = performance.now();
  #rows = false;
  #paused = false;

  /** @param stop is called at most once for each reason, until `end` */
  constructor(
    what: string,
    watch: Watch,
    limits: Pick<MssqlTimeouts, 'firstRowMs' | 'idleRowMs'>,
    stop: (reason: RunnerError) => void,
  ) {
    this.#what = what;
    this.#watch = watch;
    this.#limits = limits;
    this.#stop = stop;
    this.#onAbort = () => stop(cancelled(what));
    watch.signal.addEventListener('abort', this.#onAbort, { once: true });
    const left = Math.max(watch.endsAt - performance.now(), 0);
    this.#total = setTimeout(() => stop(timedOut(what, 'took longer than allowed')), left);
    this.#listen();
  }

  /** A row or the end of a result set came. */
  sign(): void {
    this.#lastSign = performance.now();
    this.#rows = true;
  }

  /** We asked the server to wait: its silence says nothing. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#lastSign = performance.now();
  }

  end(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#silence);
    this.#watch.signal.removeEventListener('abort', this.#onAbort);
  }

  #listen(): void {
    const allowed = this.#rows ? this.#limits.idleRowMs : this.#limits.firstRowMs;
    const left = this.#paused ? allowed : this.#lastSign + allowed - performance.now();
    if (left > 0) {
      // the limit itself may get shorter once rows come
      const wait = Math.min(left, this.#limits.idleRowMs);
      this.#silence = setTimeout(() => this.#listen(), wait);
      return;
    }
    const silence = this.#rows
      ? `fell silent: no row came for ${seconds(allowed)}`
      : `gave no first row within ${seconds(allowed)}`;
    this.#stop(timedOut(this.#what, silence));
  }
}
