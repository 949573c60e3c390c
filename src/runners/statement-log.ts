import type { Clock } from '../kernel/clock.ts';
import type { Scan } from '../kernel/scan.ts';
import type { SentStatement } from './runner.ts';

type Outcome = SentStatement['outcome'];

/** What a runner sent, in the order sent: a statement stands here before it leaves, whatever becomes of it. */
export class StatementLog {
  readonly #clock: Clock;
  readonly #sent: SentStatement[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns adds to what is known of the outcome, as it comes; null takes a scan back that is none of ours */
  record(
    statement: Pick<SentStatement, 'purpose' | 'query' | 'text' | 'parameters'>,
    known: Outcome = {},
  ): (more: Outcome, scan?: Scan | null) => void {
    const index = this.#sent.length;
    const { purpose, query, text, parameters } = statement;
    const startedAt = this.#clock.now();
    let outcome: Outcome = {};
    let scanned: Scan | undefined;
    const update = (more: Outcome, scan?: Scan | null) => {
      outcome = { ...outcome, ...more };
      if (scan !== undefined) scanned = scan ?? undefined;
      const finishedAt = this.#clock.now();
      const sent = { purpose, query, text, parameters, startedAt, finishedAt, outcome };
      this.#sent[index] = scanned === undefined ? sent : { ...sent, scan: scanned };
    };
    update(known);
    return update;
  }

  statements(): readonly SentStatement[] {
    return [...this.#sent];
  }
}
