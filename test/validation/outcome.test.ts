import { describe, expect, it } from 'vitest';
import { type Judged, runStatus, testOutcome } from '../../src/kernel/status.ts';

const pass: Judged = { status: 'PASS' };

describe('what the tests of a run say together (domain/sox.md section 12)', () => {
  it.each<[string, readonly Judged[], string, string]>([
    ['no test is configured', [], 'NOT TESTED', 'not_completed'],
    ['one test is ERROR', [pass, { status: 'ERROR' }], 'ERROR', 'not_completed'],
    ['one test was skipped', [pass, { status: 'NOT TESTED' }], 'NOT TESTED', 'not_completed'],
    [
      'all are NOT APPLICABLE without an approver',
      [{ status: 'NOT APPLICABLE' }, { status: 'NOT APPLICABLE', approvedBy: ' ' }],
      'NOT TESTED',
      'not_completed',
    ],
    [
      'a NOT APPLICABLE has its approver',
      [pass, { status: 'NOT APPLICABLE', approvedBy: 'controller' }],
      'PASS',
      'no_exceptions_noted',
    ],
    ['one warns', [pass, { status: 'WARN' }], 'WARN', 'no_exceptions_noted'],
    ['one fails', [pass, { status: 'FAIL' }, { status: 'WARN' }], 'FAIL', 'exceptions_noted'],
    [
      'one fails and one is ERROR',
      [{ status: 'FAIL' }, { status: 'ERROR' }],
      'ERROR',
      'exceptions_noted',
    ],
    ['all pass', [pass, pass], 'PASS', 'no_exceptions_noted'],
  ])('ST-1 when %s', (_, results, status, outcome) => {
    expect(runStatus(results)).toBe(status);
    expect(testOutcome(results)).toBe(outcome);
  });
});
