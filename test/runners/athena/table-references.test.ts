import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinTables } from '../../../src/runners/athena/pin-tables.ts';
import { sqlTokens } from '../../../src/runners/athena/sql-tokens.ts';

const T = '"lake"."t"';
const PINNED = `${T} FOR VERSION AS OF 7`;
const pins = [{ database: 'lake', table: 't', snapshot: '7', committedAt: '' }];
const pin = (text: string) => pinTables('extract', sqlTokens(text), pins, ['lake']).text;
const refused = (how: string) =>
  expect.objectContaining({ code: 'QUERY_REJECTED', message: expect.stringContaining(how) });

describe('P29 a table that might go unpinned is refused', () => {
  it.each([
    ['tables joined by a comma', 'SELECT 1 FROM a, b', '"a" names no database'],
    ['a comma behind a pinned table', `SELECT 1 FROM ${T}, u`, 'by a comma'],
    ['a comma behind an alias', `SELECT 1 FROM ${T} AS x, u AS y`, 'by a comma'],
    ['a comma behind an alias that looks like a clause', `SELECT 1 FROM ${T} limit, u`, 'comma'],
    ['a comma behind a join', `SELECT 1 FROM ${T} x JOIN ${T} y ON x.a = y.a, u`, 'by a comma'],
    ['a comma behind a query', `SELECT 1 FROM (SELECT 1 FROM ${T}) AS x, u`, 'by a comma'],
    [
      'a comma within a query of a condition',
      `SELECT 1 FROM ${T} WHERE EXISTS (SELECT 1 FROM ${T}, u)`,
      'by a comma',
    ],
    ['TABLE in EXISTS', `SELECT 1 FROM ${T} WHERE EXISTS (TABLE u)`, 'behind TABLE'],
    ['TABLE in a set of rows', `SELECT 1 FROM ${T} UNION ALL TABLE u`, 'behind TABLE'],
    ['TABLE as a WITH', 'WITH a AS (TABLE u) SELECT 1 FROM a', 'behind TABLE'],
    ['a join in brackets', 'SELECT 1 FROM (u CROSS JOIN v)', 'begin with no SELECT'],
    ['a pinned table in brackets', `SELECT 1 FROM (${T})`, 'begin with no SELECT'],
    ['brackets in brackets', `SELECT 1 FROM ((SELECT 1) AS x CROSS JOIN u)`, 'no SELECT'],
    [
      'a join in brackets behind JOIN',
      `SELECT 1 FROM ${T} JOIN (u CROSS JOIN v) ON 1 = 1`,
      'no SELECT',
    ],
    ['a name of a WITH in its own text', 'WITH u AS (SELECT 1 FROM u) SELECT 1 FROM u', 'there'],
    [
      'a name of a WITH that comes later',
      `WITH a AS (SELECT 1 FROM b), b AS (SELECT 1 FROM ${T}) SELECT 1 FROM a`,
      '"b" names no database',
    ],
    [
      'a name of a WITH outside of its brackets',
      `SELECT 1 FROM (WITH u AS (SELECT 1) SELECT 1 FROM u) AS x JOIN u ON 1 = 1`,
      '"u" names no database',
    ],
    [
      'a name of a WITH of another query',
      `SELECT 1 FROM ${T} WHERE a IN (WITH u AS (SELECT 1 AS a) SELECT a FROM u) OR a IN (SELECT a FROM u)`,
      '"u" names no database',
    ],
    ['a WITH that calls itself', 'WITH RECURSIVE u (n) AS (SELECT 1) SELECT 1 FROM u', 'its WITH'],
    [
      'a name that an alias only looks like',
      `SELECT 1 AS x, u AS (1) FROM u`,
      '"u" names no database',
    ],
    ['a WITH without a text', 'WITH u SELECT 1 FROM u', 'its WITH'],
    ['a name written in code points', 'WITH u AS (SELECT 1) SELECT 1 FROM U&"v"', 'followed by &'],
    ['a name with a mark in it', 'WITH u AS (SELECT 1) SELECT 1 FROM u@v', 'followed by @'],
    ['a pinned name with a mark behind it', 'SELECT 1 FROM lake.t@v', 'followed by @'],
    ['LATERAL', `SELECT 1 FROM ${T} CROSS JOIN LATERAL (SELECT 1 FROM u)`, 'names no database'],
    [
      'FROM within a call that holds a query',
      'SELECT TRIM(SELECT 1 FROM u)',
      '"u" names no database',
    ],
    ['a bracket that closes nothing', `SELECT 1 FROM ${T})`, 'closes nothing'],
    ['a bracket closed by another', `SELECT ARRAY[(1] FROM ${T}`, 'closes nothing'],
    ['a bracket that is never closed', `SELECT 1 FROM (SELECT 1 FROM ${T}`, 'never closed'],
  ])('%s', (_, text, how) => {
    expect(() => pin(text)).toThrow(refused(how));
  });
});

