import type { ExitCode } from '../kernel/status.ts';
import { exitCodeOf, type ItemResult } from '../orchestrator/item-result.ts';

/** One item's run as it is shown and as `--json` gives it (domain/sox.md U-1). */
export interface RunSummary {
  readonly item: string;
  readonly title: string;
  readonly entity: string;
  readonly period: string;
  readonly rows: number | null;
  readonly totals: readonly {
    readonly name: string;
    /** Null for a hash total. */
    readonly currency: string | null;
    readonly sum: string;
  }[];
  readonly status: string;
  readonly outcome: string;
  readonly package: string | null;
  readonly zip_sha256: string | null;
  readonly package_sha256: string | null;
  readonly content_sha256: string | null;
  readonly seconds: string;
  readonly exit_code: ExitCode;
  /** Checks that did not pass, worst first. */
  readonly noted: readonly {
    readonly check: string;
    readonly attribute: string;
    readonly status: string;
    readonly title: string;
    readonly expected: string | null;
    readonly actual: string | null;
    readonly reason: string | null;
    /** Keys or lines of the first offending rows, and how many there are. */
    readonly offending: readonly string[];
    readonly offending_total: number;
  }[];
  readonly checks: number;
  readonly failure: {
    readonly stage: string;
    readonly code: string;
    readonly message: string;
    readonly advice: string | null;
  } | null;
}

const SHOWN_OFFENDING = 5;

function tenths(milliseconds: number): string {
  const value = Math.max(0, Math.round(milliseconds / 100));
  return `${Math.floor(value / 10)}.${value % 10}`;
}

type Noted = RunSummary['noted'][number];
const WORST_FIRST = ['ERROR', 'FAIL', 'NOT TESTED', 'WARN', 'NOT APPLICABLE'];

function notedChecks({ findings }: ItemResult): readonly Noted[] {
  return findings
    .filter(({ status }) => status !== 'PASS')
    .map((finding): Noted => {
      const measured = 'measured' in finding ? finding.measured : null;
      const offending = 'offending' in finding ? finding.offending : null;
      return {
        check: finding.check.id,
        attribute: finding.check.attribute,
        status: finding.status,
        title: finding.check.title,
        expected: measured?.expected ?? null,
        actual: measured?.actual ?? null,
        reason: 'reason' in finding ? finding.reason : null,
        offending: (offending?.rows ?? [])
          .slice(0, SHOWN_OFFENDING)
          .map((row) =>
            row.map((cell, at) => `${offending?.columns[at] ?? ''}=${cell ?? 'NULL'}`).join(' '),
          ),
        offending_total: offending?.total ?? 0,
      };
    })
    .toSorted((a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status));
}

export function runSummary(result: ItemResult): RunSummary {
  const { plan, sealed, failure } = result;
  return {
    item: plan.item.definition.id,
    title: plan.item.definition.title,
    entity: plan.entity,
    period: plan.period.id,
    rows: result.rowCount,
    totals: result.controlTotals.map(({ name, currency, extract }) => ({
      name,
      currency,
      sum: extract,
    })),
    status: result.status,
    outcome: result.outcome,
    package: sealed?.stored.uri ?? null,
    zip_sha256: sealed?.stored.zipDigest ?? null,
    package_sha256: sealed?.packageDigest ?? null,
    content_sha256: result.contentDigest,
    seconds: tenths(result.durationMs),
    exit_code: exitCodeOf(result),
    noted: notedChecks(result),
    checks: result.findings.length,
    failure:
      failure === null
        ? null
        : {
            stage: failure.stage,
            code: failure.code,
            message: failure.message,
            advice: failure.advice,
          },
  };
}
