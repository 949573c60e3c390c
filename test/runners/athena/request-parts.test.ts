import type { QueryExecutionState, StatementType } from '@aws-sdk/client-athena';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pause, pollDelay, retryDelay } from '../../../src/aws/back-off.ts';
import { parseDecimal } from '../../../src/kernel/decimal.ts';
import type { BoundParameter } from '../../../src/kernel/query.ts';
import { acceptQuery } from '../../../src/runners/athena/accept-statement.ts';
import { renderParameters } from '../../../src/runners/athena/execution-parameters.ts';
import { executionRequest } from '../../../src/runners/athena/execution-request.ts';
import { requestToken } from '../../../src/runners/athena/request-token.ts';
import { scanOf } from '../../../src/runners/athena/scan-cost.ts';
import { sqlTokens } from '../../../src/runners/athena/sql-tokens.ts';
import { anAthenaQuery, aText } from './a-query.ts';

const rejected = expect.objectContaining({ name: 'RunnerError', code: 'QUERY_REJECTED' });

describe('values go as typed literals and as nothing else', () => {
  it.each<[BoundParameter['type'], string, string]>([
    ['text', "it's", "'it''s'"],
    ['text', '', "''"],
    ['text', 'NULL', "'NULL'"],
    ['text', 'now()', "'now()'"],
    ['text', "'; DROP TABLE x; --", "'''; DROP TABLE x; --'"],
    ['text', '? -- 1', "'? -- 1'"],
    ['text', '2024-01-02', "'2024-01-02'"],
    ['text', 'back\\', "'back\\'"],
    ['date', '2024-02-29', "DATE '2024-02-29'"],
    ['integer', '-9223372036854775808', '-9223372036854775808'],
    ['integer', '9223372036854775807', '9223372036854775807'],
    ['decimal(38,20)', '-0.00000000000000000001', "DECIMAL '-0.00000000000000000001'"],
    ['decimal(9,2)', '1.5', "DECIMAL '1.5'"],
  ])('P14 %s %j is written %s', (type, value, literal) => {
    expect(renderParameters([{ name: 'p', type, value }])).toEqual([literal]);
  });

  it.each<[BoundParameter['type'], string, string]>([
    ['text', 'a\0b', 'U+0000'],
    ['text', 'a\ud800', 'well-formed'],
    ['text', "'".repeat(512), '1026 characters'],
    ['date', '2025-02-29', '2025-02-29'],
    ['date', '2025-9-3', '2025-9-3'],
    ['integer', '9223372036854775808', '64 bits'],
    ['integer', '1e3', '64 bits'],
    ['integer', '1 + 1', '64 bits'],
    ['decimal(9,2)', '1.555', 'decimal(9,2)'],
    ['decimal(9,2)', '12345678', 'decimal(9,2)'],
    ['decimal(9,2)', '1e2', 'decimal(9,2)'],
    ['decimal(9,2)', '', 'decimal(9,2)'],
  ])('P14 %s %j is refused', (type, value, named) => {
    expect(() => renderParameters([{ name: 'p', type, value }])).toThrow(
      expect.objectContaining({ code: 'QUERY_REJECTED', message: expect.stringContaining(named) }),
    );
  });

  it('P14 two renderers must agree on a literal', () => {
    const parameter = { name: 'p', type: 'date', value: '2025-10-01' } as const;
    expect(renderParameters([{ ...parameter, literal: "DATE '2025-10-01'" }])).toHaveLength(1);
    expect(() => renderParameters([{ ...parameter, literal: "'2025-10-01'" }])).toThrow(rejected);
  });

  it('P14 any text is read back from its literal as one string and nothing beside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (value) => {
        fc.pre(!value.includes('\0') && !/\p{Surrogate}/u.test(value));
        const [literal = ''] = renderParameters([aText(value)]);
        const [token, ...more] = sqlTokens(literal);
        expect(more).toEqual([]);
        expect(token?.kind).toBe('string');
        expect(literal.slice(1, -1).replaceAll("''", "'")).toBe(value);
      }),
    );
  });
});

