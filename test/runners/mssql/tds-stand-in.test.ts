import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import sql from 'mssql';
import { afterEach, describe, expect, test } from 'vitest';
import { ByteWriter } from '../../support/tds/byte-writer.ts';
import { cellWriter } from '../../support/tds/cell-writers.ts';
import type { CertificateKind } from '../../support/tds/certificates.ts';
import type { Dataset } from '../../support/tds/datasets.ts';
import { duckdbRows } from '../../support/tds/duckdb-rows.ts';
import { parseSqlType } from '../../support/tds/sql-type.ts';
import {
  type StandInOptions,
  startTdsStandIn,
  type TdsStandIn,
} from '../../support/tds/start-tds-stand-in.ts';
import { writeDone, writeReturnStatus } from '../../support/tds/tokens.ts';
import { writeColumns } from '../../support/tds/type-info.ts';
import {
  extractNumbers,
  numbers,
  numbersText,
  observe,
  openPool,
  short,
  trailer,
  wrapped,
} from './driver-events.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function standIn(options: StandInOptions = {}): Promise<TdsStandIn> {
  const started = await startTdsStandIn({ datasets: [numbers(5)], ...options });
  closing.push(() => started.close());
  return started;
}

async function open(started: TdsStandIn, settings: Parameters<typeof openPool>[1] = {}) {
  const { pool } = await openPool(started, settings);
  closing.push(async () => {
    await pool.close();
  });
  return pool;
}

/** Rows as arrays, in one call. */
async function rowsOf(request: sql.Request, text: string): Promise<unknown[][]> {
  // biome-ignore lint/suspicious/noExplicitAny: @types/mssql lacks arrayRowMode of a request
  (request as any).arrayRowMode = true;
  const { recordset } = await request.query(text);
  return recordset as unknown as unknown[][];
}

/** The error number a statement ends in, or its first value. */
async function outcomeOf(pool: sql.ConnectionPool, text: string): Promise<unknown> {
  try {
    const [row] = await rowsOf(pool.request(), text);
    return row?.[0];
  } catch (thrown) {
    return (thrown as { number?: unknown }).number;
  }
}

describe('tokens are written as the sheet writes them (11.4)', () => {
  const hex = (write: (out: ByteWriter) => void): string => {
    const out = new ByteWriter(4);
    write(out);
    return out.copy().toString('hex');
  };
  const t1 = (type: string) => ({ name: 't1', type: parseSqlType(type), nullable: true });
  const cell = (type: string, text: string | null) => hex((out) => cellWriter(t1(type))(out, text));

  test('COLMETADATA, DONEINPROC, RETURNSTATUS', () => {
    expect(hex((out) => writeColumns(out, [t1('nvarchar(20)')]))).toBe(
      '810100000000000900e728000904d000340274003100',
    );
    expect(hex((out) => writeDone(out, 'DONEINPROC', 0x11, 3))).toBe('ff1100c1000300000000000000');
    expect(hex((out) => writeReturnStatus(out, 0))).toBe('7900000000');
  });

  test.each([
    ['nvarchar(20)', 'ab', '040061006200'],
    ['nvarchar(20)', null, 'ffff'],
    ['nvarchar(max)', 'ab', '0400000000000000040000006100620000000000'],
    ['nvarchar(max)', '', '000000000000000000000000'],
    ['nvarchar(max)', null, 'ffffffffffffffff'],
    ['decimal(38,4)', '-0.0001', `110001${'00'.repeat(15)}`],
    ['money', '1.0000', '080000000010270000'],
  ])('%s %s', (type, text, expected) => {
    expect(cell(type, text)).toBe(expected);
  });
});

