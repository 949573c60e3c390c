import type { CheckSpec } from '../../../src/catalog/check-spec.ts';

/** A check nothing can break, or that does not count; the rule points at it, or into its condition. */
interface CheckFault {
  readonly rule: string;
  readonly fault: string;
  readonly check: CheckSpec;
  readonly at?: string;
}

/** A check that looks like one and is none. */
interface SoundCheck {
  readonly sound: string;
  readonly check: CheckSpec;
}

const range = (column: string, min: string | null, max: string | null): CheckSpec => ({
  id: 'planted',
  kind: 'range',
  attribute: 'F-5',
  title: 'The value lies in its range',
  column,
  min,
  max,
});
const tieOut = (tolerance: string): CheckSpec & { readonly kind: 'tie_out' } => ({
  id: 'planted',
  kind: 'tie_out',
  attribute: 'E-2',
  title: 'Amounts agree with the ledger',
  by: ['company'],
  measure: 'amount',
  query: 'ledger',
  amount: 'amount',
  tolerance,
});
const rule = (holds: string): CheckSpec => ({
  id: 'planted',
  kind: 'rule',
  attribute: 'F-5',
  title: 'Every row is right',
  holds,
});
const recalculation = (expression: string): CheckSpec => ({
  id: 'planted',
  kind: 'recalculation',
  attribute: 'F-2',
  title: 'The side is recalculated',
  column: 'side',
  expression,
});
const noRows = (where: string): CheckSpec & { readonly kind: 'no_rows' } => ({
  id: 'planted',
  kind: 'no_rows',
  attribute: 'E-6',
  title: 'Nothing is left over',
  query: 'ledger',
  where,
});
const paid = (values: readonly string[]): CheckSpec => ({
  id: 'planted',
  kind: 'domain',
  attribute: 'F-5',
  title: 'Every order is paid',
  column: 'paid',
  values,
});
const window = (from: string | null, before: string | null): CheckSpec => ({
  id: 'planted',
  kind: 'date_window',
  attribute: 'E-8',
  title: 'Orders are of the period',
  column: 'booked',
  from,
  before,
});
const crossFoot = (parts: readonly string[]): CheckSpec => ({
  id: 'planted',
  kind: 'cross_foot',
  attribute: 'F-3',
  title: 'The parts make the total',
  total: 'amount',
  parts,
});
const foot = (by: readonly string[]): CheckSpec => ({
  id: 'planted',
  kind: 'foot',
  attribute: 'F-3',
  title: 'The total foots',
  column: 'amount',
  by,
});
const warning = (check: CheckSpec): CheckSpec => ({ ...check, severity: 'warn' });

const SEQUENCE: CheckSpec = {
  id: 'planted',
  kind: 'sequence_gap',
  attribute: 'E-4',
  title: 'No order number is missing',
  column: 'order no',
  by: ['company'],
};
const COVERAGE: CheckSpec = {
  id: 'planted',
  kind: 'coverage',
  attribute: 'E-8',
  title: 'Every company is there',
  column: 'company',
  expected: { parameter: 'companies' },
};

const NOT_NULL: CheckSpec = {
  id: 'not_null_amount',
  kind: 'not_null',
  attribute: 'F-5',
  title: 'Every amount is there',
  column: 'amount',
};