describe('markers are counted as Athena reads the text', () => {
  const text = `SELECT ? AS "n?", '?''?' AS t -- ?\n, /* ? */ "a""?" FROM x WHERE y = ?`;

  it('P15 a marker in a text, a quoted name or a comment is none', () => {
    const values = [aText('a'), aText('b')];
    expect(acceptQuery(anAthenaQuery(text, {}, values)).literals).toEqual(["'a'", "'b'"]);
  });

  it.each([0, 1, 3])(
    'P15 %s values for two markers are refused before anything is sent',
    (count) => {
      const values = Array.from({ length: count }, () => aText('a'));
      expect(() => acceptQuery(anAthenaQuery(text, {}, values))).toThrow(
        expect.objectContaining({
          message: expect.stringContaining(`2 markers and ${count} values`),
        }),
      );
    },
  );

  it('P15 values for a text without markers are refused: Athena would ignore them', () => {
    expect(() => acceptQuery(anAthenaQuery("SELECT '?'", {}, [aText('a')]))).toThrow(rejected);
  });

  it('the tokens joined are the text, whatever it is', () => {
    const piece = fc.constantFrom(
      "'a''?'",
      '"b""c"',
      '-- ?\n',
      '/* ? */',
      ' ',
      '?',
      'SELECT',
      '.',
      '(',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const written = pieces.join(' ');
        expect(
          sqlTokens(written)
            .map((token) => token.text)
            .join(''),
        ).toBe(written);
      }),
    );
  });

  it.each(["SELECT 'a", 'SELECT "a', 'SELECT 1 /* a', 'SELECT `a`'])(
    '%s is refused',
    (unclosed) => {
      expect(() => sqlTokens(unclosed)).toThrow(rejected);
    },
  );

  it.each([
    'DELETE FROM a',
    'SELECT 1; DROP TABLE a',
    'SELECT 1;',
    '',
    "USING EXTERNAL FUNCTION f() RETURNS INT LAMBDA 'x' SELECT f()",
    "UNLOAD (SELECT 1) TO 's3://b/'",
    "SELECT * FROM TABLE(system.query(query => 'DELETE FROM a'))",
    `SELECT '${'x'.repeat(262_144)}'`,
  ])('what is not one reading SELECT is refused (%#)', (written) => {
    expect(() => acceptQuery(anAthenaQuery(written))).toThrow(rejected);
  });

  it('a query for another engine is refused', () => {
    expect(() => acceptQuery({ ...anAthenaQuery('SELECT 1'), engine: 'duckdb' })).toThrow(rejected);
    expect(() => acceptQuery(anAthenaQuery('SELECT 1', {}, [], 'a/b'))).toThrow(rejected);
  });
});

describe('a token stands for one request', () => {
  const key = {
    ...{ reading: 'r', query: 'extract', role: 'query 1', attempt: 1 },
    ...{ sql: 'SELECT ?', literals: ["'a'"], catalog: 'c', database: 'd', workgroup: 'w' },
  };

  it('P01 it has the length Athena takes, and is the same for the same request', () => {
    expect(requestToken(key)).toMatch(/^[0-9a-f]{64}$/);
    expect(requestToken({ ...key })).toBe(requestToken(key));
  });

  it.each<Partial<typeof key>>([
    { reading: 's' },
    { query: 'completeness' },
    { role: 'count 1' },
    { attempt: 2 },
    { sql: 'SELECT  ?' },
    { literals: ["'b'"] },
    { catalog: 'C' },
    { database: 'e' },
    { workgroup: 'v' },
  ])('P01 with %j it is another one', (changed) => {
    expect(requestToken({ ...key, ...changed })).not.toBe(requestToken(key));
  });

  it('P01 where one member ends and the next begins cannot be confused', () => {
    expect(requestToken({ ...key, query: 'ab', role: 'c' })).not.toBe(
      requestToken({ ...key, query: 'a', role: 'bc' }),
    );
    expect(requestToken({ ...key, literals: ["'a', 'b'"] })).not.toBe(
      requestToken({ ...key, literals: ["'a'", "'b'"] }),
    );
  });

  it('a request without values leaves them out, and always switches reuse off', () => {
    const place = {
      ...{ reading: 'r', workgroup: 'w', catalog: 'c', database: 'd' },
      ...{ outputLocation: null, expectedBucketOwner: '123456789012', encryption: null },
    };
    const statement = { purpose: 'query', query: 'q', role: 'q', text: 'SELECT 1' } as const;
    const request = executionRequest({ ...statement, parameters: [] }, place, 1);
    expect(Object.keys(request)).not.toContain('ExecutionParameters');
    expect(Object.keys(request)).not.toContain('ResultConfiguration');
    expect(request.ResultReuseConfiguration).toEqual({
      ResultReuseByAgeConfiguration: { Enabled: false },
    });
  });
});

