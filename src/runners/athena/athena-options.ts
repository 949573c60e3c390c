import type { AllowedCaller } from '../../aws/allowed-caller.ts';
import { type ExecutionTiming, USUAL_STOP_MS } from '../../aws/athena-execution.ts';
import { type AwsAccess, CLIENT_LIMITS, type ClientLimits } from '../../aws/client-settings.ts';
import type { Clock } from '../../kernel/clock.ts';

/**
 * How queries of one reading come to see one state (design/aws.md 2). `pinned-snapshot`: Iceberg tables, each read as
 * of one snapshot; `bracketed`: rows counted before and after each query; `none`: counted once.
 */
export type Consistency = 'pinned-snapshot' | 'bracketed' | 'none';

/** A table by its Glue names. */
export interface LakeTable {
  readonly database: string;
  readonly table: string;
}

export interface AthenaRunnerOptions extends AwsAccess {
  /** Who may call: anybody else is stopped before the first query. */
  readonly allowed: readonly AllowedCaller[];
  readonly workgroup: string;
  /** Default `AwsDataCatalog`. */
  readonly catalog?: string;
  /** Databases the queries name; the first is the one they run in. */
  readonly databases: readonly [string, ...string[]];
  /** Tables the queries of a reading name: what `pinned-snapshot` pins. */
  readonly tables?: readonly LakeTable[];
  /** `s3://bucket/prefix/`; only where the workgroup does not say it. */
  readonly outputLocation?: string;
  /** Twelve digits; the caller's account when left out. */
  readonly expectedBucketOwner?: string;
  readonly consistency: Consistency;
  /** How a result is brought: its object, or page by page where S3 cannot be reached. Default `s3`. */
  readonly fetch?: 's3' | 'api';
  /** Whether somebody vouches that no row filter of Lake Formation lies on the databases. Default `unknown`. */
  readonly rowFilters?: 'unknown' | 'none';
  /** Price of a scanned terabyte, plain decimal text with its currency beside it; no estimate when left out. */
  readonly scanPrice?: { readonly perTerabyte: string; readonly currency: string };
  /** What is left out is as design/aws.md has it. */
  readonly timing?: Partial<AthenaTiming>;
  /** Takes secrets out of a text. */
  readonly hide?: (text: string) => string;
  readonly clock: Clock;
}

/** How long to wait, in milliseconds, and how often to try. */
export interface AthenaTiming extends ClientLimits, ExecutionTiming {
  /** For one query with everything that belongs to it. */
  readonly totalMs: number;
}

const MINUTE = 60_000;

export const DEFAULT_TIMING: AthenaTiming = {
  ...CLIENT_LIMITS,
  totalMs: 35 * MINUTE,
  startMs: 10 * MINUTE,
  stopMs: USUAL_STOP_MS,
  poll: { first: 250, factor: 1.5, most: 5_000 },
  retry: { first: 2_000, factor: 2, most: MINUTE },
};
