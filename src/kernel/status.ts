/** What a test says (domain/sox.md section 4). */
export const TEST_STATUSES = [
  'PASS',
  'NOT APPLICABLE',
  'WARN',
  'NOT TESTED',
  'FAIL',
  'ERROR',
] as const;
export type TestStatus = (typeof TEST_STATUSES)[number];

/** What the tests of a run say together. A conclusion is a person's word and belongs to a sign-off. */
export type TestOutcome = 'no_exceptions_noted' | 'exceptions_noted' | 'not_completed';

/** The part of a test's result that decides about the run. */
export interface Judged {
  readonly status: TestStatus;
  /** Who approved that the test does not apply; without it NOT APPLICABLE counts as NOT TESTED. */
  readonly approvedBy?: string | undefined;
}

/** A run's status never is NOT APPLICABLE. */
export type RunStatus = Exclude<TestStatus, 'NOT APPLICABLE'>;

function effective({ status, approvedBy }: Judged): RunStatus {
  if (status !== 'NOT APPLICABLE') return status;
  return approvedBy === undefined || approvedBy.trim() === '' ? 'NOT TESTED' : 'PASS';
}

const WORST_FIRST: readonly RunStatus[] = ['ERROR', 'FAIL', 'NOT TESTED', 'WARN', 'PASS'];

/** The run's status: the worst of its tests; no test at all is NOT TESTED (domain/catalog.md RU-21, sox ST-1). */
export function runStatus(results: readonly Judged[]): RunStatus {
  const seen = new Set(results.map(effective));
  return WORST_FIRST.find((status) => seen.has(status)) ?? 'NOT TESTED';
}

/** evidence-package 3.3: any FAIL, else anything not performed, else none. */
export function testOutcome(results: readonly Judged[]): TestOutcome {
  const seen = new Set(results.map(effective));
  if (seen.has('FAIL')) return 'exceptions_noted';
  if (results.length === 0 || seen.has('ERROR') || seen.has('NOT TESTED')) return 'not_completed';
  return 'no_exceptions_noted';
}

/** Process exit codes (domain/sox.md U-3). */
export const EXIT = {
  pass: 0,
  exceptions: 1,
  usage: 2,
  source: 3,
  integrity: 4,
  refused: 5,
  fault: 70,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
