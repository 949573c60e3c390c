import { describe, expect, it } from 'vitest';
import { csvRecord } from '../../src/kernel/csv-dialect.ts';
import type { DataTypeText } from '../../src/kernel/data-type.ts';
import { landedCase } from './landing.ts';

/** `CSV` stands for text in a CSV spool, anything else is the DuckDB type of a Parquet column. */
type Case = readonly [delivered: string, declared: DataTypeText, text: string, written?: string];

const FITTING: readonly Case[] = [
  // integer
  ['CSV', 'integer', '0', '0'],
  ['CSV', 'integer', '-0', '0'],
  ['CSV', 'integer', '-9223372036854775808', '-9223372036854775808'],
  ['BIGINT', 'integer', '9223372036854775807', '9223372036854775807'],
  ['UBIGINT', 'integer', '9223372036854775807', '9223372036854775807'],
  ['DECIMAL(38,0)', 'integer', '-42', '-42'],
  // decimal
  ['CSV', 'decimal(19,4)', '1', '1.0000'],
  ['CSV', 'decimal(19,4)', '-0', '0.0000'],
  ['CSV', 'decimal(19,4)', '-0.00', '0.0000'],
  ['CSV', 'decimal(19,4)', '0.05', '0.0500'],
  ['CSV', 'decimal(19,4)', '-1250.40', '-1250.4000'],
  ['CSV', 'decimal(19,4)', '1.500000000', '1.5000'],
  ['CSV', 'decimal(19,4)', '-999999999999999.9999', '-999999999999999.9999'],
  ['CSV', 'decimal(38,0)', `-${'9'.repeat(38)}`, `-${'9'.repeat(38)}`],
  ['CSV', 'decimal(5,0)', '5.0', '5'],
  ['CSV', 'decimal(2,2)', '-0.05', '-0.05'],
  ['CSV', 'decimal(38,38)', '0.5', `0.5${'0'.repeat(37)}`],
  ['DECIMAL(38,38)', 'decimal(38,38)', '-0.05', `-0.05${'0'.repeat(36)}`],
  ['DECIMAL(4,4)', 'decimal(4,4)', '0.1234', '0.1234'],
  ['DECIMAL(38,20)', 'decimal(38,20)', '-0.00000000000000000001', '-0.00000000000000000001'],
  ['DECIMAL(38,20)', 'decimal(19,4)', '1250.4', '1250.4000'],
  [
    'DECIMAL(18,2)',
    'decimal(38,20)',
    '-9999999999999999.99',
    '-9999999999999999.99000000000000000000',
  ],
  ['INTEGER', 'decimal(19,4)', '7', '7.0000'],
  ['DECIMAL(18,18)', 'decimal(18,18)', '0.000000000000000001', '0.000000000000000001'],
  ['DECIMAL(19,18)', 'decimal(19,18)', '-9.999999999999999999', '-9.999999999999999999'],
  // boolean
  ['CSV', 'boolean', '1', 'true'],
  ['CSV', 'boolean', 'false', 'false'],
  ['BOOLEAN', 'boolean', 'true', 'true'],
  ['INTEGER', 'boolean', '0', 'false'],
  // date
  ['CSV', 'date', '2024-02-29', '2024-02-29'],
  ['DATE', 'date', '0001-01-01', '0001-01-01'],
  ['DATE', 'date', '9999-12-31', '9999-12-31'],
  // timestamp
  ['CSV', 'timestamp(0)', '2025-09-30 14:35:22', '2025-09-30T14:35:22'],
  ['CSV', 'timestamp(3)', '2025-09-30T14:35:22.5', '2025-09-30T14:35:22.500'],
  ['CSV', 'timestamp(3)', '2025-09-30 14:35:22.5310000', '2025-09-30T14:35:22.531'],
  ['CSV', 'timestamp(7)', '2025-09-30 14:35:22.1234567', '2025-09-30T14:35:22.1234567'],
  ['CSV', 'timestamp(7)', '2025-09-30 14:35:22', '2025-09-30T14:35:22.0000000'],
  ['TIMESTAMP', 'timestamp(6)', '2025-09-30 14:35:22.123456', '2025-09-30T14:35:22.123456'],
  ['TIMESTAMP', 'timestamp(2)', '0001-01-01 00:00:00', '0001-01-01T00:00:00.00'],
  [
    'TIMESTAMP_NS',
    'timestamp(9)',
    '2025-09-30 14:35:22.123456789',
    '2025-09-30T14:35:22.123456789',
  ],
  ['TIMESTAMP', 'timestamp(7)', '2025-09-30 14:35:22.5', '2025-09-30T14:35:22.5000000'],
  // timestamp with zone
  ['CSV', 'timestamptz(3)', '2025-09-30 14:35:22.5+02:00', '2025-09-30T12:35:22.500Z'],
  ['CSV', 'timestamptz(3)', '2025-09-30T14:35:22.531Z', '2025-09-30T14:35:22.531Z'],
  ['CSV', 'timestamptz(3)', '2025-09-30 14:35:22.531 UTC', '2025-09-30T14:35:22.531Z'],
  ['CSV', 'timestamptz(7)', '2025-09-30 00:35:22.1234567+02', '2025-09-29T22:35:22.1234567Z'],
  ['TIMESTAMPTZ', 'timestamptz(6)', '2025-09-30 14:35:22.5+02', '2025-09-30T12:35:22.500000Z'],
  ['TIMESTAMPTZ', 'timestamptz(7)', '2025-09-30 14:35:22.5+02', '2025-09-30T12:35:22.5000000Z'],
  // time
  ['CSV', 'time(0)', '23:59:59', '23:59:59'],
  ['CSV', 'time(3)', '00:00:00.5', '00:00:00.500'],
  ['CSV', 'time(7)', '00:00:00.1234567', '00:00:00.1234567'],
  ['TIME', 'time(2)', '10:11:12.34', '10:11:12.34'],
  ['TIME', 'time(7)', '10:11:12.34', '10:11:12.3400000'],
  // the rest
  ['CSV', 'uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ['UUID', 'uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ['CSV', 'binary', '0x0aFF', 'Cv8='],
  ['BLOB', 'binary', '\\x0A\\xFF', 'Cv8='],
  ['CSV', 'json', '[1]', '[1]'],
  ['CSV', 'text', '000123', '000123'],
  ['INTEGER', 'text', '123', '123'],
];

const MISFITTING: readonly Case[] = [
  ['CSV', 'integer', '1.0'],
  ['CSV', 'integer', '007'],
  ['CSV', 'integer', '+1'],
  ['CSV', 'integer', ' 1'],
  ['CSV', 'integer', '1e3'],
  ['CSV', 'integer', ''],
  ['CSV', 'integer', '9223372036854775808'],
  ['UBIGINT', 'integer', '9223372036854775808'],
  ['DECIMAL(9,2)', 'integer', '1.50'],
  ['CSV', 'decimal(19,4)', '1.00001'],
  ['CSV', 'decimal(19,4)', '1000000000000000'],
  ['CSV', 'decimal(19,4)', '1,250.40'],
  ['CSV', 'decimal(19,4)', '1E3'],
  ['CSV', 'decimal(19,4)', '.5'],
  ['CSV', 'decimal(19,4)', '5.'],
  ['CSV', 'decimal(19,4)', 'NaN'],
  ['CSV', 'decimal(2,2)', '1.00'],
  ['CSV', 'decimal(5,0)', '5.1'],
  ['DECIMAL(38,20)', 'decimal(19,4)', '0.00000000000000000001'],
  ['DECIMAL(38,0)', 'decimal(19,4)', '1000000000000000'],
  ['CSV', 'boolean', 'True'],
  ['CSV', 'boolean', '2'],
  ['CSV', 'boolean', 'Y'],
  ['INTEGER', 'boolean', '2'],
  ['CSV', 'date', '2025-02-30'],
  ['CSV', 'date', '20250930'],
  ['CSV', 'date', '2025-9-3'],
  ['CSV', 'date', '0000-01-01'],
  ['CSV', 'date', '2025-09-30 00:00:00'],
  ['DATE', 'date', '10000-01-01'],
  ['DATE', 'date', 'infinity'],
  ['TIMESTAMP', 'date', '2025-09-30 00:00:00'],
  ['CSV', 'timestamp(3)', '2025-09-30 14:35:22.0001'],
  ['CSV', 'timestamp(3)', '2025-09-30 24:00:00'],
  ['CSV', 'timestamp(3)', '2025-09-31 00:00:00'],
  ['CSV', 'timestamp(7)', '2025-09-31 00:00:00.1234567'],
  ['CSV', 'timestamp(3)', '2025-09-30 14:35:22Z'],
  ['CSV', 'timestamp(3)', '2025-09-30'],
  ['TIMESTAMP', 'timestamp(3)', '2025-09-30 14:35:22.0001'],
  ['TIMESTAMP', 'timestamp(3)', 'infinity'],
  ['TIMESTAMPTZ', 'timestamp(3)', '2025-09-30 14:35:22+00'],
  ['TIMESTAMP', 'timestamptz(3)', '2025-09-30 14:35:22'],
  ['CSV', 'timestamptz(3)', '2025-09-30 14:35:22'],
  ['CSV', 'timestamptz(3)', '0001-01-01 00:00:00+02:00'],
  ['CSV', 'time(0)', '24:00:00'],
  ['CSV', 'time(0)', '10:11'],
  ['TIME', 'time(0)', '10:11:12.5'],
  ['TIME', 'time(0)', '24:00:00'],
  ['CSV', 'uuid', 'a0eebc999c0b4ef8bb6d6bb9bd380a11'],
  ['CSV', 'binary', '0x0'],
  ['CSV', 'binary', 'Cv8='],
  ['CSV', 'json', '{'],
];

function casesFor(format: 'csv' | 'parquet', cases: readonly Case[]): readonly Case[] {
  return cases.filter(([delivered]) => (delivered === 'CSV') === (format === 'csv'));
}

/** Lands the cases as the columns of one row. */
async function landedCells(format: 'csv' | 'parquet', cases: readonly Case[]) {
  const columns = cases.map(([delivered, declared], index) => [
    `c${index}`,
    format === 'csv' ? { declared } : { declared, delivered },
  ]);
  const { csv, extract } = await landedCase({
    columns: { n: { declared: 'text' }, ...Object.fromEntries(columns) },
    rows: [['1', ...cases.map(([, , text]) => text)]],
    key: ['n'],
    format,
  });
  return { extract, record: csv.slice(csv.indexOf('\n') + 1) };
}

describe('canonical text, by declared type (evidence-package 3.1)', () => {
  it.each(['csv', 'parquet'] as const)(
    'is one form for every form delivered in %s',
    async (format) => {
      const cases = casesFor(format, FITTING);
      const { record, extract } = await landedCells(format, cases);
      const named = (written: readonly (string | undefined)[]) =>
        cases.map(([delivered, declared, text], index) => [
          delivered,
          declared,
          text,
          written[index],
        ]);
      const cells = record.trimEnd().split(',').slice(1);
      expect(named(cells)).toEqual(named(cases.map(([, , , written]) => written)));
      expect(extract.misfits).toEqual({ total: 0, first: [] });
    },
  );

  it.each(['csv', 'parquet'] as const)(
    'F-5 leaves what does not fit as delivered in %s',
    async (format) => {
      const cases = casesFor(format, MISFITTING);
      const { record, extract } = await landedCells(format, cases);
      expect(record).toBe(csvRecord(['1', ...cases.map(([, , text]) => text)]));
      expect(extract.misfits.total).toBe(cases.length);
      expect(extract.misfits.first).toEqual(
        cases
          .slice(0, 10)
          .map(([, , delivered], index) => ({ key: ['1'], column: `c${index}`, delivered })),
      );
    },
  );

  it.each([
    ['FLOAT', '1.5'],
    ['DOUBLE', '1.5'],
    ['HUGEINT', '170141183460469231731687303715884105727'],
    ['INTERVAL', '1 day'],
    ['INTEGER[]', '[1]'],
  ])('refuses a column delivered as %s', async (delivered, text) => {
    await expect(landedCells('parquet', [[delivered, 'text', text]])).rejects.toMatchObject({
      code: 'TYPE_REFUSED',
    });
  });
});