describe('P29 what reads no other table stays as it is', () => {
  it.each([
    `WITH a AS (SELECT 1 FROM ${T}), b (n) AS (SELECT 1 FROM a JOIN A ON 1 = 1) SELECT 1 FROM b`,
    `WITH a AS (SELECT 1) SELECT 1 FROM ${T} WHERE EXISTS (SELECT 1 FROM (SELECT 1 FROM a) AS x)`,
    `WITH u AS (SELECT 1) SELECT 1 FROM (WITH u AS (SELECT 1 FROM u) SELECT 1 FROM u) AS x JOIN u ON 1 = 1`,
    'SELECT 1 FROM (VALUES (1, 2), (3, 4)) AS v (a, b)',
    `SELECT a, b FROM ${T} AS x (a, b) WHERE a IN (1, 2) GROUP BY a, b ORDER BY a, b`,
    `SELECT 1 FROM ${T} JOIN ${T} AS y ON y.a = ANY (SELECT 1) AND y.b = ARRAY[1, 2][1] WHERE 1 = 1`,
    `SELECT a, b FROM ${T} UNION ALL SELECT c, d FROM ${T} EXCEPT SELECT e, f FROM ${T}`,
    `SELECT EXTRACT(YEAR FROM a), TRIM(BOTH ' ' FROM b), SUBSTRING(b FROM 2) FROM ${T}`,
    `SELECT 1 FROM ${T} WHERE a IS DISTINCT FROM b AND a IS NOT DISTINCT FROM (b)`,
    `SELECT CAST(a AS TIMESTAMP WITH TIME ZONE), ', u' FROM ${T} -- , u`,
  ])('%s', (text) => {
    expect(pin(text)).toBe(text.replaceAll(T, PINNED));
  });
});

/** What reads a real table unseen. */
const UNSEEN = [
  'real',
  '"REAL"',
  'later',
  `${T}, real`,
  `(real CROSS JOIN ${T})`,
  `(${T} CROSS JOIN real)`,
  '(TABLE real)',
  '(SELECT 1 FROM (SELECT 1 FROM real) AS z)',
  `(WITH real AS (SELECT 1 FROM real) SELECT 1 FROM real)`,
];

/** A query of some depth over the pinned table and names of its own WITH; `leaf` may replace a table. */
function aQuery(gen: fc.GeneratorValue, leaf: () => string | undefined): string {
  const pick = (most: number) => gen(fc.nat, { max: most });
  let names = 0;
  const relation = (depth: number, scope: readonly string[]): string => {
    if (depth > 0 && pick(2) === 0) return `(${query(depth - 1, scope)})`;
    const own = scope[pick(scope.length)];
    return leaf() ?? own ?? T;
  };
  const query = (depth: number, scope: readonly string[]): string => {
    const inside = [...scope];
    const withs = Array.from({ length: depth === 0 ? 0 : pick(2) }, () => {
      names += 1;
      const name = `n${names}`;
      const text = `${name} AS (${query(depth - 1, inside)})`;
      inside.push(name);
      return text;
    });
    const body = [
      `SELECT 1 FROM ${relation(depth, inside)} AS a`,
      ...(pick(2) === 0 ? [`JOIN ${relation(depth, inside)} AS b ON a.x = f(b.x, b.y)`] : []),
      ...(depth > 0 && pick(2) === 0 ? [`WHERE EXISTS (${query(depth - 1, inside)})`] : []),
      ...(pick(3) === 0 ? [`UNION ALL SELECT 1 FROM ${relation(0, inside)} AS c`] : []),
    ].join(' ');
    return `${withs.length === 0 ? '' : `WITH ${withs.join(', ')} `}${body}`;
  };
  return `${query(2, [])} UNION ALL SELECT 1 FROM ${leaf() ?? T}`;
}

describe('P29 queries of any form', () => {
  it('have every table pinned and nothing else', () => {
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const text = aQuery(gen, () => undefined);
        expect(pin(text)).toBe(text.replaceAll(T, PINNED));
      }),
    );
  });

  it('are refused when one table of them would be read unseen', () => {
    fc.assert(
      fc.property(fc.gen(), fc.constantFrom(...UNSEEN), fc.nat({ max: 5 }), (gen, unseen, at) => {
        let turn = 0;
        let put = false;
        const text = aQuery(gen, () => {
          turn += 1;
          if (turn <= at) return undefined;
          const first = !put;
          put = true;
          return first ? unseen : undefined;
        });
        fc.pre(put);
        expect(() => pin(text)).toThrow(expect.objectContaining({ code: 'QUERY_REJECTED' }));
      }),
    );
  });
});
