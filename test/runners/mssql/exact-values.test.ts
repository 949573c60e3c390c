import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestFile, sha256 } from '../../../src/kernel/digest.ts';
import type { BoundQuery } from '../../../src/kernel/query.ts';
import type { QueryRunner, Reading } from '../../../src/runners/runner.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { DatasetColumn } from '../../support/tds/datasets.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';

const NEVER = new AbortController().signal;

/** Sheet 10.1: type and value on the server, text of the delivered CSV field. */
const VALUES: readonly (readonly [
  id: string,
  type: string,
  value: string | null,
  field: string,
])[] = [
  ['T01', 'bit', '1', '1'],
  ['T01', 'bit', '0', '0'],
  ['T02', 'tinyint', '255', '255'],
  ['T03', 'smallint', '-32768', '-32768'],
  ['T04', 'int', '-2147483648', '-2147483648'],
  ['T05', 'bigint', '9223372036854775807', '9223372036854775807'],
  ['T06', 'bigint', '-9223372036854775808', '-9223372036854775808'],
  [
    'T07',
    'decimal(38,4)',
    '1234567890123456789012345678901234.5678',
    '1234567890123456789012345678901234.5678',
  ],
  ['T08', 'decimal(38,4)', '9007199254740993.0000', '9007199254740993.0000'],
  ['T09', 'decimal(38,4)', '-0.0001', '-0.0001'],
  ['T10', 'decimal(18,2)', '9999999999999999.99', '9999999999999999.99'],
  ['T11', 'decimal(5,2)', '0.50', '0.50'],
  ['T12', 'decimal(9,0)', '0', '0'],
  ['T13', 'numeric(38,0)', '9'.repeat(38), '9'.repeat(38)],
  ['T14', 'numeric(38,38)', `0.${'0'.repeat(37)}1`, `0.${'0'.repeat(37)}1`],
  ['T15', 'money', '922337203685477.5807', '922337203685477.5807'],
  ['T16', 'money', '-922337203685477.5808', '-922337203685477.5808'],
  ['T17', 'money', '90071992547409.9301', '90071992547409.9301'],
  ['T18', 'money', '1', '1.0000'],
  ['T19', 'smallmoney', '-214748.3648', '-214748.3648'],
  ['T20', 'float', '0.1', '0.1'],
  ['T21', 'float', '0.30000000000000004', '0.30000000000000004'],
  ['T22', 'float', '1.7976931348623157E308', '1.7976931348623157e+308'],
  ['T23', 'float', '4.9406564584124654E-324', '5e-324'],
  ['T24', 'float', '-0', '-0'],
  ['T25', 'float', '1E21', '1e+21'],
  ['T25', 'float', '100000', '100000'],
  ['T26', 'real', '0.1', '0.1'],
  ['T27', 'real', '3.402823E38', '3.402823e+38'],
  ['T27', 'real', '16777216', '16777216'],
  ['T28', 'date', '0001-01-01', '0001-01-01'],
  ['T28', 'date', '9999-12-31', '9999-12-31'],
  ['T28', 'date', '2024-02-29', '2024-02-29'],
  ['T29', 'time(7)', '23:59:59.9999999', '23:59:59.9999999'],
  ['T30', 'time(0)', '00:00:00', '00:00:00'],
  ['T31', 'datetime', '2024-05-31 23:59:59.997', '2024-05-31T23:59:59.997'],
  ['T32', 'datetime', '2024-05-31 00:00:00.000', '2024-05-31T00:00:00.000'],
  ['T33', 'datetime', '1753-01-01 00:00:00.000', '1753-01-01T00:00:00.000'],
  ['T34', 'smalldatetime', '2024-05-31 23:59:00', '2024-05-31T23:59:00'],
  ['T35', 'datetime2(7)', '2024-05-31 23:59:59.9999999', '2024-05-31T23:59:59.9999999'],
  ['T36', 'datetime2(7)', '0001-01-01 00:00:00.0000000', '0001-01-01T00:00:00.0000000'],
  ['T37', 'datetime2(3)', '2024-01-01 00:00:00.000', '2024-01-01T00:00:00.000'],
  ['T37', 'datetime2(0)', '2024-01-01 00:00:00', '2024-01-01T00:00:00'],
  [
    'T38',
    'datetimeoffset(7)',
    '2024-05-31 23:59:59.9999999 +05:30',
    '2024-05-31T23:59:59.9999999+05:30',
  ],
  ['T39', 'datetimeoffset(0)', '2024-01-01 00:00:00 -08:00', '2024-01-01T00:00:00-08:00'],
  ['T40', 'datetimeoffset(3)', '2024-05-31 12:00:00.123 +00:00', '2024-05-31T12:00:00.123+00:00'],
  ['T41', 'char(5)', 'ab   ', 'ab   '],
  ['T41', 'nchar(5)', 'ab   ', 'ab   '],
  ['T42', 'varchar(50)', `O'Brien, "x"`, `"O'Brien, ""x"""`],
  ['T43', 'varchar(8000)', 'x'.repeat(8000), 'x'.repeat(8000)],
  ['T44', 'varchar(50)', 'Łódź', 'Łódź'],
  ['T45', 'nvarchar(50)', 'Łódź – 東京 😀', 'Łódź – 東京 😀'],
  ['T46', 'nvarchar(50)', 'ligne1\r\nligne2', '"ligne1\r\nligne2"'],
  ['T47', 'nvarchar(50)', '', '""'],
  ['T48', 'nvarchar(50)', null, ''],
  ['T48', 'int', null, ''],
  ['T48', 'varbinary(20)', null, ''],
  ['T49', 'nvarchar(max)', 'ab😀'.repeat(250_000), 'ab😀'.repeat(250_000)],
  ['T52', 'text', 'é', 'é'],
  ['T52', 'ntext', 'é', 'é'],
  ['T53', 'binary(4)', '01020000', '0x01020000'],
  ['T54', 'varbinary(20)', 'DEADBEEF00', '0xDEADBEEF00'],
  ['T55', 'varbinary(20)', '', '0x'],
  ['T56', 'rowversion', '00000000000007D1', '0x00000000000007D1'],
  [
    'T57',
    'uniqueidentifier',
    '6F9619FF-8B86-D011-B42D-00C04FC964FF',
    '6F9619FF-8B86-D011-B42D-00C04FC964FF',
  ],
  ['T58', 'xml', '<a b="1">x</a>', '"<a b=""1"">x</a>"'],
  ['T59', 'hierarchyid', '/1/2/', '/1/2/'],
];

