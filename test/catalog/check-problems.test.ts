import { describe, expect, it } from 'vitest';
import { checkContext, checkParameters, checkProblems } from '../../src/catalog/check-problems.ts';
import { checkSchema } from '../../src/catalog/check-schema.ts';
import type { CheckKind, CheckSpec } from '../../src/catalog/check-spec.ts';
import type { ParameterShape } from '../../src/catalog/parameters.ts';
import type { ResultColumn } from '../../src/kernel/query.ts';
import { item } from './sample-catalog.ts';

const columns: readonly ResultColumn[] = [
  { name: 'id_company', type: { kind: 'text' }, nullable: false },
  { name: 'Entry No_', type: { kind: 'integer' }, nullable: false },
  { name: 'Posting Date', type: { kind: 'date' }, nullable: true },
  { name: 'amount', type: { kind: 'decimal', precision: 19, scale: 4 }, nullable: true },
  { name: 'flag', type: { kind: 'boolean' }, nullable: true },
];
const shapes: readonly ParameterShape[] = [
  { name: 'cutoff', type: 'date', list: false, values: [] },
  { name: 'companies', type: 'text', list: true, values: [] },
];
const context = checkContext(
  {
    ...item,
    key: ['id_company', 'Entry No_'],
    controlTotals: [{ column: 'amount', currency: 'NGN' }],
    controlQueries: {
      balance: {
        sqlFile: 'b.sql',
        purpose: 'x',
        columns: {
          id_company: { type: 'text' },
          'Entry No_': { type: 'integer' },
          reason: { type: 'text' },
          row_count: { type: 'integer' },
          column_name: { type: 'text' },
          value: { type: 'text' },
          amount: { type: 'decimal(38,4)' },
          opening: { type: 'decimal(19,4)' },
          flag: { type: 'boolean' },
        },
      },
    },
  },
  columns,
  shapes,
);

const title = 'A check';

/** One good check of every kind; a kind that is missing here does not compile. */
const good: { readonly [Kind in CheckKind]: Extract<CheckSpec, { kind: Kind }> } = {
  independent_count: { id: 'a', title, kind: 'independent_count', attribute: 'E-1' },
  delivery_count: { id: 'a', title, kind: 'delivery_count', attribute: 'E-1' },
  control_total: { id: 'a', title, kind: 'control_total', attribute: 'E-1', column: 'amount' },
  tie_out: {
    id: 'a',
    title,
    kind: 'tie_out',
    attribute: 'E-2',
    by: ['id_company'],
    measure: 'amount',
    query: 'balance',
    amount: 'amount',
    tolerance: '0.01',
  },
  roll_forward: {
    id: 'a',
    title,
    kind: 'roll_forward',
    attribute: 'E-3',
    query: 'balance',
    by: ['id_company'],
    opening: 'opening',
    activity: 'amount',
    closing: 'amount',
  },
  sequence_gap: {
    id: 'a',
    title,
    kind: 'sequence_gap',
    attribute: 'E-4',
    column: 'Entry No_',
    by: ['id_company'],
    explained: [{ number: '7', reason: 'Voided.' }],
  },
  partition_tie: { id: 'a', title, kind: 'partition_tie', attribute: 'E-5' },
  value_tie: {
    id: 'a',
    title,
    kind: 'value_tie',
    attribute: 'E-5',
    query: 'balance',
    columns: ['id_company', 'Posting Date', 'flag'],
  },
  in_out_all: { id: 'a', title, kind: 'in_out_all', attribute: 'E-6', query: 'balance' },
  source_witness: {
    id: 'a',
    title,
    kind: 'source_witness',
    attribute: 'E-7',
    query: 'balance',
    mayBeEmpty: true,
  },
  witness: {
    id: 'a',
    title,
    kind: 'witness',
    attribute: 'F-6',
    presence: 'absent',
    where: '"Posting Date" > $cutoff AND list_contains($companies, "id_company")',
  },
  coverage: {
    id: 'a',
    title,
    kind: 'coverage',
    attribute: 'E-8',
    column: 'id_company',
    expected: { parameter: 'companies' },
  },
  date_window: {
    id: 'a',
    title,
    kind: 'date_window',
    attribute: 'E-8',
    column: 'Posting Date',
    from: null,
    before: 'cutoff',
  },
  truncation_guard: { id: 'a', title, kind: 'truncation_guard', attribute: 'E-10' },
  zero_rows: { id: 'a', title, kind: 'zero_rows', attribute: 'E-11' },
  trace: {
    id: 'a',
    title,
    kind: 'trace',
    attribute: 'F-1',
    query: 'balance',
    columns: ['amount'],
    mayBeEmpty: true,
  },
  recalculation: {
    id: 'a',
    title,
    kind: 'recalculation',
    attribute: 'F-2',
    column: 'amount',
    expression: '(SELECT MAX(b."opening") AS "most" FROM "control_balance" AS b ORDER BY "most")',
  },
  foot: {
    id: 'a',
    title,
    kind: 'foot',
    attribute: 'F-3',
    column: 'amount',
    by: ['id_company'],
  },
  cross_foot: {
    id: 'a',
    title,
    kind: 'cross_foot',
    attribute: 'F-3',
    total: 'amount',
    parts: ['amount', 'Entry No_'],
  },
  unique_key: { id: 'a', title, kind: 'unique_key', attribute: 'F-4' },
  fan_out: { id: 'a', title, kind: 'fan_out', attribute: 'F-4', query: 'balance' },
  fits_type: { id: 'a', title, kind: 'fits_type', attribute: 'F-5' },
  not_null: {
    id: 'a',
    title,
    kind: 'not_null',
    attribute: 'F-5',
    column: 'amount',
    empty: 'refused',
  },
  domain: {
    id: 'a',
    title,
    kind: 'domain',
    attribute: 'F-5',
    column: 'id_company',
    values: ['EC_NG'],
  },
  range: {
    id: 'a',
    title,
    kind: 'range',
    attribute: 'F-5',
    column: 'amount',
    min: '-1.5',
    max: null,
  },
  rule: { id: 'a', title, kind: 'rule', attribute: 'F-5', holds: '"amount" <> 0' },
  no_rows: { id: 'a', title, kind: 'no_rows', attribute: 'E-6', query: 'balance' },
};
const kinds = Object.values(good);

