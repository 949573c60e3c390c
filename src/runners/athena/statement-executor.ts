import type { QueryExecution } from '@aws-sdk/client-athena';
import { type Limit, runExecution } from '../../aws/athena-execution.ts';
import { wasComputed } from '../../aws/athena-freshness.ts';
import type { Clock, Instant } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import { RunnerError } from '../runner.ts';
import type { StatementLog } from '../statement-log.ts';
import type { AthenaRunnerOptions } from './athena-options.ts';
import { executionDetails } from './execution-details.ts';
import { executionRequest, type Place, type Statement } from './execution-request.ts';
import { failedExecution, isRetryable } from './failed-execution.ts';
import { executionTools, type ReadingTools, staleExecution } from './reading-tools.ts';
import { scanOf } from './scan-cost.ts';

/** Attempts of one statement; only for what Athena itself calls worth another. */
const MOST_ATTEMPTS = 3;

/** An execution that succeeded. */
export interface Finished {
  readonly id: string;
  /** Of the answer to its start; null where it bore none. */
  readonly requestId: string | null;
  readonly token: string;
  readonly attempt: number;
  readonly execution: QueryExecution;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

/** Executes the statements of one reading; each is logged before the call, with the token to ask again with. */
export class StatementExecutor {
  readonly #tools: ReadingTools;
  readonly #place: Place;
  readonly #clock: Clock;
  readonly #log: StatementLog;
  readonly #price: AthenaRunnerOptions['scanPrice'];

  constructor(
    tools: ReadingTools,
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

  /** @throws RunnerError for anything but a SELECT that Athena computed anew and to its end */
  async run(statement: Statement, limit: Limit): Promise<Finished> {
    for (let attempt = 1; ; attempt += 1) {
      const finished = await this.#attempt(statement, attempt, limit);
      const { execution } = finished;
      if (execution.Status?.State === 'SUCCEEDED') return finished;
      if (isRetryable(execution) && attempt < MOST_ATTEMPTS) continue;
      throw failedExecution(whatIs(statement), execution, this.#tools.hide);
    }
  }

  async #attempt(statement: Statement, attempt: number, limit: Limit): Promise<Finished> {
    const input = executionRequest(statement, this.#place, attempt);
    const token = input.ClientRequestToken;
    const startedAt = this.#clock.now();
    const { purpose, query, text } = statement;
    const parameters = statement.parameters.map(({ name, literal }) => ({ name, text: literal }));
    const update = this.#log.record(
      { purpose, query, text, parameters },
      { token, attempt: String(attempt) },
    );
    const price = this.#price;
    let id = '';
    let requestId: string | null = null;
    try {
      const execution = await runExecution(
        { what: whatIs(statement), input },
        executionTools(this.#tools),
        limit,
        {
          started: (given, request) => {
            id = given;
            requestId = request;
            update({ execution: id, state: 'started' }, scanOf({ QueryExecutionId: id }, price));
          },
          seen: (answer, isOurs) =>
            update(executionDetails(answer), isOurs ? scanOf(answer, price) : null),
          stopped: (how) =>
            update(
              { stopped: this.#tools.hide(how) },
              // no answer named it, and it may have read
              id === '' ? scanOf({}, price) : undefined,
            ),
        },
      );
      if (execution.Status?.State === 'SUCCEEDED') requireUsable(id, execution, update);
      const finishedAt = this.#clock.now();
      return { id, requestId, token, attempt, execution, startedAt, finishedAt };
    } catch (thrown) {
      update({ error: messageOf(thrown) });
      throw thrown;
    }
  }
}

function whatIs({ purpose, query, role }: Statement): string {
  if (query === null) return `asking for ${role}`;
  return purpose === 'count' ? `counting query ${query}` : `query ${query}`;
}

/** @throws RunnerError for a result that is of another time, or of something else than a SELECT */
function requireUsable(
  id: string,
  execution: QueryExecution,
  update: (more: Readonly<Record<string, string>>) => void,
): void {
  const why = whyNotUsable(id, execution);
  if (why === null) return;
  // Athena's own word for it stays SUCCEEDED
  update({ result: 'refused, nothing of it was read' });
  throw why;
}

function whyNotUsable(id: string, execution: QueryExecution): RunnerError | null {
  if (!wasComputed(execution)) {
    return staleExecution(id, 'Athena does not say that it computed the result anew');
  }
  const { StatementType: type, SubstatementType: subtype } = execution;
  if (type === 'DML' && (subtype ?? 'SELECT') === 'SELECT') return null;
  return new RunnerError(
    'QUERY_REJECTED',
    `execution ${id}: Athena says it was ${type} ${subtype}, expected DML SELECT`,
    { advice: "Write one SELECT over the declared tables of the item's sources." },
  );
}
