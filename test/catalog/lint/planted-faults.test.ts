import { describe, expect, it } from 'vitest';
import { FAULTS } from './faults.ts';
import { COMPLETENESS, EXTRACT, foundIn } from './lint-bench.ts';

function positionIn(text: string, index: number): string {
  const before = text.slice(0, index).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

/** The rest of the faults point at the statement or at a join that stands elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'a column that is not declared': 'SELECT\n  o."company"',
  'a grouped table joined by half of its key': 'JOIN paid',
};

describe('the logic lint', () => {
  it('finds nothing in a definition without a fault', () => {
    expect(foundIn({})).toEqual([]);
  });

  it.each(FAULTS)('$rule finds $fault', ({ rule, fault, from, to, at }) => {
    const start = EXTRACT.indexOf(from);
    expect(start, 'the text to replace').toBeGreaterThanOrEqual(0);
    const text = EXTRACT.slice(0, start) + to + EXTRACT.slice(start + from.length);
    const elsewhere = ELSEWHERE[fault];
    const index =
      elsewhere === undefined ? start + to.lastIndexOf(at ?? to) : text.indexOf(elsewhere);
    expect(foundIn({ files: { 'extract.sql': text } })).toContain(
      `extract.sql:${positionIn(text, index)} ${rule}`,
    );
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
