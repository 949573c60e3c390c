import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoundParameter, ParameterType } from '../../../src/kernel/query.ts';
import { bindParameters, declaration } from '../../../src/runners/mssql/bind-parameters.ts';
import { buildStatement } from '../../../src/runners/mssql/build-statement.ts';
import { validateValue } from '../../../src/runners/mssql/parameter-values.ts';
import { aQuery, describedAsDeclared } from './a-query.ts';

function bind(type: ParameterType, value: string, name = 'p') {
  return bindParameters([{ name, type, value }]);
}

const REJECTED = { name: 'RunnerError', code: 'QUERY_REJECTED' };

describe('what the driver alters, and we do not', () => {
  it("P sql.Date '2024-02-30' is refused", () => {
    expect(() => bind('date', '2024-02-30')).toThrow(
      expect.objectContaining({
        ...REJECTED,
        message: expect.stringContaining('parameter @p: expected a real day'),
      }),
    );
  });

  it("P sql.Date '05/31/2024' is refused", () => {
    expect(() => bind('date', '05/31/2024')).toThrow(expect.objectContaining(REJECTED));
  });

  it("P sql.Date '2024-05-31' stays that day in every time zone", () => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['America/New_York', 'Pacific/Kiritimati', 'UTC']) {
        process.env['TZ'] = zone;
        expect(bind('date', '2024-05-31').sent).toEqual([{ name: '__p0', text: '2024-05-31' }]);
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it("P sql.DateTime2(7) '…23:59:59.9999999' keeps all seven digits", () => {
    expect(validateValue('datetime2(7)', '2024-05-31T23:59:59.9999999')).toBeNull();
    expect(declaration('at', 'datetime2(7)', '__p0')).toBe(
      'DECLARE @at datetime2(7) = CONVERT(datetime2(7), @__p0, 126);',
    );
  });

  it("P sql.Decimal(18,4) '12345678901234.5678' travels as that text", () => {
    expect(bind('decimal(18,4)', '12345678901234.5678')).toEqual({
      sent: [{ name: '__p0', text: '12345678901234.5678' }],
      declarations: ['DECLARE @p decimal(18,4) = CONVERT(decimal(18,4), @__p0);'],
      types: '@p decimal(18,4)',
    });
  });

  it('P sql.Decimal(38,4) takes a value of 34 digits before the point', () => {
    const value = `${'9'.repeat(34)}.9999`;
    expect(bind('decimal(38,4)', value).sent[0]?.text).toBe(value);
  });

  it("P sql.Decimal '1.25' without precision is refused", () => {
    expect(validateValue('decimal', '1.25')).toBe('"decimal" is no type that values are sent as');
  });

  it("P sql.Money '90071992547409.9301' travels as a decimal of the same digits, never as money", () => {
    expect(validateValue('money', '1')).not.toBeNull();
    expect(bind('decimal(19,4)', '90071992547409.9301').sent[0]?.text).toBe('90071992547409.9301');
  });

  it("P sql.Bit takes only '0' and '1'", () => {
    expect(validateValue('bit', '0')).toBeNull();
    expect(validateValue('bit', '1')).toBeNull();
    for (const text of ['false', 'true', '', '2', '00', ' 1']) {
      expect(validateValue('bit', text), text).toContain('expected 0 or 1');
    }
  });

  it("P sql.Int '12.9' is refused", () => {
    expect(validateValue('int', '12.9')).toContain('expected a whole number');
    expect(() => bind('integer', '12.9')).toThrow(expect.objectContaining(REJECTED));
  });

  it("P sql.VarChar(10) 'Łódź' travels as nvarchar, never as varchar", () => {
    expect(validateValue('varchar(10)', 'Łódź')).not.toBeNull();
    expect(bind('text', 'Łódź').declarations).toEqual(['DECLARE @p nvarchar(4) = @__p0;']);
  });

  it("P sql.NVarChar(2) 'abcdef' is refused for its length", () => {
    expect(validateValue('nvarchar(2)', 'abcdef')).toBe('expected at most 2 characters, got 6');
    expect(validateValue('nvarchar(2)', 'ab')).toBeNull();
  });

  it('P values without a type are refused', () => {
    for (const type of ['', 'float', 'real', 'sql_variant', 'date(3)', 'bit(1)', 'constructor']) {
      expect(validateValue(type, '5.5'), type).toContain('is no type that values are sent as');
    }
  });

  it.each([
    'a int;drop table x--',
    '',
    '1a',
    'a-b',
    'é',
    'a'.repeat(62),
    '__p0',
    '__proto',
    '@a',
    'a b',
    'a\n',
  ])('P a parameter named %j is refused', (name) => {
    expect(() => bind('integer', '1', name)).toThrow(
      expect.objectContaining({
        ...REJECTED,
        message: expect.stringContaining('is no parameter name'),
      }),
    );
  });

  it('P names up to 61 characters are taken, and two that differ by case only are refused', () => {
    expect(bind('integer', '1', `_${'a'.repeat(60)}`).sent).toHaveLength(1);
    const parameters: BoundParameter[] = ['p', 'P'].map((name) => ({
      name,
      type: 'integer',
      value: '1',
    }));
    expect(() => bindParameters(parameters)).toThrow('two parameters are named @P');
  });
});

describe('the declared types', () => {
  it.each([
    ['date', 'CONVERT(date, @__p0, 23)'],
    ['datetime', 'CONVERT(datetime, @__p0, 126)'],
    ['datetime2(3)', 'CONVERT(datetime2(3), @__p0, 126)'],
    ['datetimeoffset(7)', 'CAST(@__p0 AS datetimeoffset(7))'],
    ['int', 'CONVERT(int, @__p0)'],
    ['bigint', 'CONVERT(bigint, @__p0)'],
    ['smallint', 'CONVERT(smallint, @__p0)'],
    ['tinyint', 'CONVERT(tinyint, @__p0)'],
    ['decimal(19,4)', 'CONVERT(decimal(19,4), @__p0)'],
    ['bit', 'CONVERT(bit, @__p0)'],
    ['nvarchar(10)', '@__p0'],
    ['nvarchar(max)', '@__p0'],
  ])('P %s is made of its text by %s', (type, expression) => {
    expect(declaration('v', type, '__p0')).toBe(`DECLARE @v ${type} = ${expression};`);
  });

  it.each([
    ['date', ['0001-01-01', '2024-02-29', '9999-12-31']],
    ['datetime2(0)', ['2024-05-31T23:59:59']],
    ['datetime2(3)', ['2024-05-31T23:59:59', '2024-05-31T00:00:00.1', '0001-01-01T00:00:00.123']],
    ['datetime', ['1753-01-01T00:00:00', '2024-05-31T23:59:59.997', '2024-05-31T23:59:59.99']],
    ['datetimeoffset(0)', ['2024-05-31T23:59:59+05:30', '2024-05-31T23:59:59-14:00']],
    ['datetimeoffset(7)', ['2024-05-31T23:59:59.9999999+00:00']],
    ['tinyint', ['0', '255']],
    ['smallint', ['-32768', '32767']],
    ['int', ['-2147483648', '2147483647']],
    ['bigint', ['-9223372036854775808', '9223372036854775807', '007']],
    ['decimal(5,2)', ['999.99', '-999.99', '0.5', '1', '000999.9']],
    ['decimal(2,2)', ['0.99', '-0.01', '0']],
    ['decimal(38,0)', ['9'.repeat(38)]],
    ['nvarchar(4)', ['', 'Łódź', '😀😀']],
    ['nvarchar(max)', ['x'.repeat(5000)]],
  ] as const)('P %s takes %j', (type, texts) => {
    for (const text of texts) expect(validateValue(type, text), text).toBeNull();
  });

  it.each([
    ['date', ['0000-01-01', '2023-02-29', '2024-5-31', ' 2024-05-31', '2024-05-31T00:00:00', '']],
    ['datetime2(0)', ['2024-05-31T23:59:59.1', '2024-05-31 23:59:59', '2024-05-31']],
    [
      'datetime2(3)',
      [
        '2024-05-31T23:59:59.1234',
        '2024-05-31T24:00:00',
        '2024-02-30T00:00:00',
        '2024-05-31T23:59',
      ],
    ],
    ['datetime2(7)', ['2024-05-31T23:59:59Z', '2024-05-31T23:59:59+01:00', 'T', '2024-05-31TT']],
    ['datetime', ['1752-12-31T00:00:00', '2024-05-31T23:59:59.998', '2024-05-31T23:59:59.9999']],
    [
      'datetimeoffset(7)',
      ['2024-05-31T23:59:59', '2024-05-31T23:59:59Z', '2024-05-31T23:59:59+14:01'],
    ],
    ['tinyint', ['-1', '256', '+1', '']],
    ['smallint', ['-32769', '32768']],
    ['int', ['-2147483649', '2147483648', '1e3', '0x1', ' 1', '1 ']],
    ['bigint', ['-9223372036854775809', '9223372036854775808', '9'.repeat(99)]],
    ['decimal(5,2)', ['1000', '1.234', '1.', '.5', '1,5', '+1', '1e2', '', '--1']],
    ['decimal(2,2)', ['1', '0.999']],
    ['nvarchar(4)', ['abcde', 'a\ud800']],
    ['decimal(39,0)', ['1']],
    ['decimal(4,5)', ['1']],
    ['decimal(5,2,1)', ['1']],
    ['datetime2(8)', ['2024-05-31T23:59:59']],
    ['nvarchar(0)', ['']],
    ['nvarchar(4001)', ['']],
    ['nvarchar(5,1)', ['']],
  ] as const)('P %s refuses %j', (type, texts) => {
    for (const text of texts) expect(validateValue(type, text), text).toEqual(expect.any(String));
  });

  it('P a long value is not repeated whole in the message', () => {
    expect(validateValue('int', 'x'.repeat(500))?.length).toBeLessThan(160);
  });
});

describe('what the catalog binds', () => {
  it('declares every marker, lists included, under the type of its value', () => {
    const parameters: BoundParameter[] = [
      { name: 'cutoff', type: 'date', value: '2025-09-30' },
      { name: 'companies_0', type: 'text', value: 'JD' },
      { name: 'companies_1', type: 'text', value: '' },
      { name: 'note', type: 'text', value: 'x'.repeat(4001) },
      { name: 'days', type: 'integer', value: '-30' },
      { name: 'limit', type: 'decimal(19,4)', value: '0.01' },
    ];
    const bound = bindParameters(parameters);
    expect(bound.declarations).toEqual([
      'DECLARE @cutoff date = CONVERT(date, @__p0, 23);',
      'DECLARE @companies_0 nvarchar(2) = @__p1;',
      'DECLARE @companies_1 nvarchar(1) = @__p2;',
      'DECLARE @note nvarchar(max) = @__p3;',
      'DECLARE @days bigint = CONVERT(bigint, @__p4);',
      'DECLARE @limit decimal(19,4) = CONVERT(decimal(19,4), @__p5);',
    ]);
    expect(bound.types).toBe(
      '@cutoff date, @companies_0 nvarchar(2), @companies_1 nvarchar(1), @note nvarchar(max), @days bigint, @limit decimal(19,4)',
    );
    expect(bound.sent).toEqual(
      parameters.map(({ value }, index) => ({ name: `__p${index}`, text: value })),
    );
  });

  it('takes 2,098 parameters and refuses one more, for SQL Server counts the statement itself', () => {
    const many = Array.from({ length: 2099 }, (_, index): BoundParameter => {
      return { name: `companies_${index}`, type: 'text', value: `${index}` };
    });
    expect(bindParameters(many.slice(1)).sent).toHaveLength(2098);
    expect(() => bindParameters(many)).toThrow(
      'the query has 2099 parameters; SQL Server takes 2098 of one statement',
    );
  });

  it('declares nothing without parameters', () => {
    expect(bindParameters([])).toEqual({ sent: [], declarations: [], types: null });
  });
});

describe('injection', () => {
  const HOSTILE = fc.oneof(
    fc.constantFrom(
      ...[
        "'; DROP TABLE x; --",
        '1; DROP TABLE x',
        "2025-01-01'; --",
        '*/ DROP TABLE x /*',
        ']; --',
      ],
    ),
    fc.string({ minLength: 8, maxLength: 40 }),
  );
  const TYPES = fc.constantFrom<ParameterType>('date', 'integer', 'text', 'decimal(19,4)');

  it('P a value of any type is sent as data or refused, and never part of the statement', () => {
    fc.assert(
      fc.property(TYPES, HOSTILE, (type, value) => {
        const marked = `${value} zzz`;
        const query = aQuery('SELECT 1 AS a WHERE @p IS NOT NULL', { a: 'integer' }, [
          { name: 'p', type, value: marked },
        ]);
        try {
          const built = buildStatement(query, describedAsDeclared(query), null);
          expect(built.parameters).toEqual([{ name: '__p0', text: marked }]);
          expect(built.text + built.countText).not.toContain(marked);
          expect(built.text).toContain(`DECLARE @p nvarchar(${marked.length}) = @__p0;`);
        } catch (thrown) {
          expect(thrown).toMatchObject(REJECTED);
        }
      }),
    );
  });

  it('P a name or a type is part of the statement only in its plain form', () => {
    fc.assert(
      fc.property(HOSTILE, (text) => {
        const rejected = (parameter: BoundParameter) =>
          expect(() => bindParameters([parameter])).toThrow(expect.objectContaining(REJECTED));
        rejected({ name: `${text};`, type: 'integer', value: '1' });
        rejected({ name: 'p', type: `decimal(9,2)${text}` as ParameterType, value: '1' }); // a type the compiler would not let pass
      }),
    );
  });
});
