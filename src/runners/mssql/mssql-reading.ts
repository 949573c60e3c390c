import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { sha256 } from '../../kernel/digest.ts';
import type { BoundQuery } from '../../kernel/query.ts';
import { holdsReviewedText } from '../../kernel/reviewed-parts.ts';
import { type Delivery, type Reading, RunnerError, type Snapshot } from '../runner.ts';
import { type BuiltStatement, buildStatement } from './build-statement.ts';
import type { Described } from './describe-query.ts';
import {
  type DescribedBy,
  describeQuery,
  formatOnly,
  mayDescribeOtherwise,
} from './describe-query.ts';
import { type Facts, isUnavailable } from './fact-group.ts';
import type { Isolation, MssqlSession } from './mssql-session.ts';
import { type Received, RowReceiver } from './receive-rows.ts';
import { askMoment, type ServerFacts } from './server-facts.ts';
import { SmallAnswer } from './small-answer.ts';
import { cancelled, type MssqlTimeouts, startWatch, type Watch } from './watchdog.ts';

/** How queries of one reading come to see one state (mssql.md 6.1). */
export type Consistency = 'snapshot' | 'bracket' | 'serializable';

export interface ReadingSetup {
  readonly session: MssqlSession;
  readonly facts: ServerFacts;
  readonly consistency: Consistency;
  readonly timeouts: MssqlTimeouts;
  readonly notes: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

const ISOLATION: Readonly<Record<Consistency, Isolation>> = {
  snapshot: 'SNAPSHOT',
  bracket: 'READ COMMITTED',
  serializable: 'SERIALIZABLE',
};
/** As sys.dm_exec_sessions numbers them. */
const LEVEL: Readonly<Record<Isolation, string>> = {
  'READ COMMITTED': '2',
  SERIALIZABLE: '4',
  SNAPSHOT: '5',
};

const require = createRequire(import.meta.url);
const DRIVER = ['mssql', 'tedious']
  .map((name) => `${name} ${require(`${name}/package.json`).version}`)
  .join(', ');

/** One connection, one transaction that is always rolled back: header, queries with their counts, footer. */
export class MssqlReading implements Reading {
  readonly snapshot: Snapshot;
  readonly #setup: ReadingSetup;
  #header: Facts;
  #describedBy: DescribedBy = 'sp_describe_first_result_set';
  #delivered = 0;
  #failed = false;
  #closed = false;

  private constructor(setup: ReadingSetup, header: Facts) {
    this.#setup = setup;
    this.#header = header;
    this.snapshot = snapshotOf(setup, header);
  }

  /** @throws RunnerError */
  static async open(setup: ReadingSetup, signal: AbortSignal): Promise<MssqlReading> {
    const watch = startWatch(signal, setup.timeouts.totalMs);
    return new MssqlReading(setup, await begin(setup, watch));
  }

  async deliver(query: BoundQuery, folder: string, signal: AbortSignal): Promise<Delivery> {
    try {
      return await this.#deliver(query, folder, signal);
    } catch (thrown) {
      this.#failed = true;
      throw thrown;
    }
  }

  async #deliver(query: BoundQuery, folder: string, signal: AbortSignal): Promise<Delivery> {
    if (signal.aborted) throw cancelled(`query ${query.name}`);
    const { session, timeouts } = this.#setup;
    const watch = startWatch(signal, timeouts.totalMs);
    const { columns, orderByListLength } = await this.#describe(query, watch);
    const built = buildStatement(query, columns, orderByListLength, majorOf(this.#setup.facts));
    requireReviewed(query, built);
    const path = join(folder, `${query.name}.csv`);
    const before = await this.#count(query, built, watch);
    const receiver = await RowReceiver.open(query.name, built.columns, path);
    try {
      const startedAt = this.#setup.clock.now();
      const { text, parameters } = built;
      const outcome = await session.run(
        { purpose: 'query', query: query.name, text, parameters },
        watch,
        receiver,
      );
      const received = await receiver.finish();
      const finishedAt = this.#setup.clock.now();
      const after = await this.#count(query, built, watch);
      this.#requireCounts(query, before, received.rows, after);
      this.#delivered += 1;
      return this.#delivery(query, built, path, {
        received,
        before,
        after,
        startedAt,
        finishedAt,
        messages: outcome['server_messages'] ?? '',
      });
    } catch (thrown) {
      await receiver.discard();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { session, timeouts } = this.#setup;
    try {
      // after a failure nothing of the reading counts any more, and the failure is what must be told
      if (!this.#failed && session.ended === undefined) {
        const watch = startWatch(new AbortController().signal, timeouts.idleRowMs);
        this.#requireSameTransaction(await askMoment(session, this.#setup.facts, watch));
      }
    } finally {
      await session.close();
    }
  }

