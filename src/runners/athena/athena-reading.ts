import { join } from 'node:path';
import type { Caller } from '../../aws/allowed-caller.ts';
import { type Sha256, sha256 } from '../../kernel/digest.ts';
import type { BoundQuery } from '../../kernel/query.ts';
import { type QueryDeadline, startQueryDeadline } from '../query-deadline.ts';
import { type Delivery, type Reading, RunnerError, type Snapshot, type Spool } from '../runner.ts';
import { SpoolFile } from '../spool-file.ts';
import type { StatementLog } from '../statement-log.ts';
import { acceptQuery } from './accept-statement.ts';
import type { AthenaRunnerOptions } from './athena-options.ts';
import { requireNoEmptyRecord, requireResultForm } from './delivered-text.ts';
import type { Place, Statement } from './execution-request.ts';
import { type Pin, pinTables } from './pin-tables.ts';
import type { ReadingTools } from './reading-tools.ts';
import { receiptDetails } from './receipt-details.ts';
import { resultColumns } from './result-columns.ts';
import { fetchObject, objectDetails, requireChecksums } from './result-object.ts';
import { describeResult, fetchPages } from './result-pages.ts';
import { askOneRow } from './small-answer.ts';
import { pinSnapshots, requireListed } from './snapshot-pins.ts';
import { type Finished, StatementExecutor } from './statement-executor.ts';
import { encryptedByClient, type WorkgroupFacts } from './workgroup.ts';

export interface ReadingSetup {
  readonly options: AthenaRunnerOptions;
  readonly tools: ReadingTools;
  readonly place: Place;
  readonly caller: Caller;
  readonly workgroup: WorkgroupFacts;
  readonly log: StatementLog;
}

/** What a query is sent as. */
interface Prepared {
  readonly statement: Statement;
  /** Pieces of the reviewed text. */
  readonly kept: readonly string[];
}

/** What arrived of a result. */
interface Arrived {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  /** Counted while they came; null where they came as bytes. */
  readonly rows: number | null;
  /** What S3 said; null where pages of the API were read. */
  readonly object: Readonly<Record<string, string>> | null;
}

/** Queries of one item, each with its own count; over Iceberg tables all of one snapshot. */
export class AthenaReading implements Reading {
  readonly snapshot: Snapshot;
  readonly #setup: ReadingSetup;
  readonly #session: StatementExecutor;
  /** Of the run: what is asked at the end is given up with it. */
  readonly #signal: AbortSignal;
  #pins: readonly Pin[] = [];
  /** Statements of the queries so far: none shares its token with another. */
  #turns = 0;
  #failed = false;
  #closed = false;

  private constructor(setup: ReadingSetup, signal: AbortSignal) {
    const { consistency } = setup.options;
    this.#setup = setup;
    this.#signal = signal;
    this.#session = new StatementExecutor(setup.tools, setup.place, setup.options, setup.log);
    this.snapshot = { same: consistency === 'pinned-snapshot', mark: consistency };
  }