describe('connection', () => {
  test('the login is decoded, and its password shown only when asked', async () => {
    for (const showPasswords of [false, true]) {
      const started = await standIn({ showPasswords, login: { password: 'Gehéim 😀' } });
      await open(started, { encrypt: true, options: { appName: 'ipe', packetSize: 16383 } });
      expect(started.log.find(({ event }) => event === 'login')).toMatchObject({
        user: 'reader',
        password: showPasswords ? 'Gehéim 😀' : '***',
        application: 'ipe',
        database: 'ledger',
        packetSize: 16383,
        encrypted: true,
        readOnlyIntent: false,
      });
    }
  });

  test('a token login is acknowledged and masked', async () => {
    const started = await standIn();
    const authentication = {
      type: 'azure-active-directory-access-token',
      options: { token: 'eyJ-token' },
    };
    await open(started, { encrypt: true, config: { authentication } });
    expect(started.log.find(({ event }) => event === 'login')).toMatchObject({ token: '***' });
  });

  test.each([
    ['valid', 'logged in'],
    ['wrong-name', /ESOCKET .*altnames/],
    ['expired', /ESOCKET .*expired/],
    ['unknown-authority', /ESOCKET .*(unable to verify|self-signed|signature)/],
  ] as const)('a %s certificate', async (certificate: CertificateKind, expected) => {
    for (const strict of [false, true]) {
      const started = await standIn({ tls: { certificate, strict } });
      let outcome = 'logged in';
      try {
        await open(started, { encrypt: (strict ? 'strict' : true) as boolean });
      } catch (thrown) {
        outcome = short(thrown);
      }
      expect(outcome).toMatch(expected);
      const events = started.log.map(({ event }) => event);
      expect(events.includes('login')).toBe(certificate === 'valid');
      if (!strict && certificate === 'valid') {
        expect(events.slice(0, 4)).toEqual(['connected', 'prelogin', 'tls', 'login']);
      }
    }
  });

  test('a strict client is cut off by a server of TDS 7.4', async () => {
    const started = await standIn();
    await expect(openPool(started, { encrypt: 'strict' as never })).rejects.toThrow();
    expect(started.log.map(({ event }) => event)).toEqual(['connected', 'garbage', 'closed']);
  });

  test('a slow TLS handshake and any packet size still serve', async () => {
    for (const packetSize of [512, 4096, 16383]) {
      const started = await standIn({ tls: { handshakeDelayMs: 50 }, packetSize });
      const pool = await open(started, { encrypt: true });
      expect(await rowsOf(pool.request(), extractNumbers)).toHaveLength(5);
    }
  });

  test('nothing stays open after close()', async () => {
    const started = await startTdsStandIn({ datasets: [numbers(5)] });
    const { pool } = await openPool(started, { encrypt: true });
    await rowsOf(pool.request(), extractNumbers);
    await pool.close();
    await started.close();
    await sleep(50);
    expect(process.getActiveResourcesInfo().filter((name) => /TCP|TLS/.test(name))).toEqual([]);
  });
});

/** One value of a type behind a projection. */
const single = (tsqlType: string, value: string | null): Dataset => ({
  text: 'SELECT v FROM t',
  columns: [{ name: 'v', tsqlType }],
  rows: () => [[value]],
});

