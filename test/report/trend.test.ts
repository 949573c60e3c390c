import { describe, expect, it } from 'vitest';
import { MEMBER } from '../../src/evidence/manifest/member-path.ts';
import { readTrend, writeTrend } from '../../src/evidence/manifest/trend-json.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { definitionJson } from '../../src/report/definition-json.ts';
import { evidenceOf } from '../../src/report/evidence.ts';
import { parametersJson } from '../../src/report/parameters-json.ts';
import { type PreviousPackage, trendOf } from '../../src/report/trend.ts';
import { anExtract, aPlan, aRecord } from './a-record.ts';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The package of August, its definition and parameters as given. */
function august(change: (text: string) => string = (text) => text): PreviousPackage {
  const record = aRecord('CR_03', '2025-08');
  return {
    packageDigest: sha256('august'),
    evidence: evidenceOf(record),
    members: new Map([
      [MEMBER.definition, bytes(change(definitionJson(record.plan)))],
      [MEMBER.parameters, bytes(change(parametersJson(record.plan)))],
    ]),
  };
}

const plan = aPlan('CR_03');
const september = {
  completed: true,
  extract: { ...anExtract(plan, '12.5000'), recordCount: 5 },
  independent: { rowCount: '5', totals: new Map<string, string>() },
  measure: null,
} as const;

describe('the comparison with the period before', () => {
  it('E-9 names rows and totals of both months with the exact difference', () => {
    const trend = trendOf(plan, september, august());
    expect(trend.rows).toEqual({ before: 3, now: 5 });
    expect(trend.totals.find(({ name }) => name === 'Amount')).toEqual({
      name: 'Amount',
      currency: 'per company',
      before: '10.0000',
      now: '12.5000',
      difference: '2.5000',
    });
    expect(trend.previous?.cutoffDate).toBe('2025-08-31');
    expect(readTrend(bytes(writeTrend(trend)))).toEqual(trend);
  });

  it('D-5 tells parameters that follow from the period from those somebody changed', () => {
    const before = august((text) => text.replace('"13003"', '"13010"'));
    const { parameters } = trendOf(plan, september, before);
    expect(parameters.find(({ name }) => name === 'cutoff')).toMatchObject({
      before: '2025-08-31',
      now: '2025-09-30',
      expected: true,
    });
    const unexpected = parameters.filter(({ expected }) => !expected);
    expect(unexpected.map(({ name }) => name)).toEqual(['gl_accounts']);
    expect(unexpected[0]?.before).toContain('13010');
    expect(trendOf(plan, september, august()).parameters.every(({ expected }) => expected)).toBe(
      true,
    );
  });

  it('K-2 names the parts of the logic that differ, are new or are gone', () => {
    expect(trendOf(plan, september, august()).logic).toEqual([]);
    const other = august((text) =>
      text
        .replace('"part": "query extract"', '"part": "query gone"')
        .replace(/("part": "output",\s+"sha256": ")[0-9a-f]{2}/, '$1zz'),
    );
    expect(trendOf(plan, september, other).logic).toEqual([
      { part: 'query extract', change: 'added' },
      { part: 'output', change: 'changed' },
      { part: 'query gone', change: 'removed' },
    ]);
  });

  it('says that there is nothing to compare with, and keeps its own figures', () => {
    const trend = trendOf(plan, september, null);
    expect(trend).toMatchObject({ previous: null, rows: { before: null, now: 5 }, logic: [] });
    expect(
      trend.totals.every(({ before, difference }) => before === null && difference === null),
    ).toBe(true);
    const failure = { stage: 'reading the source', code: 'X', message: 'gone', advice: null };
    expect(trendOf(plan, { completed: false, failure }, august()).rows.now).toBeNull();
  });

  it('refuses an earlier package whose files are not of their form', () => {
    expect(() =>
      trendOf(
        plan,
        september,
        august(() => '{}'),
      ),
    ).toThrow(/are needed/);
  });
});
