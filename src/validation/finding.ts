import type { CheckSpec } from '../catalog/check-spec.ts';

/** What a check found (evidence-package 2, `validation_results.json`). */
export type Finding = FindingBase &
  (
    | { readonly status: 'PASS'; readonly measured: Measured }
    | {
        readonly status: 'FAIL' | 'WARN';
        readonly measured: Measured;
        readonly offending: Offending;
      }
    | { readonly status: 'NOT TESTED' | 'ERROR'; readonly reason: string }
    | { readonly status: 'NOT APPLICABLE'; readonly reason: string; readonly approvedBy: string }
  );

interface FindingBase {
  readonly check: CheckSpec;
  /** Statements sent to the workbench, exactly; their results decided. */
  readonly statements: readonly string[];
  /** Can it be recomputed from the CSV and schema.json alone (evidence-package 8.2 step 4)? */
  readonly recomputable: boolean;
  readonly durationMs: number;
}

export interface Measured {
  readonly expected: string;
  readonly actual: string;
  /** Actual minus expected where both are figures, else null. */
  readonly difference: string | null;
  /** Lines worth showing beside the figure: per partition, per reason, per account; the first 200. */
  readonly detail?: readonly {
    readonly line: string;
    /** Empty where the line is shown and compared with nothing. */
    readonly expected: string;
    readonly actual: string;
    readonly difference: string | null;
  }[];
}

/** Rows that break the check: the first `rows.length` of `total`, each with its key. */
export interface Offending {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly total: number;
  /** File in the run's folder with all of them, csv/v1; null when there is none to write. */
  readonly csvPath: string | null;
}
