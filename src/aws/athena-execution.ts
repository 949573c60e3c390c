import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { Instant } from '../kernel/clock.ts';
import { startDeadline } from '../kernel/deadline.ts';
import { whyNotAsked } from './athena-freshness.ts';
import { awsTrouble, isPassing } from './aws-errors.ts';
import { type Pace, pause, pollDelay, type Random, retryDelay } from './back-off.ts';

/** How long is waited, in milliseconds. */
export interface ExecutionTiming {
  /** For a statement to be taken on while Athena is busy. */
  readonly startMs: number;
  /** For what was given up to be stopped and to end, asking for its id included. */
  readonly stopMs: number;
  readonly poll: Pace;
  readonly retry: Pace;
}

/** What executions are run with, and how whoever runs them says what went wrong. */
export interface ExecutionTools {
  readonly call: <Answer>(perform: (athena: AthenaClient) => Promise<Answer>) => Promise<Answer>;
  readonly timing: ExecutionTiming;
  readonly random: Random;
  /** What an error of a call means. */
  readonly failed: (what: string, thrown: unknown) => Error;
  /** That an execution is not the one that was asked for. */
  readonly stale: (id: string, how: string) => Error;
}

/** A statement as it is sent; with its token it is one execution, however often it is sent. */
export interface ExecutionRequest {
  /** For people: `query extract`. */
  readonly what: string;
  readonly input: StartQueryExecutionCommandInput & { readonly ClientRequestToken: string };
  readonly askedAt: Instant;
}

/** Until when is waited. */
export interface Limit {
  readonly signal: AbortSignal;
  /** What the reader must be told once the signal is aborted. */
  readonly error: (what: string) => Error;
}

/** As `stopMs`: well below what a run that was asked to stop has left, for it is sealed after that. */
export const USUAL_STOP_MS = 10_000;

/** Is told what becomes of an execution, as it is known. */
export interface ExecutionWatcher {
  readonly started: (id: string) => void;
  /** @param isOurs it is the one that was asked for */
  readonly seen: (execution: QueryExecution, isOurs: boolean) => void;
  /** It was given up, and ended so, in words. */
  readonly stopped: (how: string) => void;
}

const NEVER = new AbortController().signal;
const ENDED: readonly unknown[] = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/**
 * Has Athena execute a statement, to its end, whichever that is. Nothing of ours goes on when nobody waits for it:
 * whatever goes wrong, the execution is stopped, also where no answer named it; what is not ours is left alone.
 * @throws what `limit` or `tools` make of it
 */
export async function runExecution(
  request: ExecutionRequest,
  tools: ExecutionTools,
  limit: Limit,
  watcher: ExecutionWatcher,
): Promise<QueryExecution> {
  const { what } = request;
  const unseen: Unseen = { mayRun: false };
  let id: string | undefined;
  try {
    const started = await startExecution(request, tools, limit.signal, unseen);
    id = started;
    watcher.started(started);
    return await awaitEnd(started, tools, limit.signal, (execution) => {
      const why = look(execution, request, watcher);
      if (why.length === 0) return;
      id = undefined;
      unseen.mayRun = false;
      throw tools.stale(started, why.join('; '));
    });
  } catch (thrown) {
    const { aborted } = limit.signal;
    const left =
      id === undefined && !unseen.mayRun ? '' : await stopWhatRuns(id, request, tools, watcher);
    throw aborted ? limit.error(`${what}${left}`) : tools.failed(`${what}${left}`, thrown);
  }
}

/** How giving up an execution ended. */
interface Stopped {
  readonly how: string;
  /** Nothing of it runs any more. */
  readonly isOver: boolean;
}

/**
 * Stops an execution, in `stopMs` whatever happens.
 * @param known its id; undefined where no answer named it
 * @returns what whoever reads the error must do about it, in words; none where it is over
 */
async function stopWhatRuns(
  known: string | undefined,
  request: ExecutionRequest,
  tools: ExecutionTools,
  watcher: ExecutionWatcher,
): Promise<string> {
  const deadline = startDeadline(NEVER, tools.timing.stopMs);
  const { signal } = deadline;
  let id = known;
  const started = (given: string) => {
    id = given;
    watcher.started(given);
  };
  try {
    const { how, isOver } =
      known === undefined
        ? await stopUnseen(request, tools, { ...watcher, started }, signal)
        : await stopExecution(known, request, tools, watcher, signal);
    watcher.stopped(how);
    if (isOver) return '';
    return ` (${id === undefined ? 'it may run in Athena under an id that is not known: look for it there and stop it' : `execution ${id} may still be running: stop it`})`;
  } finally {
    deadline.end();
  }
}

/** Shows an answer to whoever watches. @returns why it is not the execution that was asked for */
function look(
  execution: QueryExecution,
  { input, askedAt }: ExecutionRequest,
  watcher: ExecutionWatcher,
): readonly string[] {
  const why = whyNotAsked(execution, input, askedAt);
  watcher.seen(execution, why.length === 0);
  return why;
}

/** What is known of an execution that no answer has named. */
interface Unseen {
  /** A request was sent and its answer was lost. */
  mayRun: boolean;
}

