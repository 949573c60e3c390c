import { describe, expect, it } from 'vitest';
import { checkContext } from '../../src/catalog/check-problems.ts';
import type { ItemDefinition } from '../../src/catalog/definition.ts';
import { itemSchema } from '../../src/catalog/definition-schemas.ts';
import type { MeasureDefinition } from '../../src/catalog/measure-definition.ts';
import {
  measureConditions,
  measureParameters,
  measureProblems,
} from '../../src/catalog/measure-problems.ts';
import type { ResultColumn } from '../../src/kernel/query.ts';
import { item } from './sample-catalog.ts';

const amount = { kind: 'decimal', precision: 19, scale: 4 } as const;
const columns: readonly ResultColumn[] = [
  { name: 'id_company', type: { kind: 'text' }, nullable: false },
  { name: 'account', type: { kind: 'text' }, nullable: false },
  { name: 'Entry No_', type: { kind: 'integer' }, nullable: false },
  { name: 'flag', type: { kind: 'boolean' }, nullable: true },
  { name: 'paid', type: amount, nullable: true },
  { name: 'shipping', type: amount, nullable: true },
];

const good: MeasureDefinition = {
  title: 'Paid',
  columns: ['paid', 'shipping'],
  where: '"flag"',
  accounts: [{ account: '13005', where: '"shipping" <> 0' }, { account: '13024' }],
};

function problemsOf(
  measure: MeasureDefinition | undefined,
  changes: Partial<ItemDefinition> = {},
): readonly string[] {
  const { measure: _none, ...rest } = item as ItemDefinition;
  const definition: ItemDefinition = {
    ...rest,
    glAccounts: ['13005', '13024'],
    controlTotals: [
      { column: 'paid', currency: 'per company' },
      { column: 'shipping', currency: 'per company' },
    ],
    partitions: ['id_company', 'flag'],
    controlQueries: {
      figure: {
        sqlFile: 'f.sql',
        purpose: 'x',
        columns: { standing: { type: 'text' }, owed: { type: 'decimal(38,4)' } },
      },
    },
    ...(measure === undefined ? {} : { measure }),
    ...changes,
  };
  const shapes = [{ name: 'companies', type: 'text', list: true, values: [] }] as const;
  return measureProblems(checkContext(definition, columns, shapes));
}

describe('the measure of an item (RU-10)', () => {
  it('is columns added up over rows that meet a condition, and who else gives the figure', () => {
    expect(problemsOf(good)).toEqual([]);
    expect(problemsOf({ ...good, accounts: { column: 'account' } })).toEqual([]);
    const elsewhere = {
      ...good,
      where: '"Entry No_" > 1',
      agreesWith: { query: 'figure', amount: 'owed', where: `"standing" = 'in'` },
    };
    expect(problemsOf({ ...elsewhere, disclosed: [good] })).toEqual([]);
    expect(problemsOf({ ...elsewhere, agreesWith: { query: 'figure', amount: 'owed' } })).toEqual(
      [],
    );
  });

  it('belongs to an item with a NAV sign, and such an item has one (RU-7)', () => {
    expect(problemsOf(undefined, { navSign: null })).toEqual([]);
    expect(problemsOf(undefined)).toEqual([
      'the item has a navSign, but declares no measure (RU-10)',
    ]);
    expect(problemsOf(good, { navSign: null })).toEqual([
      'measure: a measure needs a navSign (RU-7)',
    ]);
    expect(problemsOf(good, { companyColumn: null })).toEqual([
      'measure: a measure needs a companyColumn: it is added per company',
    ]);
  });

  it.each<[string, Partial<MeasureDefinition>, string]>([
    ['a column that is not there', { columns: ['pays'] }, 'there is no column "pays"'],
    ['a column that is no decimal', { columns: ['Entry No_'] }, '"Entry No_" is integer'],
    ['a column twice', { columns: ['paid', 'paid'] }, 'column "paid" is there twice'],
    ['a condition over no column', { where: '"flags"' }, 'there is no column "flags"'],
    [
      'a condition the completeness query cannot follow',
      { where: '"Entry No_" > 1' },
      'its condition speaks of "Entry No_", which is no partition: name the control query',
    ],
    [
      'a control query that is not there',
      { agreesWith: { query: 'figures', amount: 'owed' } },
      'there is no control query "figures"',
    ],
    [
      'an amount that is no number',
      { agreesWith: { query: 'figure', amount: 'standing' } },
      'must deliver "standing" as a number',
    ],
    [
      'a condition over no column of the control query',
      { agreesWith: { query: 'figure', amount: 'owed', where: '"stands"' } },
      'there is no column "stands"',
    ],
    [
      'an account that is none of the item’s',
      { accounts: [{ account: '18412' }] },
      'account 18412 is none of the item',
    ],
    ['an account no row belongs to', { accounts: [{ account: '13005' }] }, 'to account 13024'],
    [
      'accounts after one that takes every row',
      { accounts: [{ account: '13005' }, { account: '13024' }] },
      'account 13005 takes every row',
    ],
    [
      'an account twice',
      {
        accounts: [
          { account: '13005', where: '"flag"' },
          { account: '13005', where: '"flag"' },
          { account: '13024' },
        ],
      },
      'account 13005 is there twice',
    ],
    ['an account column of numbers', { accounts: { column: 'paid' } }, 'this check needs text'],
    [
      'a disclosed figure that is wrong',
      { disclosed: [{ title: 'Beside', columns: ['pays'] }] },
      'disclosed Beside: there is no column "pays"',
    ],
  ])('is refused with %s', (_what, change, message) => {
    expect(problemsOf({ ...good, ...change }).join('\n')).toContain(message);
  });

  it('is refused where a column is no control total and no control query is named', () => {
    expect(problemsOf(good, { controlTotals: [] })[0]).toBe(
      'measure: "paid" is no control total: name the control query it agrees with (agreesWith)',
    );
  });

  it('uses parameters and conditions like a check', () => {
    const measure: MeasureDefinition = {
      ...good,
      where: 'list_contains($companies, "id_company")',
      agreesWith: { query: 'figure', amount: 'owed', where: '"owed" > 0' },
    };
    expect(measureParameters(measure)).toEqual(['companies']);
    expect(measureParameters(undefined)).toEqual([]);
    expect(measureConditions(measure)).toEqual([
      { condition: measure.where, query: undefined },
      { condition: '"shipping" <> 0', query: undefined },
      { condition: '"owed" > 0', query: 'figure' },
    ]);
    expect(measureConditions({ ...good, where: 'TRUE', accounts: { column: 'account' } })).toEqual([
      { condition: 'TRUE', query: undefined },
    ]);
  });

  it('is refused at the border where it has no column, no account or an unknown name', () => {
    for (const measure of [
      { ...good, columns: [] },
      { ...good, accounts: [] },
      { ...good, sign: 1 },
      { ...good, accounts: [{ account: 'receivables' }] },
    ]) {
      expect(itemSchema.safeParse({ ...item, measure }).success).toBe(false);
    }
    expect(itemSchema.safeParse({ ...item, measure: good }).success).toBe(true);
  });
});