describe('CONVERT does what SQL Server does, the lossy forms included', () => {
  test.each([
    ['bit', '1', 'CONVERT(nvarchar(1), q.[c1])', '1'],
    ['int', '-2147483648', 'CONVERT(nvarchar(11), q.[c1])', '-2147483648'],
    ['int', '-2147483648', 'CONVERT(varchar(5), q.[c1])', '*'],
    ['int', '-2147483648', 'CONVERT(nvarchar(5), q.[c1])', 8115],
    ['decimal(38,4)', '-0.0001', 'CONVERT(nvarchar(41), q.[c1])', '-0.0001'],
    ['decimal(38,4)', '12345.0000', 'CONVERT(nvarchar(6), q.[c1])', 8115],
    ['decimal(38,4)', '12345.5678', 'CONVERT(decimal(7,2), q.[c1])', 12345.57],
    ['decimal(38,4)', '12345.5678', 'CONVERT(decimal(5,2), q.[c1])', 8115],
    ['money', '-0.1250', 'CONVERT(nvarchar(21), CONVERT(decimal(19,4), q.[c1]))', '-0.1250'],
    ['money', '1234.5678', 'CONVERT(nvarchar(21), q.[c1])', '1234.57'],
    ['money', '1234567.5678', 'CONVERT(nvarchar(21), q.[c1], 1)', '1,234,567.57'],
    ['money', '1234.5678', 'CONVERT(nvarchar(21), q.[c1], 2)', '1234.5678'],
    ['money', '1234.5678', 'CONVERT(nvarchar(3), q.[c1])', 234],
    ['float', '0.1', 'CONVERT(nvarchar(40), q.[c1], 3)', '1.0000000000000001e-001'],
    ['float', '-0', 'CONVERT(nvarchar(40), q.[c1], 3)', '-0.0000000000000000e+000'],
    ['float', '1234567.891', 'CONVERT(nvarchar(40), q.[c1])', '1.23457e+006'],
    ['float', '0.30000000000000004', 'CONVERT(nvarchar(40), q.[c1])', '0.3'],
    ['float', '0.30000000000000004', 'CONVERT(nvarchar(40), q.[c1], 1)', '3.0000000e-001'],
    ['float', '0.30000000000000004', 'CONVERT(nvarchar(40), q.[c1], 2)', '3.000000000000000e-001'],
    ['real', '0.1', 'CONVERT(nvarchar(40), q.[c1], 3)', '1.0000000149011612e-001'],
    ['date', '2024-02-29', 'CONVERT(nvarchar(10), q.[c1], 23)', '2024-02-29'],
    ['time(7)', '23:59:59.9999999', 'CONVERT(nvarchar(16), q.[c1], 121)', '23:59:59.9999999'],
    ['time(0)', '00:00:00', 'CONVERT(nvarchar(16), q.[c1], 121)', '00:00:00'],
    [
      'smalldatetime',
      '2024-05-31 23:59:00',
      'CONVERT(nvarchar(19), q.[c1], 120)',
      '2024-05-31 23:59:00',
    ],
    [
      'datetime',
      '2024-05-31 23:59:59.997',
      'CONVERT(nvarchar(23), q.[c1], 121)',
      '2024-05-31 23:59:59.997',
    ],
    [
      'datetime',
      '2024-05-31 00:00:00.000',
      'CONVERT(nvarchar(23), q.[c1], 126)',
      '2024-05-31T00:00:00',
    ],
    ['datetime', '2024-05-31 15:04:05.000', 'CONVERT(nvarchar(30), q.[c1])', 'May 31 2024  3:04PM'],
    [
      'datetime2(7)',
      '2024-05-31 00:00:00.0000000',
      'CONVERT(nvarchar(27), q.[c1], 121)',
      '2024-05-31 00:00:00.0000000',
    ],
    [
      'datetime2(7)',
      '2024-05-31 00:00:00.0000000',
      'CONVERT(nvarchar(27), q.[c1], 126)',
      '2024-05-31T00:00:00',
    ],
    [
      'datetime2(0)',
      '2024-05-31 00:00:00',
      'CONVERT(nvarchar(27), q.[c1], 121)',
      '2024-05-31 00:00:00',
    ],
    [
      'datetimeoffset(3)',
      '2024-05-31 12:00:00.123 -08:00',
      'CONVERT(nvarchar(34), q.[c1], 121)',
      '2024-05-31 12:00:00.123 -08:00',
    ],
    ['varchar(8000)', 'x'.repeat(8000), 'CONVERT(nvarchar(4000), q.[c1])', 'x'.repeat(4000)],
    ['varchar(8000)', 'x'.repeat(8000), 'CONVERT(nvarchar(max), q.[c1])', 'x'.repeat(8000)],
    ['varchar(50)', 'y'.repeat(50), 'CONVERT(nvarchar, q.[c1])', 'y'.repeat(30)],
    ['nchar(5)', 'ab   ', 'q.[c1]', 'ab   '],
    ['nvarchar(20)', 'a\ud800b\u0000', 'q.[c1]', 'a\ud800b\u0000'],
    [
      'uniqueidentifier',
      '6F9619FF-8B86-D011-B42D-00C04FC964FF',
      'CONVERT(nvarchar(36), q.[c1])',
      '6F9619FF-8B86-D011-B42D-00C04FC964FF',
    ],
    [
      'uniqueidentifier',
      '6F9619FF-8B86-D011-B42D-00C04FC964FF',
      'CONVERT(nvarchar(35), q.[c1])',
      8170,
    ],
    ['varbinary(20)', '0xDEADBEEF00', 'CONVERT(nvarchar(20), q.[c1], 1)', '0xDEADBEEF00'],
    ['varbinary(20)', '0x61006200', 'CONVERT(nvarchar(20), q.[c1])', 'ab'],
    ['xml', '<a b="1">x</a>', 'CONVERT(nvarchar(max), q.[c1])', '<a b="1">x</a>'],
    ['hierarchyid', '/1/2/', 'q.[c1].ToString()', '/1/2/'],
    ['sql_variant', 'x', 'CONVERT(nvarchar(40), q.[c1])', 529],
    ['date', '2024-02-29', 'CONVERT(nvarchar(10), q.[c1], 99)', 281],
  ] as const)('%s %s as %s', async (type, value, projection, expected) => {
    const pool = await open(await standIn({ datasets: [single(type, value)] }));
    expect(await outcomeOf(pool, wrapped('SELECT v FROM t', [projection]))).toBe(expected);
  });

  test('binary comes as bytes, and NULL stays NULL in every type', async () => {
    const pool = await open(await standIn({ datasets: [single('varbinary(20)', '0xDEADBEEF00')] }));
    const image = wrapped('SELECT v FROM t', ['CONVERT(varbinary(max), q.[c1])']);
    expect(await outcomeOf(pool, image)).toEqual(Buffer.from('deadbeef00', 'hex'));
    const none = await open(await standIn({ datasets: [single('money', null)] }));
    const twice = 'CONVERT(nvarchar(21), CONVERT(decimal(19,4), q.[c1]))';
    expect(await outcomeOf(none, wrapped('SELECT v FROM t', [twice]))).toBeNull();
  });

  test('a value that cannot be converted ends the rows before its own', async () => {
    const dataset = { ...single('int', '1'), rows: () => [['1'], ['22'], ['333'], ['4']] };
    const pool = await open(await standIn({ datasets: [dataset] }));
    const text = wrapped('SELECT v FROM t', ['CONVERT(nvarchar(2), q.[c1])']);
    const events = await observe(pool.request(), text);
    expect(events.slice(0, 2)).toEqual(['recordset', '2 rows']);
    expect(events.at(2)).toMatch(/^error EREQUEST 8115/);
  });
});