  /** @throws RunnerError */
  static async open(setup: ReadingSetup, signal: AbortSignal): Promise<AthenaReading> {
    const reading = new AthenaReading(setup, signal);
    const { consistency, tables = [] } = setup.options;
    if (consistency !== 'pinned-snapshot') return reading;
    await reading.#within(signal, async (deadline) => {
      reading.#pins = await pinSnapshots(tables, (statement, names) =>
        reading.#ask(statement, names, deadline),
      );
    });
    return reading;
  }

  async deliver(query: BoundQuery, folder: string, signal: AbortSignal): Promise<Delivery> {
    try {
      return await this.#within(signal, (deadline) => this.#deliver(query, folder, deadline));
    } catch (thrown) {
      this.#failed = true;
      throw thrown;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // after a failure nothing of the reading counts any more, and the failure is what must be told
    if (this.#failed) return;
    await this.#within(this.#signal, async (deadline) => {
      for (const pin of this.#pins) {
        await requireListed(pin, 'at the end', (statement, names) =>
          this.#ask(statement, names, deadline),
        );
      }
    });
  }

  async #deliver(query: BoundQuery, folder: string, deadline: QueryDeadline): Promise<Delivery> {
    const what = `query ${query.name}`;
    if (deadline.signal.aborted) throw deadline.error(what);
    const { tools, options } = this.#setup;
    const { statement, kept } = this.#prepare(query);
    const bracketed = options.consistency === 'bracketed';
    const before = bracketed ? await this.#count(statement, deadline) : undefined;
    const finished = await this.#session.run(statement, deadline);
    const { described, requestId } = await describeResult(what, finished.id, tools, deadline);
    const columns = resultColumns(query, described);
    const path = join(folder, `${query.name}.csv`);
    const arrived = await this.#fetch(what, finished, columns, path, deadline);
    try {
      const after = await this.#count(statement, deadline);
      this.#requireCounts(what, before ?? after, arrived.rows, after);
      const requests = { start: finished.requestId, result: requestId };
      const details = receiptDetails(this.#setup, this.#pins, query, finished, {
        requests,
        object: arrived.object,
      });
      return this.#delivery(query, { statement, kept }, finished, columns, arrived, after, details);
    } catch (thrown) {
      await SpoolFile.remove(path);
      throw thrown;
    }
  }

  #prepare(query: BoundQuery): Prepared {
    const { tokens, literals } = acceptQuery(query);
    const { consistency, databases } = this.#setup.options;
    const { text, kept } =
      consistency === 'pinned-snapshot'
        ? pinTables(query.name, tokens, this.#pins, databases)
        : { text: query.text, kept: [query.text] };
    const parameters = query.parameters.map(({ name }, index) => ({
      name,
      literal: literals[index] ?? '',
    }));
    const sent = { query: query.name, role: this.#role('query'), text, parameters };
    return { statement: { purpose: 'query', ...sent }, kept };
  }

  /** Athena tells no rows of a result, so the same query is counted, by itself and in the same state where it can. */
  async #count(query: Statement, deadline: QueryDeadline): Promise<number> {
    const [rows = ''] = await this.#ask(
      {
        ...query,
        purpose: 'count',
        role: this.#role('count'),
        text: `SELECT CAST(COUNT(*) AS VARCHAR) AS "ipe_rows" FROM (\n${query.text}\n) AS "ipe_counted"`,
      },
      ['ipe_rows'],
      deadline,
    );
    if (/^[0-9]{1,15}$/.test(rows)) return Number(rows);
    throw new RunnerError(
      'SOURCE_CORRUPT',
      `query ${query.query}: Athena counts its rows as ${JSON.stringify(rows)}`,
      { advice: 'Run again; when it happens again, report the statement in the log.' },
    );
  }

  async #fetch(
    what: string,
    { id, execution }: Finished,
    columns: Spool['columns'],
    path: string,
    deadline: QueryDeadline,
  ): Promise<Arrived> {
    const { tools, place, workgroup } = this.#setup;
    const names = columns.map(({ name }) => name);
    const location = execution.ResultConfiguration?.OutputLocation;
    const managed = execution.ManagedQueryResultsConfiguration?.Enabled === true;
    const spool = await SpoolFile.create(path);
    try {
      if (workgroup.fetch === 'api' || (location === undefined && managed)) {
        const rows = await fetchPages(what, id, names, spool, tools, deadline);
        const facts = { path, rows, object: null, ...(await spool.finish()) };
        if (columns.length === 1) await requireNoEmptyRecord(what, path);
        return facts;
      }
      const encryption = execution.ResultConfiguration?.EncryptionConfiguration?.EncryptionOption;
      if (encryption === 'CSE_KMS') throw encryptedByClient(`execution ${id}`);
      const object = await fetchObject(
        what,
        {
          location: location ?? 'no place',
          expectedBucketOwner: place.expectedBucketOwner,
          submittedAt: execution.Status?.SubmissionDateTime,
          completedAt: execution.Status?.CompletionDateTime,
        },
        spool,
        tools,
        deadline,
      );
      const facts = await spool.finish();
      const outcome = requireChecksums(what, facts.sha256, object);
      await requireResultForm(what, path, names);
      if (columns.length === 1) await requireNoEmptyRecord(what, path);
      return { path, rows: null, object: objectDetails(object, outcome), ...facts };
    } catch (thrown) {
      await spool.discard();
      throw thrown;
    }
  }

  #requireCounts(what: string, before: number, arrived: number | null, after: number): void {
    if (before === after && (arrived ?? after) === after) return;
    const moved = before !== after;
    throw new RunnerError(
      'RESULT_TRUNCATED',
      `${what}: Athena counted ${before} rows before and ${after} after${arrived === null ? '' : ` the ${arrived} that were read`}`,
      {
        transient: moved,
        advice: moved
          ? 'The table changed while it was read: run again when nobody writes, or use Iceberg tables and pinned-snapshot.'
          : 'Nothing of the result is kept. A query that gives other rows each time is no extract.',
      },
    );
  }

  #delivery(
    query: BoundQuery,
    { statement, kept }: Prepared,
    finished: Finished,
    columns: Spool['columns'],
    { path, bytes, sha256: digest }: Arrived,
    counted: number,
    details: Readonly<Record<string, string>>,
  ): Delivery {
    const { text } = statement;
    return {
      spool: { format: 'csv', files: [path], columns },
      receipt: {
        query: query.name,
        engineQueryId: finished.id,
        engineRows: counted,
        statement: text,
        statementSha256: sha256(text),
        reviewed: { kept, leftOut: '' },
        startedAt: finished.startedAt,
        finishedAt: finished.finishedAt,
        arrived: [{ file: `${query.name}.csv`, bytes, sha256: digest }],
        snapshot: this.snapshot,
        details,
      },
    };
  }

  #role(purpose: string): string {
    this.#turns += 1;
    return `${purpose}, statement ${this.#turns}`;
  }

  #ask(
    statement: Statement,
    names: readonly string[],
    deadline: QueryDeadline,
  ): Promise<readonly string[]> {
    return askOneRow(this.#session, statement, names, this.#setup.tools, deadline);
  }

  async #within<Result>(
    signal: AbortSignal,
    work: (deadline: QueryDeadline) => Promise<Result>,
  ): Promise<Result> {
    const deadline = startQueryDeadline(signal, this.#setup.tools.timing.totalMs, false);
    try {
      return await work(deadline);
    } finally {
      deadline.end();
    }
  }
}