describe('declared checks', () => {
  it.each(kinds)('of kind $kind pass the border unchanged and refer to what is there', (check) => {
    expect(checkSchema.parse(check)).toEqual(check);
    expect(checkProblems(check, context)).toEqual([]);
  });

  it.each(kinds)('of kind $kind refuse a member they do not have', (check) => {
    expect(checkSchema.safeParse({ ...check, limit: 1 }).success).toBe(false);
  });

  it.each<[CheckSpec, string]>([
    [
      { ...good.control_total, column: 'Entry No_' },
      '"Entry No_" is not declared as a control total',
    ],
    [{ ...good.tie_out, by: ['company'] }, 'there is no column "company"'],
    [
      { ...good.tie_out, measure: 'id_company' },
      'column "id_company" is text, this check needs integer or decimal',
    ],
    [
      { ...good.tie_out, query: 'balnce' },
      'there is no control query "balnce" (did you mean "balance"?)',
    ],
    [{ ...good.tie_out, query: 'constructor' }, 'there is no control query "constructor"'],
    [{ ...good.tie_out, amount: 'flag' }, 'must deliver "flag" as a number, not boolean'],
    [{ ...good.tie_out, amount: 'amout' }, 'delivers no column "amout" (did you mean "amount"?)'],
    [{ ...good.tie_out, tolerance: '-0.01' }, 'a tolerance is not negative'],
    [
      { ...good.roll_forward, by: ['country'] },
      'control query balance delivers no column "country"',
    ],
    [{ ...good.value_tie, columns: ['amount'] }, 'column "amount" is decimal'],
    [{ ...good.value_tie, columns: ['flag', 'flag'] }, 'column "flag" is there twice'],
    [{ ...good.value_tie, query: 'x' }, 'there is no control query "x"'],
    [{ ...good.sequence_gap, column: 'amount' }, 'this check needs integer'],
    [{ ...good.sequence_gap, by: ['x'] }, 'there is no column "x"'],
    [
      { ...good.trace, columns: ['Posting Date'] },
      'control query balance delivers no column "Posting Date"',
    ],
    [
      { ...good.witness, where: '"amout" > 0' },
      'there is no column "amout" (did you mean "amount"?)',
    ],
    [
      { ...good.witness, where: '"amount" > $cutof' },
      'the definition declares no parameter "cutof" (did you mean "cutoff"?)',
    ],
    [{ ...good.rule, holds: "'abc" }, '1:1 of its condition: this string is never closed'],
    [{ ...good.recalculation, column: 'x' }, 'there is no column "x"'],
    [
      { ...good.coverage, expected: { parameter: 'cutoff' } },
      'parameter "cutoff" must be a list here',
    ],
    [{ ...good.domain, values: { parameter: 'nothing' } }, 'declares no parameter "nothing"'],
    [{ ...good.date_window, column: 'amount' }, 'this check needs date or timestamp'],
    [{ ...good.date_window, before: 'companies' }, 'parameter "companies" must be a date here'],
    [{ ...good.date_window, before: null }, 'give a first day, a day before which, or both'],
    [{ ...good.range, min: null }, 'give a lowest value, a highest value, or both'],
    [{ ...good.range, min: '1,5' }, '"1,5" is no value of a decimal column'],
    [
      { ...good.range, column: 'Posting Date', min: '2025-02-30' },
      '"2025-02-30" is no value of a date column',
    ],
    [{ ...good.range, column: 'flag' }, 'column "flag" is boolean'],
    [{ ...good.range, column: 'x' }, 'there is no column "x"'],
    [{ ...good.foot, column: 'id_company' }, 'column "id_company" is text'],
    [{ ...good.foot, by: ['x'] }, 'there is no column "x"'],
    [{ ...good.cross_foot, parts: ['flag'] }, 'column "flag" is boolean'],
    [{ ...good.not_null, column: 'x' }, 'there is no column "x"'],
    [{ ...good.no_rows, where: '"amont" > 0' }, 'there is no column "amont"'],
    [{ ...good.no_rows, query: 'x' }, 'there is no control query "x"'],
  ])('with the mistake %j are refused', (check, message) => {
    expect(checkProblems(check, context).join('\n')).toContain(message);
  });

  it('accept text and date bounds of a range as text of the column', () => {
    expect(checkProblems({ ...good.range, column: 'id_company', min: 'A' }, context)).toEqual([]);
    expect(
      checkProblems({ ...good.range, column: 'Posting Date', min: '2025-01-01' }, context),
    ).toEqual([]);
  });

  it('refuse a partition tie without partitions, and a query without witness keys', () => {
    const none = {
      ...context,
      definition: { ...context.definition, partitions: [], controlQueries: {} },
    };
    expect(checkProblems(good.partition_tie, none)).toEqual(['the item declares no partitions']);
    const keyless = { ...context, definition: { ...context.definition, key: ['Posting Date'] } };
    expect(checkProblems(good.source_witness, keyless)).toEqual([
      'control query balance delivers no column "Posting Date"',
    ]);
    const { controlQueries: _none, ...bare } = context.definition;
    expect(checkProblems(good.fan_out, { ...context, definition: bare })).toEqual([
      'there is no control query "balance"',
    ]);
    expect(checkProblems(good.rule, { ...context, definition: bare })).toEqual([]);
  });

  it('say which parameters they use', () => {
    expect(checkParameters(good.witness)).toEqual(['cutoff', 'companies']);
    expect(checkParameters(good.rule)).toEqual([]);
    expect(checkParameters(good.no_rows)).toEqual([]);
    expect(checkParameters({ ...good.no_rows, where: '"amount" > $cutoff' })).toEqual(['cutoff']);
    expect(checkParameters(good.recalculation)).toEqual([]);
    expect(checkParameters(good.coverage)).toEqual(['companies']);
    expect(checkParameters({ ...good.coverage, expected: ['EC_NG'] })).toEqual([]);
    expect(checkParameters({ ...good.domain, values: { parameter: 'companies' } })).toEqual([
      'companies',
    ]);
    expect(checkParameters(good.domain)).toEqual([]);
    expect(checkParameters(good.date_window)).toEqual(['cutoff']);
    expect(checkParameters(good.unique_key)).toEqual([]);
  });
});