export const CHECK_FAULTS: readonly CheckFault[] = [
  {
    rule: 'CHECK-1',
    fault: 'an amount no row exceeds',
    check: range('amount', '0', '999999999999999'),
  },
  { rule: 'CHECK-1', fault: 'a million millions', check: range('amount', null, '1000000000000') },
  {
    rule: 'CHECK-1',
    fault: 'an amount no row falls below',
    check: range('amount', '-1000000000000.01', '0'),
  },
  {
    rule: 'CHECK-1',
    fault: 'the largest value of the type',
    check: range('share', '0', '99.9999'),
  },
  {
    rule: 'CHECK-1',
    fault: 'a number no row has',
    check: range('order no', '1', '999999999999999'),
  },
  {
    rule: 'CHECK-1',
    fault: 'the day that means never',
    check: range('booked', null, '9999-12-31'),
  },
  { rule: 'CHECK-1', fault: 'the blank day', check: range('booked', '1753-01-01', '2099-12-31') },
  { rule: 'CHECK-1', fault: 'a text before every text', check: range('name', '', null) },
  { rule: 'CHECK-1', fault: 'a text behind every letter', check: range('name', 'A', '~') },
  {
    rule: 'CHECK-1',
    fault: 'a window that begins before all days',
    check: window('since_ever', null),
  },
  {
    rule: 'CHECK-1',
    fault: 'a window from before all days to behind them',
    check: window('since_ever', 'for_ever'),
  },
  { rule: 'CHECK-1', fault: 'both values of a flag', check: paid(['0', '1']) },
  { rule: 'CHECK-1', fault: 'both values of a flag as words', check: paid(['TRUE', 'false']) },
  { rule: 'CHECK-1', fault: 'a column recalculated from itself', check: recalculation('"side"') },
  {
    rule: 'CHECK-1',
    fault: 'a column recalculated from itself behind a CAST',
    check: recalculation('CAST(("side") AS VARCHAR(20))'),
  },
  {
    rule: 'CHECK-1',
    fault: 'a column recalculated from itself in every branch',
    check: recalculation(`CASE WHEN "amount" > 0 THEN "side" ELSE "side" END`),
  },
  { rule: 'CHECK-1', fault: 'a total among its parts', check: crossFoot(['amount']) },
  { rule: 'CHECK-1', fault: 'a sum compared with itself', check: foot([]) },
  { rule: 'CHECK-2', fault: 'a wide tolerance', check: tieOut('1000000') },
  { rule: 'CHECK-2', fault: 'a tolerance a little wider', check: tieOut('0.0101') },
  { rule: 'CHECK-3', fault: 'a tie-out that only warns', check: warning(tieOut('0.01')) },
  { rule: 'CHECK-3', fault: 'a gap test that only warns', check: warning(SEQUENCE) },
  { rule: 'CHECK-3', fault: 'a footing that only warns', check: warning(foot(['company'])) },
  {
    rule: 'CHECK-3',
    fault: 'a cutoff test that only warns',
    check: warning(window(null, 'period_next')),
  },
  {
    rule: 'CHECK-3',
    fault: 'a recalculation that only warns',
    check: warning(recalculation(`CASE WHEN "amount" > 0 THEN 'debit' ELSE 'other' END`)),
  },
  {
    rule: 'CHECK-4',
    fault: 'another test in place of the independent count',
    check: { ...rule('"amount" > 0'), id: 'independent_count' },
  },
  {
    rule: 'CHECK-4',
    fault: 'another column in place of a total',
    check: {
      id: 'control_total_amount',
      kind: 'control_total',
      attribute: 'E-1',
      title: 'The total agrees',
      column: 'order no',
    },
  },
  {
    rule: 'CHECK-4',
    fault: 'a wider list of companies',
    check: { ...paid(['1']), id: 'company_selected' },
  },
  {
    rule: 'CHECK-4',
    fault: 'a key that may be missing',
    check: { ...NOT_NULL, id: 'not_null_company', column: 'company', severity: 'warn' },
  },
  {
    rule: 'CHECK-4',
    fault: 'a test of the data contract that finds nothing',
    check: { ...noRows('"account" IS NULL'), id: 'contract_trailing_blanks', attribute: 'F-5' },
  },
  {
    rule: 'CONST-1',
    fault: 'a rule that holds whatever is there',
    check: rule('"name" IS NULL OR "name" IS NOT NULL'),
    at: ':1:16',
  },
  {
    rule: 'CONST-1',
    fault: 'exceptions that are none',
    check: noRows('1 = 0'),
    at: ':1:3',
  },
  {
    rule: 'CONST-1',
    fault: 'exceptions that are missing and are not',
    check: noRows('"account" IS NULL AND "account" IS NOT NULL'),
    at: ':1:19',
  },
  {
    rule: 'C-3',
    fault: 'exceptions of one company',
    check: noRows(`"company" = 'EC_NG'`),
    at: ':1:13',
  },
  {
    rule: 'C-3',
    fault: 'exceptions above an amount',
    check: noRows('"amount" > 5000 + 1'),
    at: ':1:17',
  },
  {
    rule: 'C-3',
    fault: 'exceptions of accounts that begin alike',
    check: noRows(`"account" LIKE '18%'`),
    at: ':1:16',
  },
  {
    rule: 'C-3',
    fault: 'rows of companies that begin alike',
    check: rule(`starts_with("company", 'EC_')`),
    at: ':1:24',
  },
  {
    rule: 'C-3',
    fault: 'rows of a cut company',
    check: rule(`left("company", 2) <> 'jd'`),
    at: ':1:23',
  },
];

export const SOUND_CHECKS: readonly SoundCheck[] = [
  { sound: 'a range a row can break', check: range('amount', '-999999999999', '999999999999.99') },
  { sound: 'a range with one end', check: range('order no', '1', null) },
  { sound: 'a share below the largest of its type', check: range('share', '0', '99.9998') },
  { sound: 'days of two centuries', check: range('booked', '1900-01-02', '2199-12-30') },
  { sound: 'letters', check: range('name', 'A', 'z') },
  {
    sound: 'a window with one bound that excludes nothing',
    check: window('since_ever', 'period_next'),
  },
  { sound: 'one value of a flag', check: paid(['1', 'true']) },
  {
    sound: 'a column recalculated from itself in one branch',
    check: recalculation(`CASE WHEN "amount" > 0 THEN 'debit' ELSE "side" END`),
  },
  { sound: 'parts beside their total', check: crossFoot(['share']) },
  { sound: 'a tolerance as wide as agreed', check: tieOut('0.01') },
  { sound: 'no tolerance', check: tieOut('0') },
  { sound: 'a coverage test that warns', check: warning(COVERAGE) },
  { sound: 'a range that warns', check: warning(range('amount', '0', null)) },
  { sound: 'a check every item has, worded anew', check: { ...NOT_NULL, empty: 'refused' } },
  { sound: 'a value that may be missing at times', check: warning(NOT_NULL) },
  {
    sound: 'a missing value shown by a control query',
    check: { ...noRows('"amount" IS NULL'), id: 'not_null_amount', attribute: 'F-5' },
  },
  { sound: 'exceptions a row can be', check: noRows('"account" IS NULL AND "amount" <> 0') },
];
