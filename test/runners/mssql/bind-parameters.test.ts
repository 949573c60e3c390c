import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoundParameter, ParameterType } from '../../../src/kernel/query.ts';
import { bindParameters } from '../../../src/runners/mssql/bind-parameters.ts';
import { buildStatement } from '../../../src/runners/mssql/build-statement.ts';
import { valueProblem } from '../../../src/runners/mssql/parameter-values.ts';
import { aQuery, describedAsDeclared } from './a-query.ts';

function bind(type: ParameterType, value: string, name = 'p') {
  return bindParameters([{ name, type, value }]);
}

const REJECTED = { name: 'RunnerError', code: 'QUERY_REJECTED' };

/** What is wrong with a value; a type may be one the compiler would not let pass. */
const problem = (type: string, text: string) => valueProblem(type as ParameterType, text);

describe('names', () => {
  it.each(['a int;drop table x--', '', '1a', 'a-b', 'é', '__proto', '@a', 'a b', 'a\n'])(
    'P a parameter named %j is refused',
    (name) => {
      expect(() => bind('integer', '1', name)).toThrow(
        expect.objectContaining({
          ...REJECTED,
          message: expect.stringContaining('is no parameter name'),
        }),
      );
    },
  );

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
    ['date', ['0001-01-01', '2024-02-29', '9999-12-31']],
    ['integer', ['-9223372036854775808', '9223372036854775807', '007']],
    ['decimal(5,2)', ['999.99', '-999.99', '0.5', '1', '000999.9']],
    ['decimal(2,2)', ['0.99', '-0.01', '0']],
    ['decimal(38,0)', ['9'.repeat(38)]],
    ['text', ['', 'Łódź', '😀😀', 'x'.repeat(5000)]],
  ] as const)('P %s takes %j', (type, texts) => {
    for (const text of texts) expect(problem(type, text), text).toBeNull();
  });

  it.each([
    ['date', ['0000-01-01', '2023-02-29', '2024-5-31', ' 2024-05-31', '2024-05-31T00:00:00', '']],
    [
      'integer',
      [
        '-9223372036854775809',
        '9223372036854775808',
        '9'.repeat(99),
        '1e3',
        '0x1',
        ' 1',
        '1 ',
        '+1',
        '',
      ],
    ],
    ['decimal(5,2)', ['1000', '1.234', '1.', '.5', '1,5', '+1', '1e2', '', '--1']],
    ['decimal(2,2)', ['1', '0.999']],
    ['text', ['a\ud800']],
    ...[
      'decimal(39,0)',
      'decimal(4,5)',
      'decimal(5,2,1)',
      'decimal(0,0)',
      'decimal',
      'bit',
      'int',
    ].map((type) => [type, ['1']] as const),
    ...['datetime2(7)', 'nvarchar(5)', 'money', 'constructor', ''].map(
      (type) => [type, ['1']] as const,
    ),
  ] as const)('P %s refuses %j', (type, texts) => {
    for (const text of texts) expect(problem(type, text), text).toEqual(expect.any(String));
  });

  it('P a long value is not repeated whole in the message', () => {
    expect(problem('integer', 'x'.repeat(500))?.length).toBeLessThan(160);
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