  /** By the procedure; by the query itself with FMTONLY on where that fails, from then on for all queries. */
  async #describe(query: BoundQuery, watch: Watch): Promise<Described> {
    const { session } = this.#setup;
    if (this.#describedBy === 'sp_describe_first_result_set') {
      try {
        return await describeQuery(session, query, watch);
      } catch (thrown) {
        // what was read before must stay in one transaction with what is read after
        if (!mayDescribeOtherwise(thrown) || this.#delivered > 0) throw thrown;
      }
      this.#describedBy = 'SET FMTONLY';
      await session.abandon(watch);
      this.#header = await begin(this.#setup, watch);
    }
    return formatOnly(session, query, watch);
  }

  /** Rows of the query as the server counts them without sending them. */
  async #count(
    query: BoundQuery,
    { countText, parameters }: BuiltStatement,
    watch: Watch,
  ): Promise<string> {
    const answer = new SmallAnswer(`counting query ${query.name}`, ([row]) => ({
      rows: String(row?.['ipe_rows']),
    }));
    await this.#setup.session.run(
      { purpose: 'count', query: query.name, text: countText, parameters },
      watch,
      answer,
    );
    const [row, ...more] = answer.rows();
    const rows = row?.['ipe_rows'];
    if (typeof rows === 'string' && more.length === 0) return rows;
    throw new RunnerError(
      'SOURCE_CORRUPT',
      `query ${query.name}: the count of its rows did not come as one number`,
      { advice: 'Run again; when it happens again, report the query and the server version.' },
    );
  }

  #requireCounts(query: BoundQuery, before: string, rows: number, after: string): void {
    if (before === String(rows) && after === before) return;
    const moved = this.#setup.consistency === 'bracket';
    throw new RunnerError(
      'RESULT_TRUNCATED',
      `query ${query.name}: the server counted ${before} rows before and ${after} after the ${rows} that were read`,
      {
        transient: moved,
        advice: moved
          ? 'The source changed while it was read: run again when nobody posts, or use consistency snapshot.'
          : 'Nothing of the result is kept. A query that gives other rows each time (NEWID, TOP without ORDER BY) is no extract.',
      },
    );
  }

  #requireSameTransaction(footer: Facts): void {
    const changed = ['session', 'transaction_id', 'isolation_level'].filter(
      (name) => footer[name] !== this.#header[name],
    );
    if (changed.length === 0) return;
    throw new RunnerError(
      'SOURCE_UNAVAILABLE',
      `the reading did not end as it began: ${changed.map((name) => `${name} was ${this.#header[name]}, is ${footer[name]}`).join('; ')}`,
      {
        transient: true,
        advice: 'Run again: what was read may not be one state of the source.',
      },
    );
  }

  #delivery(
    query: BoundQuery,
    built: BuiltStatement,
    path: string,
    facts: {
      readonly received: Received;
      readonly before: string;
      readonly after: string;
      readonly startedAt: ReturnType<Clock['now']>;
      readonly finishedAt: ReturnType<Clock['now']>;
      readonly messages: string;
    },
  ): Delivery {
    const { received, before, after, startedAt, finishedAt, messages } = facts;
    const { rows, at, bytes, sha256: digest } = received;
    return {
      spool: {
        format: 'csv',
        files: [path],
        columns: built.columns.map(({ name, sourceType }) => ({ name, sourceType })),
      },
      receipt: {
        query: query.name,
        engineQueryId: `session ${this.#header['session']}, transaction ${this.#header['transaction_id']}, query ${this.#delivered}`,
        engineRows: rows,
        statement: built.text,
        statementSha256: sha256(built.text),
        startedAt,
        finishedAt,
        arrived: [{ file: `${query.name}.csv`, bytes, sha256: digest }],
        snapshot: this.snapshot,
        reviewed: built.reviewed,
        details: {
          ...this.#details(),
          reviewed_sha256: query.sha256,
          described_by: this.#describedBy,
          rows_counted_before: before,
          rows_in_trailer: String(rows),
          rows_counted_after: after,
          trailer_at: at,
          server_messages: messages,
          warnings: built.warnings.join('; '),
        },
      },
    };
  }

  #details(): Readonly<Record<string, string>> {
    const { session, facts, consistency, timeouts, notes } = this.#setup;
    const databases = Object.entries(facts.databases).flatMap(([name, known]) =>
      Object.entries(known).map(([fact, value]) => [`database.${name}.${fact}`, value] as const),
    );
    return {
      driver: DRIVER,
      ...prefixed('connection', { ...session.transport, ...notes }),
      ...prefixed('server', facts.server),
      ...Object.fromEntries(databases),
      ...prefixed('header', this.#header),
      consistency,
      isolation: ISOLATION[consistency],
      ...prefixed(
        'limit',
        Object.fromEntries(Object.entries(timeouts).map(([name, ms]) => [name, String(ms)])),
      ),
    };
  }
}

