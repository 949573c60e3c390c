import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { runStatus, testOutcome } from '../../src/kernel/status.ts';
import type { Finding } from '../../src/validation/finding.ts';
import { askFigures, askRows } from '../../src/validation/plan.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

function rule(id: string, holds: string): CheckSpec {
  return { id, title: holds, kind: 'rule', attribute: 'F-5', holds };
}
const situation: Situation = { columns: { id: 'integer' }, rows: [['1'], ['2']] };

describe('validate', () => {
  it('gives one finding per check in their order, and tells of each at once', async () => {
    const told: Finding[] = [];
    const checks = [rule('good', 'id > 0'), rule('broken', 'no_such > 0'), rule('bad', 'id > 1')];
    const findings = await bench.perform(checks, situation, (finding) => told.push(finding));
    expect(findings.map(({ check, status }) => [check.id, status])).toEqual([
      ['good', 'PASS'],
      ['broken', 'ERROR'],
      ['bad', 'FAIL'],
    ]);
    expect(told).toEqual(findings);
  });

  it('stores the statements that decided, also of a check that ended in an error', async () => {
    const [finding] = await bench.perform([rule('broken', 'no_such > 0')], situation);
    expect(finding).toMatchObject({
      status: 'ERROR',
      statements: [
        'SELECT\n  count(*) AS "broken"\nFROM "extract"\nWHERE (\nno_such > 0\n) IS NOT TRUE',
      ],
      recomputable: false,
    });
  });

  it('ST-1 gives no finding without checks, so that the run is NOT TESTED', async () => {
    const findings = await bench.perform([], situation);
    expect(runStatus(findings)).toBe('NOT TESTED');
    expect(testOutcome(findings)).toBe('not_completed');
  });

  it('ST-1 one test that ended in an error keeps the run from PASS', async () => {
    const findings = await bench.perform([rule('a', 'true'), rule('b', 'no_such')], situation);
    expect(runStatus(findings)).toBe('ERROR');
    expect(testOutcome(findings)).toBe('not_completed');
  });

  it('a warning severity turns FAIL into WARN and leaves the rest', async () => {
    const warn = { severity: 'warn' } as const;
    const checks = [
      { ...rule('a', 'id > 1'), ...warn },
      { ...rule('b', 'id > 0'), ...warn },
      { ...rule('c', 'no_such'), ...warn },
    ];
    const findings = await bench.perform(checks, situation);
    expect(findings.map(({ status }) => status)).toEqual(['WARN', 'PASS', 'ERROR']);
  });

  it('measures how long a check took by the clock it is given', async () => {
    const moments = [
      '2025-09-30T14:00:00.000Z',
      '2025-09-30T14:00:01.500Z',
      '2025-09-30T14:00:01.000Z',
    ];
    const clock = { now: () => (moments.shift() ?? '2025-09-30T14:00:00.000Z') as never };
    const checks = [rule('a', 'true'), rule('b', 'true')];
    const findings = await bench.perform(checks, { ...situation, clock });
    expect(findings.map(({ durationMs }) => durationMs)).toEqual([1500, 0]);
  });

  it.each(['', 'Upper', '../escape', 'a.b', 'x'.repeat(101)])(
    'refuses the id %j before anything is performed',
    async (id) => {
      const told: Finding[] = [];
      const checks = [rule('good', 'true'), rule(id, 'true')];
      await expect(bench.perform(checks, situation, (f) => told.push(f))).rejects.toMatchObject({
        code: 'BAD_CHECK',
      });
      expect(told).toEqual([]);
    },
  );

  it('refuses two checks with one id, for they would share a file', async () => {
    const checks = [rule('same', 'true'), rule('same', 'false')];
    await expect(bench.perform(checks, situation)).rejects.toMatchObject({
      code: 'CHECK_ID_REPEATED',
    });
  });

  it('stops between two checks when the run is cancelled', async () => {
    const abort = new AbortController();
    const checks = [rule('a', 'true'), rule('b', 'true')];
    const cancelled = bench.perform(checks, { ...situation, signal: abort.signal }, () =>
      abort.abort(),
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('stops within a check when the run is cancelled: that is no ERROR finding', async () => {
    const abort = new AbortController();
    const endless = rule('endless', '(SELECT count(*) FROM range(100000000000)) > 0');
    const running = bench.perform([endless], { ...situation, signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is an error when the rows that break a check are not as many as were counted', async () => {
    const unsteady = rule('unsteady', "nextval('steps') > 2");
    const findings = await bench.perform([unsteady], {
      ...situation,
      setup: 'CREATE OR REPLACE SEQUENCE steps',
    });
    expect(findings[0]).toMatchObject({
      status: 'ERROR',
      reason: 'counted 2 rows that break the check, then found 0',
    });
  });
});

describe('a plan', () => {
  it('refuses an answer that lacks a figure', () => {
    const plan = askFigures({ rows: 'count(*)' }, 'FROM x', ({ rows }) => ({
      kind: 'not_performed',
      reason: rows,
    }));
    expect(() => plan.judge([[[null]]])).toThrow('the workbench gave no figure for rows');
    expect(() => plan.judge([[]])).toThrow('the workbench gave no figure for rows');
    expect(() => plan.judge([])).toThrow('the workbench gave no figure for rows');
  });

  it('reads no answer as no rows', () => {
    const plan = askRows('SELECT 1', (rows) => ({
      kind: 'not_performed',
      reason: `${rows.length} rows`,
    }));
    expect(plan.judge([])).toEqual({ kind: 'not_performed', reason: '0 rows' });
  });
});
