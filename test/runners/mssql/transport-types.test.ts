import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField } from '../../../src/kernel/csv-dialect.ts';
import {
  atRow,
  type TransportColumn,
  transportColumn,
  transportType,
} from '../../../src/runners/mssql/transport-types.ts';
import { RunnerError } from '../../../src/runners/runner.ts';

const X = 'q.[c1]';

function columnOf(systemType: string): TransportColumn {
  const type = transportType(systemType);
  if (type === undefined) throw new Error(`${systemType} is refused`);
  return transportColumn('value', systemType, type);
}

function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** Columns: id, described type, expression, what the server sends, what is delivered. */
type Row = readonly [string, string, string, string | Uint8Array, string];

function style(target: string, number?: number): string {
  return `CONVERT(${target}, ${X}${number === undefined ? '' : `, ${number}`})`;
}

const DECIMAL = style('nvarchar(41)');
const MONEY = `CONVERT(nvarchar(21), CONVERT(decimal(19,4), ${X}))`;
const FLOAT = style('nvarchar(40)', 3);
const DATETIME2 = style('nvarchar(27)', 121);
const OFFSET = style('nvarchar(34)', 121);
const MAX = style('nvarchar(max)');

/** Where text is delivered as it is sent. */
function same(id: string, type: string, expression: string, text: string): Row {
  return [id, type, expression, text, text];
}

const MILLION = '東'.repeat(1_000_000);

