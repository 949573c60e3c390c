import type { Clock } from '../../kernel/clock.ts';
import type { QueryRunner, Reading, SentStatement, SourceIdentity } from '../runner.ts';
import { StatementLog } from '../statement-log.ts';
import { type Hide, serverNumber } from './driver-errors.ts';
import { isUnavailable } from './fact-group.ts';
import { mayHide } from './may-hide.ts';
import type { MssqlConnection } from './mssql-connection.ts';
import { type Consistency, MssqlReading } from './mssql-reading.ts';
import { MssqlSession } from './mssql-session.ts';
import { mayChange, readOnlyProof, requireReadOnly } from './read-only-proof.ts';
import { askServerFacts, askServerTime, type ServerFacts } from './server-facts.ts';
import { type MssqlTimeouts, startWatch, type Watch } from './watchdog.ts';

export interface MssqlRunnerOptions {
  readonly connection: MssqlConnection;
  readonly consistency: Consistency;
  /** Refuses a login that may write. */
  readonly requireReadOnlyLogin: boolean;
  /** What is left out is as mssql.md 8.4 has it. */
  readonly timeouts?: Partial<MssqlTimeouts>;
  readonly clock: Clock;
  /** Keeps the secrets of the connection out of what is told: every text of the driver and the server goes through it. */
  readonly hide: Hide;
  /** Databases the queries name; the one the session begins in when left out. */
  readonly databases?: readonly string[];
  /** What else a receipt says of the login: which secret it came from, never what is in it. */
  readonly notes?: Readonly<Record<string, string>>;
  /** How to log in when the server has refused the login, or null when there is no other way. */
  readonly renew?: (signal: AbortSignal) => Promise<MssqlAccess | null>;
}

/** One way to log in. */
export type MssqlAccess = Pick<MssqlRunnerOptions, 'connection' | 'notes' | 'renew'>;

const MINUTE = 60_000;
/** As much later as mssql.md 8.4 gives up a connection that the driver should have. */
const CONNECT_GRACE_MS = 15_000;
const DEFAULT_TIMEOUTS: MssqlTimeouts = {
  connectMs: 45_000,
  firstRowMs: 30 * MINUTE,
  idleRowMs: 2 * MINUTE,
  totalMs: 240 * MINUTE,
  cancelMs: 5_000,
};

/** More could lock the account (design/aws.md section 4). */
const MOST_LOGINS = 3;
/** Login failed. */
const LOGIN_REFUSED = 18456;

interface Connected {
  readonly session: MssqlSession;
  readonly facts: ServerFacts;
}

/** A runner over one SQL Server. Nothing is sent before the first call. */
export function openMssqlRunner(options: MssqlRunnerOptions): QueryRunner {
  return new MssqlRunner(options);
}

class MssqlRunner implements QueryRunner {
  readonly engine = 'mssql';
  readonly #options: MssqlRunnerOptions;
  readonly #log: StatementLog;
  #access: MssqlAccess;
  /** Connected to ask who answers; the next reading takes it over, so that an extraction logs in once. */
  #waiting: Connected | undefined;

  constructor(options: MssqlRunnerOptions) {
    this.#options = options;
    this.#access = options;
    this.#log = new StatementLog(options.clock);
  }

  async identify(signal: AbortSignal): Promise<SourceIdentity> {
    this.#waiting ??= await this.#connect(signal);
    const { session, facts } = this.#waiting;
    const { server } = facts;
    const serverTime = await askServerTime(session, startWatch(signal, this.#timeouts.totalMs));
    const [edition, version] = [server['edition'], server['product_version']];
    return {
      engine: 'mssql',
      engineVersion: isUnavailable(version)
        ? (server['engine'] ?? 'unknown')
        : [version, edition].filter((text) => !isUnavailable(text)).join(' '),
      server: known(server['server_name']) ?? session.transport['server'] ?? 'unknown',
      databases: Object.keys(facts.databases),
      user: known(server['original_login']) ?? known(server['login']) ?? 'unknown',
      serverTime,
      readOnlyProof: readOnlyProof(facts),
      mayChange: mayChange(facts),
      mayHide: mayHide(facts),
    };
  }

  async open(signal: AbortSignal): Promise<Reading> {
    const connected = this.#waiting ?? (await this.#connect(signal));
    this.#waiting = undefined;
    const { consistency, clock } = this.#options;
    const { notes = {} } = this.#access;
    try {
      const setup = { ...connected, consistency, clock, notes, timeouts: this.#timeouts };
      return await MssqlReading.open(setup, signal);
    } catch (thrown) {
      await connected.session.close();
      throw thrown;
    }
  }

  statements(): readonly SentStatement[] {
    return this.#log.statements();
  }

  async close(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    await waiting?.session.close();
  }

  /** The driver's own time-out comes first, and says more. */
  get #timeouts(): MssqlTimeouts {
    const { connectTimeoutMs } = this.#access.connection;
    const connectMs = Math.max(DEFAULT_TIMEOUTS.connectMs, connectTimeoutMs + CONNECT_GRACE_MS);
    return { ...DEFAULT_TIMEOUTS, connectMs, ...this.#options.timeouts };
  }

  async #connect(signal: AbortSignal): Promise<Connected> {
    const { databases = [], requireReadOnlyLogin } = this.#options;
    const watch = startWatch(signal, this.#timeouts.totalMs);
    const session = await this.#logIn(signal, watch);
    try {
      const facts = await askServerFacts(session, databases, watch);
      if (requireReadOnlyLogin) requireReadOnly(facts);
      return { session, facts };
    } catch (thrown) {
      await session.close();
      throw thrown;
    }
  }

  /** With what the secret says now when it was changed since it was read. */
  async #logIn(signal: AbortSignal, watch: Watch): Promise<MssqlSession> {
    const { hide } = this.#options;
    for (let login = 1; ; login += 1) {
      const { connection, renew } = this.#access;
      const options = { connection, timeouts: this.#timeouts, log: this.#log, hide };
      try {
        return await MssqlSession.connect(options, watch);
      } catch (thrown) {
        if (serverNumber(thrown) !== LOGIN_REFUSED || login === MOST_LOGINS) throw thrown;
        const renewed = (await renew?.(signal)) ?? null;
        if (renewed === null) throw thrown;
        this.#access = renewed;
      }
    }
  }
}

function known(fact: string | undefined): string | undefined {
  return isUnavailable(fact) || fact === 'NULL' ? undefined : fact;
}
