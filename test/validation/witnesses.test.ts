import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

const columns = {
  company: 'text',
  'Entry No_': 'integer',
  found: 'text',
  amount: 'decimal(19,4)',
  at: 'timestamp(3)',
} as const;
const shape: Situation = {
  columns,
  key: ['company', 'Entry No_'],
  rows: [
    ['EC_NG', '1', 'yes', '5.0000', '2025-09-30 10:00:00'],
    ['EC_NG', '2', null, null, null],
    ['', '3', '', '-1.0000', '2025-09-30 10:00:00.123'],
  ],
};

describe('witnesses by description', () => {
  const present: CheckSpec = {
    id: 'witness_present',
    title: 'An open invoice posted on the cutoff is there',
    kind: 'witness',
    attribute: 'E-7',
    presence: 'present',
    where: 'amount > $least',
  };
  const absent: CheckSpec = {
    id: 'witness_absent',
    title: 'No credit note is there',
    kind: 'witness',
    attribute: 'F-6',
    presence: 'absent',
    where: 'amount < 0',
  };
  const least = (value: string): Situation => ({
    ...shape,
    parameters: [{ name: 'least', type: 'decimal(19,4)', value }],
  });

  it('E-7 passes with at least one row, fails with none', async () => {
    expect(await bench.find(present, least('4.9999'))).toMatchObject({
      status: 'PASS',
      measured: { expected: 'at least 1', actual: '1', difference: null },
      recomputable: false,
    });
    expect(await bench.find(present, least('5'))).toMatchObject({
      status: 'FAIL',
      measured: { actual: '0' },
      offending: { rows: [], total: 0, csvPath: null },
    });
  });

  it('F-6 passes without such a row, names each there is', async () => {
    const clean = { ...shape, rows: shape.rows?.slice(0, 2) ?? [] };
    expect((await bench.find(absent, clean)).status).toBe('PASS');
    expect(await bench.find(absent, shape)).toMatchObject({
      status: 'FAIL',
      measured: { expected: '0', actual: '1', difference: '1' },
      offending: { columns: ['company', 'Entry No_', 'amount'], rows: [['', '3', '-1.0000']] },
    });
  });
});

describe('E-7 source-to-report witnesses', () => {
  const witnesses = {
    id: 'source_witness',
    title: 'Records known from another route are there',
    kind: 'source_witness',
    attribute: 'E-7',
    query: 'witnesses',
  } as const satisfies CheckSpec;
  function known(...rows: (string | null)[][]): Situation {
    return {
      ...shape,
      controls: {
        witnesses: { columns: { 'Entry No_': 'integer', company: 'text', why: 'text' }, rows },
      },
    };
  }

  it('passes when all are found by key', async () => {
    const situation = known(['1', 'EC_NG', 'largest'], ['3', '', 'latest']);
    expect(await bench.find(witnesses, situation)).toMatchObject({
      status: 'PASS',
      measured: { expected: '2', actual: '2', difference: '0' },
      recomputable: false,
    });
  });

  it('names those that are missing', async () => {
    const situation = known(['1', 'EC_NG', ''], ['3', 'EC_NG', ''], ['3', null, '']);
    expect(await bench.find(witnesses, situation)).toMatchObject({
      status: 'FAIL',
      measured: { expected: '3', actual: '1', difference: '-2' },
      offending: {
        columns: ['company', 'Entry No_'],
        rows: [
          ['EC_NG', '3'],
          [null, '3'],
        ],
      },
    });
  });

  it('is not tested without any witness, unless the definition allows that', async () => {
    expect((await bench.find(witnesses, known())).status).toBe('NOT TESTED');
    expect(await bench.find({ ...witnesses, mayBeEmpty: true }, known())).toMatchObject({
      status: 'PASS',
      measured: { expected: '0', actual: '0', difference: '0' },
    });
    expect((await bench.find(witnesses, shape)).status).toBe('NOT TESTED');
    const absent = await bench.find({ ...witnesses, mayBeEmpty: true }, shape);
    expect(absent.status).toBe('NOT TESTED');
  });

  it('is an error when the witnesses do not carry the whole key, or there is none', async () => {
    const controls = {
      witnesses: { columns: { company: 'text' }, rows: [['EC_NG']] },
    } as const;
    expect((await bench.find(witnesses, { ...shape, controls })).status).toBe('ERROR');
    const keyless = { ...known(['1', 'EC_NG', '']), key: [] };
    expect((await bench.find(witnesses, keyless)).status).toBe('ERROR');
  });
});

describe('F-1 trace', () => {
  const trace = {
    id: 'trace',
    title: 'A sample re-read from the source agrees',
    kind: 'trace',
    attribute: 'F-1',
    query: 'sample',
    columns: ['amount', 'at', 'found'],
  } as const satisfies CheckSpec;
  function sample(...rows: (string | null)[][]): Situation {
    return {
      ...shape,
      controls: {
        sample: {
          columns: {
            company: 'text',
            'Entry No_': 'integer',
            amount: 'decimal(19,4)',
            at: 'timestamp(3)',
            found: 'text',
          },
          rows,
        },
      },
    };
  }
  const same = [
    ['EC_NG', '1', '5.0000', '2025-09-30 10:00:00', 'yes'],
    ['EC_NG', '2', null, null, null],
  ];

  it('passes when every cell agrees, NULL with NULL', async () => {
    expect(await bench.find(trace, sample(...same))).toMatchObject({
      status: 'PASS',
      measured: { expected: '6', actual: '6', difference: '0' },
    });
  });

  it('shows source and extract of every cell that differs', async () => {
    const situation = sample(
      ['EC_NG', '1', '5.0001', '2025-09-30 10:00:00', 'yes'],
      ['', '3', '-1', null, 'x'],
    );
    expect(await bench.find(trace, situation)).toMatchObject({
      status: 'FAIL',
      measured: { expected: '6', actual: '3', difference: '-3' },
      offending: {
        columns: ['company', 'Entry No_', 'column', 'source', 'extract'],
        rows: [
          ['', '3', 'at', null, '2025-09-30T10:00:00.123'],
          ['', '3', 'found', 'x', ''],
          ['EC_NG', '1', 'amount', '5.0001', '5.0000'],
        ],
      },
    });
  });

  it('counts a record that is not in the extract as wrong in every cell', async () => {
    const situation = sample(...same, ['JD_GH', '9', null, null, null]);
    expect(await bench.find(trace, situation)).toMatchObject({
      status: 'FAIL',
      measured: { expected: '9', actual: '6' },
    });
  });

  it('is not tested without a sample, an error without columns', async () => {
    expect((await bench.find(trace, sample())).status).toBe('NOT TESTED');
    expect((await bench.find(trace, shape)).status).toBe('NOT TESTED');
    expect(await bench.find({ ...trace, mayBeEmpty: true }, sample())).toMatchObject({
      status: 'PASS',
      measured: { expected: '0', actual: '0' },
    });
    expect((await bench.find({ ...trace, columns: [] }, sample(...same))).status).toBe('ERROR');
  });
});
