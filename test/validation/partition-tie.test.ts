import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { formatDecimal } from '../../src/kernel/decimal.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

const tie: CheckSpec = {
  id: 'partition_tie',
  title: 'Count and amount of each company agree with an independent count',
  kind: 'partition_tie',
  attribute: 'E-5',
};
const columns = { company: 'text', id: 'integer', amount: 'decimal(19,4)' } as const;
const rows = [
  [null, '1', '5.0000'],
  ['', '2', '7.0000'],
  ['EC_CI', '3', null],
  ['EC_NG', '4', '1.0000'],
  ['EC_NG', '5', '-1.0000'],
];
const shape: Situation = { columns, partitions: ['company'], controlTotals: ['amount'] };

function counted(...lines: (string | null)[][]): Situation['controls'] & object {
  return {
    completeness: {
      columns: { company: 'text', row_count: 'integer', amount: 'decimal(38,4)' },
      rows: lines,
    },
  };
}
const right = [
  ['EC_NG', '2', '0'],
  ['EC_CI', '1', null],
  ['', '1', '7'],
  [null, '1', '5'],
];

describe('E-5 partition tie', () => {
  it('passes when every partition ties, NULL and the empty text apart', async () => {
    const finding = await bench.find(tie, { ...shape, rows, controls: counted(...right) });
    expect(finding).toMatchObject({
      status: 'PASS',
      measured: { expected: '8', actual: '8', difference: '0' },
      recomputable: false,
    });
    const lines = finding.status === 'PASS' ? finding.measured.detail?.map(({ line }) => line) : [];
    expect(lines).toEqual([
      'NULL / rows',
      'NULL / amount',
      "'' / rows",
      "'' / amount",
      'EC_CI / rows',
      'EC_CI / amount',
      'EC_NG / rows',
      'EC_NG / amount',
    ]);
  });

  it('names a partition that only one side has', async () => {
    const lines = [
      ['EC_NG', '2', '0'],
      ['', '1', '7'],
      [null, '1', '5'],
      ['JD_GH', '3', '9'],
    ];
    const finding = await bench.find(tie, { ...shape, rows, controls: counted(...lines) });
    expect(finding).toMatchObject({
      status: 'FAIL',
      offending: {
        columns: ['company', 'figure', 'expected', 'actual', 'difference'],
        rows: [
          ['EC_CI', 'rows', '0', '1', '1'],
          ['JD_GH', 'rows', '3', '0', '-3'],
          ['JD_GH', 'amount', '9.0000', '0', '-9.0000'],
        ],
        total: 3,
      },
    });
    expect(await bench.offendingFile(finding)).toBe(
      [
        'company,figure,expected,actual,difference',
        'EC_CI,rows,0,1,1',
        'JD_GH,rows,3,0,-3',
        'JD_GH,amount,9.0000,0,-9.0000',
        '',
      ].join('\n'),
    );
  });

  it('sees rows that moved from one partition to another, which the total cannot', async () => {
    const lines = [
      ['EC_NG', '1', '0'],
      ['EC_CI', '2', null],
      ['', '1', '7'],
      [null, '1', '5'],
    ];
    expect(await bench.find(tie, { ...shape, rows, controls: counted(...lines) })).toMatchObject({
      status: 'FAIL',
      offending: { total: 2 },
    });
  });

  it('S0-15 blind balance: a dropped balanced journal nets to zero and is still found', async () => {
    const blind: Situation = {
      columns: { account: 'text', id: 'integer', amount: 'decimal(19,4)' },
      partitions: ['account'],
      controlTotals: ['amount'],
      rows: [
        ['13003', '1', '100.0000'],
        ['18412', '2', '-100.0000'],
      ],
      controls: {
        completeness: {
          columns: { account: 'text', row_count: 'integer', amount: 'decimal(38,4)' },
          rows: [
            ['13003', '1', '600'],
            ['18412', '1', '-600'],
          ],
        },
      },
    };
    const net: CheckSpec = {
      id: 'net',
      title: 'Net total',
      kind: 'control_total',
      attribute: 'E-1',
      column: 'amount',
    };
    const [netFinding, perAccount] = await bench.perform([net, tie], blind);
    expect(netFinding?.status).toBe('PASS');
    expect(perAccount).toMatchObject({ status: 'FAIL', offending: { total: 2 } });
  });

  it('adds up a partition that is delivered in several lines', async () => {
    const lines = [...right.slice(1), ['EC_NG', '1', '1'], ['EC_NG', '1', '-1']];
    const finding = await bench.find(tie, { ...shape, rows, controls: counted(...lines) });
    expect(finding.status).toBe('PASS');
  });

  it('fails a partition whose count is NULL', async () => {
    const lines = [...right.slice(0, 3), [null, null, '5']];
    expect(await bench.find(tie, { ...shape, rows, controls: counted(...lines) })).toMatchObject({
      status: 'FAIL',
      offending: { rows: [[null, 'rows', 'unknown (NULL)', '1', null]] },
    });
  });

  it('accepts a partition counted as zero that the extract does not have', async () => {
    const lines = [...right, ['JD_GH', '0', null]];
    const finding = await bench.find(tie, { ...shape, rows, controls: counted(...lines) });
    expect(finding.status).toBe('PASS');
  });

  it('passes when there is nothing on either side, fails when only one side is empty', async () => {
    expect(await bench.find(tie, { ...shape, controls: counted() })).toMatchObject({
      status: 'PASS',
      measured: { expected: '0', actual: '0' },
    });
    expect((await bench.find(tie, { ...shape, rows, controls: counted() })).status).toBe('FAIL');
    expect((await bench.find(tie, { ...shape, controls: counted(...right) })).status).toBe('FAIL');
  });

  it('is not tested without a completeness query, an error without partitions', async () => {
    expect((await bench.find(tie, { ...shape, rows })).status).toBe('NOT TESTED');
    const none: Situation = { ...shape, partitions: [], rows, controls: counted(...right) };
    expect((await bench.find(tie, none)).status).toBe('ERROR');
  });

  it('is an error when the completeness query has not the columns it needs', async () => {
    const controls = {
      completeness: { columns: { row_count: 'integer' }, rows: [['5']] },
    } as const;
    expect(await bench.find(tie, { ...shape, rows, controls })).toMatchObject({
      status: 'ERROR',
      reason: expect.stringContaining('control query completeness has no column "company"'),
    });
  });

  it('ties dates, hostile names and hostile values', async () => {
    const hostile: Situation = {
      columns: { k0: 'text', 'a "b" $1': 'text', 'Posting Date': 'date', id: 'integer' },
      partitions: ['a "b" $1', 'Posting Date', 'k0'],
      rows: [
        ["'; --", 'é,"\n', '2025-09-30', '1'],
        ['x', '日本', null, '2'],
      ],
      controls: {
        completeness: {
          columns: {
            'a "b" $1': 'text',
            'Posting Date': 'date',
            k0: 'text',
            row_count: 'integer',
          },
          rows: [
            ['日本', null, 'x', '1'],
            ['é,"\n', '2025-09-30', "'; --", '1'],
          ],
        },
      },
    };
    expect(await bench.find(tie, hostile)).toMatchObject({
      status: 'PASS',
      measured: { expected: '2', actual: '2' },
    });
  });

  it('agrees with bigint arithmetic for any rows', async () => {
    const row = fc.tuple(
      fc.constantFrom('A', 'B', '', null),
      fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
    );
    const text = (units: bigint) => formatDecimal({ units, scale: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 15 }),
        fc.constantFrom(0n, 1n),
        async (amounts, off) => {
          const sums = new Map<string | null, [bigint, bigint]>();
          for (const [name, amount] of amounts) {
            const [n, sum] = sums.get(name) ?? [0n, 0n];
            sums.set(name, [n + 1n, sum + amount]);
          }
          const lines = [...sums].map(([name, [n, sum]], at) => [
            name,
            String(n),
            text(at === 0 ? sum + off : sum),
          ]);
          const finding = await bench.find(tie, {
            ...shape,
            rows: amounts.map(([name, amount], id) => [name, String(id), text(amount)]),
            controls: counted(...lines),
          });
          expect(finding.status).toBe(off === 0n ? 'PASS' : 'FAIL');
        },
      ),
      { numRuns: 25 },
    );
  });
});
