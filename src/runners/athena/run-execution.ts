import {
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { isPassing } from '../../aws/aws-errors.ts';
import { RunnerError } from '../runner.ts';
import type { AthenaClients } from './athena-clients.ts';
import { athenaError, type Hide } from './athena-error.ts';
import type { AthenaTiming } from './athena-options.ts';
import { pause, pollDelay, type Random, retryDelay } from './back-off.ts';
import { type Deadline, startDeadline } from './deadline.ts';

/** What executions are run with. */
export interface ExecutionTools {
  readonly aws: AthenaClients;
  readonly timing: AthenaTiming;
  readonly random: Random;
  readonly hide: Hide;
}

const NEVER = new AbortController().signal;
const TERMINAL: readonly unknown[] = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/**
 * Has Athena take a query on, however often it is busy: always with the same token, so that there is one execution.
 * Not given up half-way, because an execution nobody knows of could not be stopped.
 * @throws RunnerError
 */
export async function startExecution(
  what: string,
  input: StartQueryExecutionCommandInput,
  { aws, timing, random, hide }: ExecutionTools,
  deadline: Deadline,
): Promise<string> {
  const giveUp = startDeadline(deadline.signal, timing.startMs);
  try {
    for (let turn = 0; ; turn += 1) {
      if (deadline.signal.aborted) throw deadline.error(what);
      try {
        const { QueryExecutionId } = await aws.call(({ athena }) =>
          athena.send(new StartQueryExecutionCommand(input)),
        );
        if (QueryExecutionId !== undefined) return QueryExecutionId;
        throw new RunnerError('SOURCE_UNAVAILABLE', `${what}: Athena gave no execution id`, {
          transient: true,
        });
      } catch (thrown) {
        if (deadline.signal.aborted) throw deadline.error(what);
        if (!isPassing(thrown) || giveUp.signal.aborted) throw athenaError(what, thrown, hide);
      }
      await pause(retryDelay(timing.retry, turn, random), giveUp.signal);
    }
  } finally {
    giveUp.end();
  }
}

/**
 * Asks until the execution has ended. When asking is over before that, the execution is stopped.
 * @param look is shown every answer
 * @throws RunnerError
 */
export async function awaitEnd(
  what: string,
  id: string,
  tools: ExecutionTools,
  deadline: Deadline,
  look: (execution: QueryExecution) => void,
): Promise<QueryExecution> {
  const { timing, random, hide } = tools;
  for (let turn = 0; ; turn += 1) {
    if (deadline.signal.aborted) throw deadline.error(what);
    try {
      const execution = await ask(id, tools, deadline.signal);
      look(execution);
      if (TERMINAL.includes(execution.Status?.State)) return execution;
    } catch (thrown) {
      if (deadline.signal.aborted) throw deadline.error(what);
      if (!isPassing(thrown)) throw athenaError(what, thrown, hide);
    }
    await pause(pollDelay(timing.poll, turn, random), deadline.signal);
  }
}

/**
 * Stops an execution and waits until it has ended.
 * @param look is shown every answer
 * @returns how it ended, in words
 */
export async function stopExecution(
  id: string,
  tools: ExecutionTools,
  look: (execution: QueryExecution) => void,
): Promise<string> {
  const { aws, timing, random } = tools;
  const deadline = startDeadline(NEVER, timing.stopMs);
  let asked = false;
  let why = '';
  try {
    for (let turn = 0; !deadline.signal.aborted; turn += 1) {
      try {
        if (!asked) {
          const stop = new StopQueryExecutionCommand({ QueryExecutionId: id });
          await aws.call(({ athena }) => athena.send(stop, { abortSignal: deadline.signal }));
          asked = true;
        }
        const execution = await ask(id, tools, deadline.signal);
        look(execution);
        const { Status } = execution;
        if (TERMINAL.includes(Status?.State)) {
          return `${Status?.State}${Status?.StateChangeReason === undefined ? '' : `, ${tools.hide(Status.StateChangeReason)}`}`;
        }
      } catch (thrown) {
        why = athenaError('', thrown, tools.hide).message;
        if (!isPassing(thrown)) break;
      }
      await pause(pollDelay(timing.poll, turn, random), deadline.signal);
    }
    return `${asked ? 'asked to stop, its end was not seen' : 'could not be asked to stop'}${why}`;
  } finally {
    deadline.end();
  }
}

async function ask(
  id: string,
  { aws }: ExecutionTools,
  signal: AbortSignal,
): Promise<QueryExecution> {
  const question = new GetQueryExecutionCommand({ QueryExecutionId: id });
  const { QueryExecution: execution } = await aws.call(({ athena }) =>
    athena.send(question, { abortSignal: signal }),
  );
  if (execution !== undefined) return execution;
  throw new RunnerError('SOURCE_UNAVAILABLE', `Athena says nothing about execution ${id}`);
}