describe('parameters reach the server as text and become typed variables there', () => {
  const echo = (type: string): Dataset => ({
    text: 'SELECT @value AS v',
    columns: [{ name: 'v', tsqlType: type }],
    rows: (parameters) => [[parameters.get('value')?.text ?? null]],
  });
  test.each([
    ['date', 'CONVERT(date, @__p0, 23)', '2024-05-31', '2024-05-31'],
    ['date', 'CONVERT(date, @__p0, 23)', '2024-02-30', 241],
    ['date', 'CONVERT(date, @__p0, 23)', '05/31/2024', 241],
    ['date', 'CONVERT(date, @__p0, 23)', '2024-05-31T00:00:00', 241],
    [
      'datetime2(7)',
      'CONVERT(datetime2(7), @__p0, 126)',
      '2024-05-31T23:59:59.9999999',
      '2024-05-31 23:59:59.9999999',
    ],
    ['datetime2(3)', 'CONVERT(datetime2(3), @__p0, 126)', '2024-05-31 23:59:59', 241],
    [
      'datetimeoffset(0)',
      'CAST(@__p0 AS datetimeoffset(0))',
      '2024-05-31T23:59:59+05:30',
      '2024-05-31 23:59:59 +05:30',
    ],
    ['int', 'CONVERT(int, @__p0)', '-12', '-12'],
    ['int', 'CONVERT(int, @__p0)', '12.9', 245],
    ['int', 'CONVERT(int, @__p0)', '2147483648', 248],
    ['bigint', 'CONVERT(bigint, @__p0)', '9223372036854775807', '9223372036854775807'],
    ['bigint', 'CONVERT(bigint, @__p0)', 'x', 8114],
    ['tinyint', 'CONVERT(tinyint, @__p0)', '256', 8115],
    [
      'decimal(38,4)',
      'CONVERT(decimal(38,4), @__p0)',
      '1234567890123456789012345678901234.5678',
      '1234567890123456789012345678901234.5678',
    ],
    ['decimal(5,2)', 'CONVERT(decimal(5,2), @__p0)', '1234.5', 8115],
    ['decimal(5,2)', 'CONVERT(decimal(5,2), @__p0)', '1,5', 8114],
    ['bit', 'CONVERT(bit, @__p0)', '0', '0'],
    ['bit', 'CONVERT(bit, @__p0)', 'no', 245],
    ['nvarchar(5)', '@__p0', "Łó'd😀", "Łó'd\ud83d"],
    ['nvarchar(20)', '@__p0', 'x; DROP TABLE t--', 'x; DROP TABLE t--'],
  ] as const)('%s = %s of %s', async (type, assigned, text, expected) => {
    const pool = await open(await standIn({ datasets: [echo(type)] }));
    const request = pool.request().input('__p0', sql.NVarChar(text.length), text);
    const target = type.startsWith('nvarchar') ? 'q.[c1]' : 'CONVERT(nvarchar(60), q.[c1], 121)';
    const plain = /date/.test(type) ? target : target.replace(', 121', '');
    let outcome: unknown;
    try {
      const declared = `DECLARE @value ${type} = ${assigned};\n`;
      const rows = await rowsOf(request, declared + wrapped('SELECT @value AS v', [plain]));
      outcome = rows[0]?.[0];
    } catch (thrown) {
      outcome = (thrown as { number: number }).number;
    }
    expect(outcome).toBe(expected);
  });

  test('a variable nobody declared is error 137', async () => {
    const pool = await open(await standIn({ datasets: [echo('int')] }));
    expect(await outcomeOf(pool, wrapped('SELECT @value AS v', ['q.[c1]']))).toBe(137);
  });

  test('a parameter the driver encoded itself is noted as a failure', async () => {
    const started = await standIn({ datasets: [echo('int')] });
    const pool = await open(started);
    const request = pool.request().input('value', sql.Int, 7);
    await rowsOf(request, wrapped('SELECT @value AS v', ['CONVERT(nvarchar(11), q.[c1])']));
    expect(started.takeFailures()).toEqual(['connection 2: parameter value was sent as int']);
  });
});

