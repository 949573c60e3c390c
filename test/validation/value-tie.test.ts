import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

describe('E-5 value tie', () => {
  const tie: CheckSpec = {
    id: 'values_tie',
    title: 'Every value stands in as many rows as it should',
    kind: 'value_tie',
    attribute: 'E-5',
    query: 'values',
    columns: ['code', 'day', 'moment', 'finest', 'flag'],
  };
  const columns = {
    id: 'integer',
    code: 'text',
    day: 'date',
    moment: 'timestamp(3)',
    finest: 'timestamp(7)',
    flag: 'boolean',
  } as const;
  const rows = [
    ['1', 'A', '2025-09-30', '2025-09-30 23:59:59.999', '2025-09-30T23:59:59.9999999', 'true'],
    ['2', 'A', null, '2025-09-30 00:00:00', '2025-09-29T00:00:00.0000000', 'false'],
    ['3', '', '2025-09-01', null, null, null],
  ];
  function counted(...lines: (string | null)[][]): Situation {
    return {
      columns,
      rows,
      controls: {
        values: {
          columns: { column_name: 'text', value: 'text', row_count: 'integer' },
          rows: lines,
        },
      },
    };
  }
  const good = [
    ['code', 'A', '2'],
    ['code', '', '1'],
    ['day', '2025-09-30', '1'],
    ['day', '2025-09-01', '1'],
    ['day', null, '1'],
    ['moment', '2025-09-30', '2'],
    ['moment', null, '1'],
    ['finest', '2025-09-30', '1'],
    ['finest', '2025-09-29', '1'],
    ['finest', null, '1'],
    ['flag', '1', '1'],
    ['flag', '0', '1'],
    ['flag', null, '1'],
  ];

  it('passes when every value of every column is counted alike, NULL and the empty text apart', async () => {
    expect(await bench.find(tie, counted(...good))).toMatchObject({
      status: 'PASS',
      recomputable: false,
      measured: { expected: '13', actual: '13', difference: '0' },
    });
  });

  it('adds up what the control query delivers in several rows', async () => {
    const lines = [['code', 'A', '1'], ['code', 'A', '1'], ...good.slice(1)];
    expect(await bench.find(tie, counted(...lines))).toMatchObject({ status: 'PASS' });
  });

  it.each([
    [
      'a value altered',
      ['code', 'B', '2'],
      [
        ['code', 'A', '0', '2'],
        ['code', 'B', '2', '0'],
      ],
    ],
    ['a count that differs', ['code', 'A', '3'], [['code', 'A', '3', '2']]],
    ['a value that is missing', null, [['code', 'A', '0', '2']]],
    [
      'a count that is unknown',
      ['code', 'Z', null],
      [
        ['code', 'A', '0', '2'],
        ['code', 'Z', null, '0'],
      ],
    ],
  ])('fails and names column and value of %s', async (_, first, expected) => {
    const lines = [...(first === null ? [] : [first]), ...good.slice(1)];
    const finding = await bench.find(tie, counted(...lines));
    expect(finding).toMatchObject({
      status: 'FAIL',
      measured: { difference: `-${expected.length}` },
      offending: {
        columns: ['column', 'value', 'expected', 'actual'],
        rows: expected,
        total: expected.length,
      },
    });
    expect(await bench.offendingFile(finding)).toContain(`column,value,expected,actual\n`);
  });

  it('agrees over no row on either side', async () => {
    expect(await bench.find(tie, { ...counted(), rows: [] })).toMatchObject({
      status: 'PASS',
      measured: { expected: '0', actual: '0' },
    });
  });

  it('is not tested without its query, an error over numbers, without columns or counts', async () => {
    expect((await bench.find(tie, { columns, rows })).status).toBe('NOT TESTED');
    const broken: readonly [CheckSpec, RegExp][] = [
      [{ ...tie, columns: ['id'] }, /"id" is integer; values are counted of text/],
      [{ ...tie, columns: [] }, /no column to count values of/],
      [{ ...tie, columns: ['absent'] }, /has no column "absent"/],
    ];
    for (const [check, reason] of broken) {
      expect(await bench.find(check, counted(...good))).toMatchObject({
        status: 'ERROR',
        reason: expect.stringMatching(reason),
      });
    }
  });
});