/** Asks however often Athena is busy, always with the same token, so that there is one execution. */
async function startExecution(
  request: ExecutionRequest,
  tools: ExecutionTools,
  signal: AbortSignal,
  unseen: Unseen,
): Promise<string> {
  const { timing, random } = tools;
  const giveUp = startDeadline(signal, timing.startMs);
  try {
    for (let turn = 0; ; turn += 1) {
      signal.throwIfAborted();
      try {
        return await sendStart(request, tools, signal, unseen);
      } catch (thrown) {
        if (!isPassing(thrown) || giveUp.signal.aborted) throw thrown;
      }
      await pause(retryDelay(timing.retry, turn, random), giveUp.signal);
    }
  } finally {
    giveUp.end();
  }
}

async function sendStart(
  { input }: ExecutionRequest,
  { call }: ExecutionTools,
  signal: AbortSignal,
  unseen: Unseen,
): Promise<string> {
  const { QueryExecutionId: id } = await call((athena) => {
    const command = new StartQueryExecutionCommand(input);
    // inside of the SDK's own tries: the error it gives at last may hide an answer that was lost before
    command.middlewareStack.add(
      (next) => async (args) => {
        try {
          return await next(args);
        } catch (thrown) {
          unseen.mayRun ||= !isRefusal(thrown);
          throw thrown;
        }
      },
      { step: 'finalizeRequest', priority: 'low', name: 'soxautoLostAnswer' },
    );
    return athena.send(command, { abortSignal: signal });
  });
  if (id !== undefined) return id;
  unseen.mayRun = true;
  throw new Error('Athena gave no execution id');
}

/** The service itself said that it did not take the request on. */
function isRefusal(thrown: unknown): boolean {
  const { status } = awsTrouble(thrown);
  return status !== null && status >= 300 && status < 500;
}

/** Asks until the execution has ended. */
async function awaitEnd(
  id: string,
  tools: ExecutionTools,
  signal: AbortSignal,
  look: (execution: QueryExecution) => void,
): Promise<QueryExecution> {
  const { timing, random } = tools;
  for (let turn = 0; ; turn += 1) {
    signal.throwIfAborted();
    try {
      const execution = await ask(id, tools, signal);
      look(execution);
      if (ENDED.includes(execution.Status?.State)) return execution;
    } catch (thrown) {
      if (!isPassing(thrown)) throw thrown;
    }
    await pause(pollDelay(timing.poll, turn, random), signal);
  }
}

/** Stops an execution and waits until it has ended. */
async function stopExecution(
  id: string,
  request: ExecutionRequest,
  tools: ExecutionTools,
  watcher: ExecutionWatcher,
  signal: AbortSignal,
): Promise<Stopped> {
  const { call, timing, random } = tools;
  let asked = false;
  let why = '';
  for (let turn = 0; !signal.aborted; turn += 1) {
    try {
      if (!asked) {
        const stop = new StopQueryExecutionCommand({ QueryExecutionId: id });
        await unlessAborted(
          call((athena) => athena.send(stop, { abortSignal: signal })),
          signal,
        );
        asked = true;
      }
      const execution = await unlessAborted(ask(id, tools, signal), signal);
      look(execution, request, watcher);
      const { State, StateChangeReason: reason } = execution.Status ?? {};
      if (ENDED.includes(State)) {
        return { how: reason === undefined ? `${State}` : `${State}, ${reason}`, isOver: true };
      }
    } catch (thrown) {
      // the time that is up says nothing about what kept it from being stopped
      if (signal.aborted && why !== '') break;
      why = `: ${tools.failed('stopping it', thrown).message}`;
      if (!isPassing(thrown)) break;
    }
    await pause(pollDelay(timing.poll, turn, random), signal);
  }
  const how = asked ? 'asked to stop, its end was not seen' : 'could not be asked to stop';
  return { how: `${how}${why}`, isOver: false };
}

/**
 * Stops what may run though no answer named it: sent once more, the same token brings its id. Where the first request
 * never arrived, this one starts what is then stopped at once.
 */
async function stopUnseen(
  request: ExecutionRequest,
  tools: ExecutionTools,
  watcher: ExecutionWatcher,
  signal: AbortSignal,
): Promise<Stopped> {
  let id: string;
  try {
    id = await unlessAborted(startExecution(request, tools, signal, { mayRun: true }), signal);
  } catch (thrown) {
    const why = tools.failed('asking for its id', thrown).message;
    return { how: `whether it was started is not known: ${why}`, isOver: false };
  }
  watcher.started(id);
  return await stopExecution(id, request, tools, watcher, signal);
}

/** What is waited for until the signal is aborted: the SDK's own waits and a provider of credentials may go on. */
function unlessAborted<Answer>(work: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('the time for it was up'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function ask(
  id: string,
  { call }: ExecutionTools,
  signal: AbortSignal,
): Promise<QueryExecution> {
  const question = new GetQueryExecutionCommand({ QueryExecutionId: id });
  const { QueryExecution: execution } = await call((athena) =>
    athena.send(question, { abortSignal: signal }),
  );
  if (execution !== undefined) return execution;
  throw new Error(`Athena says nothing about execution ${id}`);
}
