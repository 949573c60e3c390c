import { performance } from 'node:perf_hooks';
import sql from 'mssql';
import type { Connection } from 'tedious';
import { RunnerError, type SentStatement } from '../runner.ts';
import type { StatementLog } from '../statement-log.ts';
import { driverConfig } from './driver-config.ts';
import {
  drop,
  logSettings,
  numberLoginErrors,
  watchRouting,
  watchTls,
} from './driver-connection.ts';
import { driverError, type Hide } from './driver-errors.ts';
import type { MssqlConnection } from './mssql-connection.ts';
import { guardAnswers } from './parser-guard.ts';
import { type Receiver, runRequest, type Statement } from './run-request.ts';
import { cancelled, type MssqlTimeouts, timedOut, type Watch, within } from './watchdog.ts';

export interface SessionOptions {
  readonly connection: MssqlConnection;
  readonly timeouts: MssqlTimeouts;
  readonly log: StatementLog;
  readonly hide: Hide;
}

export type Isolation = 'SNAPSHOT' | 'READ COMMITTED' | 'SERIALIZABLE';

const LEVELS: Readonly<Record<Isolation, number>> = {
  SNAPSHOT: sql.ISOLATION_LEVEL.SNAPSHOT,
  'READ COMMITTED': sql.ISOLATION_LEVEL.READ_COMMITTED,
  SERIALIZABLE: sql.ISOLATION_LEVEL.SERIALIZABLE,
};
/** Longer than any extraction waits between two statements. */
const IDLE_MS = 24 * 60 * 60 * 1000;

const NO_TLS = { tls: 'none' };

/** One connection to one server: requests strictly one after the other, in at most one transaction. */
export class MssqlSession {
  /** What is known of the connection from this side: TLS, address, intent. */
  readonly transport: Readonly<Record<string, string>>;
  readonly #options: SessionOptions;
  readonly #pool: sql.ConnectionPool;
  readonly #connections: ReadonlySet<Connection>;
  /** By the server. */
  readonly #rolledBack = new WeakSet<sql.Transaction>();
  #transaction: sql.Transaction | undefined;
  #ended: RunnerError | undefined;

  private constructor(
    options: SessionOptions,
    pool: sql.ConnectionPool,
    connections: ReadonlySet<Connection>,
    transport: Readonly<Record<string, string>>,
  ) {
    this.#options = options;
    this.#pool = pool;
    this.#connections = connections;
    this.transport = transport;
  }

  /** @throws RunnerError */
  static async connect(options: SessionOptions, watch: Watch): Promise<MssqlSession> {
    const { connection, timeouts, log, hide } = options;
    const connections = new Set<Connection>();
    let tls: Readonly<Record<string, string>> = NO_TLS;
    let routedTo: string | undefined;
    const config = driverConfig(connection, {
      firstRowTimeoutMs: timeouts.firstRowMs,
      cancelTimeoutMs: timeouts.cancelMs,
    });
    const pool = new sql.ConnectionPool({
      ...config,
      // the pool's own clocks would end what ours allow
      pool: {
        ...config.pool,
        idleTimeoutMillis: IDLE_MS,
        acquireTimeoutMillis: IDLE_MS,
        createTimeoutMillis: IDLE_MS,
      },
      beforeConnect: (made) => {
        // npm mssql's types call the driver's connection by their own name
        const opened = made as unknown as Connection;
        connections.add(opened);
        // npm mssql tries one connection first and uses the next
        tls = NO_TLS;
        routedTo = undefined;
        guardAnswers(opened);
        logSettings(opened, log);
        numberLoginErrors(opened);
        watchTls(opened, (facts) => {
          tls = facts;
        });
        watchRouting(opened, (where) => {
          tls = NO_TLS;
          routedTo = where;
        });
      },
    });
    // without a listener, a connection that breaks would end the process
    pool.on('error', () => undefined);
    const place = placeOf(connection);
    let tried = false;
    const connecting = pool.connect().then(() => {
      tried = true;
      return logInForGood(pool);
    });
    try {
      await raced(connecting, within(watch, timeouts.connectMs), `connecting to ${place}`);
    } catch (thrown) {
      for (const opened of connections) drop(opened);
      connecting
        .catch(() => undefined)
        .then(() => pool.close())
        .catch(() => undefined);
      if (thrown instanceof RunnerError) throw thrown;
      throw driverError(`connecting to ${place} failed`, [thrown], hide, tried);
    }
    const transport = {
      server: routedTo ?? place,
      ...(routedTo === undefined ? {} : { routed_by: place }),
      ...tls,
      certificate_checked: tls !== NO_TLS && certificateIsChecked(connection) ? 'yes' : 'no',
      application_intent: connection.readOnlyIntent ? 'ReadOnly' : 'ReadWrite',
    };
    return new MssqlSession(options, pool, connections, transport);
  }

  /** Why nothing can be sent any more; undefined while the session is whole. */
  get ended(): RunnerError | undefined {
    return this.#ended;
  }

  /** @throws RunnerError */
  async begin(isolation: Isolation, watch: Watch): Promise<void> {
    const transaction = new sql.Transaction(this.#pool);
    // true: by the server, without being asked
    transaction.on('rollback', (aborted: boolean) => {
      if (!aborted) return;
      this.#rolledBack.add(transaction);
      if (this.#transaction === transaction) this.#end(rolledBack());
    });
    const text = `BEGIN TRANSACTION (${isolation})`;
    await this.#control('begin', text, 'beginning the transaction', watch, () =>
      transaction.begin(LEVELS[isolation]),
    );
    this.#ended = undefined;
    this.#transaction = transaction;
  }

  /** Forgets a transaction that the server ended, so that another can begin. */
  async abandon(watch: Watch): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    if (transaction !== undefined) await this.#rollBack(transaction, watch);
  }