const ROWS: readonly Row[] = [
  same('T01', 'bit', style('nvarchar(1)'), '1'),
  same('T01', 'bit', style('nvarchar(1)'), '0'),
  same('T02', 'tinyint', style('nvarchar(11)'), '255'),
  same('T03', 'smallint', style('nvarchar(11)'), '-32768'),
  same('T04', 'int', style('nvarchar(11)'), '-2147483648'),
  same('T05', 'bigint', style('nvarchar(20)'), '9223372036854775807'),
  same('T06', 'bigint', style('nvarchar(20)'), '-9223372036854775808'),
  same('T07', 'decimal(38,4)', DECIMAL, '1234567890123456789012345678901234.5678'),
  same('T08', 'decimal(38,4)', DECIMAL, '9007199254740993.0000'),
  same('T09', 'decimal(38,4)', DECIMAL, '-0.0001'),
  same('T10', 'decimal(18,2)', DECIMAL, '9999999999999999.99'),
  same('T11', 'decimal(5,2)', DECIMAL, '0.50'),
  same('T12', 'decimal(9,0)', DECIMAL, '0'),
  same('T13', 'numeric(38,0)', DECIMAL, '9'.repeat(38)),
  same('T14', 'numeric(38,38)', DECIMAL, `0.${'0'.repeat(37)}1`),
  same('T15', 'money', MONEY, '922337203685477.5807'),
  same('T16', 'money', MONEY, '-922337203685477.5808'),
  same('T17', 'money', MONEY, '90071992547409.9301'),
  same('T18', 'money', MONEY, '1.0000'),
  [
    'T19',
    'smallmoney',
    `CONVERT(nvarchar(12), CONVERT(decimal(10,4), ${X}))`,
    '-214748.3648',
    '-214748.3648',
  ],
  ['T20', 'float', FLOAT, '1.0000000000000001e-001', '0.1'],
  ['T21', 'float', FLOAT, '3.0000000000000004e-001', '0.30000000000000004'],
  ['T22', 'float', FLOAT, '1.7976931348623157e+308', '1.7976931348623157e+308'],
  ['T23', 'float', FLOAT, '4.9406564584124654e-324', '5e-324'],
  ['T24', 'float', FLOAT, '-0.0000000000000000e+000', '-0'],
  ['T25', 'float', FLOAT, '1.0000000000000000e+021', '1e+21'],
  ['T25', 'float', FLOAT, '   1.0000000000000000e+05', '100000'],
  ['T26', 'real', FLOAT, '1.0000000149011612e-001', '0.1'],
  ['T27', 'real', FLOAT, '3.4028229999999999e+038', '3.402823e+38'],
  ['T27', 'real', FLOAT, '1.6777216000000000e+007', '16777216'],
  ['T24', 'real', FLOAT, '-0.0000000000000000e+000', '-0'],
  same('T28', 'date', style('nvarchar(10)', 23), '0001-01-01'),
  same('T28', 'date', style('nvarchar(10)', 23), '9999-12-31'),
  same('T28', 'date', style('nvarchar(10)', 23), '2024-02-29'),
  same('T29', 'time(7)', style('nvarchar(16)', 121), '23:59:59.9999999'),
  same('T30', 'time(0)', style('nvarchar(16)', 121), '00:00:00'),
  [
    'T31',
    'datetime',
    style('nvarchar(23)', 121),
    '2024-05-31 23:59:59.997',
    '2024-05-31T23:59:59.997',
  ],
  [
    'T32',
    'datetime',
    style('nvarchar(23)', 121),
    '2024-05-31 00:00:00.000',
    '2024-05-31T00:00:00.000',
  ],
  [
    'T33',
    'datetime',
    style('nvarchar(23)', 121),
    '1753-01-01 00:00:00.000',
    '1753-01-01T00:00:00.000',
  ],
  [
    'T34',
    'smalldatetime',
    style('nvarchar(19)', 120),
    '2024-05-31 23:59:00',
    '2024-05-31T23:59:00',
  ],
  ['T35', 'datetime2(7)', DATETIME2, '2024-05-31 23:59:59.9999999', '2024-05-31T23:59:59.9999999'],
  ['T36', 'datetime2(7)', DATETIME2, '0001-01-01 00:00:00.0000000', '0001-01-01T00:00:00.0000000'],
  ['T37', 'datetime2(3)', DATETIME2, '2024-01-01 00:00:00.000', '2024-01-01T00:00:00.000'],
  ['T37', 'datetime2(0)', DATETIME2, '2024-01-01 00:00:00', '2024-01-01T00:00:00'],
  [
    'T38',
    'datetimeoffset(7)',
    OFFSET,
    '2024-05-31 23:59:59.9999999 +05:30',
    '2024-05-31T23:59:59.9999999+05:30',
  ],
  ['T39', 'datetimeoffset(0)', OFFSET, '2024-01-01 00:00:00 -08:00', '2024-01-01T00:00:00-08:00'],
  [
    'T40',
    'datetimeoffset(3)',
    OFFSET,
    '2024-05-31 12:00:00.123 +00:00',
    '2024-05-31T12:00:00.123+00:00',
  ],
  same('T41', 'char(5)', style('nvarchar(5)'), 'ab   '),
  same('T41', 'nchar(5)', X, 'ab   '),
  same('T42', 'varchar(50)', style('nvarchar(50)'), `O'Brien, "x"`),
  same('T43', 'varchar(4000)', style('nvarchar(4000)'), 'x'.repeat(4000)),
  same('T43', 'varchar(4001)', MAX, 'x'.repeat(4001)),
  same('T43', 'varchar(8000)', MAX, 'x'.repeat(8000)),
  same('T43', 'char(8000)', MAX, 'x'.repeat(8000)),
  same('T43', 'varchar(max)', MAX, 'x'.repeat(8001)),
  same('T44', 'varchar(50)', style('nvarchar(50)'), 'Łódź'),
  same('T45', 'nvarchar(50)', X, 'Łódź – 東京 😀'),
  same('T46', 'nvarchar(50)', X, 'ligne1\r\nligne2'),
  same('T47', 'nvarchar(50)', X, ''),
  same('T49', 'nvarchar(max)', X, MILLION),
  same('T52', 'text', MAX, 'é'),
  same('T52', 'ntext', MAX, 'é'),
  ['T53', 'binary(4)', X, bytes('01020000'), '0x01020000'],
  ['T54', 'varbinary(20)', X, bytes('deadbeef00'), '0xDEADBEEF00'],
  ['T55', 'varbinary(max)', X, bytes(''), '0x'],
  ['T55', 'image', `CONVERT(varbinary(max), ${X})`, bytes('ff'), '0xFF'],
  ['T56', 'timestamp', X, bytes('00000000000007d1'), '0x00000000000007D1'],
  ['T56', 'rowversion', X, bytes('00000000000007d1'), '0x00000000000007D1'],
  same('T57', 'uniqueidentifier', style('nvarchar(36)'), '6F9619FF-8B86-D011-B42D-00C04FC964FF'),
  same('T58', 'xml', MAX, '<a b="1">x</a>'),
  same('T58', 'json', MAX, '{"a":1}'),
  same('T59', 'hierarchyid', `${X}.ToString()`, '/1/2/'),
  same('T61', 'decimal(12,3)', DECIMAL, '1.500'),
  same('T61', 'sysname', X, 'dbo'),
];

