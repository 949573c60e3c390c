import sql from 'mssql';
import { RunnerError, type SentStatement } from '../runner.ts';
import type { SentParameter } from './bind-parameters.ts';
import { driverError, type Hide } from './driver-errors.ts';
import { type MssqlTimeouts, type Watch, Watchdog } from './watchdog.ts';

/** What a statement is sent as; a procedure's parameters are its arguments. */
export interface Statement {
  readonly purpose: SentStatement['purpose'];
  readonly query: string | null;
  readonly text: string;
  readonly parameters: readonly SentParameter[];
  /** Called by name instead of sending `text`. */
  readonly procedure?: string;
}

/** A column as the driver reports it. */
export type ReceivedColumn = sql.IColumnMetadata[string];

/** What takes an answer, as it comes. What it throws ends the request. */
export interface Receiver {
  /** A result set begins. */
  columns(columns: readonly ReceivedColumn[], flow: Flow): void;
  row(cells: readonly unknown[], flow: Flow): void;
  /** The server ended a statement and says how many rows it had. */
  rowCount(rows: number): void;
  /** The answer ended without an error. May still wait for what is being written. */
  end(): Promise<Readonly<Record<string, string>>>;
}

/** Stops and starts what comes from the server. */
export interface Flow {
  pause(): void;
  resume(): void;
  fail(reason: unknown): void;
}

/** Sent as nvarchar(max) above this length. */
const LONGEST_NVARCHAR = 4000;
/** Different remarks of the server that are kept. */
const MOST_INFOS = 20;
/** How much later than the driver we give a cancelled request up. */
const GRACE_MS = 250;

export interface RequestToRun {
  readonly what: string;
  readonly statement: Statement;
  readonly watch: Watch;
  readonly timeouts: MssqlTimeouts;
  readonly hide: Hide;
}

/**
 * Sends a request and feeds its answer to the receiver. It ends when the driver says that it is over, or when we
 * stop it: then it is cancelled, and the connection dropped if that is not acknowledged.
 * @throws RunnerError for the first thing that went wrong on either side
 */
export async function runRequest(
  request: sql.Request,
  { what, statement, watch, timeouts, hide }: RequestToRun,
  receiver: Receiver,
  drop: () => void,
): Promise<Readonly<Record<string, string>>> {
  const said: unknown[] = [];
  const infos = new Map<string, number>();
  let stopped: Stopped | undefined;
  let givenUp: NodeJS.Timeout | undefined;
  let over: () => void = () => undefined;
  const isOver = new Promise<void>((resolve) => {
    over = resolve;
  });
  const stop = (reason: unknown) => {
    if (stopped !== undefined) return;
    stopped = { reason, saidBefore: [...said] };
    givenUp = setTimeout(() => {
      drop();
      over();
    }, timeouts.cancelMs + GRACE_MS);
    request.cancel();
  };
  const dog = new Watchdog(what, watch, timeouts, stop);
  const flow: Flow = {
    pause: () => {
      dog.pause();
      request.pause();
    },
    resume: () => {
      dog.resume();
      request.resume();
    },
    fail: stop,
  };
  /** What a listener throws would be lost in the driver, or end the process. */
  const guarded =
    <Values extends unknown[]>(listener: (...values: Values) => void) =>
    (...values: Values) => {
      if (stopped !== undefined) return;
      try {
        listener(...values);
      } catch (thrown) {
        stop(thrown);
      }
    };
  request.stream = true;
  request.arrayRowMode = true;
  request.on(
    'recordset',
    guarded((columns: readonly ReceivedColumn[]) => receiver.columns(columns, flow)),
  );
  request.on(
    'row',
    guarded((cells: readonly unknown[]) => {
      dog.sign();
      receiver.row(cells, flow);
    }),
  );
  request.on(
    'rowsaffected',
    guarded((rows: number) => receiver.rowCount(rows)),
  );
  request.on('info', ({ number, message }: { number: number; message: string }) => {
    const info = `${number} ${hide(message)}`;
    if (infos.size < MOST_INFOS || infos.has(info)) infos.set(info, (infos.get(info) ?? 0) + 1);
  });
  request.on('error', (error: unknown) => said.push(error));
  request.on('done', () => over());
  try {
    send(request, statement).catch((thrown: unknown) => {
      said.push(thrown);
      over();
    });
    await isOver;
    throwStopped(stopped, what, hide);
    if (said.length > 0) throw driverError(what, said, hide);
    return { ...(await receiver.end()), ...messagesOf(infos) };
  } finally {
    dog.end();
    clearTimeout(givenUp);
    // a late error of a dropped connection must not end the process
    request.on('error', () => undefined);
  }
}

/** What the server remarked without failing: `8153 Warning: … (3 times)`. */
function messagesOf(infos: ReadonlyMap<string, number>): Readonly<Record<string, string>> {
  if (infos.size === 0) return {};
  const list = [...infos].map(([info, times]) => (times === 1 ? info : `${info} (${times} times)`));
  return { server_messages: list.join('; ') };
}

type Stopped = { readonly reason: unknown; readonly saidBefore: readonly unknown[] };

/** Silence after the server had said what went wrong is no time-out. */
function throwStopped(stopped: Stopped | undefined, what: string, hide: Hide): void {
  if (stopped === undefined) return;
  const { reason, saidBefore } = stopped;
  const timedOut = reason instanceof RunnerError && reason.code === 'TIMED_OUT';
  throw timedOut && saidBefore.length > 0 ? driverError(what, saidBefore, hide) : reason;
}

function send(request: sql.Request, { text, parameters, procedure }: Statement): Promise<unknown> {
  for (const { name, text: value } of parameters) {
    const length = value.length > LONGEST_NVARCHAR ? sql.MAX : Math.max(value.length, 1);
    request.input(name, sql.NVarChar(length), value);
  }
  return procedure === undefined ? request.query(text) : request.execute(procedure);
}
