import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { type DataTypeText, parseDataType } from '../../src/kernel/data-type.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import type { ResultColumn } from '../../src/kernel/query.ts';
import type { CheckFacts, DeliveredControl } from '../../src/validation/check-facts.ts';
import { compileCheck } from '../../src/validation/registry.ts';

function columns(types: Readonly<Record<string, DataTypeText>>): ResultColumn[] {
  return Object.entries(types).map(([name, type]) => ({
    name,
    type: parseDataType(type),
    nullable: true,
  }));
}

function control(name: string, types: Readonly<Record<string, DataTypeText>>): DeliveredControl {
  return { name, columns: columns(types), engineRows: 2, landedRows: 2 };
}

const key = { company: 'text', 'Entry No_': 'integer' } as const;
const facts: CheckFacts = {
  extract: {
    csvPath: 'ipe_data.csv',
    columns: columns({
      ...key,
      'Posting Date': 'date',
      amount: 'decimal(19,4)',
      rate: 'decimal(18,8)',
      local: 'decimal(19,4)',
      type: 'text',
    }),
    key: Object.keys(key),
    arrivedRows: 2,
    recordCount: 2,
    bytes: 100,
    contentDigest: sha256(''),
    embeddedNewlines: 0,
    blockIndex: { blockRecords: 256, blocks: [], root: '' },
    controlTotals: [],
    summary: [],
    misfits: { total: 0, first: [] },
    relation: 'extract',
  },
  engineRows: 2,
  partitions: ['company'],
  controlTotals: ['amount'],
  zeroRows: 'never',
  owner: 'Owner',
  companies: 1,
  controls: [
    control('completeness', { company: 'text', row_count: 'integer', amount: 'decimal(38,4)' }),
    control('ledger', { company: 'text', balance: 'decimal(38,4)', moved: 'decimal(38,4)' }),
    control('exclusions', { reason: 'text', row_count: 'integer', amount: 'decimal(38,4)' }),
    control('values', { column_name: 'text', value: 'text', row_count: 'integer' }),
    control('sample', { ...key, amount: 'decimal(19,4)', type: 'text' }),
  ],
  parameters: [
    { name: 'companies', type: 'text', value: ['EC_NG'] },
    { name: 'period_next', type: 'date', value: '2025-10-01' },
  ],
};

const named = (kind: string) => ({ id: kind, title: kind });
const checks: readonly CheckSpec[] = [
  { ...named('delivery_count'), kind: 'delivery_count', attribute: 'E-1' },
  { ...named('independent_count'), kind: 'independent_count', attribute: 'E-1' },
  { ...named('control_total'), kind: 'control_total', attribute: 'E-1', column: 'amount' },
  {
    ...named('tie_out'),
    kind: 'tie_out',
    attribute: 'E-2',
    by: ['company'],
    measure: 'amount',
    query: 'ledger',
    amount: 'balance',
    tolerance: '0.01',
  },
  {
    ...named('roll_forward'),
    kind: 'roll_forward',
    attribute: 'E-3',
    query: 'ledger',
    by: ['company'],
    opening: 'balance',
    activity: 'moved',
    closing: 'balance',
  },
  {
    ...named('sequence_gap'),
    kind: 'sequence_gap',
    attribute: 'E-4',
    column: 'Entry No_',
    by: ['company'],
    explained: [{ number: '17', reason: 'void' }],
  },
  { ...named('partition_tie'), kind: 'partition_tie', attribute: 'E-5' },
  {
    ...named('value_tie'),
    kind: 'value_tie',
    attribute: 'E-5',
    query: 'values',
    columns: ['company', 'Posting Date'],
  },
  { ...named('in_out_all'), kind: 'in_out_all', attribute: 'E-6', query: 'exclusions' },
  { ...named('source_witness'), kind: 'source_witness', attribute: 'E-7', query: 'sample' },
  {
    ...named('witness_present'),
    kind: 'witness',
    attribute: 'E-7',
    presence: 'present',
    where: 'amount > 0',
  },
  {
    ...named('witness_absent'),
    kind: 'witness',
    attribute: 'F-6',
    presence: 'absent',
    where: '"Posting Date" >= $period_next',
  },
  {
    ...named('coverage'),
    kind: 'coverage',
    attribute: 'E-8',
    column: 'company',
    expected: { parameter: 'companies' },
  },
  {
    ...named('date_window'),
    kind: 'date_window',
    attribute: 'E-8',
    column: 'Posting Date',
    from: null,
    before: 'period_next',
  },
  { ...named('truncation_guard'), kind: 'truncation_guard', attribute: 'E-10' },
  { ...named('zero_rows'), kind: 'zero_rows', attribute: 'E-11' },
  {
    ...named('trace'),
    kind: 'trace',
    attribute: 'F-1',
    query: 'sample',
    columns: ['amount', 'type'],
  },
  {
    ...named('recalculation'),
    kind: 'recalculation',
    attribute: 'F-2',
    column: 'local',
    expression: 'CAST(round(amount * rate, 4) AS DECIMAL(19,4))',
  },
  { ...named('foot'), kind: 'foot', attribute: 'F-3', column: 'amount', by: ['company'] },
  {
    ...named('cross_foot'),
    kind: 'cross_foot',
    attribute: 'F-3',
    total: 'local',
    parts: ['amount', 'rate'],
  },
  { ...named('unique_key'), kind: 'unique_key', attribute: 'F-4' },
  { ...named('fan_out'), kind: 'fan_out', attribute: 'F-4', query: 'sample' },
  { ...named('fits_type'), kind: 'fits_type', attribute: 'F-5' },
  {
    ...named('not_null'),
    kind: 'not_null',
    attribute: 'F-5',
    column: 'type',
    empty: 'refused',
  },
  {
    ...named('domain'),
    kind: 'domain',
    attribute: 'F-5',
    column: 'type',
    values: ['Invoice', "Customer's credit"],
  },
  {
    ...named('range'),
    kind: 'range',
    attribute: 'F-5',
    column: 'rate',
    min: '0.00000001',
    max: null,
  },
  { ...named('rule'), kind: 'rule', attribute: 'F-5', holds: 'amount <> 0' },
  { ...named('no_rows'), kind: 'no_rows', attribute: 'F-5', query: 'ledger' },
];

describe('the statements checks ask the workbench', () => {
  it('are the reviewed ones, kind by kind', async () => {
    const text = checks.map((check) => {
      const plan = compileCheck(check, facts);
      const statements = plan.kind === 'ask' ? plan.statements : [plan.reason];
      const asked =
        statements.length === 0 ? ['-- nothing: the extraction measured it'] : statements;
      return `-- ${check.id}\n${asked.join(';\n')};\n`;
    });
    await expect(text.join('\n')).toMatchFileSnapshot('../golden/validation/statements.sql');
  });
});
