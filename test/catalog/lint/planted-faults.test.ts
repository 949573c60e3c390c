import { describe, expect, it } from 'vitest';
import type { ItemDefinition } from '../../../src/catalog/definition.ts';
import { CHECK_FAULTS, SOUND_CHECKS } from './check-faults.ts';
import { PORTABLE_FAULTS } from './faults.ts';
import { aDefinition, COMPLETENESS, EXTRACT, foundIn, withChecks } from './lint-bench.ts';
import { LOGIC_FAULTS } from './logic-faults.ts';
import { NEAR_MISSES } from './near-misses.ts';

const FAULTS = [...PORTABLE_FAULTS, ...LOGIC_FAULTS];

function positionIn(text: string, index: number): string {
  const before = text.slice(0, index).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

function planted(from: string, to: string) {
  const start = EXTRACT.indexOf(from);
  expect(start, 'the text to replace').toBeGreaterThanOrEqual(0);
  return { start, text: EXTRACT.slice(0, start) + to + EXTRACT.slice(start + from.length) };
}

/** The rest of the faults point at the statement or at a join that stands elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'a column that is not declared': 'SELECT\n  o."company"',
  'a grouped table joined by half of its key': 'JOIN paid',
};

/** Parameters that some of the faults are about. */
const MORE: ItemDefinition['parameters'] = {
  derived: ['cutoff', 'period_next', 'companies', 'fx_year', 'fx_month'],
  constants: {
    ...aDefinition.parameters.constants,
    kept_status: { type: 'text', value: 'kept', reason: 'Orders that are kept.' },
    colours: { type: 'text', value: ['red', 'blue'], reason: 'Orders of these colours.' },
    first_piece: { type: 'integer', value: '1', reason: 'Orders of one piece.' },
  },
};

function foundInExtract(text: string): readonly string[] {
  const found = foundIn({
    definition: { parameters: MORE },
    files: { 'extract.sql': text },
  });
  return found.filter((each) => each !== 'definition PSQL-29');
}

describe('the logic lint', () => {
  it('finds nothing in a definition without a fault', () => {
    expect(foundIn({})).toEqual([]);
  });

  it.each(FAULTS)('$rule finds $fault', ({ rule, fault, from, to, at }) => {
    const { start, text } = planted(from, to);
    const elsewhere = ELSEWHERE[fault];
    const index =
      elsewhere === undefined ? start + to.lastIndexOf(at ?? to) : text.indexOf(elsewhere);
    expect(foundInExtract(text)).toContain(`extract.sql:${positionIn(text, index)} ${rule}`);
  });

  it.each(NEAR_MISSES)('$rule does not take $fault for a fault', ({ rule, from, to }) => {
    const found = foundInExtract(planted(from, to).text);
    expect(found.filter((each) => each.endsWith(` ${rule}`))).toEqual([]);
  });

  it.each(CHECK_FAULTS)('$rule finds $fault', ({ rule, check, at = '' }) => {
    expect(foundIn(withChecks(check))).toContain(`check ${check.id}${at} ${rule}`);
  });

  it.each(SOUND_CHECKS)('finds nothing in $sound', ({ check }) => {
    expect(foundIn(withChecks(check))).toEqual([]);
  });

  it('leaves bounds of another type to the compiler', () => {
    const bounded = (column: string, min: string) =>
      foundIn(
        withChecks({
          id: 'planted',
          kind: 'range',
          attribute: 'F-5',
          title: 'In range',
          column,
          min,
          max: null,
        }),
      );
    expect(bounded('amount', 'many')).toEqual(['definition CATALOG-1']);
    expect(bounded('paid', '0')).toEqual(['definition CATALOG-1']);
    expect(bounded('nowhere', '0')).toEqual(['definition CATALOG-1']);
  });

  it('CHECK-3 is waived for one check with a reason, and for no other', () => {
    const [fault] = CHECK_FAULTS.filter(({ rule }) => rule === 'CHECK-3');
    const id = fault?.check.id ?? '';
    const waiver = { rule: 'CHECK-3', reason: 'Agreed.', approvedBy: 'Control owner' };
    const waived = (file: string) => {
      const { definition, files } = withChecks(...(fault === undefined ? [] : [fault.check]));
      return foundIn({ definition: { ...definition, waivers: [{ ...waiver, file }] }, files });
    };
    expect(waived(`check ${id}`)).toEqual([]);
    expect(waived('check trace')).toEqual([`check ${id} CHECK-3`, 'definition WAIVER-1']);
  });

  it('has more than sixty planted faults, of every rule of the portable SQL', () => {
    const rules = new Set(FAULTS.map(({ rule }) => rule));
    const portable = Array.from({ length: 31 }, (_, index) => `PSQL-${index}`);
    expect(portable.filter((rule) => !rules.has(rule))).toEqual([]);
    expect(FAULTS.length).toBeGreaterThan(60);
  });

  it('PSQL-29 finds a parameter that nothing uses', () => {
    const definition = {
      parameters: { derived: ['cutoff', 'period_next', 'companies', 'fx_year'] },
    } as const;
    const text = EXTRACT.replace('AND o."created at" >= :since_created', '');
    const found = foundIn({
      definition,
      files: {
        'extract.sql': text,
        'completeness.sql': COMPLETENESS.replace('k.created_at >= :since_created AND ', ''),
      },
    });
    expect(found).toContain('definition PSQL-29');
  });
});