/** Begins the transaction and asks what it is: the header of the reading. @throws RunnerError */
async function begin({ session, facts, consistency }: ReadingSetup, watch: Watch): Promise<Facts> {
  const isolation = ISOLATION[consistency];
  await session.begin(isolation, watch);
  const header = await askMoment(session, facts, watch);
  const level = header['isolation_level'];
  if (isUnavailable(level) || level === LEVEL[isolation]) return header;
  throw new RunnerError(
    'SOURCE_UNAVAILABLE',
    `the transaction was begun with isolation ${isolation}, and the server says level ${level}`,
    { advice: 'Have the DBA look for what changes the isolation level of this login.' },
  );
}

/** 16 of `16.0.1000.6`. */
function majorOf({ server }: ServerFacts): number | null {
  const [, major] = /^([0-9]+)\./.exec(server['product_version'] ?? '') ?? [];
  return major === undefined ? null : Number(major);
}

/** What can be said of the states that queries see; never more than was read back. */
function snapshotOf({ facts, consistency }: ReadingSetup, header: Facts): Snapshot {
  const databases = Object.values(facts.databases);
  const all = (fact: string, value: string) =>
    databases.every((known) => known[fact]?.toUpperCase() === value);
  const confirmed = header['isolation_level'] === LEVEL[ISOLATION[consistency]];
  switch (consistency) {
    case 'serializable':
      return { same: confirmed, mark: confirmed ? 'serializable' : 'serializable-unconfirmed' };
    case 'bracket':
      return {
        same: false,
        mark: all('db_rcsi', '1') ? 'bracketed-statement' : 'bracketed-none',
      };
    case 'snapshot':
      if (!confirmed) return { same: false, mark: 'snapshot-unconfirmed' };
      return { same: true, mark: placeOfSnapshot(databases) };
  }
}

/** A secondary lags behind its primary; a database that is merely set read-only does not, and is not called one. */
function placeOfSnapshot(databases: readonly Facts[]): string {
  const readOnly = databases.filter(
    (known) => known['db_updateability']?.toUpperCase() === 'READ_ONLY',
  );
  if (readOnly.length === 0) return 'snapshot';
  const secondary = readOnly.some(
    ({ availability_replica: replica, is_primary_replica: primary }) =>
      !isUnavailable(replica) && replica !== 'NULL' && primary === '0',
  );
  return secondary ? 'snapshot-secondary' : 'snapshot-read-only';
}

function requireReviewed(query: BoundQuery, built: BuiltStatement): void {
  if (holdsReviewedText(built.text, query.text, built.reviewed)) return;
  throw new RunnerError(
    'QUERY_REJECTED',
    `query ${query.name}: the statement to send does not hold the reviewed text unchanged`,
    { advice: 'Report the query: this is a fault of the runner.' },
  );
}

function prefixed(prefix: string, facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [`${prefix}.${name}`, value]),
  );
}
