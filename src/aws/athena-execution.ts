import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { startDeadline } from '../kernel/deadline.ts';
import { whyNotAsked, whyTooOld } from './athena-freshness.ts';
import { type Started, startExecution, type Unseen } from './athena-start.ts';
import { isPassing } from './aws-errors.ts';
import { type Pace, pause, pollDelay, type Random } from './back-off.ts';

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
  readonly started: (id: string, requestId: string | null) => void;
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
  const unseen: Unseen = { mayRun: false, since: performance.now() };
  let started: Started | undefined;
  try {
    const known = await startExecution(request, tools, limit.signal, unseen);
    started = known;
    watcher.started(known.id, known.requestId);
    return await awaitEnd(known.id, tools, limit.signal, (execution) => {
      const refused = look(execution, known, request, watcher);
      if (refused !== null) throw refused;
    });
  } catch (thrown) {
    const { aborted } = limit.signal;
    const isOurs = !(thrown instanceof Refused) || thrown.isOurs;
    const mayRun = started === undefined ? unseen.mayRun : isOurs;
    const left = mayRun ? await stopWhatRuns(started, request, tools, unseen, watcher) : '';
    if (aborted) throw limit.error(`${what}${left}`);
    if (thrown instanceof Refused) throw tools.stale(thrown.id, `${thrown.message}${left}`);
    throw tools.failed(`${what}${left}`, thrown);
  }
}

/** That an execution is not the one that was asked for. */
class Refused extends Error {
  readonly id: string;
  /** Started by the request, and by no other. */
  readonly isOurs: boolean;

  constructor(id: string, why: readonly string[], isOurs: boolean) {
    super(why.join('; '));
    this.id = id;
    this.isOurs = isOurs;
  }
}

/**
 * Shows an answer to whoever watches. A token is of one request: what it brought with the same text in the same place
 * is ours, also where its time says that it was not computed for it.
 */
function look(
  execution: QueryExecution,
  { id, askedAt }: Started,
  { input }: ExecutionRequest,
  watcher: ExecutionWatcher,
): Refused | null {
  const another = whyNotAsked(execution, input);
  const old = whyTooOld(execution, askedAt);
  const isOurs = another.length === 0;
  watcher.seen(execution, isOurs);
  const why = [...old, ...another];
  return why.length === 0 ? null : new Refused(id, why, isOurs);
}

/** How giving up an execution ended. */
interface Stopped {
  readonly how: string;
  /** Nothing of it runs any more. */
  readonly isOver: boolean;
}

/**
 * Stops an execution, in `stopMs` whatever happens.
 * @param known undefined where no answer named it
 * @returns what whoever reads the error must do about it, in words; none where it is over
 */
async function stopWhatRuns(
  known: Started | undefined,
  request: ExecutionRequest,
  tools: ExecutionTools,
  unseen: Unseen,
  watcher: ExecutionWatcher,
): Promise<string> {
  const deadline = startDeadline(NEVER, tools.timing.stopMs);
  const { signal } = deadline;
  let id = known?.id;
  const started = (given: string, requestId: string | null) => {
    id = given;
    watcher.started(given, requestId);
  };
  try {
    const { how, isOver } =
      known === undefined
        ? await stopUnseen(request, tools, unseen, { ...watcher, started }, signal)
        : await stopExecution(known, request, tools, watcher, signal);
    watcher.stopped(how);
    if (isOver) return '';
    return ` (${id === undefined ? 'it may run in Athena under an id that is not known: look for it there and stop it' : `execution ${id} may still be running: stop it`})`;
  } finally {
    deadline.end();
  }
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
  started: Started,
  request: ExecutionRequest,
  tools: ExecutionTools,
  watcher: ExecutionWatcher,
  signal: AbortSignal,
): Promise<Stopped> {
  const { call, timing, random } = tools;
  const { id } = started;
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
      look(execution, started, request, watcher);
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
  unseen: Unseen,
  watcher: ExecutionWatcher,
  signal: AbortSignal,
): Promise<Stopped> {
  let started: Started;
  try {
    started = await unlessAborted(startExecution(request, tools, signal, unseen), signal);
  } catch (thrown) {
    const why = tools.failed('asking for its id', thrown).message;
    return { how: `whether it was started is not known: ${why}`, isOver: false };
  }
  watcher.started(started.id, started.requestId);
  return await stopExecution(started, request, tools, watcher, signal);
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
