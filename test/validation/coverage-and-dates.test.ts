import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import type { DataTypeText } from '../../src/kernel/data-type.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

describe('E-8 coverage', () => {
  function coverage(
    column: string,
    expected: readonly string[] | { readonly parameter: string },
  ): CheckSpec {
    return {
      id: 'coverage',
      title: 'Every company appears',
      kind: 'coverage',
      attribute: 'E-8',
      column,
      expected,
    };
  }
  const situation: Situation = {
    columns: { id: 'integer', company: 'text', on: 'date', rate: 'decimal(19,4)' },
    rows: [
      ['1', 'EC_NG', '2025-09-30', '1.0000'],
      ['2', "JD'GH", null, '2.0000'],
      ['3', null, null, null],
    ],
    parameters: [
      { name: 'companies', type: 'text', value: ['EC_NG', "JD'GH"] },
      { name: 'company', type: 'text', value: 'EC_KE' },
      { name: 'none', type: 'text', value: [] },
      { name: 'days', type: 'date', value: ['2025-09-30', '2025-09-29'] },
    ],
  };

  it.each([
    ['company', { parameter: 'companies' }, '2'],
    ['company', ['EC_NG', 'EC_NG'], '1'],
    ['on', ['2025-09-30'], '1'],
    ['rate', ['1', '2.00'], '2'],
  ])('passes when every expected %s appears: %j', async (column, expected, count) => {
    expect(await bench.find(coverage(column, expected), situation)).toMatchObject({
      status: 'PASS',
      measured: { expected: count, actual: count, difference: '0' },
      recomputable: false,
    });
  });

  it.each([
    ['company', { parameter: 'company' }, 'EC_KE'],
    ['company', ['EC_NG', 'EC_CI'], 'EC_CI'],
    ['on', { parameter: 'days' }, '2025-09-29'],
    ['on', ['2025-09-29'], '2025-09-29'],
    ['rate', ['1.00001'], '1.00001'],
  ])('fails when a %s is missing: %j', async (column, expected, missing) => {
    expect(await bench.find(coverage(column, expected), situation)).toMatchObject({
      status: 'FAIL',
      measured: { difference: '-1' },
      offending: { columns: [column], rows: [[missing]], total: 1 },
    });
  });

  it('fails an empty extract', async () => {
    const finding = await bench.find(coverage('company', ['EC_NG']), { ...situation, rows: [] });
    expect(finding).toMatchObject({ status: 'FAIL', measured: { expected: '1', actual: '0' } });
  });

  it('is not tested when nothing is expected, an error for an unknown parameter', async () => {
    expect((await bench.find(coverage('company', []), situation)).status).toBe('NOT TESTED');
    const none = coverage('company', { parameter: 'none' });
    expect((await bench.find(none, situation)).status).toBe('NOT TESTED');
    const unknown = await bench.find(coverage('company', { parameter: 'nowhere' }), situation);
    expect(unknown).toMatchObject({
      status: 'ERROR',
      reason: expect.stringContaining('the run has no parameter nowhere'),
    });
  });
});

describe('E-8 date window', () => {
  function window(from: string | null, before: string | null): CheckSpec {
    return {
      id: 'date_window',
      title: 'All postings lie in the period',
      kind: 'date_window',
      attribute: 'E-8',
      column: 'posted',
      from,
      before,
    };
  }
  function posted(type: DataTypeText, ...days: (string | null)[]): Situation {
    return {
      columns: { id: 'integer', posted: type },
      rows: days.map((day, n) => [String(n), day]),
      parameters: [
        { name: 'period_start', type: 'date', value: '2025-09-01' },
        { name: 'period_next', type: 'date', value: '2025-10-01' },
      ],
    };
  }
  const both = window('period_start', 'period_next');

  it.each([
    ['date', '2025-09-01', '2025-09-30', '2025-09-01 to 2025-09-30'],
    [
      'timestamp(3)',
      '2025-09-01 00:00:00',
      '2025-09-30 23:59:59.999',
      '2025-09-01T00:00:00.000 to 2025-09-30T23:59:59.999',
    ],
    [
      'timestamp(7)',
      '2025-09-01T00:00:00.0000000',
      '2025-09-30T23:59:59.9999999',
      '2025-09-01T00:00:00.0000000 to 2025-09-30T23:59:59.9999999',
    ],
  ] as const)(
    'passes a %s from the first to the last moment',
    async (type, first, last, actual) => {
      expect(await bench.find(both, posted(type, first, null, last))).toMatchObject({
        status: 'PASS',
        measured: { expected: '>= 2025-09-01 and < 2025-10-01', actual, difference: null },
      });
    },
  );

  it.each([
    ['date', '2025-10-01', '2025-10-01'],
    ['date', '2025-08-31', '2025-08-31'],
    ['timestamp(3)', '2025-10-01 00:00:00', '2025-10-01T00:00:00.000'],
    ['timestamp(3)', '2025-08-31 23:59:59.999', '2025-08-31T23:59:59.999'],
    ['timestamp(7)', '2025-10-01T00:00:00.0000000', '2025-10-01T00:00:00.0000000'],
  ] as const)('RU-4 fails a %s at %s: the bound is half-open', async (type, day, shown) => {
    expect(await bench.find(both, posted(type, '2025-09-30', day))).toMatchObject({
      status: 'FAIL',
      offending: { columns: ['id', 'posted'], rows: [['1', shown]], total: 1 },
    });
  });

  it('can have one bound only', async () => {
    const late = posted('date', '2024-01-01');
    expect((await bench.find(window(null, 'period_next'), late)).status).toBe('PASS');
    expect((await bench.find(window('period_start', null), late)).status).toBe('FAIL');
  });

  it('passes without rows, is not tested when no row has a date', async () => {
    expect(await bench.find(both, posted('date'))).toMatchObject({
      status: 'PASS',
      measured: { actual: 'no row' },
    });
    expect((await bench.find(both, posted('date', null))).status).toBe('NOT TESTED');
  });

  it('is an error without a bound, without the parameter or over text', async () => {
    const dates = posted('date', '2025-09-30');
    expect((await bench.find(window(null, null), dates)).status).toBe('ERROR');
    expect((await bench.find(window('nowhere', null), dates)).status).toBe('ERROR');
    expect((await bench.find(both, posted('text', '2025-09-30'))).status).toBe('ERROR');
  });
});

