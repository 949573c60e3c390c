import { runStatus, testOutcome } from '../../kernel/status.ts';
import type { Evidence } from '../manifest/evidence-json.ts';
import { MEMBER } from '../manifest/member-path.ts';
import type { ValidationResults } from '../manifest/validation-results.ts';
import type { PackageFacts } from './check-statements.ts';
import { type Comparison, comparing, given } from './fact-check.ts';
import type { Statements } from './statements.ts';

/** Do status and outcome follow from the checks, and does every file a check names exist? */
export function resultComparisons(
  { members }: PackageFacts,
  { evidence, results, definition }: Statements,
): readonly Comparison[] {
  return [
    ...given(results, members, ({ checks }, found) => {
      const of = comparing('statements_differ', MEMBER.results);
      const paths = new Set(found.map(({ path }) => path));
      const named = checks.flatMap(({ sqlFiles, offending }) => [
        ...sqlFiles,
        ...(offending?.file ? [offending.file] : []),
      ]);
      const ids = checks.map(({ id }) => id);
      const absent = named.filter((path) => !paths.has(path));
      const seen = new Set<string>();
      const twice = ids.filter((id) => seen.size === seen.add(id).size);
      return [
        of('files that tests name and that are absent', [], absent),
        of('ids that more than one test has', [], twice),
      ];
    }),
    ...given(results, MEMBER.results, statusComparisons),
    ...given(evidence, results, (stated, { checks }) => verdictComparisons(stated, checks)),
    ...given(evidence?.data ?? undefined, definition, (_, { tests }) =>
      given(results, MEMBER.results, ({ checks }, path) =>
        untestedComparisons(tests, checks, path),
      ),
    ),
  ];
}

/** A declared test without a result would hide that it was not passed (domain/sox.md ST-1). */
function untestedComparisons(
  declared: readonly string[],
  checks: ValidationResults['checks'],
  path: string,
): readonly Comparison[] {
  const judgedIds = new Set(checks.map(({ id }) => id));
  const without = declared.filter((id) => !judgedIds.has(id));
  return [comparing('statements_differ', path)('declared tests without a result', [], without)];
}

function judged(checks: ValidationResults['checks']) {
  return checks.map(({ status, approvedBy }) => ({ status, approvedBy: approvedBy ?? undefined }));
}

function statusComparisons(results: ValidationResults, path: string): readonly Comparison[] {
  const of = comparing('statements_differ', path);
  const statuses = judged(results.checks);
  return [
    of('validation_status, the worst of the checks', runStatus(statuses), results.validationStatus),
    of('outcome, from the checks', testOutcome(statuses), results.outcome),
  ];
}

/** Without an extract the run is an error whatever the checks say; no data may be claimed. */
function verdictComparisons(
  evidence: Evidence,
  checks: ValidationResults['checks'],
): readonly Comparison[] {
  const of = comparing('statements_differ', MEMBER.evidence);
  const { data, dataHash, rowCount, validationStatus, outcome } = evidence;
  if (data === null) {
    const claimed = [dataHash, rowCount, evidence.extractionTimestamp, validationStatus, outcome];
    const expected = [null, null, null, 'ERROR', 'not_completed'];
    return [of('what a run without an extract may state', expected, claimed)];
  }
  return [
    of('validation_status', runStatus(judged(checks)), validationStatus),
    of('outcome', testOutcome(judged(checks)), outcome),
  ];
}
