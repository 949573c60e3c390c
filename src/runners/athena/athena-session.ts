import type { QueryExecution } from '@aws-sdk/client-athena';
import type { Clock, Instant } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import { RunnerError } from '../runner.ts';
import type { StatementLog } from '../statement-log.ts';
import type { AthenaRunnerOptions } from './athena-options.ts';
import type { Deadline } from './deadline.ts';
import { executionDetails } from './execution-details.ts';
import { executionRequest, type Place, type Statement } from './execution-request.ts';
import { failedExecution, isRetryable } from './failed-execution.ts';
import { requireComputed, requireFresh } from './freshness.ts';
import { awaitEnd, type ExecutionTools, startExecution, stopExecution } from './run-execution.ts';
import { scanOf } from './scan-cost.ts';

/** Attempts of one statement; only for what Athena itself calls worth another. */
const MOST_ATTEMPTS = 3;

/** An execution that succeeded. */
export interface Finished {
  readonly id: string;
  readonly token: string;
  readonly attempt: number;
  readonly execution: QueryExecution;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

/** Executes the statements of one reading; each is logged before the call, with the token to ask again with. */
export class AthenaSession {
  readonly #tools: ExecutionTools;
  readonly #place: Place;
  readonly #clock: Clock;
  readonly #log: StatementLog;
  readonly #price: AthenaRunnerOptions['scanPrice'];

  constructor(
    tools: ExecutionTools,
    place: Place,
    { clock, scanPrice }: Pick<AthenaRunnerOptions, 'clock' | 'scanPrice'>,
    log: StatementLog,
  ) {
    this.#tools = tools;
    this.#place = place;
    this.#clock = clock;
    this.#log = log;
    this.#price = scanPrice;
  }

  /** @throws RunnerError for anything but a statement that Athena computed anew and to its end */
  async run(statement: Statement, deadline: Deadline): Promise<Finished> {
    for (let attempt = 1; ; attempt += 1) {
      const finished = await this.#attempt(statement, attempt, deadline);
      const { execution } = finished;
      if (execution.Status?.State === 'SUCCEEDED') {
        requireComputed(execution);
        requireSelect(execution);
        return finished;
      }
      if (isRetryable(execution) && attempt < MOST_ATTEMPTS) continue;
      throw failedExecution(whatIs(statement), execution, this.#tools.hide);
    }
  }

  async #attempt(statement: Statement, attempt: number, deadline: Deadline): Promise<Finished> {
    const what = whatIs(statement);
    const place = this.#place;
    const input = executionRequest(statement, place, attempt);
    const token = input.ClientRequestToken;
    const startedAt = this.#clock.now();
    const { purpose, query, text } = statement;
    const parameters = statement.parameters.map(({ name, literal }) => ({ name, text: literal }));
    const update = this.#log.record(
      { purpose, query, text, parameters },
      { token, attempt: String(attempt) },
    );
    let id: string | undefined;
    let seen: QueryExecution | undefined;
    try {
      id = await startExecution(what, input, this.#tools, deadline);
      update({ execution: id, state: 'started' });
      const execution = await awaitEnd(what, id, this.#tools, deadline, (answer) => {
        seen = answer;
        requireFresh(answer, { text, place, startedAt });
      });
      update(executionDetails(execution), scanOf(execution, this.#price));
      return { id, token, attempt, execution, startedAt, finishedAt: this.#clock.now() };
    } catch (thrown) {
      // what is not ours is not ours to stop
      const stale = thrown instanceof RunnerError && thrown.code === 'STALE_EXECUTION';
      if (id !== undefined && !stale) {
        const look = (answer: QueryExecution) => {
          seen = answer;
        };
        update({ stopped: await stopExecution(id, this.#tools, look) });
      }
      if (seen !== undefined) {
        update(executionDetails(seen), stale ? undefined : scanOf(seen, this.#price));
      }
      update({ error: messageOf(thrown) });
      throw thrown;
    }
  }
}

function whatIs({ purpose, query, role }: Statement): string {
  if (query === null) return `asking for ${role}`;
  return purpose === 'count' ? `counting query ${query}` : `query ${query}`;
}

function requireSelect({
  StatementType,
  SubstatementType,
  QueryExecutionId,
}: QueryExecution): void {
  if (StatementType === 'DML' && (SubstatementType ?? 'SELECT') === 'SELECT') return;
  throw new RunnerError(
    'QUERY_REJECTED',
    `execution ${QueryExecutionId}: Athena says it was ${StatementType} ${SubstatementType}, expected DML SELECT`,
    { advice: "Write one SELECT over the declared tables of the item's sources." },
  );
}
