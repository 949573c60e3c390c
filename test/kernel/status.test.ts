import { describe, expect, it } from 'vitest';
import { runStatus, testOutcome } from '../../src/kernel/status.ts';

const of = (...statuses: Parameters<typeof runStatus>[0][number]['status'][]) =>
  statuses.map((status) => ({ status }));

describe('the status of a run', () => {
  it('ST-1 is NOT TESTED and not completed when there is no test at all', () => {
    expect(runStatus([])).toBe('NOT TESTED');
    expect(testOutcome([])).toBe('not_completed');
  });

  it('RU-21 is the worst of its tests: ERROR > FAIL > NOT TESTED > WARN > PASS', () => {
    expect(runStatus(of('PASS', 'WARN'))).toBe('WARN');
    expect(runStatus(of('WARN', 'NOT TESTED'))).toBe('NOT TESTED');
    expect(runStatus(of('NOT TESTED', 'FAIL'))).toBe('FAIL');
    expect(runStatus(of('FAIL', 'ERROR'))).toBe('ERROR');
    expect(runStatus(of('PASS', 'PASS'))).toBe('PASS');
  });

  it('ST-1 counts NOT APPLICABLE as passed only with an approver', () => {
    expect(runStatus([{ status: 'NOT APPLICABLE', approvedBy: 'controller' }])).toBe('PASS');
    expect(runStatus([{ status: 'NOT APPLICABLE' }])).toBe('NOT TESTED');
    expect(runStatus([{ status: 'NOT APPLICABLE', approvedBy: ' ' }])).toBe('NOT TESTED');
    expect(testOutcome([{ status: 'NOT APPLICABLE' }])).toBe('not_completed');
  });

  it('notes exceptions for any FAIL, even beside a test that broke', () => {
    expect(testOutcome(of('FAIL', 'ERROR'))).toBe('exceptions_noted');
    expect(testOutcome(of('ERROR', 'PASS'))).toBe('not_completed');
    expect(testOutcome(of('NOT TESTED'))).toBe('not_completed');
  });

  it('notes no exceptions when everything passed or only warned', () => {
    expect(testOutcome(of('PASS', 'WARN'))).toBe('no_exceptions_noted');
  });
});