  /**
   * Sends one statement and hands its whole answer to the receiver. Any error, of whatever side, is an error of the
   * statement, and of the transaction it stood in.
   * @returns what is recorded of the answer
   * @throws RunnerError
   */
  async run(
    statement: Statement,
    watch: Watch,
    receiver: Receiver,
  ): Promise<SentStatement['outcome']> {
    const what = statement.query === null ? 'asking for facts' : `query ${statement.query}`;
    if (watch.signal.aborted) throw cancelled(what);
    if (this.#ended !== undefined) throw readingEnded(this.#ended);
    const { purpose, query, parameters, procedure } = statement;
    const text =
      procedure === undefined
        ? statement.text
        : `EXEC ${procedure} ${parameters.map(({ name }) => `@${name}`).join(', ')}`;
    const { timeouts, hide } = this.#options;
    return await this.#logged({ purpose, query, text, parameters }, what, async () => {
      const request = { what, statement, watch, timeouts, hide };
      const outcome = await runRequest(this.#request(), request, receiver, () => this.#drop());
      if (this.#ended !== undefined) throw this.#ended;
      return outcome;
    });
  }

  /** Undoes whatever the queries may have done, and hangs up. Never throws: what counts was confirmed before. */
  async close(): Promise<void> {
    const { cancelMs } = this.#options.timeouts;
    const watch = () => ({
      signal: new AbortController().signal,
      endsAt: performance.now() + cancelMs,
    });
    const transaction = this.#transaction;
    this.#transaction = undefined;
    if (transaction !== undefined) await this.#rollBack(transaction, watch());
    await raced(this.#pool.close(), watch(), 'hanging up').catch(() => undefined);
    this.#drop();
  }

  #request(): sql.Request {
    return this.#transaction === undefined
      ? new sql.Request(this.#pool)
      : new sql.Request(this.#transaction);
  }

  /** A transaction that is lost cannot be rolled back, which is no error; one the server rolled back need not be. */
  async #rollBack(transaction: sql.Transaction, watch: Watch): Promise<void> {
    if (this.#rolledBack.has(transaction)) return;
    await this.#control('rollback', 'ROLLBACK TRANSACTION', 'rolling back', watch, () =>
      transaction.rollback(),
    ).catch(() => undefined);
  }

  #end(reason: RunnerError): void {
    this.#ended ??= reason;
  }

  #drop(): void {
    for (const opened of this.#connections) drop(opened);
  }

  /** Does what is sent and records it. An error is one of the transaction it stood in too. @throws RunnerError */
  async #logged(
    sent: Pick<SentStatement, 'purpose' | 'query' | 'text' | 'parameters'>,
    what: string,
    work: () => Promise<SentStatement['outcome']>,
  ): Promise<SentStatement['outcome']> {
    const { log, hide } = this.#options;
    const update = log.record(sent);
    try {
      const outcome = await work();
      update(outcome);
      return outcome;
    } catch (thrown) {
      const error = thrown instanceof RunnerError ? thrown : driverError(what, [thrown], hide);
      if (this.#transaction !== undefined) this.#ended ??= error;
      update({ error: error.message, code: error.code });
      throw error;
    }
  }

  /** A request of the driver's own. What cannot be cancelled ends with its connection. */
  async #control(
    purpose: SentStatement['purpose'],
    text: string,
    what: string,
    watch: Watch,
    start: () => Promise<unknown> | undefined,
  ): Promise<void> {
    await this.#logged(
      { purpose, query: null, text, parameters: [] },
      `${what} failed`,
      async () => {
        try {
          await raced(Promise.resolve(start()), watch, what);
        } catch (thrown) {
          if (thrown instanceof RunnerError) this.#drop();
          throw thrown;
        }
        return { done: 'yes' };
      },
    );
  }
}

/** What npm mssql's types leave out of a pool. */
interface Lending {
  acquire(requester: object): Promise<object>;
  release(connection: object): void;
}

/** A pool connects once to try and hangs up; the connection that counts would log in with the first request only. */
async function logInForGood(pool: sql.ConnectionPool): Promise<void> {
  const lending = pool as unknown as Lending;
  lending.release(await lending.acquire(pool));
}

/** @throws RunnerError CANCELLED or TIMED_OUT as soon as the watch says so, whatever becomes of the work */
async function raced(work: Promise<unknown>, watch: Watch, what: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const { signal, endsAt } = watch;
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled(what));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const late = () => reject(timedOut(what, 'took longer than allowed'));
    timer = setTimeout(late, Math.max(endsAt - performance.now(), 0));
  });
  try {
    await Promise.race([work, stopped]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}

function certificateIsChecked({ tls }: MssqlConnection): boolean {
  return tls.mode !== 'off' && !tls.trustAnyCertificate;
}

function rolledBack(): RunnerError {
  return new RunnerError('SOURCE_UNAVAILABLE', 'the server rolled the transaction back', {
    transient: true,
    advice: 'Run again: what was read before and after would not be one state.',
  });
}

function readingEnded(cause: RunnerError): RunnerError {
  return new RunnerError('SOURCE_UNAVAILABLE', 'the reading ended when an earlier query failed', {
    cause,
    transient: true,
    advice: 'Open another reading and send all queries again, so that they see the same state.',
  });
}

function placeOf({ server, port, instanceName }: MssqlConnection): string {
  return instanceName === null ? `${server}:${port}` : `${server}\\${instanceName}`;
}