describe('the statement around a reviewed text', () => {
  const two = { ...numbers(3), text: 'SELECT a.n, a.label FROM a; -- note' };
  const counted = "SELECT n AS 'one', label FROM [x];y] WHERE s = ';)' -- )";

  test('B01 a text ending in a comment keeps its bracket on a line of its own', async () => {
    const pool = await open(await standIn({ datasets: [{ ...numbers(2), text: counted }] }));
    expect(await rowsOf(pool.request(), wrapped(counted, ['q.[c1]', 'q.[c2]']))).toHaveLength(2);
    const swallowed = wrapped(counted, ['q.[c1]', 'q.[c2]']).replace('-- )\n)', '-- ) )');
    expect(await outcomeOf(pool, swallowed)).toBe(102);
  });

  test('a final semicolon of the reviewed text may be left out, and nothing else changed', async () => {
    const started = await standIn({ datasets: [two] });
    const pool = await open(started);
    const sent = 'SELECT a.n, a.label FROM a -- note';
    expect(await rowsOf(pool.request(), wrapped(sent, ['q.[c1]', 'q.[c2]']))).toHaveLength(3);
    const changed = wrapped('SELECT a.n, a.label  FROM a -- note', ['q.[c1]', 'q.[c2]']);
    expect(await outcomeOf(pool, changed)).toBe(50000);
    expect(started.takeFailures()).toHaveLength(1);
  });

  test('B02 lifted CTEs are the reviewed text again', async () => {
    const text =
      '-- head\nWITH a AS (SELECT 1 AS n), b AS (SELECT n FROM a)\nSELECT n, label FROM b -- end';
    const pool = await open(await standIn({ datasets: [{ ...numbers(4), text }] }));
    const lifted = text
      .replace('FROM a)\n', 'FROM a)\n, q ([c1], [c2]) AS (\n')
      .concat(
        '\n)\nSELECT CONVERT(nvarchar(11), q.[c1]) AS [t1], q.[c2] AS [t2] FROM q\nORDER BY q.[c1] DESC\nOPTION (RECOMPILE)',
      );
    const rows = await rowsOf(pool.request(), lifted + trailer);
    expect(rows.map(([n]) => n)).toEqual(['4', '3', '2', '1']);
    expect(await outcomeOf(pool, wrapped(text, ['q.[c1]', 'q.[c2]']))).toBe(156);
  });

  test('B03 the order is applied by value, not by the text of the value; NULL comes first', async () => {
    const text = 'SELECT n, label FROM numbers ORDER BY n DESC';
    const dataset = { ...numbers(11), text };
    const pool = await open(await standIn({ datasets: [dataset] }));
    const sent = 'SELECT n, label FROM numbers';
    const ordered = (tail: string) =>
      rowsOf(pool.request(), wrapped(sent, ['CONVERT(nvarchar(11), q.[c1])', 'q.[c2]'], tail));
    const byNumber = await ordered('ORDER BY q.[c1] DESC');
    expect(byNumber.slice(0, 3).map(([n]) => n)).toEqual(['11', '10', '9']);
    const byLabel = await ordered('ORDER BY q.[c2], q.[c1] DESC');
    expect(byLabel.slice(0, 2).map(([n]) => n)).toEqual(['7', '1']);
    expect(await outcomeOf(pool, wrapped(text, ['q.[c1]', 'q.[c2]']))).toBe(1033);
  });

  test('B11 an alias list that does not fit is 8158 or 8159, a wrong column 207', async () => {
    const pool = await open(await standIn());
    expect(await outcomeOf(pool, wrapped(numbersText, ['q.[c1]']))).toBe(8158);
    expect(await outcomeOf(pool, wrapped(numbersText, ['q.[c1]', 'q.[c2]', 'q.[c3]']))).toBe(8159);
    expect(await outcomeOf(pool, wrapped(numbersText, ['q.[c1]', 'q.[c9]']))).toBe(207);
    const without = `SELECT q.[n] AS [t1] FROM (\n${numbersText}\n) AS q`;
    expect(await outcomeOf(pool, without)).toBe(1);
    const twins = {
      ...numbers(1),
      columns: [
        { name: 'x', tsqlType: 'int' },
        { name: 'X', tsqlType: 'int' },
      ],
    };
    const other = await open(await standIn({ datasets: [twins] }));
    expect(await outcomeOf(other, without)).toBe(8156);
  });

  test('B11 a schema that changed after describe is seen by the alias list', async () => {
    const columnsNow = [...numbers(1).columns, { name: 'added', tsqlType: 'int' }];
    const pool = await open(await standIn({ datasets: [{ ...numbers(1), columnsNow }] }));
    expect(await outcomeOf(pool, extractNumbers)).toBe(8158);
  });

  test('the trailer says how many rows went before it, and the time of the server', async () => {
    const clock = () => '2024-06-01 01:02:03.1234567 +02:00';
    const pool = await open(await standIn({ clock }));
    const { recordsets } = await pool.request().query(extractNumbers + trailer);
    const sets = recordsets as sql.IRecordSet<Record<string, string>>[];
    expect(sets.map((set) => set.length)).toEqual([5, 1]);
    expect(sets[1]?.[0]).toEqual({ ipe_rows: '5', ipe_at: '2024-06-01 01:02:03.1234567 +02:00' });
  });

  test('counts and control totals are exact', async () => {
    const amounts = ['1234567890123456789012345678901234.5678', null, '-0.0001'];
    const dataset = {
      ...single('decimal(38,4)', null),
      rows: () => amounts.map((amount) => [amount]),
    };
    const pool = await open(await standIn({ datasets: [dataset] }));
    const text = `SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [rows], CONVERT(nvarchar(41), SUM(CONVERT(decimal(38,4), q.[c1]))) AS [total] FROM (\nSELECT v FROM t\n) AS q ([c1]);`;
    expect(await rowsOf(pool.request(), text)).toEqual([
      ['3', '1234567890123456789012345678901234.5677'],
    ]);
  });

  test('facts answer by their alias, one at a time or in rows, and may fail', async () => {
    const started = await standIn({
      facts: {
        version: 'Microsoft SQL Server 2022',
        isolation: ({ isolation }) => `${isolation}`,
        permission: ['CONNECT', 'SELECT'],
        transaction_id: { error: 195 },
        nothing: null,
      },
    });
    const pool = await open(started);
    const facts =
      "SELECT @@VERSION AS [version], CONVERT(nvarchar(10), x.y(1, '),')) AS [isolation], NULL AS [nothing] FROM sys.z, sys.a WHERE 1 = (2);";
    expect(await rowsOf(pool.request(), facts)).toEqual([['Microsoft SQL Server 2022', '2', null]]);
    const rows = 'SELECT permission_name AS [permission] FROM sys.fn_my_permissions(NULL, NULL)';
    expect(await rowsOf(pool.request(), rows)).toEqual([['CONNECT'], ['SELECT']]);
    expect(await outcomeOf(pool, 'SELECT CURRENT_TRANSACTION_ID() AS [transaction_id]')).toBe(195);
  });

  test('describe answers with all documented columns', async () => {
    const dataset: Dataset = {
      text: 'SELECT a, b, c FROM t WHERE d = @d',
      columns: [
        {
          name: 'a',
          tsqlType: 'decimal(19,4)',
          nullable: false,
          orderBy: { position: 2, descending: true },
        },
        { name: null, tsqlType: 'nvarchar(max)' },
        { name: 'c', tsqlType: 'decimal(12,3)', aliasType: 'Amount' },
      ],
      orderByListLength: 3,
      rows: () => [],
    };
    const pool = await open(await standIn({ datasets: [dataset] }));
    const ask = (params: string) =>
      pool
        .request()
        .input('tsql', sql.NVarChar(sql.MAX), dataset.text)
        .input('params', sql.NVarChar(sql.MAX), params)
        .input('browse_information_mode', sql.NVarChar(1), '0')
        .execute('sys.sp_describe_first_result_set');
    const { recordset } = await ask('@d date');
    expect(Object.keys(recordset[0])).toHaveLength(39);
    expect(
      recordset.map((row) => [
        row.column_ordinal,
        row.name,
        row.system_type_name,
        row.is_nullable,
        row.ordinal_in_order_by_list,
        row.order_by_is_descending,
        row.order_by_list_length,
      ]),
    ).toEqual([
      [1, 'a', 'decimal(19,4)', false, 2, 1, 3],
      [2, null, 'nvarchar(max)', true, null, null, 3],
      [3, 'c', 'decimal(12,3)', true, null, null, 3],
    ]);
    await expect(ask('')).rejects.toMatchObject({ number: 137 });
  });

  test('describe of a text with temporary tables is 11526', async () => {
    const pool = await open(await standIn({ datasets: [{ ...numbers(1), temp: true }] }));
    const request = pool.request().input('tsql', sql.NVarChar(sql.MAX), numbersText);
    await expect(request.execute('sys.sp_describe_first_result_set')).rejects.toMatchObject({
      number: 11526,
    });
  });

  test('SET FMTONLY ON answers with columns and no rows', async () => {
    const pool = await open(await standIn());
    const text = `SET FMTONLY ON;\n${numbersText};\nSET FMTONLY OFF;`;
    const { recordset } = await pool.request().query(text);
    expect([recordset.length, Object.keys(recordset.columns)]).toEqual([0, ['n', 'label']]);
  });

  test('anything else is error 50000, and closing the stand-in fails the test', async () => {
    const started = await startTdsStandIn({ datasets: [numbers(1)] });
    const { pool } = await openPool(started);
    for (const text of ['DROP TABLE t', 'SELECT * FROM secret', 'SELECT a AS [b] FROM sys.t']) {
      expect(await outcomeOf(pool, text)).toBe(50000);
    }
    await pool.close();
    expect(started.failures()).toHaveLength(3);
    await expect(started.close()).rejects.toThrow(
      '3 failures; the first: connection 2: unexpected',
    );
  });
});

