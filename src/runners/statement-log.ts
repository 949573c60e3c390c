import type { Clock } from '../kernel/clock.ts';
import type { SentStatement } from './runner.ts';

type Outcome = SentStatement['outcome'];

/** What a runner sent, in the order sent: a statement stands here before it leaves, whatever becomes of it. */
export class StatementLog {
  readonly #clock: Clock;
  readonly #sent: SentStatement[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns adds to what is known of the outcome, as it comes */
  record(
    statement: Pick<SentStatement, 'purpose' | 'query' | 'text' | 'parameters'>,
    known: Outcome = {},
  ): (more: Outcome) => void {
    const index = this.#sent.length;
    const { purpose, query, text, parameters } = statement;
    const startedAt = this.#clock.now();
    let outcome: Outcome = {};
    const update = (more: Outcome) => {
      outcome = { ...outcome, ...more };
      const finishedAt = this.#clock.now();
      this.#sent[index] = { purpose, query, text, parameters, startedAt, finishedAt, outcome };
    };
    update(known);
    return update;
  }

  statements(): readonly SentStatement[] {
    return [...this.#sent];
  }
}
