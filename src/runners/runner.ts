import type { Instant } from '../kernel/clock.ts';
import type { Sha256 } from '../kernel/digest.ts';
import { PipelineError } from '../kernel/errors.ts';
import type { BoundQuery, EngineName } from '../kernel/query.ts';
import type { ReviewedParts } from '../kernel/reviewed-parts.ts';
import type { Scan } from '../kernel/scan.ts';

/**
 * Read-only access to source systems of one connection. A runner never limits, sorts or rounds,
 * and has no method that could write to a source.
 */
export interface QueryRunner {
  readonly engine: EngineName;
  /** Asks the server who and what it is; also what `ipe doctor` shows. @throws RunnerError */
  identify(signal: AbortSignal): Promise<SourceIdentity>;
  /**
   * Opens one reading: every query delivered through it sees the same state of the source where the engine
   * can do that, and `reading.snapshot` says whether it could (domain/sox.md B-3). Once `signal` is aborted, the
   * reading asks nothing more, nor when it is closed. @throws RunnerError
   */
  open(signal: AbortSignal): Promise<Reading>;
  /**
   * Every statement sent so far, in order, those of the runner itself included, and also of what failed: a connection
   * that was refused, a reading that is closed. Holds after `close`.
   */
  statements(): readonly SentStatement[];
  close(): Promise<void>;
}

export interface Reading {
  readonly snapshot: Snapshot;
  /** Sends the query and delivers its whole result into `folder`, or throws: a short result is never a result. */
  deliver(query: BoundQuery, folder: string, signal: AbortSignal): Promise<Delivery>;
  /** @throws RunnerError when the end shows that the deliveries were not what `snapshot` says */
  close(): Promise<void>;
}

/** One thing that was sent to the source. */
export interface SentStatement {
  /** `settings`: what a driver sends by itself when a connection begins. */
  readonly purpose: 'begin' | 'count' | 'describe' | 'facts' | 'query' | 'rollback' | 'settings';
  /** The query it was sent for; null for what the reading needs itself. */
  readonly query: string | null;
  /** Exact text; of what is no text, what it asks for: `BEGIN TRANSACTION (SNAPSHOT)`. */
  readonly text: string;
  readonly parameters: readonly { readonly name: string; readonly text: string }[];
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** What came back, in words and figures only. */
  readonly outcome: Readonly<Record<string, string>>;
  /** What it scanned, whatever became of it; only of a source that is paid by that. */
  readonly scan?: Scan;
}

export interface Snapshot {
  /** True when all queries of the reading saw the same state. */
  readonly same: boolean;
  /** The engine's own word: `transaction`, `snapshot` …; `none` where nothing was done to hold the queries to one. */
  readonly mark: string;
}

/** What a query delivered. */
export interface Delivery {
  readonly spool: Spool;
  readonly receipt: Receipt;
}

/** Files of one folder that the workbench reads natively. */
export interface Spool {
  readonly format: 'parquet' | 'csv';
  /** Absolute paths, in order. */
  readonly files: readonly string[];
  /** Columns as the source delivered them: its own spelling and its own type name. */
  readonly columns: readonly { readonly name: string; readonly sourceType: string }[];
}

/** The engine's own account of one query. */
export interface Receipt {
  readonly query: string;
  readonly engineQueryId: string;
  /** Rows the engine says it produced. */
  readonly engineRows: number;
  /** Exact text sent, wrapping included, and its digest. */
  readonly statement: string;
  readonly statementSha256: Sha256;
  /** Where the query's own text went. */
  readonly reviewed: ReviewedParts;
  /** When the statement was sent, when its end was confirmed. */
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** Digest and size of what arrived, file by file. */
  readonly arrived: readonly {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: Sha256;
  }[];
  readonly snapshot: Snapshot;
  /** Engine-specific figures, text only. */
  readonly details: Readonly<Record<string, string>>;
}

/** Who answered. Everything as the server itself reports it. */
export interface SourceIdentity {
  readonly engine: EngineName;
  readonly engineVersion: string;
  readonly server: string;
  readonly databases: readonly string[];
  readonly user: string;
  readonly serverTime: Instant;
  /** Proof that the connection cannot write, in the engine's words. */
  readonly readOnlyProof: string;
  /** Rights of this account that may change something, in words; empty where the proof found none. */
  readonly mayChange: readonly string[];
  /** What may keep rows or values from this account without any error, in words; empty where nothing can. */
  readonly mayHide: readonly string[];
}

export class RunnerError extends PipelineError<
  | 'AUTH_FAILED'
  | 'CANCELLED'
  | 'COLUMNS_MISMATCH'
  | 'OUT_OF_RESOURCES'
  | 'QUERY_REJECTED'
  | 'RESULT_ALTERED'
  | 'RESULT_MISSING'
  | 'RESULT_TRUNCATED'
  | 'SOURCE_CORRUPT'
  | 'SOURCE_UNAVAILABLE'
  | 'STALE_EXECUTION'
  | 'TEXT_NOT_WELL_FORMED'
  | 'TEXT_NUL'
  | 'TIMED_OUT'
  | 'TYPE_REFUSED'
> {}
