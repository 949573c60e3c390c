import type { Clock } from '../kernel/clock.ts';
import type { Workbench, WorkbenchParameters } from '../workbench/workbench.ts';

/** Where checks are performed and where the rows that break them are written. */
export interface Bench {
  readonly workbench: Workbench;
  readonly parameters: WorkbenchParameters;
  readonly folder: string;
  /** How many offending rows a finding holds itself; all of them are in its file. */
  readonly offendingLimit: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}
