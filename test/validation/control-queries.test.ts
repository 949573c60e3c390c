import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

describe('E-3 roll-forward', () => {
  const roll: CheckSpec = {
    id: 'roll_forward',
    title: 'Opening plus activity is closing',
    kind: 'roll_forward',
    attribute: 'E-3',
    query: 'roll',
    by: ['account'],
    opening: 'opening',
    activity: 'activity',
    closing: 'closing',
  };
  function rolled(...rows: (string | null)[][]): Situation {
    return {
      controls: {
        roll: {
          columns: {
            account: 'text',
            opening: 'decimal(19,4)',
            activity: 'decimal(19,2)',
            closing: 'decimal(19,4)',
          },
          rows,
        },
      },
    };
  }

  it('passes when it holds for each account', async () => {
    const situation = rolled(['1', '10.0000', '-3.00', '7.0000'], ['2', '0', '0', '0']);
    expect(await bench.find(roll, situation)).toMatchObject({
      status: 'PASS',
      measured: { expected: '2', actual: '2' },
    });
  });

  it('fails the account where it does not, exactly', async () => {
    const situation = rolled(['1', '10.0000', '-3.00', '7.0001'], ['2', '1', '1', '2']);
    expect(await bench.find(roll, situation)).toMatchObject({
      status: 'FAIL',
      offending: {
        columns: ['account', 'figure', 'expected', 'actual', 'difference'],
        rows: [['1', 'closing', '7.0000', '7.0001', '0.0001']],
      },
    });
  });

  it('fails an account with an unknown amount', async () => {
    const situation = rolled(['1', null, '0', '0'], ['2', '0', null, '0'], ['3', '0', '0', null]);
    expect(await bench.find(roll, situation)).toMatchObject({
      status: 'FAIL',
      offending: { total: 3 },
    });
  });

  it('is not tested without lines or without the query, an error without numbers', async () => {
    expect((await bench.find(roll, rolled())).status).toBe('NOT TESTED');
    expect((await bench.find(roll, {})).status).toBe('NOT TESTED');
    const finding = await bench.find({ ...roll, opening: 'account' }, rolled(['1', '1', '1', '2']));
    expect(finding.status).toBe('ERROR');
  });
});

describe('E-6 in + out = all', () => {
  const inOut: CheckSpec = {
    id: 'in_out_all',
    title: 'Every record is included or excluded for one reason',
    kind: 'in_out_all',
    attribute: 'E-6',
    query: 'exclusions',
  };
  const rows = [['1'], ['2'], ['3']];
  function reasons(...lines: (string | null)[][]): Situation {
    return {
      rows,
      controls: {
        exclusions: {
          columns: { reason: 'text', row_count: 'integer', amount: 'decimal(19,2)' },
          rows: lines,
        },
      },
    };
  }
  const good = [
    ['unfiltered', '10', '100.00'],
    ['included', '3', '60.00'],
    ['cancelled', '5', '40.00'],
    ['out of scope', '2', null],
  ];

  it('passes and shows every reason with its amounts', async () => {
    const finding = await bench.find(inOut, reasons(...good));
    expect(finding).toMatchObject({
      status: 'PASS',
      measured: { expected: '3', actual: '3', difference: '0' },
    });
    const lines = finding.status === 'PASS' ? finding.measured.detail : [];
    expect(lines).toEqual([
      { line: 'rows included', expected: '3', actual: '3', difference: '0' },
      { line: 'row_count', expected: '10', actual: '10', difference: '0' },
      { line: 'amount', expected: '100.00', actual: '100.00', difference: '0.00' },
      { line: 'cancelled / row_count', expected: '', actual: '5', difference: null },
      { line: 'cancelled / amount', expected: '', actual: '40.00', difference: null },
      { line: 'included / row_count', expected: '', actual: '3', difference: null },
      { line: 'included / amount', expected: '', actual: '60.00', difference: null },
      { line: 'out of scope / row_count', expected: '', actual: '2', difference: null },
      { line: 'unfiltered / row_count', expected: '', actual: '10', difference: null },
      { line: 'unfiltered / amount', expected: '', actual: '100.00', difference: null },
    ]);
  });

  it.each([
    ['a row is in no reason', 0, '11', 'row_count', '11', '10'],
    ['a row is in two reasons', 2, '6', 'row_count', '10', '11'],
  ])('fails when %s', async (_, at, count, figure, expected, actual) => {
    const lines = good.map((line, n) => (n === at ? [line[0], count, line[2]] : line));
    expect(await bench.find(inOut, reasons(...(lines as string[][])))).toMatchObject({
      status: 'FAIL',
      offending: { rows: [[figure, expected, actual, expect.anything()]] },
    });
  });

  it('fails when what was included is not what the extract holds', async () => {
    const finding = await bench.find(inOut, {
      ...reasons(...good),
      rows: rows.slice(1),
      extract: {},
    });
    expect(finding).toMatchObject({
      status: 'FAIL',
      offending: { rows: [['rows included', '3', '2', '-1']] },
    });
  });

  it('fails when amounts that the unfiltered row carries do not add up', async () => {
    const lines = good.map((line) =>
      line[0] === 'cancelled' ? ['cancelled', '5', '39.99'] : line,
    );
    expect(await bench.find(inOut, reasons(...lines))).toMatchObject({
      status: 'FAIL',
      offending: { rows: [['amount', '100.00', '99.99', '-0.01']] },
    });
  });

  it('lets amounts stand that the unfiltered row does not carry', async () => {
    const lines = good.map((line) =>
      line[0] === 'unfiltered' ? ['unfiltered', '10', null] : line,
    );
    expect((await bench.find(inOut, reasons(...lines))).status).toBe('PASS');
  });

  it('adds up each population by itself', async () => {
    const populations = (second: string): Situation => ({
      rows,
      controls: {
        exclusions: {
          columns: { reason: 'text', company: 'text', row_count: 'integer' },
          rows: [
            ['unfiltered', 'EC_NG', '4'],
            ['included', 'EC_NG', '1'],
            ['cancelled', 'EC_NG', '3'],
            ['unfiltered', 'EC_KE', second],
            ['included', 'EC_KE', '2'],
          ],
        },
      },
    });
    expect((await bench.find(inOut, populations('2'))).status).toBe('PASS');
    expect(await bench.find(inOut, populations('3'))).toMatchObject({
      status: 'FAIL',
      offending: {
        columns: ['company', 'figure', 'expected', 'actual', 'difference'],
        rows: [['EC_KE', 'row_count', '3', '2', '-1']],
      },
    });
  });

  it('counts a missing included row as zero, breaks on a NULL count', async () => {
    const none = { ...reasons(['unfiltered', '5', null], ['cancelled', '5', null]), rows: [] };
    expect((await bench.find(inOut, none)).status).toBe('PASS');
    const lines = [...good, ['late', null, null]];
    expect(await bench.find(inOut, reasons(...lines))).toMatchObject({
      status: 'FAIL',
      offending: { rows: [['row_count', '10', 'unknown (NULL)', null]] },
    });
  });

  it('is not tested without reasons or without the unfiltered row', async () => {
    expect((await bench.find(inOut, reasons())).status).toBe('NOT TESTED');
    expect((await bench.find(inOut, reasons(...good.slice(1)))).status).toBe('NOT TESTED');
    expect((await bench.find(inOut, { rows })).status).toBe('NOT TESTED');
  });
});

