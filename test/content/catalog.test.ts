import { describe, expect, it } from 'vitest';
import { items } from '../../catalog/index.ts';
import { conditionOf } from './condition-of.ts';
import { catalog, filesOf } from './the-catalog.ts';

function sqlOf(folder: string): readonly string[] {
  return [...filesOf(folder)].filter(([name]) => name.endsWith('.sql')).map(([, text]) => text);
}

describe('the catalog', () => {
  it('compiles and holds the items of the controls', () => {
    expect(catalog.items.map(({ definition }) => definition.id)).toEqual([
      'IPE_07',
      'IPE_08',
      'IPE_08_TIMING',
      'IPE_08_USAGE',
      'IPE_09',
      'IPE_10',
      'IPE_11',
      'IPE_12',
      'IPE_31',
      'IPE_34',
      'IPE_REC_ERRORS',
      'CR_01',
      'CR_03',
      'CR_04',
      'CR_05',
      'CR_05a',
      'DOC_001',
      'JDASH',
    ]);
  });

  it('declares the columns of each report in full', () => {
    const counts = catalog.items.map(({ definition, columns }) => [definition.id, columns.length]);
    expect(Object.fromEntries(counts)).toEqual({
      IPE_07: 37,
      IPE_08: 38,
      IPE_08_TIMING: 22,
      IPE_08_USAGE: 11,
      IPE_09: 7,
      IPE_10: 19,
      IPE_12: 32,
      IPE_34: 14,
      IPE_11: 28,
      IPE_31: 14,
      IPE_REC_ERRORS: 6,
      CR_01: 9,
      CR_03: 41,
      CR_04: 25,
      CR_05: 10,
      CR_05a: 6,
      DOC_001: 25,
      JDASH: 8,
    });
  });

  it('can be rendered for every engine, but for what reads files the run writes', () => {
    const everywhere = ['duckdb', 'athena', 'mssql'];
    const engines = catalog.items.map(({ definition, engines }) => [definition.id, engines]);
    expect(Object.fromEntries(engines)).toEqual({
      IPE_07: everywhere,
      IPE_08: everywhere,
      IPE_08_TIMING: everywhere,
      IPE_08_USAGE: everywhere,
      IPE_09: everywhere,
      IPE_10: everywhere,
      IPE_11: everywhere,
      IPE_12: everywhere,
      IPE_31: everywhere,
      IPE_34: everywhere,
      IPE_REC_ERRORS: everywhere,
      CR_01: everywhere,
      CR_03: everywhere,
      CR_04: everywhere,
      CR_05: everywhere,
      CR_05a: everywhere,
      DOC_001: ['duckdb'],
      JDASH: ['duckdb'],
    });
  });
});

describe.each(items)('$definition.id', ({ definition, folder }) => {
  it('A-1 says what it is, for whom, and what one row is', () => {
    const { title, purpose, grain, owners } = definition;
    expect([title, purpose, grain, owners.owner, owners.backup]).not.toContain('');
  });

  it('C-2 has a plain line for its logic and a README', () => {
    expect(definition.logic.length).toBeGreaterThanOrEqual(5);
    expect(filesOf(folder).get('README.md')).toMatch(new RegExp(`^# ${definition.id} `));
  });

  it('C-3 names no date, account or company in its queries', () => {
    const values = sqlOf(folder)
      .join('\n')
      .replaceAll(/--.*/g, '')
      .match(/'[^']*'/g);
    const suspicious = values?.filter((value) =>
      /[0-9]{4}-|'[0-9]{5}'|'[A-Z]{2}_[A-Z]{2}'/.test(value),
    );
    expect(suspicious).toEqual([]);
  });

  it('tests each kind of assurance in words of its own', () => {
    const attributes = new Set(definition.checks.map(({ attribute }) => attribute));
    expect([...attributes]).toEqual(expect.arrayContaining(['E-7', 'F-1', 'F-5', 'F-6']));
    const titles = definition.checks.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('uses every control query in a check', () => {
    const used = definition.checks.flatMap((check) => ('query' in check ? [check.query] : []));
    const conditions = definition.checks.map((check) => conditionOf(check) ?? '').join('\n');
    expect(
      Object.keys(definition.controlQueries ?? {}).filter(
        (name) => !used.includes(name) && !conditions.includes(`control_${name} `),
      ),
    ).toEqual([]);
  });

  it('explains every constant', () => {
    const reasons = Object.values(definition.parameters.constants ?? {}).map(
      ({ reason }) => reason,
    );
    expect(reasons.every((reason) => reason.endsWith('.'))).toBe(true);
  });
});