describe('E-4 sequence gap', () => {
  function sequence(
    by: readonly string[],
    explained?: readonly { number: string; reason: string }[],
  ): CheckSpec {
    return {
      id: 'sequence_gap',
      title: 'No entry number is missing',
      kind: 'sequence_gap',
      attribute: 'E-4',
      column: 'entry',
      by,
      ...(explained === undefined ? {} : { explained }),
    };
  }
  const columns = { company: 'text', entry: 'integer' } as const;
  const rows = [
    ['EC_KE', '7'],
    ['EC_NG', '1'],
    ['EC_NG', '2'],
    ['EC_NG', '2'],
    ['EC_NG', '5'],
    ['EC_NG', null],
    ['EC_NG', '9'],
    [null, '1'],
    [null, '3'],
  ];
  const shape: Situation = { columns, key: ['company', 'entry'], rows };

  it('names each gap per partition and counts the missing numbers', async () => {
    const finding = await bench.find(sequence(['company']), shape);
    expect(finding).toMatchObject({
      status: 'FAIL',
      measured: { expected: '0', actual: '6', difference: '6' },
      offending: {
        columns: ['company', 'missing_from', 'missing_to', 'numbers'],
        rows: [
          [null, '2', '2', '1'],
          ['EC_NG', '3', '4', '2'],
          ['EC_NG', '6', '8', '3'],
        ],
        total: 3,
      },
    });
    expect(await bench.offendingFile(finding)).toBe(
      'company,missing_from,missing_to,numbers\n,2,2,1\nEC_NG,3,4,2\nEC_NG,6,8,3\n',
    );
  });

  it('takes explained numbers as present, inside the span of each partition only', async () => {
    const explained = ['2', '3', '4', '6', '8', '100'].map((number) => ({
      number,
      reason: 'void',
    }));
    expect(await bench.find(sequence(['company'], explained), shape)).toMatchObject({
      status: 'FAIL',
      measured: { actual: '1' },
      offending: { rows: [['EC_NG', '7', '7', '1']] },
    });
    const all = [...explained, { number: '7', reason: 'void' }];
    expect((await bench.find(sequence(['company'], all), shape)).status).toBe('PASS');
    expect((await bench.find(sequence(['company'], []), shape)).status).toBe('FAIL');
  });

  it('can look at all rows as one sequence', async () => {
    expect(await bench.find(sequence([]), shape)).toMatchObject({
      offending: {
        columns: ['missing_from', 'missing_to', 'numbers'],
        rows: [
          ['4', '4', '1'],
          ['6', '6', '1'],
          ['8', '8', '1'],
        ],
      },
    });
    const explained = [{ number: '4', reason: 'void' }];
    expect(await bench.find(sequence([], explained), shape)).toMatchObject({
      measured: { actual: '2' },
    });
  });

  it('passes a dense sequence and no row at all', async () => {
    const dense = {
      ...shape,
      rows: [
        ['A', '-1'],
        ['A', '0'],
        ['A', '1'],
      ],
    };
    expect((await bench.find(sequence(['company']), dense)).status).toBe('PASS');
    expect((await bench.find(sequence(['company']), { ...shape, rows: [] })).status).toBe('PASS');
  });

  it('counts across the whole range of 64-bit numbers', async () => {
    const ends = [
      ['A', '-9223372036854775808'],
      ['A', '9223372036854775807'],
    ];
    expect(await bench.find(sequence(['company']), { ...shape, rows: ends })).toMatchObject({
      measured: { actual: '18446744073709551614' },
    });
  });

  it('is an error over a column that holds no whole numbers', async () => {
    const check = { ...sequence([]), column: 'company' } as CheckSpec;
    expect((await bench.find(check, shape)).status).toBe('ERROR');
  });
});
