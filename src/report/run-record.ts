import type { ItemPlan } from '../catalog/plan-item.ts';
import type { EvidenceId, PackageName } from '../evidence/manifest/package-name.ts';
import type { Trend } from '../evidence/manifest/trend-json.ts';
import type { Extract } from '../extraction/extract.ts';
import type { Instant } from '../kernel/clock.ts';
import type { Sha256 } from '../kernel/digest.ts';
import type { RunId } from '../kernel/ids.ts';
import type { RunStatus, TestOutcome } from '../kernel/status.ts';
import type { Receipt, SentStatement, Snapshot, SourceIdentity } from '../runners/runner.ts';
import type { Finding } from '../validation/finding.ts';
import type { Measure } from '../validation/measure.ts';

/** Everything known about one run of one item when it is sealed; the package is written from this alone. */
export interface RunRecord {
  readonly plan: ItemPlan;
  readonly identity: RunIdentity;
  readonly host: HostContext;
  readonly source: SourceContext;
  /** The reading of the source that counts. */
  readonly attempt: number;
  /** The engine's account of every query that was delivered, in the order sent. */
  readonly receipts: readonly Receipt[];
  /** Everything that was sent to the source, in order, attempt by attempt. */
  readonly statements: readonly LoggedStatement[];
  readonly extraction: Extraction;
  readonly findings: readonly Finding[];
  /** What changed since the last sealed period. */
  readonly trend: Trend;
  readonly status: RunStatus;
  readonly outcome: TestOutcome;
  readonly sealedAt: Instant;
}

/** What was sent to the source, and in which reading of it. */
export interface LoggedStatement extends SentStatement {
  readonly attempt: number;
}

/** Names and digests fixed before the first statement goes to the source (evidence-package 5.3). */
export interface RunIdentity {
  readonly runId: RunId;
  readonly packageName: PackageName;
  readonly evidenceId: EvidenceId;
  readonly startedAt: Instant;
  readonly nonce: string;
  readonly querySha256: Sha256;
  readonly parametersSha256: Sha256;
  /** State of the sources before they were read; null when they give no mark. */
  readonly sourceMark: Sha256 | null;
}

/** Where and by whom (domain/sox.md J-1). */
export interface HostContext {
  readonly account: string;
  readonly authenticatedBy: string;
  readonly host: string;
  readonly platform: string;
  readonly timeZone: string;
  readonly runtime: string;
  readonly tool: string;
  readonly toolSha256: Sha256;
  readonly drivers: Readonly<Record<string, string>>;
  readonly organization: string;
}

export interface SourceContext {
  readonly dataKind: 'source' | 'demo';
  readonly environment: 'production' | 'test' | 'demo';
  /** Name people know the system by. */
  readonly system: string;
  readonly database: string;
  /** What the server said of itself; null when it could not be asked. */
  readonly identity: SourceIdentity | null;
  /** Milliseconds the server's clock is ahead of ours, as measured when it was asked. */
  readonly clockOffsetMs: number | null;
  readonly snapshot: Snapshot | null;
}

/** Either the whole extract, or why there is none: a short result is never data. */
export type Extraction =
  | {
      readonly completed: true;
      readonly extract: Extract;
      readonly independent: IndependentFigures;
      /** What the control takes; null for an item that is no term of its sum. */
      readonly measure: Measure | null;
    }
  | { readonly completed: false; readonly failure: Failure };

/** Figures of the completeness query, by control total's column; null where it was not delivered. */
export interface IndependentFigures {
  readonly rowCount: string | null;
  readonly totals: ReadonlyMap<string, string>;
}

export interface Failure {
  /** `reading the source`, `landing the rows`, `testing`, `sealing` */
  readonly stage: string;
  readonly code: string;
  readonly message: string;
  readonly advice: string | null;
}

/** One file of the package, content whole in memory; the extract is the only one that is not. */
export interface Member {
  readonly path: string;
  readonly content: string | Uint8Array;
}