describe('one consistent picture', () => {
  const versioned: Dataset = {
    ...numbers(0),
    rows: (_parameters, version) => [
      [`${version}`, 'a'],
      [`${version}`, 'b'],
    ],
  };
  const version = async (transaction: sql.Transaction) =>
    (await rowsOf(transaction.request(), extractNumbers))[0]?.[0];

  test('a snapshot keeps the version of its first read, read committed sees the newest', async () => {
    const started = await standIn({ datasets: [versioned] });
    const pool = await open(started);
    for (const [level, expected] of [
      [sql.ISOLATION_LEVEL.SNAPSHOT, ['2', '2']],
      [sql.ISOLATION_LEVEL.READ_COMMITTED, ['2', '3']],
    ] as const) {
      started.setVersion(1);
      const transaction = pool.transaction();
      await transaction.begin(level);
      started.setVersion(2);
      const first = await version(transaction);
      started.setVersion(3);
      expect([first, await version(transaction)]).toEqual(expected);
      await transaction.rollback();
    }
    const operations = started.log.flatMap((entry) =>
      entry.event === 'transaction' ? [`${entry.operation} ${entry.isolation}`] : [],
    );
    expect(operations).toEqual(['begin 5', 'rollback 0', 'begin 2', 'rollback 0']);
  });

  test('F30 the version may change in mid-answer', async () => {
    const started = await standIn({
      datasets: [versioned],
      faults: [{ do: 'version', version: 9, after: { row: 1 }, of: 'extract', times: 1 }],
    });
    const pool = await open(started);
    expect((await rowsOf(pool.request(), extractNumbers)).map(([n]) => n)).toEqual(['1', '1']);
    expect((await rowsOf(pool.request(), extractNumbers)).map(([n]) => n)).toEqual(['9', '9']);
  });
});

