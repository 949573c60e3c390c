import type { ItemPlan } from '../catalog/plan-item.ts';
import type { Evidence } from '../evidence/manifest/evidence-json.ts';
import { type ScanTotal, scanJson, scanWords } from '../kernel/scan.ts';
import type { ExitCode } from '../kernel/status.ts';
import { exitCodeOf, type ItemResult } from '../orchestrator/item-result.ts';
import { type CellResult, cellExitCode } from '../orchestrator/matrix/cell.ts';
import { sealedSeconds, secondsText } from '../orchestrator/matrix/run-records.ts';

/** Names a package that is to be made. */
export interface CellId {
  readonly item: string;
  readonly entity: string;
  readonly period: string;
}

/** `IPE_07 NG`: what people call it within one run. */
export function cellName({ item, entity }: Pick<CellId, 'item' | 'entity'>): string {
  return `${item} ${entity}`;
}

/** One package's making as it is shown and as `--json` gives it (domain/sox.md U-1). */
export interface RunSummary extends CellId {
  readonly title: string;
  readonly state: CellResult['kind'];
  /** Why it was not performed. */
  readonly reason: string | null;
  readonly rows: number | null;
  readonly totals: readonly {
    readonly name: string;
    /** Null for a hash total. */
    readonly currency: string | null;
    readonly sum: string;
  }[];
  /** What the control takes; null for an item that is no term of its sum, or that was not run now. */
  readonly measure: {
    readonly title: string;
    readonly rows: number;
    readonly amount_source: string;
    readonly amount_nav_sign: string;
    readonly difference: string | null;
  } | null;
  readonly status: string;
  readonly outcome: string;
  readonly package: string | null;
  readonly zip_sha256: string | null;
  readonly package_sha256: string | null;
  readonly content_sha256: string | null;
  /** Of the run that made the package; null when there was none. */
  readonly seconds: string | null;
  readonly attempts: number | null;
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
  /** Reasons for which auditors send evidence back that this run gives (domain/sox.md section 5). */
  readonly preflight: {
    readonly ready_for_auditor: boolean;
    readonly not_met: readonly {
      readonly id: string;
      readonly objection: string;
      readonly observed: string;
    }[];
  } | null;
  /** What changed since the last sealed period, one line each; null without an earlier package. */
  readonly trend: readonly string[] | null;
  /** What its source scanned in this run; null where it is not paid by that, or was not read now. */
  readonly scan: (ReturnType<typeof scanJson> & { readonly words: string }) | null;
  readonly failure: {
    readonly stage: string;
    readonly code: string;
    readonly message: string;
    readonly advice: string | null;
  } | null;
}

const SHOWN_OFFENDING = 5;

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

function preflightLines({ preflight }: ItemResult): RunSummary['preflight'] {
  if (preflight === null) return null;
  return {
    ready_for_auditor: preflight.readyForAuditor,
    not_met: preflight.checks
      .filter(({ state }) => state === 'not_met')
      .map(({ id, objection, observed }) => ({ id, objection, observed })),
  };
}

function measureLine({ measure }: ItemResult): RunSummary['measure'] {
  if (measure === null) return null;
  const { title, rows, amountSource, amountNavSign, difference } = measure.measure;
  return {
    title,
    rows,
    amount_source: amountSource,
    amount_nav_sign: amountNavSign,
    difference,
  };
}

/** Rows, totals, the measure, parameters that do not follow from the period, and parts of the logic that differ. */
function trendLines(trend: ItemResult['trend']): readonly string[] | null {
  if (trend === null || trend.previous === null) return null;
  const { rows, totals, measure, parameters, logic, previous } = trend;
  return [
    `compared with ${previous.package}`,
    `rows ${rows.before ?? 'none'} -> ${rows.now ?? 'none'}`,
    ...totals.map(({ name, before, now }) => `${name} ${before ?? 'none'} -> ${now ?? 'none'}`),
    ...(measure === null
      ? []
      : [`measure ${measure.before ?? 'none'} -> ${measure.now ?? 'none'}`]),
    ...parameters
      .filter(({ expected }) => !expected)
      .map(({ name, before, now }) => `:${name} ${before ?? 'none'} -> ${now ?? 'none'}`),
    logic.length === 0
      ? 'logic unchanged'
      : `logic: ${logic.map(({ part, change }) => `${part} ${change}`).join(', ')}`,
  ];
}

function scanLine(scan: ScanTotal | null): RunSummary['scan'] {
  return scan === null ? null : { ...scanJson(scan), words: scanWords(scan) };
}

function identityOf({ item, entity, period }: ItemPlan): Pick<RunSummary, keyof CellId | 'title'> {
  const { id, title } = item.definition;
  return { item: id, title, entity, period: period.id };
}

/** Amounts of companies that share a currency are in that currency. */
function totalsOf(
  { companies }: ItemPlan,
  totals: ItemResult['controlTotals'] | Evidence['controlTotals'],
): RunSummary['totals'] {
  const [shared, other] = new Set(companies.map(({ currency }) => currency));
  return totals.map(({ name, currency, extract }) => ({
    name,
    currency: currency === 'per company' && other === undefined ? (shared ?? currency) : currency,
    sum: extract,
  }));
}

/** An item that was run now. */
export function summaryOfRun(result: ItemResult): RunSummary {
  const { plan, sealed, failure } = result;
  return {
    ...identityOf(plan),
    state: 'run',
    reason: null,
    rows: result.rowCount,
    totals: totalsOf(plan, result.controlTotals),
    measure: measureLine(result),
    status: result.status,
    outcome: result.outcome,
    package: sealed?.stored.uri ?? null,
    zip_sha256: sealed?.stored.zipDigest ?? null,
    package_sha256: sealed?.packageDigest ?? null,
    content_sha256: result.contentDigest,
    seconds: secondsText(result.durationMs),
    attempts: result.attempt,
    exit_code: exitCodeOf(result),
    noted: notedChecks(result),
    checks: result.findings.length,
    preflight: preflightLines(result),
    trend: trendLines(result.trend),
    scan: scanLine(result.scan),
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

const NOTHING_NOTED = {
  measure: null,
  noted: [],
  checks: 0,
  failure: null,
  preflight: null,
  trend: null,
  scan: null,
} as const;

/** What became of one package that was to be made, as it is shown and as `--json` gives it. */
export function summaryOfCell(result: CellResult): RunSummary {
  switch (result.kind) {
    case 'run':
      return summaryOfRun(result.result);
    case 'already_sealed': {
      const { evidence, stored, packageDigest } = result.sealed;
      return {
        ...identityOf(result.cell.plan),
        state: result.kind,
        reason: null,
        rows: evidence.rowCount,
        totals: totalsOf(result.cell.plan, evidence.controlTotals),
        status: evidence.validationStatus,
        outcome: evidence.outcome,
        package: stored.uri,
        zip_sha256: stored.zipDigest,
        package_sha256: packageDigest,
        content_sha256: evidence.dataHash,
        seconds: sealedSeconds(evidence.execution, evidence.sealedAt),
        attempts: evidence.execution.attempt,
        exit_code: cellExitCode(result),
        ...NOTHING_NOTED,
      };
    }
    case 'not_performed':
      return {
        ...identityOf(result.cell.plan),
        state: result.kind,
        reason: result.reason,
        rows: null,
        totals: [],
        status: 'NOT TESTED',
        outcome: 'not_completed',
        package: null,
        zip_sha256: null,
        package_sha256: null,
        content_sha256: null,
        seconds: null,
        attempts: null,
        exit_code: result.exitCode,
        ...NOTHING_NOTED,
      };
  }
}
