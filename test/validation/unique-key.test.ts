import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

const unique: CheckSpec = {
  id: 'unique_key',
  title: 'No key stands twice',
  kind: 'unique_key',
  attribute: 'F-4',
};
const shape: Situation = {
  columns: { company: 'text', 'Entry "No"': 'integer', amount: 'decimal(19,4)' },
  key: ['company', 'Entry "No"'],
  controlTotals: ['amount'],
};

describe('F-4 unique key', () => {
  it.each([
    ['no row', []],
    ['one row', [['EC_NG', '1', '0']]],
    [
      'ascending keys',
      [
        ['', '2', '0'],
        ['EC_KE', '9', '0'],
        ['EC_KE', '10', '0'],
        ['EC_NG', '1', '0'],
        ['é', '1', '0'],
      ],
    ],
  ])('passes with %s in one pass', async (_, rows) => {
    const finding = await bench.find(unique, { ...shape, rows });
    expect(finding).toMatchObject({
      status: 'PASS',
      measured: { expected: '0', actual: '0', difference: '0' },
      recomputable: true,
    });
    expect(finding.statements).toHaveLength(1);
  });

  it('passes with unique keys in any order, by grouping them', async () => {
    const rows = [
      ['EC_NG', '1', '0'],
      ['EC_KE', '1', '0'],
    ];
    const finding = await bench.find(unique, { ...shape, rows });
    expect(finding.status).toBe('PASS');
    expect(finding.statements).toHaveLength(2);
  });

  it('names every row of a key that stands twice', async () => {
    const rows = [
      ['EC_NG', '1', '1'],
      ['EC_NG', '2', '5'],
      ['EC_NG', '2', '7'],
      ['EC_NG', '3', '1'],
    ];
    const finding = await bench.find(unique, { ...shape, rows });
    expect(finding).toMatchObject({
      status: 'FAIL',
      measured: { expected: '0', actual: '2', difference: '2' },
      offending: {
        columns: ['company', 'Entry "No"', 'amount'],
        rows: [
          ['EC_NG', '2', '5.0000'],
          ['EC_NG', '2', '7.0000'],
        ],
      },
      recomputable: true,
    });
    expect(await bench.offendingFile(finding)).toBe(
      'company,"Entry ""No""",amount\nEC_NG,2,5.0000\nEC_NG,2,7.0000\n',
    );
  });

  it.each([
    [[[null, '1', '0']]],
    [[['EC_NG', null, '0']]],
    [
      [
        [null, null, '0'],
        ['EC_NG', '1', '0'],
      ],
    ],
  ])('fails a NULL in the key: %j', async (rows) => {
    expect(await bench.find(unique, { ...shape, rows })).toMatchObject({
      status: 'FAIL',
      measured: { actual: '1' },
      offending: { total: 1 },
    });
  });

  it('counts a doubled key with a NULL once per row', async () => {
    const rows = [
      [null, '1', '0'],
      [null, '1', '0'],
      ['A', '1', '0'],
      ['A', '1', '0'],
    ];
    expect(await bench.find(unique, { ...shape, rows })).toMatchObject({
      measured: { actual: '4' },
      offending: { total: 4 },
    });
  });

  it('is an error without a key', async () => {
    expect((await bench.find(unique, { ...shape, key: [] })).status).toBe('ERROR');
  });

  it('agrees with counting keys for any rows, sorted or not', async () => {
    const row = fc.tuple(
      fc.constantFrom('', 'A', 'a', 'B', null),
      fc.constantFrom('1', '2', '10', null),
      fc.constantFrom('x', 'y', 'z'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 10 }), fc.boolean(), async (unsorted, sorted) => {
        const name = (cells: readonly unknown[]) => JSON.stringify(cells);
        const rows = sorted ? [...unsorted].sort((a, b) => (name(a) < name(b) ? -1 : 1)) : unsorted;
        const count = (cells: readonly unknown[]) =>
          rows.filter((other) => name(other) === name(cells)).length;
        const broken = rows.filter((cells) => cells.includes(null) || count(cells) > 1);
        const finding = await bench.find(unique, {
          columns: { a: 'text', b: 'integer', c: 'text' },
          key: ['a', 'b', 'c'],
          rows,
        });
        expect(finding).toMatchObject({
          status: broken.length === 0 ? 'PASS' : 'FAIL',
          measured: { actual: String(broken.length) },
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('F-5 fits type', () => {
  const fits: CheckSpec = {
    id: 'fits_type',
    title: 'Every cell has the form of its type',
    kind: 'fits_type',
    attribute: 'F-5',
  };

  it('passes when the extraction found no misfit', async () => {
    expect(await bench.find(fits, shape)).toMatchObject({
      status: 'PASS',
      measured: { expected: '0', actual: '0', difference: '0' },
      recomputable: true,
    });
  });

  it('names each misfit with its key and delivered text', async () => {
    const first = [{ key: ['EC_NG', '1'], column: 'amount', delivered: '1,5' }];
    const finding = await bench.find(fits, { ...shape, extract: { misfits: { total: 1, first } } });
    expect(finding).toMatchObject({
      status: 'FAIL',
      measured: { actual: '1' },
      offending: {
        columns: ['company', 'Entry "No"', 'column', 'delivered'],
        rows: [['EC_NG', '1', 'amount', '1,5']],
        total: 1,
      },
    });
    expect(await bench.offendingFile(finding)).toContain('EC_NG,1,amount,"1,5"\n');
  });

  it('says how many there are when it knows only the first, and claims no complete file', async () => {
    const first = [{ key: ['EC_NG', '1'], column: 'amount', delivered: '1,5' }];
    const extract = { misfits: { total: 7, first } };
    expect(await bench.find(fits, { ...shape, extract })).toMatchObject({
      status: 'FAIL',
      offending: { total: 7, csvPath: null },
    });
  });
});