describe('streaming', () => {
  test('F31 a paused reader stops the server, and every row arrives after it resumes', async () => {
    const started = await standIn({ datasets: [numbers(500_000)] });
    const pool = await open(started, { requestTimeout: 500 });
    const request = pool.request();
    let paused = false;
    const observed = observe(request, extractNumbers, (_, event) => {
      if (event !== 'row' || paused) return;
      paused = true;
      request.pause();
    });
    // until what lies between is full and the server stands still
    let handedOut = 0;
    do {
      handedOut = started.rowsHandedOut();
      await sleep(1000);
    } while (!paused || handedOut !== started.rowsHandedOut());
    request.resume();
    expect(await observed).toEqual([
      'recordset',
      '500000 rows',
      'rowsaffected 500000',
      'done [500000]',
    ]);
    expect(handedOut).toBeLessThan(400_000);
    expect(started.rowsHandedOut()).toBe(500_000);
  });

  test('a million rows stream through at flat memory', async () => {
    const pool = await open(await standIn({ datasets: [numbers(1_000_000)] }));
    const before = process.memoryUsage().rss;
    const events = await observe(pool.request(), extractNumbers);
    expect(events).toEqual(['recordset', '1000000 rows', 'rowsaffected 1000000', 'done [1000000]']);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
  });

  test('two data sets are served over one pool, one after the other', async () => {
    const other = { ...numbers(2), text: 'SELECT n, label FROM others' };
    const pool = await open(await standIn({ datasets: [numbers(5), other] }));
    expect(await rowsOf(pool.request(), extractNumbers)).toHaveLength(5);
    expect(await rowsOf(pool.request(), wrapped(other.text, ['q.[c1]', 'q.[c2]']))).toHaveLength(2);
  });
});