describe('what a scan costs', () => {
  const USD5 = { perTerabyte: '5.00', currency: 'USD' };
  const scan = (bytes: number | undefined, state = 'SUCCEEDED', price = USD5, type = 'DML') =>
    scanOf(
      {
        QueryExecutionId: 'id',
        StatementType: type as StatementType,
        Status: { State: state as QueryExecutionState },
        Statistics: { DataScannedInBytes: bytes },
      },
      price,
    );

  it.each([
    [0, '5.00', 10, '0.00005000'],
    [10_000_000, '5.00', 10, '0.00005000'],
    [10_000_001, '5.00', 11, '0.00005500'],
    [1_288_490_189, '5.00', 1289, '0.00644500'],
    [1_000_000_000_000, '5', 1_000_000, '5.000000'],
    [Number.MAX_SAFE_INTEGER, '5.00', 9_007_199_255, '45035.99627500'],
  ])('%s bytes at %s a terabyte are paid as %s megabytes: %s', (bytes, price, megabytes, cost) => {
    expect(scan(bytes, 'SUCCEEDED', { ...USD5, perTerabyte: price })).toEqual({
      execution: 'id',
      state: 'SUCCEEDED',
      bytes: BigInt(bytes),
      known: true,
      billedBytes: BigInt(megabytes) * 1_000_000n,
      cost: { amount: cost, currency: 'USD', perTerabyte: price },
    });
  });

  it.each([
    ['FAILED', 0, 0n],
    ['FAILED', 1, 10_000_000n],
    ['CANCELLED', 0, 0n],
    ['CANCELLED', 20_000_001, 21_000_000n],
    ['RUNNING', 5, 10_000_000n],
  ])('an execution seen %s with %s bytes is paid as %s', (state, bytes, billed) => {
    expect(scan(bytes, state)).toMatchObject({ state, billedBytes: billed });
  });

  it('DDL is free, and what Athena does not say is not made up', () => {
    expect(scan(5, 'SUCCEEDED', USD5, 'DDL')).toMatchObject({ bytes: 5n, billedBytes: 0n });
    const unknown = { bytes: 0n, known: false, billedBytes: 10_000_000n };
    expect(scan(undefined)).toMatchObject(unknown);
    expect(scanOf({}, USD5)).toMatchObject({ ...unknown, execution: 'unknown', state: 'unknown' });
    expect(scanOf({ Statistics: { DataScannedInBytes: 1 } }, undefined)).toMatchObject({
      ...{ execution: 'unknown', state: 'unknown', known: false, cost: null },
    });
  });

  it('a larger scan never costs less', () => {
    const size = fc.maxSafeNat();
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        const cost = (bytes: number) => parseDecimal(scan(bytes).cost?.amount ?? '').units;
        expect(cost(less) <= cost(more)).toBe(true);
      }),
    );
  });
});

describe('waiting', () => {
  const pace = { first: 250, factor: 1.5, most: 5_000 };
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('a poll waits within 20 % of its pace, which never passes its most', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), random, (turn, chance) => {
        const base = Math.min(250 * 1.5 ** turn, 5_000);
        const delay = pollDelay(pace, turn, () => chance);
        expect(delay).toBeGreaterThanOrEqual(base * 0.8);
        expect(delay).toBeLessThanOrEqual(base * 1.2);
      }),
    );
  });

  it('a try waits anything up to its pace', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), random, (turn, chance) => {
        const delay = retryDelay(pace, turn, () => chance);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(5_000);
      }),
    );
  });

  it('ends when it is called off', async () => {
    const controller = new AbortController();
    const waiting = pause(3_600_000, controller.signal);
    controller.abort();
    await expect(waiting).resolves.toBeUndefined();
    await expect(pause(3_600_000, controller.signal)).resolves.toBeUndefined();
  });
});
