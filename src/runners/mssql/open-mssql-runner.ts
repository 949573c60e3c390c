import type { Clock } from '../../kernel/clock.ts';
import type { QueryRunner, Reading, SourceIdentity } from '../runner.ts';
import type { Hide } from './driver-errors.ts';
import { mayHide } from './may-hide.ts';
import type { MssqlConnection } from './mssql-connection.ts';
import { type Consistency, MssqlReading } from './mssql-reading.ts';
import { MssqlSession } from './mssql-session.ts';
import { readOnlyProof, requireReadOnly } from './read-only-proof.ts';
import { askServerFacts, askServerTime, isUnavailable, type ServerFacts } from './server-facts.ts';
import { type MssqlTimeouts, startWatch } from './watchdog.ts';

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
}

const MINUTE = 60_000;
const DEFAULT_TIMEOUTS: MssqlTimeouts = {
  connectMs: 45_000,
  firstRowMs: 30 * MINUTE,
  idleRowMs: 2 * MINUTE,
  totalMs: 240 * MINUTE,
  cancelMs: 5_000,
};

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
  readonly #timeouts: MssqlTimeouts;
  /** Connected to ask who answers; the next reading takes it over, so that an extraction logs in once. */
  #waiting: Connected | undefined;

  constructor(options: MssqlRunnerOptions) {
    this.#options = options;
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
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
      mayHide: mayHide(facts),
    };
  }

  async open(signal: AbortSignal): Promise<Reading> {
    const connected = this.#waiting ?? (await this.#connect(signal));
    this.#waiting = undefined;
    const { consistency, clock, notes = {} } = this.#options;
    try {
      const setup = { ...connected, consistency, clock, notes, timeouts: this.#timeouts };
      return await MssqlReading.open(setup, signal);
    } catch (thrown) {
      await connected.session.close();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    await waiting?.session.close();
  }

  async #connect(signal: AbortSignal): Promise<Connected> {
    const { connection, clock, hide, databases = [], requireReadOnlyLogin } = this.#options;
    const timeouts = this.#timeouts;
    const watch = startWatch(signal, timeouts.totalMs);
    const session = await MssqlSession.connect({ connection, timeouts, clock, hide }, watch);
    try {
      const facts = await askServerFacts(session, databases, watch);
      if (requireReadOnlyLogin) requireReadOnly(facts);
      return { session, facts };
    } catch (thrown) {
      await session.close();
      throw thrown;
    }
  }
}

function known(fact: string | undefined): string | undefined {
  return isUnavailable(fact) || fact === 'NULL' ? undefined : fact;
}
