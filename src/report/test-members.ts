import { MEMBER } from '../evidence/manifest/member-path.ts';
import {
  type CheckResult,
  type ValidationResults,
  writeValidationResults,
} from '../evidence/manifest/validation-results.ts';
import type { Json } from '../kernel/json.ts';
import { runStatus, testOutcome } from '../kernel/status.ts';
import type { Finding } from '../validation/finding.ts';
import { plainJson } from './plain-json.ts';
import type { Member, RunRecord } from './run-record.ts';

/** `data/05_tests/<check>.sql`: where a check's statements stand. */
function sqlPath({ check }: Finding): string {
  return `data/05_tests/${check.id}.sql`;
}

function exceptionsPath({ check }: Finding): string {
  return `data/05_tests/exceptions_${check.id}.csv`;
}

/** What the check was told, without what stands beside it in the results. */
function specOf({ check }: Finding): { readonly [name: string]: Json } {
  const {
    id: _id,
    kind: _kind,
    attribute: _attribute,
    title: _title,
    severity: _s,
    ...own
  } = check;
  return plainJson(own) as { readonly [name: string]: Json };
}

function checkResult(finding: Finding): CheckResult {
  const measured = 'measured' in finding ? finding.measured : null;
  const offending = 'offending' in finding ? finding.offending : null;
  return {
    id: finding.check.id,
    kind: finding.check.kind,
    attribute: finding.check.attribute,
    title: finding.check.title,
    severity: finding.check.severity ?? 'block',
    expected: measured?.expected ?? null,
    actual: measured?.actual ?? null,
    difference: measured?.difference ?? null,
    status: finding.status,
    recomputable: finding.recomputable,
    durationMs: finding.durationMs,
    sqlFiles: finding.statements.length === 0 ? [] : [sqlPath(finding)],
    offending:
      offending === null
        ? null
        : {
            columns: [...offending.columns],
            rows: offending.rows.map((row) => [...row]),
            total: offending.total,
            file: offending.csvPath === null ? null : exceptionsPath(finding),
          },
    detail: (measured?.detail ?? []).map(({ line, expected, actual, difference }) => ({
      line,
      expected,
      actual,
      difference,
    })),
    reason: 'reason' in finding ? finding.reason : null,
    approvedBy: 'approvedBy' in finding ? finding.approvedBy : null,
    spec: specOf(finding),
  };
}

/** data/05_tests/validation_results.json from the findings. */
function validationResults(findings: readonly Finding[]): ValidationResults {
  return {
    schema: 'validation-results/v1',
    validationStatus: runStatus(findings),
    outcome: testOutcome(findings),
    checks: findings.map(checkResult),
  };
}

/** data/05_tests/*: results, the SQL of each check, and the files of all offending rows. */
export function testMembers(
  { findings }: RunRecord,
  exceptionFiles: ReadonlyMap<string, Uint8Array>,
): readonly Member[] {
  return [
    { path: MEMBER.results, content: writeValidationResults(validationResults(findings)) },
    ...findings.flatMap((finding) =>
      finding.statements.length === 0
        ? []
        : [
            {
              path: sqlPath(finding),
              content: finding.statements.map((statement) => `${statement};\n`).join('\n'),
            },
          ],
    ),
    ...findings.flatMap((finding) => {
      const content = exceptionFiles.get(finding.check.id);
      return content === undefined ? [] : [{ path: exceptionsPath(finding), content }];
    }),
  ];
}