describe('every type of the server', () => {
  it.each(ROWS)('%s %s is sent as %s', (_id, systemType, expression, sent, delivered) => {
    expect(transportType(systemType)?.send(X)).toBe(expression);
    expect(columnOf(systemType).read(sent)).toBe(delivered);
  });

  it('T42 T46 T47 T48 T58 is quoted in the file by csv/v1, and NULL stays apart from empty text', () => {
    const fields = [`O'Brien, "x"`, 'ligne1\r\nligne2', '', '<a b="1">x</a>'].map((text) =>
      csvField(columnOf('nvarchar(50)').read(text)),
    );
    expect(fields).toEqual([`"O'Brien, ""x"""`, '"ligne1\r\nligne2"', '""', '"<a b=""1"">x</a>"']);
    expect(csvField(null)).toBe('');
  });

  it.each([
    'sql_variant',
    'geography',
    'geometry',
    'vector(3)',
    'cursor',
    'table',
    '',
    'varchar',
    'toString',
    '[dbo].[money]',
  ])('T60 has no exact text for %j', (systemType) => {
    expect(transportType(systemType)).toBeUndefined();
  });

  it('never leaves a conversion without a length, which would cut at 30 characters', () => {
    for (const [, systemType] of ROWS) {
      const expression = transportType(systemType)?.send(X) ?? '';
      for (const [, target] of expression.matchAll(/CONVERT\(([a-z]+.)/g)) {
        expect(target, expression).toMatch(/\($/);
      }
    }
  });

  it('takes any fraction of a type that is described without its size', () => {
    for (const fraction of ['', '.1', '.1234567']) {
      const sent = `2024-05-31 23:59:59${fraction}`;
      expect(columnOf('datetime2').read(sent)).toBe(sent.replace(' ', 'T'));
      expect(columnOf('time').read(`23:59:59${fraction}`)).toBe(`23:59:59${fraction}`);
    }
    expect(columnOf('decimal').read('12')).toBe('12');
  });

  it('reads type names in any case', () => {
    expect(transportType('DateTime2(7)')?.send(X)).toBe(DATETIME2);
  });
});

describe('text that no file can carry', () => {
  it('T50 fails on half of a surrogate pair, with row and column', () => {
    const column = columnOf('nvarchar(10)');
    expect(() => column.read('a\ud800b')).toThrow(
      expect.objectContaining({ name: 'RunnerError', code: 'TEXT_NOT_WELL_FORMED' }),
    );
    expect(failureAtRow(column, 'a\ud800b', 7)).toMatchObject({
      code: 'TEXT_NOT_WELL_FORMED',
      message: expect.stringContaining('row 7: column "value" holds half of a surrogate pair'),
      advice: expect.stringContaining('Correct the value'),
    });
  });

  it('T51 fails on U+0000, with row and column', () => {
    expect(failureAtRow(columnOf('varchar(10)'), 'a\0b', 12)).toMatchObject({
      code: 'TEXT_NUL',
      message: 'row 12: column "value" holds the character U+0000 as character 2 of a text',
      advice: expect.stringContaining('Correct the value'),
    });
  });

  it.each(['char(5)', 'nchar(5)', 'text', 'ntext', 'xml', 'json', 'sysname', 'nvarchar(max)'])(
    'T51 looks into %s too',
    (systemType) => {
      expect(() => columnOf(systemType).read('\0')).toThrow(RunnerError);
    },
  );

  it('leaves trouble of another kind as it is', () => {
    const other = new Error('elsewhere');
    expect(atRow(other, 1)).toBe(other);
    expect(atRow(new RunnerError('TIMED_OUT', 'late'), 2)).toMatchObject({
      message: 'row 2: late',
    });
  });
});

function failureAtRow(column: TransportColumn, cell: string, row: number): unknown {
  try {
    return column.read(cell);
  } catch (thrown) {
    return atRow(thrown, row);
  }
}

describe('a cell in another form than the one asked for', () => {
  it.each<[string, string | Uint8Array]>([
    ['datetime', '2024-05-31T23:59:59.997'],
    ['datetime2(7)', 'May 31 2024 11:59PM'],
    ['datetime2(7)', ''],
    ['datetime2(7)', '2024-05-31 23:59:59.999'],
    ['datetime2(0)', '2024-05-31 23:59:59.0'],
    ['datetime', '2024-05-31 23:59:59'],
    ['smalldatetime', '2024-05-31 23:59:00.000'],
    ['bit', '7'],
    ['bit', 'true'],
    ['tinyint', '-1'],
    ['smallint', '1e4'],
    ['int', ' *'],
    ['int', '1.0'],
    ['int', ''],
    ['int', '007'],
    ['bigint', '-0'],
    ['bigint', '1,000'],
    ['decimal(19,4)', '1.25'],
    ['decimal(19,4)', '.2500'],
    ['decimal(5,2)', '1000.00'],
    ['decimal(9,0)', '1.'],
    ['decimal(2,2)', '1.00'],
    ['numeric(19,4)', '1.2500e+002'],
    ['money', '1.25'],
    ['money', ' 922337203685477.5800'],
    ['smallmoney', '1,000.0000'],
    ['date', 'Jan  1 2024'],
    ['date', '2024-13-01'],
    ['date', '2024-05-31 00:00:00'],
    ['time(7)', '11:59PM'],
    ['time(7)', '24:00:00.0000000'],
    ['time(0)', '23:59:59.0'],
    ['uniqueidentifier', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
    ['uniqueidentifier', '6F9619FF8B86D011B42D00C04FC964FF'],
    ['hierarchyid', '0x5B40'],
    ['int', '7\n'],
    ['datetimeoffset(7)', '2024-05-31 23:59:59.9999999'],
    ['datetimeoffset(7)', '2024-05-31 23:59:59.9999999 Z'],
    ['float', 'nan'],
    ['float', ''],
    ['float', '0x10'],
    ['float', '1e999'],
    // what a server prints that does not know style 3: rounded to six digits
    ['float', '1.23457e+006'],
    ['float', '1.234567e+006'],
    ['float', '1.234567891000000e+006'],
    ['float', '12.345678910000000e+006'],
    ['float', '1'],
    ['real', '1.23457e+006'],
    ['real', '1.6777216e+007'],
    ['real', '3.4028236000000000e+039'],
    ['real', '1e39'],
    ['real', 'Infinity'],
    ['binary(4)', '0x01020000'],
    ['int', bytes('01')],
    ['datetime', bytes('01')],
    ['float', bytes('01')],
    ['nvarchar(5)', bytes('6100')],
  ])('of type %s is refused: %j', (systemType, cell) => {
    expect(() => columnOf(systemType).read(cell)).toThrow(
      expect.objectContaining({
        code: 'SOURCE_CORRUPT',
        message: expect.stringContaining(`column "value" of type ${systemType} arrived as`),
      }),
    );
  });
});

/** As style 3 prints a number: 17 digits and three of exponent. */
function styleThree(value: number): string {
  const [digits, exponent = '+0'] = value.toExponential(16).split('e');
  const sign = Object.is(value, -0) ? '-' : '';
  return `${sign}${digits}e${exponent[0]}${exponent.slice(1).padStart(3, '0')}`;
}

describe('random values', () => {
  const finite = { noNaN: true, noDefaultInfinity: true };

  it('read back every double from its shortest text, with its sign', () => {
    const column = columnOf('float');
    fc.assert(
      fc.property(fc.double(finite), (value) => {
        const delivered = column.read(styleThree(value));
        expect(Object.is(Number(delivered), value)).toBe(true);
        expect(delivered).toBe(Object.is(value, -0) ? '-0' : String(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('read back every float32 from a text of at most nine digits, with its sign', () => {
    const column = columnOf('real');
    fc.assert(
      fc.property(fc.float(finite), (value) => {
        const delivered = column.read(styleThree(value));
        expect(Object.is(Math.fround(Number(delivered)), value)).toBe(true);
        const digits = delivered
          .replace(/e.*/, '')
          .replace(/[-.]/g, '')
          .replace(/^0+|0+$/g, '');
        expect(digits.length).toBeLessThanOrEqual(9);
      }),
      { numRuns: 2000 },
    );
  });

  it('leave every decimal as it is, digit by digit', () => {
    const decimal = fc
      .tuple(fc.integer({ min: 1, max: 38 }), fc.nat(38))
      .filter(([precision, scale]) => scale <= precision)
      .chain(([precision, scale]) =>
        fc.stringMatching(new RegExp(`^[0-9]{${precision}}$`)).map((digits) => {
          const whole = digits.slice(0, precision - scale).replace(/^0+(?=.)/, '') || '0';
          const text = scale === 0 ? whole : `${whole}.${digits.slice(precision - scale)}`;
          return { type: `decimal(${precision},${scale})`, text };
        }),
      );
    fc.assert(
      fc.property(decimal, fc.boolean(), ({ type, text }, negative) => {
        const written = negative ? `-${text}` : text;
        expect(columnOf(type).read(written)).toBe(written);
      }),
    );
  });

  it('change nothing of a moment but the blanks', () => {
    const moment = fc.tuple(
      fc.date({
        min: new Date('0001-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59Z'),
        noInvalidDate: true,
      }),
      fc.stringMatching(/^(\.[0-9]{1,7})?$/),
      fc.stringMatching(/^[+-](0[0-9]|1[0-3]):[0-5][0-9]$/),
    );
    fc.assert(
      fc.property(moment, ([at, fraction, offset]) => {
        const [day, time] = at.toISOString().slice(0, 19).split('T');
        const sent = `${day} ${time}${fraction}`;
        const delivered = `${day}T${time}${fraction}`;
        const digits = Math.max(fraction.length - 1, 0);
        expect(columnOf(`datetime2(${digits})`).read(sent)).toBe(delivered);
        expect(columnOf(`datetimeoffset(${digits})`).read(`${sent} ${offset}`)).toBe(
          delivered + offset,
        );
      }),
    );
  });

  it('leave well-formed text as it is and print bytes as they are', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(text, (value) => {
        expect(columnOf('nvarchar(max)').read(value)).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (value) => {
        const delivered = columnOf('varbinary(max)').read(value);
        expect(delivered).toMatch(/^0x[0-9A-F]*$/);
        expect(bytes(delivered.slice(2))).toEqual(value);
      }),
    );
  });
});
