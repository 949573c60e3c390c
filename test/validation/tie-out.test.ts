import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

const tieOut = {
  id: 'tie_to_ledger',
  title: 'Open amounts agree with the ledger per company and account',
  kind: 'tie_out',
  attribute: 'E-2',
  by: ['company', 'account'],
  measure: 'amount',
  query: 'ledger',
  amount: 'balance',
  tolerance: '0.01',
} as const satisfies CheckSpec;

const columns = {
  company: 'text',
  account: 'text',
  id: 'integer',
  amount: 'decimal(19,7)',
} as const;
const rows = [
  ['EC_NG', '13003', '1', '60.0000000'],
  ['EC_NG', '13003', '2', '40.0000000'],
  ['EC_NG', '13004', '3', '7.5000000'],
];

function ledger(...lines: (string | null)[][]): Situation {
  return {
    columns,
    rows,
    controls: {
      ledger: {
        columns: { company: 'text', account: 'text', balance: 'decimal(38,2)' },
        rows: lines,
      },
    },
  };
}
const sameAccount4 = ['EC_NG', '13004', '7.50'];

describe('E-2 tie-out', () => {
  it.each([
    ['100.00', 'PASS', '0.0000000'],
    ['100.01', 'PASS', '-0.0100000'],
    ['99.99', 'PASS', '0.0100000'],
    ['100.02', 'FAIL', '-0.0200000'],
  ])('S0-14 100 against a ledger of %s is %s', async (balance, status, difference) => {
    const situation = ledger(['EC_NG', '13003', balance], sameAccount4);
    expect(await bench.find(tieOut, situation)).toMatchObject({
      status,
      measured: {
        expected: '2',
        actual: status === 'PASS' ? '2' : '1',
        detail: [
          { line: 'EC_NG / 13003 / amount', expected: balance, actual: '100.0000000', difference },
          { line: 'EC_NG / 13004 / amount', difference: '0.0000000' },
        ],
      },
    });
  });

  it('S0-14 fails at 0.0100001', async () => {
    const situation = {
      ...ledger(['EC_NG', '13003', '100.00'], sameAccount4),
      rows: [...rows, ['EC_NG', '13003', '4', '0.0100001']],
    };
    expect(await bench.find(tieOut, situation)).toMatchObject({
      status: 'FAIL',
      offending: {
        columns: ['company', 'account', 'figure', 'expected', 'actual', 'difference'],
        rows: [['EC_NG', '13003', 'amount', '100.00', '100.0100001', '0.0100001']],
      },
    });
  });

  it('S0-15 finds a dropped balanced journal per account that the net cannot show', async () => {
    const situation = ledger(['EC_NG', '13003', '600.00'], ['EC_NG', '13004', '-492.50']);
    expect(await bench.find(tieOut, situation)).toMatchObject({
      status: 'FAIL',
      offending: { total: 2 },
    });
  });

  it('shows lines that only one side has', async () => {
    const situation = ledger(['EC_NG', '13003', '100.00'], ['EC_KE', '13003', '5.00']);
    expect(await bench.find(tieOut, situation)).toMatchObject({
      status: 'FAIL',
      offending: {
        rows: [
          ['EC_KE', '13003', 'amount', '5.00', '0', '-5.00'],
          ['EC_NG', '13004', 'amount', '0', '7.5000000', '7.5000000'],
        ],
      },
    });
  });

  it('fails a line whose ledger amount is NULL', async () => {
    const situation = ledger(['EC_NG', '13003', '100.00'], ['EC_NG', '13004', null]);
    expect(await bench.find(tieOut, situation)).toMatchObject({
      status: 'FAIL',
      offending: { rows: [['EC_NG', '13004', 'amount', 'unknown (NULL)', '7.5000000', null]] },
    });
  });

  it('a warning severity turns the exception into WARN', async () => {
    const situation = ledger(['EC_NG', '13003', '1.00']);
    const finding = await bench.find({ ...tieOut, severity: 'warn' }, situation);
    expect(finding).toMatchObject({ status: 'WARN', offending: { total: 2 } });
  });

  it('is not tested when there is nothing to compare or the ledger was not delivered', async () => {
    expect((await bench.find(tieOut, { ...ledger(), rows: [] })).status).toBe('NOT TESTED');
    expect((await bench.find(tieOut, { columns, rows })).status).toBe('NOT TESTED');
  });

  it('is an error without lines or with a tolerance that is no decimal', async () => {
    const situation = ledger(['EC_NG', '13003', '100.00'], sameAccount4);
    expect(await bench.find({ ...tieOut, by: [] }, situation)).toMatchObject({
      status: 'ERROR',
      reason: expect.stringContaining('one net total hides losses'),
    });
    const finding = await bench.find({ ...tieOut, tolerance: '1e9' }, situation);
    expect(finding.status).toBe('ERROR');
  });
});
