import type { Evidence } from '../manifest/evidence-json.ts';
import type { MeasureJson } from '../manifest/measure-json.ts';
import { MEMBER } from '../manifest/member-path.ts';
import { isReady, PREFLIGHT_IDS, type Preflight } from '../manifest/preflight-json.ts';
import type { Trend } from '../manifest/trend-json.ts';
import { type Comparison, comparing, given } from './fact-check.ts';
import type { Statements } from './statements.ts';

/**
 * Does the preflight answer every reason once, and is it ready only when nothing stands against it (RJ-0)? Does the
 * comparison with the period before speak of this package's figures? Packages sealed before these files existed have
 * neither.
 */
export function preflightComparisons({
  evidence,
  preflight,
  trend,
  measure,
}: Statements): readonly Comparison[] {
  return [
    ...given(preflight, MEMBER.preflight, readiness),
    ...given(evidence, trend, sameFigures),
    ...given(trend?.measure ?? undefined, measure, sameMeasure),
  ];
}

function readiness({ checks, readyForAuditor }: Preflight, path: string): readonly Comparison[] {
  const of = comparing('statements_differ', path);
  const ids = checks.map(({ id }) => id);
  return [
    of('reasons, each once and in order', PREFLIGHT_IDS, ids),
    of('ready_for_auditor, from the checks', isReady(checks), readyForAuditor),
  ];
}

function sameFigures({ rowCount, controlTotals }: Evidence, trend: Trend): readonly Comparison[] {
  const of = comparing('statements_differ', MEMBER.trend);
  const stated = trend.totals.filter(({ now }) => now !== null).map(({ name, now }) => [name, now]);
  return [
    of('rows.now', rowCount, trend.rows.now),
    of(
      'totals of this run',
      controlTotals.map(({ name, extract }) => [name, extract]),
      stated,
    ),
  ];
}

function sameMeasure(
  { now }: NonNullable<Trend['measure']>,
  { measure }: MeasureJson,
): readonly Comparison[] {
  return [comparing('statements_differ', MEMBER.trend)('measure.now', measure.amountNavSign, now)];
}
