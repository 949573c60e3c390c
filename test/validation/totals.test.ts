import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { formatDecimal } from '../../src/kernel/decimal.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

const total: CheckSpec = {
  id: 'control_total_amount',
  title: 'The amounts add up to an independent total',
  kind: 'control_total',
  attribute: 'E-1',
  column: 'amount',
};
const foot: CheckSpec = {
  id: 'foot_amount',
  title: 'The amounts foot',
  kind: 'foot',
  attribute: 'F-3',
  column: 'amount',
  by: ['company'],
};

const columns = { company: 'text', id: 'integer', amount: 'decimal(19,4)' } as const;
const rows = [
  ['EC_NG', '1', '100.0000'],
  ['EC_NG', '2', '-40.5000'],
  ['EC_KE', '3', '0.0001'],
  ['EC_KE', '4', null],
];

function independently(
  amount: string | null,
  type: 'decimal(38,4)' | 'decimal(19,6)' = 'decimal(38,4)',
) {
  return {
    completeness: { columns: { row_count: 'integer', amount: type }, rows: [['4', amount]] },
  } as const;
}

describe('E-1 control total', () => {
  it('passes when both totals are the same to the last digit', async () => {
    const finding = await bench.find(total, { columns, rows, controls: independently('59.5001') });
    expect(finding).toMatchObject({
      status: 'PASS',
      measured: { expected: '59.5001', actual: '59.5001', difference: '0.0000' },
      recomputable: true,
    });
    expect(finding.statements).toHaveLength(2);
  });

  it('RU-12 has no tolerance', async () => {
    const finding = await bench.find(total, { columns, rows, controls: independently('59.5002') });
    expect(finding).toMatchObject({
      status: 'FAIL',
      measured: { expected: '59.5002', actual: '59.5001', difference: '-0.0001' },
    });
  });

  it('sees a difference below the scale of the column', async () => {
    const controls = independently('59.500101', 'decimal(19,6)');
    expect(await bench.find(total, { columns, rows, controls })).toMatchObject({
      status: 'FAIL',
      measured: { expected: '59.500101', actual: '59.5001', difference: '-0.000001' },
    });
  });

  it('is zero over no row and over NULL', async () => {
    expect(await bench.find(total, { columns, controls: independently(null) })).toMatchObject({
      status: 'PASS',
      measured: { expected: '0.0000', actual: '0.0000' },
    });
  });

  it('is not tested without a completeness query', async () => {
    expect((await bench.find(total, { columns, rows })).status).toBe('NOT TESTED');
  });

  it('is an error when the column holds no numbers on either side', async () => {
    const text = { ...columns, amount: 'text' } as const;
    expect(
      await bench.find(total, { columns: text, rows, controls: independently('1') }),
    ).toMatchObject({
      status: 'ERROR',
      reason: expect.stringContaining('only integer and decimal columns can be added up'),
    });
    const controls = {
      completeness: { columns: { row_count: 'integer', amount: 'text' }, rows: [['4', '59.5001']] },
    } as const;
    expect((await bench.find(total, { columns, rows, controls })).status).toBe('ERROR');
  });

  it('is an error, never a wrapped sum, when 38 digits could be exceeded', async () => {
    const wide = { columns: { id: 'integer', amount: 'decimal(38,0)' } } as const;
    const nines = '9'.repeat(38);
    const situation: Situation = {
      ...wide,
      rows: [
        ['1', nines],
        ['2', nines],
      ],
      controls: {
        completeness: {
          columns: { row_count: 'integer', amount: 'decimal(38,0)' },
          rows: [['2', '1']],
        },
      },
    };
    const finding = await bench.find(total, situation);
    expect(finding.status).toBe('ERROR');
  });

  it('adds a wide decimal exactly while the proof holds', async () => {
    const amount = `-${'9'.repeat(36)}`;
    const situation: Situation = {
      columns: { id: 'integer', amount: 'decimal(38,0)' },
      rows: [
        ['1', amount],
        ['2', amount],
      ],
      controls: {
        completeness: {
          columns: { row_count: 'integer', amount: 'decimal(38,0)' },
          rows: [['2', `-1${'9'.repeat(35)}8`]],
        },
      },
    };
    expect((await bench.find(total, situation)).status).toBe('PASS');
  });

  it('adds 64-bit integers beyond 64 bits', async () => {
    const situation: Situation = {
      columns: { id: 'integer', amount: 'integer' },
      rows: [
        ['1', '-9223372036854775808'],
        ['2', '-9223372036854775808'],
      ],
      controls: {
        completeness: {
          columns: { row_count: 'integer', amount: 'decimal(38,0)' },
          rows: [['2', '-18446744073709551616']],
        },
      },
    };
    expect((await bench.find(total, situation)).status).toBe('PASS');
  });

  it('agrees with bigint arithmetic for any amounts', async () => {
    const units = fc.bigInt({ min: -(10n ** 19n) + 1n, max: 10n ** 19n - 1n });
    await fc.assert(
      fc.asyncProperty(fc.array(units, { maxLength: 12 }), async (amounts) => {
        const sum = amounts.reduce((a, b) => a + b, 0n);
        const text = (value: bigint) => formatDecimal({ units: value, scale: 4 });
        const finding = await bench.find(total, {
          columns,
          rows: amounts.map((amount, id) => ['EC_NG', String(id), text(amount)]),
          controls: independently(text(sum)),
        });
        expect(finding).toMatchObject({ status: 'PASS', measured: { actual: text(sum) } });
      }),
      { numRuns: 25 },
    );
  });
});

describe('F-3 foot', () => {
  it('passes when groups and signs add up to the whole', async () => {
    expect(await bench.find(foot, { columns, rows })).toMatchObject({
      status: 'PASS',
      measured: { expected: '59.5001', actual: '59.5001', difference: '0.0000' },
      recomputable: true,
      statements: [
        expect.stringContaining('FROM "extract"'),
        expect.stringContaining('GROUP BY "extract"."amount" < 0, "company"'),
      ],
    });
  });

  it('needs no groups', async () => {
    const finding = await bench.find({ ...foot, by: [] }, { columns, rows });
    expect(finding).toMatchObject({ status: 'PASS', measured: { actual: '59.5001' } });
  });

  it('is zero without rows', async () => {
    expect(await bench.find(foot, { columns })).toMatchObject({
      status: 'PASS',
      measured: { expected: '0.0000', actual: '0.0000' },
    });
  });

  it('is an error when a group column does not exist', async () => {
    expect(await bench.find({ ...foot, by: ['country'] }, { columns, rows })).toMatchObject({
      status: 'ERROR',
      reason:
        'the extract has no column "country"; it has company, id, amount. Correct the check or the query in the catalog.',
    });
  });
});
