import type { ItemPlan } from '../catalog/plan-item.ts';
import type { ReadBack } from '../evidence/seal/seal-package.ts';
import type { EvidenceStore } from '../evidence/store/store.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Sha256 } from '../kernel/digest.ts';
import type { HostContext, Member, SourceContext } from '../report/run-record.ts';
import type { PreviousPackage } from '../report/trend.ts';
import type { QueryRunner } from '../runners/runner.ts';

/** What a run needs from outside; adapters are named in src/app only. */
export interface RunPorts {
  readonly clock: Clock;
  /** 32 random hex digits. */
  nonce(): string;
  /** `scratchFolder` is the run's own: removed with it. */
  openRunner(plan: ItemPlan, scratchFolder: string, signal: AbortSignal): Promise<QueryRunner>;
  /** Files sealed beside the extract as they were received (domain/sox.md P-1). */
  attachments(plan: ItemPlan): Promise<readonly Member[]>;
  /** The newest package of the latest earlier period, for the comparison with it; null when there is none. */
  previousPackage(
    plan: ItemPlan,
    onUnusable: (packageName: string, reason: string) => void,
  ): Promise<PreviousPackage | null>;
  /** What tells this state of the plan's sources from another without reading them; null when nothing does. */
  sourceMark(plan: ItemPlan): Promise<Sha256 | null>;
  /** How often a source is read at most, when its errors are transient. */
  readonly attempts: number;
  /** The text without any secret that was read: failures and log lines go through it. */
  redact(text: string): string;
  readonly store: EvidenceStore;
  /** Reads a finished ZIP back with the strict reader before it gets its name. */
  readonly readBack: ReadBack;
  readonly workFolder: string;
  readonly memoryLimit: string;
  readonly threads: number | null;
  readonly host: HostContext;
  source(plan: ItemPlan): Pick<SourceContext, 'dataKind' | 'environment' | 'system' | 'database'>;
}