describe('values of SQL Server arrive exactly as mssql.md 10.1 says', () => {
  let standIn: TdsStandIn;
  let runner: QueryRunner;
  let reading: Reading;
  let made = 0;
  beforeAll(async () => {
    standIn = await startTdsStandIn({ facts: READER_FACTS });
    runner = runnerOn(standIn);
    reading = await runner.open(NEVER);
  });
  afterAll(async () => {
    await reading.close();
    await runner.close();
    await standIn.close();
  });

  /** A query over one row: a number and the value. */
  function queryOf(
    column: Partial<DatasetColumn> & { tsqlType: string },
    value: string | null,
  ): BoundQuery {
    made += 1;
    const query = aQuery(`SELECT x.n, x.v FROM dbo.Values${made} AS x`, {
      n: 'integer',
      v: 'text',
    });
    standIn.addDataset({
      text: query.text,
      columns: [
        { name: 'n', tsqlType: 'int' },
        { name: 'v', ...column },
      ],
      rows: () => [['7', value]],
    });
    return query;
  }

  it.each(VALUES)('%s %s', async (_id, tsqlType, value, field) => {
    const query = queryOf({ tsqlType }, value);
    const delivery = await reading.deliver(query, await tempFolder(), NEVER);
    const [file = ''] = delivery.spool.files;
    expect(await readFile(file, 'utf8')).toBe(`n,v\n7,${field}\n`);
    expect(delivery.receipt.arrived).toEqual([
      { file: 'extract.csv', ...(await digestFile(file)) },
    ]);
    const sourceType = tsqlType === 'rowversion' ? 'timestamp' : tsqlType;
    expect(delivery.spool.columns[1]).toEqual({ name: 'v', sourceType });
  });

  it('T61 delivers an alias type as its base type', async () => {
    const query = queryOf({ tsqlType: 'decimal(12,3)', aliasType: 'Quantity' }, '1.500');
    const { spool } = await reading.deliver(query, await tempFolder(), NEVER);
    expect(await readFile(spool.files[0] ?? '', 'utf8')).toBe('n,v\n7,1.500\n');
  });

  it('T63 delivers zero rows as a header line and a trailer of 0', async () => {
    const query = aQuery('SELECT x.n FROM dbo.Nothing AS x', { n: 'integer' });
    standIn.addDataset({
      text: query.text,
      columns: [{ name: 'n', tsqlType: 'int' }],
      rows: () => [],
    });
    const { spool, receipt } = await reading.deliver(query, await tempFolder(), NEVER);
    expect(await readFile(spool.files[0] ?? '', 'utf8')).toBe('n\n');
    expect(receipt.engineRows).toBe(0);
    expect(receipt.details).toMatchObject({ rows_in_trailer: '0', rows_counted_before: '0' });
  });

  const refusal = async (query: BoundQuery) => {
    const own = await runner.open(NEVER);
    const folder = await tempFolder();
    const thrown = await own.deliver(query, folder, NEVER).catch((error: unknown) => error);
    expect(await readdir(folder)).toEqual([]);
    await own.close();
    return thrown;
  };

  it.each([
    ['T50', 'a\ud800b', 'TEXT_NOT_WELL_FORMED'],
    ['T51', 'a\u0000b', 'TEXT_NUL'],
  ])('%s fails the run with row and column', async (_id, value, code) => {
    const query = aQuery(`SELECT x.n, x.v FROM dbo.${code} AS x`, { n: 'integer', v: 'text' });
    const good = Array.from({ length: 2500 }, (_, n) => [String(n), 'good']);
    standIn.addDataset({
      text: query.text,
      columns: [
        { name: 'n', tsqlType: 'int' },
        { name: 'v', tsqlType: 'nvarchar(10)' },
      ],
      rows: () => [...good, ['2501', value]],
    });
    expect(await refusal(query)).toMatchObject({
      code,
      transient: false,
      message: expect.stringMatching(/^row 2501: column "v"/),
    });
  });

  it.each([
    ['sql_variant', {}],
    ['geography', { unnamedType: true }],
    ['vector(3)', {}],
  ])('T60 refuses %s before the first row and names the column', async (tsqlType, more) => {
    const handedOut = standIn.rowsHandedOut();
    expect(await refusal(queryOf({ tsqlType, ...more }, null))).toMatchObject({
      code: 'TYPE_REFUSED',
      message: expect.stringContaining('"v"'),
      advice: expect.stringContaining('Cast'),
    });
    expect(standIn.rowsHandedOut()).toBe(handedOut);
  });

  it('T62 refuses repeated and missing column names with their positions', async () => {
    const text = 'SELECT x.n AS x, x.n AS x, x.n + 1 FROM dbo.Names AS x';
    const query = aQuery(text, { x: 'integer', x__2: 'integer', column_3: 'integer' });
    const names = ['x', 'x', null];
    standIn.addDataset({
      text,
      columns: names.map((name) => ({ name, tsqlType: 'int' })),
      rows: () => [['1', '2', '3']],
    });
    expect(await refusal(query)).toMatchObject({
      code: 'COLUMNS_MISMATCH',
      message: expect.stringMatching(/column 2 repeats the name "x".*column 3 has no name/),
    });
  });

  it('B11 fails when the source has other columns than it described', async () => {
    const query = queryOf({ tsqlType: 'int' }, '1');
    const columns = ['n', 'v', 'w'].map((name) => ({ name, tsqlType: 'int' }));
    const changed = aQuery(`${query.text} WHERE 1 = 1`, { n: 'integer', v: 'integer' });
    standIn.addDataset({
      text: changed.text,
      columns: columns.slice(0, 2),
      columnsNow: columns,
      rows: () => [['1', '2', '3']],
    });
    expect(await refusal(changed)).toMatchObject({
      code: 'COLUMNS_MISMATCH',
      transient: false,
      message: expect.stringContaining('8158'),
    });
  });

  it('B12 records the reviewed and the sent text with their digests', async () => {
    const query = queryOf({ tsqlType: 'money' }, '1');
    const { receipt } = await reading.deliver(query, await tempFolder(), NEVER);
    expect(receipt.statement).toContain(query.text);
    expect(receipt.statementSha256).toBe(sha256(receipt.statement));
    expect(receipt.details['reviewed_sha256']).toBe(sha256(query.text));
    const sent = reading.statements().findLast(({ purpose }) => purpose === 'query');
    expect(sent?.text).toBe(receipt.statement);
  });
});
