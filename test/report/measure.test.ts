import { describe, expect, it } from 'vitest';
import { summaryOfRun } from '../../src/app/run-summary.ts';
import { resultText } from '../../src/cli/result-text.ts';
import { readMeasure } from '../../src/evidence/manifest/measure-json.ts';
import { MEMBER } from '../../src/evidence/manifest/member-path.ts';
import { readTrend, writeTrend } from '../../src/evidence/manifest/trend-json.ts';
import type { DecimalText } from '../../src/kernel/decimal.ts';
import type { ItemResult } from '../../src/orchestrator/item-result.ts';
import { definitionJson } from '../../src/report/definition-json.ts';
import { evidenceOf } from '../../src/report/evidence.ts';
import { measureMembers } from '../../src/report/measure-member.ts';
import { parametersJson } from '../../src/report/parameters-json.ts';
import type { RunRecord } from '../../src/report/run-record.ts';
import { startPage } from '../../src/report/start-page.ts';
import { type PreviousPackage, trendOf } from '../../src/report/trend.ts';
import type { Measure, MeasuredFigure } from '../../src/validation/measure.ts';
import { aRecord } from './a-record.ts';

function decimal(text: string): DecimalText {
  return text as DecimalText;
}

function figure(title: string, amount: string): MeasuredFigure {
  const amounts = { amountSource: decimal(amount), amountNavSign: decimal(`-${amount}`) };
  return {
    title,
    columns: ['PAID_FOR_ITEMS'],
    where: null,
    rows: 3,
    missing: 0,
    ...amounts,
    lines: [
      { company: 'EC_NG', account: '18350', rows: 2, ...amounts },
      {
        company: null,
        account: null,
        rows: 1,
        amountSource: decimal('0.0000'),
        amountNavSign: decimal('0.0000'),
      },
    ],
    independentQuery: 'completeness',
    independent: decimal(amount),
    difference: decimal('0.0000'),
  };
}

function aMeasure(amount = '1250.4000'): Measure {
  return {
    navSign: -1,
    accounts: [{ account: '18350' }],
    measure: figure('Paid in advance', amount),
    disclosed: [{ ...figure('Beside it', '7.0000'), independent: null, difference: null }],
  };
}

function measured(measure: Measure | null, period = '2025-09'): RunRecord {
  const record = aRecord('IPE_10', period);
  if (!record.extraction.completed) throw new Error('the record has an extract');
  return { ...record, extraction: { ...record.extraction, measure } };
}

function bytes(content: string | Uint8Array = ''): Uint8Array {
  return Buffer.from(content);
}

function earlier(measure: Measure | null): PreviousPackage {
  const record = measured(measure, '2025-08');
  const [member] = measureMembers(measure);
  return {
    packageDigest: record.plan.item.fingerprint.sha256,
    evidence: evidenceOf(record),
    members: new Map([
      [MEMBER.definition, bytes(definitionJson(record.plan))],
      [MEMBER.parameters, bytes(parametersJson(record.plan))],
      ...(member === undefined ? [] : [[MEMBER.measure, bytes(member.content)] as const]),
    ]),
  };
}

function trend(now: Measure | null, before: PreviousPackage | null) {
  const { plan, extraction } = measured(now);
  return trendOf(plan, extraction, before);
}

describe('the measure in the package (RU-7, RU-10)', () => {
  it('is a member with both signs, and none for an item that is no term of the sum', () => {
    expect(measureMembers(null)).toEqual([]);
    const [member] = measureMembers(aMeasure());
    expect(member?.path).toBe('data/04_data/measure.json');
    expect(readMeasure(bytes(member?.content))).toMatchObject({
      navSign: -1,
      accountColumn: null,
      accounts: [{ account: '18350', where: null }],
      measure: { amountSource: '1250.4000', amountNavSign: '-1250.4000' },
      disclosed: [{ title: 'Beside it', independent: null }],
    });
    const byColumn = { ...aMeasure(), accounts: { column: 'Account' } };
    expect(readMeasure(bytes(measureMembers(byColumn)[0]?.content))).toMatchObject({
      accountColumn: 'Account',
      accounts: [],
    });
  });

  it('stands on the start page by company and account, with what is disclosed beside it', () => {
    const page = startPage(measured(aMeasure()), bytes());
    expect(page).toContain('<h2>What the control takes</h2>');
    for (const text of [
      'Paid in advance',
      '-1250.4000',
      'EC_NG',
      'no company',
      'Beside it',
      'not delivered',
    ]) {
      expect(page).toContain(text);
    }
    const plain = startPage(measured({ ...aMeasure(), disclosed: [] }), bytes());
    expect(plain).not.toContain('Disclosed beside it');
    expect(startPage(measured(null), bytes())).not.toContain('What the control takes');
  });

  it('E-9 is compared with the month before', () => {
    const both = trend(aMeasure(), earlier(aMeasure('1000.0000')));
    expect(both.measure).toEqual({
      before: '-1000.0000',
      now: '-1250.4000',
      difference: '-250.4000',
    });
    expect(readTrend(bytes(writeTrend(both)))).toEqual(both);
    expect(startPage({ ...measured(aMeasure()), trend: both }, bytes())).toContain('-250.4000');
    expect(trend(aMeasure(), earlier(null)).measure).toEqual({
      before: null,
      now: '-1250.4000',
      difference: null,
    });
    expect(trend(null, earlier(aMeasure('1000.0000'))).measure?.now).toBeNull();
    expect(trend(null, earlier(null)).measure).toBeNull();
  });
});

describe('the measure on the terminal', () => {
  function shown(measure: Measure | null, previous: PreviousPackage | null = null): string {
    const { plan, identity, trend: _none } = measured(measure);
    const result: ItemResult = {
      plan,
      identity,
      attempt: 1,
      status: 'PASS',
      outcome: 'no_exceptions_noted',
      rowCount: 3,
      contentDigest: null,
      controlTotals: [],
      measure,
      preflight: null,
      trend: trend(measure, previous),
      findings: [],
      sealed: null,
      failure: null,
      scan: null,
      durationMs: 1,
    };
    return resultText(summaryOfRun(result));
  }

  it('is one line in NAV sign with the word of the independent figure', () => {
    expect(shown(aMeasure())).toContain(
      '\n  measure  -1 250.4000 in NAV sign (1 250.4000 in the extract, 3 rows, difference 0.0000): Paid in advance\n',
    );
    const alone = { ...aMeasure(), measure: { ...aMeasure().measure, difference: null } };
    expect(shown(alone)).toContain('no independent figure');
    expect(shown(null)).not.toContain('measure');
  });

  it('is part of the comparison with the month before', () => {
    expect(shown(aMeasure(), earlier(null))).toContain('measure none -> -1250.4000');
    expect(shown(null, earlier(aMeasure('1.0000')))).toContain('measure -1.0000 -> none');
  });
});
