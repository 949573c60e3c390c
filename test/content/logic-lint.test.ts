import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkCatalog, requireCleanLogic } from '../../src/app/check-catalog.ts';
import { sarifOf } from '../../src/app/sarif.ts';
import { blocking, lintItem } from '../../src/catalog/lint/lint-item.ts';
import { RULES } from '../../src/catalog/lint/rules.ts';
import { catalog, catalogWith, filesOf } from './the-catalog.ts';

const IPE_09 = 'c-pg-1/ipe-09-sales-orders';

/** The catalog with a clock in the extract of IPE_09, and where it stands. */
function withAClock() {
  const text = filesOf(IPE_09).get('extract.sql') ?? '';
  const faulty = text.replace('< :period_next', '< CURRENT_DATE');
  expect(faulty).not.toBe(text);
  return catalogWith('IPE_09', new Map([['extract.sql', faulty]]));
}

describe('the logic lint on the catalog as it is delivered', () => {
  it.each(catalog.items)('finds nothing that is not waived in $definition.id', (item) => {
    const open = lintItem(item, catalog).filter(({ waived }) => waived === undefined);
    expect(open).toEqual([]);
  });

  it('C-3 finds a clock that somebody puts into a query, and such an item is not run', () => {
    const changed = withAClock();
    const items = changed.items.filter(({ definition }) => definition.id === 'IPE_09');
    const found = items.flatMap((item) => blocking(lintItem(item, changed)));
    expect(found.map(({ rule, file }) => [rule, file])).toEqual([
      // the clock stands where the end of the period stood
      ['PSQL-29', `catalog/${IPE_09}/extract.sql`],
      ['PSQL-11', `catalog/${IPE_09}/extract.sql`],
    ]);
    expect(() => requireCleanLogic(items, changed)).toThrow(/2 errors .*extract\.sql:\d+: PSQL-29/);
    requireCleanLogic(catalog.items, catalog);
  });
});

describe('ipe check', () => {
  it('looks at the items named, or at all of them', () => {
    expect(checkCatalog(['IPE_09', 'CR_04']).items).toEqual(['IPE_09', 'CR_04']);
    const report = checkCatalog([]);
    expect(report.items).toEqual(catalog.items.map(({ definition }) => definition.id));
    expect([report.errors, report.warnings]).toEqual([0, 0]);
    expect(() => checkCatalog(['IPE_99'])).toThrow(/no item "IPE_99"/);
  });

  it('writes SARIF 2.1.0: rules with their words, relative paths, places, levels and waivers', () => {
    const line = {
      item: 'IPE_07',
      rule: 'PSQL-6',
      severity: 'error',
      file: 'catalog/a b/extract.sql',
      line: 3,
      column: 12,
      message: 'division',
      advice: 'Deliver both operands.',
      waived: null,
    } as const;
    const waived = { reason: 'Agreed.', approved_by: 'Report owner' };
    const lines = [line, { ...line, line: null, column: null, waived }];
    const sarif = sarifOf({ items: ['IPE_07'], lines, errors: 1, warnings: 0, waived: 1 });
    const rules = Object.keys(RULES);
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { rules: rules.map((id) => ({ id })) } },
          results: [
            {
              ruleId: 'PSQL-6',
              ruleIndex: rules.indexOf('PSQL-6'),
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'catalog/a%20b/extract.sql', uriBaseId: 'SRCROOT' },
                    region: { startLine: 3, startColumn: 12 },
                  },
                },
              ],
            },
            { suppressions: [{ status: 'accepted', justification: 'Agreed. (Report owner)' }] },
          ],
        },
      ],
    });
  });
});

describe('docs/logic-lint.md', () => {
  it('has a row for every rule, with its severity and its words', () => {
    const text = readFileSync(new URL('../../docs/logic-lint.md', import.meta.url), 'utf8');
    const rows = text.split('\n').filter((row) => /^\| [A-Z]+-[0-9]+ /.test(row));
    expect(rows).toHaveLength(Object.keys(RULES).length);
    const missing = Object.entries(RULES).filter(([id, { severity, what, instead }]) => {
      const row = rows.find((each) => each.startsWith(`| ${id} | ${severity}`));
      const words = row?.replaceAll('\\|', '|');
      return words === undefined || ![what, instead].every((each) => words.includes(each));
    });
    expect(missing).toEqual([]);
  });
});
