import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

const independent: CheckSpec = {
  id: 'independent_count',
  title: 'The extract has as many rows as an independent count',
  kind: 'independent_count',
  attribute: 'E-1',
};
const delivery: CheckSpec = {
  id: 'delivery_count',
  title: 'No row was lost between the engine and the file',
  kind: 'delivery_count',
  attribute: 'E-1',
};
const truncation: CheckSpec = {
  id: 'truncation_guard',
  title: 'The count is no known limit',
  kind: 'truncation_guard',
  attribute: 'E-10',
};
const zero: CheckSpec = {
  id: 'zero_rows',
  title: 'The extract has rows',
  kind: 'zero_rows',
  attribute: 'E-11',
};

function counted(...counts: (string | null)[]): Situation['controls'] & object {
  return {
    completeness: {
      columns: { company: 'text', row_count: 'integer' },
      rows: counts.map((count, n) => [`EC_${n}`, count]),
    },
  };
}
const threeRows: Situation = { rows: [['1'], ['2'], ['3']] };

describe('E-1 independent count', () => {
  it('passes when the partitions of the completeness query add up to the extract', async () => {
    const finding = await bench.find(independent, { ...threeRows, controls: counted('2', '1') });
    expect(finding).toMatchObject({
      status: 'PASS',
      measured: { expected: '3', actual: '3', difference: '0' },
      recomputable: true,
      statements: [
        'SELECT sum(CAST("row_count" AS HUGEINT)), max(abs(CAST("row_count" AS HUGEINT))), count("row_count"), count(*) - count("row_count")\nFROM "control_completeness"',
      ],
    });
  });

  it('fails on one row too few', async () => {
    const finding = await bench.find(independent, { ...threeRows, controls: counted('4') });
    expect(finding).toMatchObject({
      status: 'FAIL',
      measured: { expected: '4', actual: '3', difference: '-1' },
      offending: { total: 0, csvPath: null },
    });
  });

  it('is not tested when the completeness query was not delivered', async () => {
    expect(await bench.find(independent, threeRows)).toMatchObject({
      status: 'NOT TESTED',
      reason: 'control query completeness was not delivered',
      recomputable: false,
    });
  });

  it('is an error when fewer completeness rows landed than the engine produced', async () => {
    const situation = { ...threeRows, controls: counted('3'), claimed: { completeness: 2 } };
    expect(await bench.find(independent, situation)).toMatchObject({
      status: 'ERROR',
      reason: expect.stringContaining('the engine says it produced 2 rows, 1 landed'),
    });
  });

  it('is an error when a partition has no count', async () => {
    const finding = await bench.find(independent, { ...threeRows, controls: counted('3', null) });
    expect(finding).toMatchObject({
      status: 'ERROR',
      reason: 'the completeness query gives a NULL row_count',
    });
  });

  it('counts no partition as zero', async () => {
    expect(await bench.find(independent, { controls: counted() })).toMatchObject({
      status: 'PASS',
      measured: { expected: '0', actual: '0', difference: '0' },
    });
  });
});

describe('E-1 delivery count', () => {
  it('passes when all four figures agree', async () => {
    expect(await bench.find(delivery, threeRows)).toMatchObject({
      status: 'PASS',
      measured: { expected: '3', actual: '3', difference: '0' },
      recomputable: false,
    });
  });

  it.each([
    ['the engine produced', { engineRows: 4 }, '4', '3'],
    ['that arrived', { extract: { arrivedRows: 2 } }, '3', '2'],
    ['in the file', { extract: { recordCount: 4 } }, '3', '4'],
  ])('fails when the rows %s are others', async (_, other, expected, actual) => {
    expect(await bench.find(delivery, { ...threeRows, ...other })).toMatchObject({
      status: 'FAIL',
      measured: { expected, actual },
    });
  });

  it('fails when the rows parsed back are others', async () => {
    const extract = { arrivedRows: 2, recordCount: 2 };
    expect(await bench.find(delivery, { ...threeRows, engineRows: 2, extract })).toMatchObject({
      status: 'FAIL',
      measured: {
        expected: '2',
        actual: '3',
        detail: [
          { line: 'rows that arrived', difference: '0' },
          { line: 'records in the file', difference: '0' },
          { line: 'rows parsed back from the file', difference: '1' },
        ],
      },
    });
  });

  it('is an error when the engine gave no count', async () => {
    const finding = await bench.find(delivery, { ...threeRows, engineRows: Number.NaN });
    expect(finding.status).toBe('ERROR');
  });
});

describe('E-10 truncation guard', () => {
  it.each([1_000, 5_000, 10_000, 50_000, 65_536, 100_000, 1_048_576])(
    'warns at exactly %i rows, whatever the severity',
    async (recordCount) => {
      expect(await bench.find(truncation, { extract: { recordCount } })).toMatchObject({
        status: 'WARN',
        measured: { actual: String(recordCount), difference: null },
        offending: { rows: [], total: 0 },
        recomputable: true,
      });
    },
  );

  it.each([0, 999, 1_001, 1_048_575])('passes at %i rows', async (recordCount) => {
    const finding = await bench.find(truncation, { extract: { recordCount } });
    expect(finding.status).toBe('PASS');
  });
});

describe('E-11 zero rows', () => {
  it('passes with a row, whatever the policy', async () => {
    expect(await bench.find(zero, threeRows)).toMatchObject({
      status: 'PASS',
      measured: { expected: 'at least 1', actual: '3', difference: null },
      recomputable: true,
    });
  });

  it('fails when the definition never allows them, even if the independent count is 0', async () => {
    expect(await bench.find(zero, { controls: counted('0') })).toMatchObject({
      status: 'FAIL',
      measured: { expected: 'at least 1', actual: '0' },
      recomputable: false,
    });
  });

  it('RU-24 passes when allowed and the independent count is 0 too', async () => {
    const situation: Situation = { zeroRows: 'allowed', companies: 9, controls: counted('0') };
    expect(await bench.find(zero, situation)).toMatchObject({
      status: 'PASS',
      measured: { expected: '0', actual: '0', difference: '0' },
      recomputable: false,
    });
  });

  it('RU-24 fails when allowed but the independent count is not 0', async () => {
    const situation: Situation = { zeroRows: 'allowed', controls: counted('0', '2') };
    expect(await bench.find(zero, situation)).toMatchObject({
      status: 'FAIL',
      measured: { expected: '2', actual: '0', difference: '-2' },
    });
  });

  it('RU-24 is not tested when allowed and nobody counted independently', async () => {
    expect((await bench.find(zero, { zeroRows: 'allowed' })).status).toBe('NOT TESTED');
  });

  it.each([
    [1, 'PASS'],
    [2, 'FAIL'],
    [0, 'FAIL'],
  ])('RU-24 single-company policy over %i companies gives %s', async (companies, status) => {
    const situation: Situation = { zeroRows: 'single_company', companies, controls: counted('0') };
    expect((await bench.find(zero, situation)).status).toBe(status);
  });
});