describe('control queries that must deliver no row', () => {
  const fanOut: CheckSpec = {
    id: 'fan_out',
    title: 'No look-up key matches more than once',
    kind: 'fan_out',
    attribute: 'F-4',
    query: 'fan_out',
  };
  const noRows: CheckSpec = {
    id: 'stale',
    title: 'No stale balance',
    kind: 'no_rows',
    attribute: 'F-5',
    query: 'fan_out',
  };
  function delivered(...rows: (string | null)[][]): Situation {
    return {
      controls: {
        fan_out: {
          columns: { 'look "up"': 'text', at: 'timestamp(3)', matches: 'integer' },
          rows,
        },
      },
    };
  }

  it.each([fanOut, noRows])('passes without a row', async (check) => {
    expect(await bench.find(check, delivered())).toMatchObject({
      status: 'PASS',
      measured: { expected: '0', actual: '0', difference: '0' },
      recomputable: false,
    });
  });

  it.each([fanOut, noRows])('fails on each row and writes all of them', async (check) => {
    const situation = {
      ...delivered(['b', '2025-09-30 23:59:59.5', '3'], ['a,"#', null, '2'], [null, null, '4']),
      offendingLimit: 2,
    };
    const finding = await bench.find(check, situation);
    expect(finding).toMatchObject({
      status: 'FAIL',
      measured: { expected: '0', actual: '3', difference: '3' },
      offending: {
        columns: ['look "up"', 'at', 'matches'],
        rows: [
          [null, null, '4'],
          ['a,"#', null, '2'],
        ],
        total: 3,
      },
    });
    expect(await bench.offendingFile(finding)).toBe(
      '"look ""up""",at,matches\n,,4\n"a,""#",,2\nb,2025-09-30T23:59:59.500,3\n',
    );
  });

  it('fails on the rows its condition describes, and on no other', async () => {
    const situation = delivered(['b', null, '3'], ['a', null, '2'], [null, null, null]);
    const many = { ...noRows, where: '"matches" > 2 -- more than two' };
    expect(await bench.find(many, situation)).toMatchObject({
      status: 'FAIL',
      measured: { expected: '0', actual: '1' },
      offending: { rows: [['b', null, '3']], total: 1 },
    });
    expect((await bench.find({ ...noRows, where: '"matches" > 3' }, situation)).status).toBe(
      'PASS',
    );
  });

  it.each([fanOut, noRows])('is not tested when the query was not delivered', async (check) => {
    expect((await bench.find(check, {})).status).toBe('NOT TESTED');
  });
});
