import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatasetColumn } from '../../support/tds/datasets.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { openPool } from './driver-events.ts';

/** One value, read with `SELECT *` and default options: what JavaScript holds afterwards (sheet, section 2). */
interface NaiveCase {
  readonly type: string;
  readonly variantOf?: string;
  readonly value: string;
  readonly nullable?: boolean;
  /** What the driver made of it. */
  readonly got: unknown;
  /** Set for the few values the naive path keeps. */
  readonly kept?: true;
}

const cases: readonly NaiveCase[] = [
  {
    type: 'decimal(38,4)',
    value: '1234567890123456789012345678901234.5678',
    got: 1.2345678901234568e33,
  },
  // The literal on the right is what a JavaScript number makes of ...993.
  { type: 'decimal(38,4)', value: '9007199254740993.0000', got: 9007199254740994 },
  { type: 'decimal(18,2)', value: '9999999999999999.99', got: 10000000000000000 },
  { type: 'numeric(38,0)', value: '9'.repeat(38), got: 1e38 },
  { type: 'money', value: '922337203685477.5807', got: 922337203685477.6 },
  { type: 'money', value: '90071992547409.9301', got: 90071992547409.94 },
  { type: 'money', value: '90071992547409.9301', nullable: false, got: 90071992547409.94 },
  { type: 'bigint', value: '9223372036854775807', got: '9223372036854775807', kept: true },
  { type: 'float', value: '0.1', got: 0.1, kept: true },
  { type: 'real', value: '0.1', got: 0.10000000149011612 },
  {
    type: 'datetime2(7)',
    value: '2024-05-31 12:00:00.1234567',
    got: new Date('2024-05-31T12:00:00.123Z'),
  },
  {
    type: 'datetimeoffset(7)',
    value: '2024-05-31 23:59:59.9999999 +05:30',
    got: new Date('2024-05-31T18:29:59.999Z'),
  },
  { type: 'time(7)', value: '23:59:59.9999999', got: new Date('1970-01-01T23:59:59.999Z') },
  { type: 'sql_variant', variantOf: 'money', value: '1.5000', got: 1.5 },
  { type: 'sql_variant', variantOf: 'decimal(9,4)', value: '1.5000', got: 1.5 },
];

const textOf = (index: number) => `SELECT * FROM naive_${index}`;

const column = (
  { type, variantOf, nullable }: NaiveCase,
  name: string | null = 'x',
): DatasetColumn => ({
  name,
  tsqlType: type,
  ...(nullable === undefined ? {} : { nullable }),
  ...(variantOf === undefined ? {} : { variantOf }),
});

const twins = 'SELECT 1 AS x, 2 AS x, NULL AS y, 3 AS y, 4';
const pages = 'SELECT label FROM pages';

describe('the naive path: SELECT * with native types and default options', () => {
  let standIn: TdsStandIn;
  let opened: Awaited<ReturnType<typeof openPool>>;

  beforeAll(async () => {
    const integer = (name: string | null) => ({ name, tsqlType: 'int' });
    standIn = await startTdsStandIn({
      datasets: [
        ...cases.map((one, index) => ({
          text: textOf(index),
          columns: [column(one)],
          rows: () => [[one.value]],
        })),
        {
          text: twins,
          columns: ['x', 'x', 'y', 'y', null].map(integer),
          rows: () => [['1', '2', null, '3', '4']],
        },
        {
          text: pages,
          columns: [{ name: 'label', tsqlType: 'varchar(20)' }],
          rows: () => [['Łódź – €']],
        },
      ],
    });
    opened = await openPool(standIn);
  });

  afterAll(async () => {
    await opened.pool.close();
    await standIn.close();
  });

  for (const [index, { type, variantOf, value, got, kept, nullable }] of cases.entries()) {
    const name = `${type}${variantOf === undefined ? '' : ` holding ${variantOf}`}${nullable === false ? ' not null' : ''}`;
    test(`${name} ${value} ${kept ? 'is kept' : 'is altered'}`, async () => {
      const { recordset } = await opened.pool.request().query(textOf(index));
      const [{ x }] = recordset as unknown as [{ x: unknown }];
      expect(x).toEqual(got);
      const text = x instanceof Date ? x.toISOString() : String(x);
      expect(text === value).toBe(kept === true);
    });
  }

  test('datetime2(7) hides what it lost in a property of the Date', async () => {
    const index = cases.findIndex(({ type }) => type === 'datetime2(7)');
    const { recordset } = await opened.pool.request().query(textOf(index));
    expect(recordset[0].x.nanosecondsDelta).toBeCloseTo(0.0004567, 9);
  });

  test('duplicate names become arrays, and one column goes by no name', async () => {
    const { recordset } = await opened.pool.request().query(twins);
    expect(recordset[0]).toEqual({ x: [1, 2], y: [null, 3], '': 4 });
    expect(Object.keys(recordset.columns)).toEqual(['x', 'y', '']);
  });

  test('varchar holds what its code page holds, and nothing else', async () => {
    const { recordset } = await opened.pool.request().query(pages);
    expect(recordset[0].label).toBe('?ód? – €');
  });
});
