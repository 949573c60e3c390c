import type { ItemPlan } from '../catalog/plan-item.ts';
import type { Preflight } from '../evidence/manifest/preflight-json.ts';
import type { Trend } from '../evidence/manifest/trend-json.ts';
import type { StoredPackage } from '../evidence/store/store.ts';
import type { Sha256 } from '../kernel/digest.ts';
import type { ScanTotal } from '../kernel/scan.ts';
import { EXIT, type ExitCode, type RunStatus, type TestOutcome } from '../kernel/status.ts';
import type { ControlTotalLine } from '../report/control-total-lines.ts';
import type { Failure, RunIdentity } from '../report/run-record.ts';
import type { Finding } from '../validation/finding.ts';
import type { Measure } from '../validation/measure.ts';

/** What became of one item's run. */
export interface ItemResult {
  readonly plan: ItemPlan;
  readonly identity: RunIdentity;
  /** The reading of the source that counts: more than 1 after transient errors. */
  readonly attempt: number;
  readonly status: RunStatus;
  readonly outcome: TestOutcome;
  readonly rowCount: number | null;
  readonly contentDigest: Sha256 | null;
  readonly controlTotals: readonly ControlTotalLine[];
  /** What the control takes; null for an item that is no term of its sum, or without an extract. */
  readonly measure: Measure | null;
  readonly preflight: Preflight | null;
  readonly trend: Trend | null;
  readonly findings: readonly Finding[];
  /** Null only when not even a `not_completed` package could be sealed; `failure` says why. */
  readonly sealed: { readonly stored: StoredPackage; readonly packageDigest: Sha256 } | null;
  readonly failure: (Failure & { readonly by: FailedPart }) | null;
  /** What its statements scanned; null where the source is not paid by that. */
  readonly scan: ScanTotal | null;
  readonly durationMs: number;
}

/** Who failed decides the exit code: the source, the data it gave, or this machine and program. */
export type FailedPart = 'source' | 'data' | 'machine';

/** domain/sox.md U-3, evidence-package 3.3. */
export function exitCodeOf({
  failure,
  outcome,
}: Pick<ItemResult, 'failure' | 'outcome'>): ExitCode {
  switch (failure?.by) {
    case 'source':
      return EXIT.source;
    case 'machine':
      return EXIT.fault;
    case 'data':
      return EXIT.exceptions;
    case undefined:
      return outcome === 'no_exceptions_noted' ? EXIT.pass : EXIT.exceptions;
  }
}

const WORST_FIRST: readonly ExitCode[] = [
  EXIT.fault,
  EXIT.integrity,
  EXIT.source,
  EXIT.exceptions,
  EXIT.pass,
];

/** Exit code of several items: the worst of theirs. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.pass;
}