describe('rows from DuckDB', () => {
  test('DuckDB values become the literals of their T-SQL type', async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    const columns = (
      [
        ['d', 'decimal(38,4)'],
        ['m', 'money'],
        ['t2', 'datetime2(7)'],
        ['t0', 'datetime2(0)'],
        ['t3', 'datetime2(3)'],
        ['o', 'datetimeoffset(2)'],
        ['day', 'date'],
        ['clock', 'time(2)'],
        ['flag', 'bit'],
        ['i', 'bigint'],
        ['g', 'uniqueidentifier'],
        ['b', 'varbinary(10)'],
        ['f', 'float'],
        ['s', 'nvarchar(20)'],
        ['literal', 'datetime2(7)'],
        ['empty', 'money'],
      ] as const
    ).map(([name, tsqlType]) => ({ name, tsqlType }));
    const query = `SELECT 9007199254740993::DECIMAL(38,0), 1.5::DECIMAL(10,2), TIMESTAMP '2024-05-31 23:59:59.123456',
      TIMESTAMP '2024-05-31 23:59:59', TIMESTAMP '0001-01-01 00:00:00', TIMESTAMPTZ '2024-05-31 23:59:59.5+05:30',
      $day, TIME '01:02:03.5', true, 9223372036854775807, '6f9619ff-8b86-d011-b42d-00c04fc964ff'::UUID,
      '\\xDE\\xAD'::BLOB, 0.1::DOUBLE, $who, '2024-05-31 23:59:59.9999999', NULL::DECIMAL(5,2)`;
    const rows = duckdbRows(connection, query, columns);
    const parameters = new Map([
      ['day', { type: 'date', text: '2024-02-29' }],
      ['who', { type: 'nvarchar(20)', text: "O'Łódź" }],
    ]);
    const delivered: unknown[] = [];
    for await (const row of rows(parameters, 1)) delivered.push(row);
    expect(delivered).toEqual([
      [
        '9007199254740993.0000',
        '1.5000',
        '2024-05-31 23:59:59.1234560',
        '2024-05-31 23:59:59',
        '0001-01-01 00:00:00.000',
        '2024-05-31 18:29:59.50 +00:00',
        '2024-02-29',
        '01:02:03.50',
        '1',
        '9223372036854775807',
        '6F9619FF-8B86-D011-B42D-00C04FC964FF',
        'DEAD',
        '0.1',
        "O'Łódź",
        '2024-05-31 23:59:59.9999999',
        null,
      ],
    ]);
    connection.closeSync();
  });
});
