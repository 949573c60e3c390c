import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dialect, parse } from '@polyglot-sql/sdk';
import { describe, expect, it } from 'vitest';
import { resolveEntities } from '../../../src/catalog/entities.ts';
import { planItem } from '../../../src/catalog/plan-item.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { parsePeriod } from '../../../src/kernel/period.ts';
import type { BoundQuery } from '../../../src/kernel/query.ts';
import { holdsReviewedText } from '../../../src/kernel/reviewed-parts.ts';
import {
  type BuiltStatement,
  buildStatement,
  describeText,
  fmtOnlyText,
} from '../../../src/runners/mssql/build-statement.ts';
import type { DescribedColumn } from '../../../src/runners/mssql/described-columns.ts';
import { scanQuery } from '../../../src/runners/mssql/statement-scanner.ts';
import { catalog } from '../../content/the-catalog.ts';
import { aQuery, describedAsDeclared } from './a-query.ts';

function build(query: BoundQuery): BuiltStatement {
  return buildStatement(query, describedAsDeclared(query), null);
}

/** Described columns of a query that orders by some of them, given from 1. */
function ordered(
  query: BoundQuery,
  order: Readonly<Record<number, { position: number; descending: boolean }>>,
): DescribedColumn[] {
  return describedAsDeclared(query).map((column) => ({
    ...column,
    orderBy: order[column.ordinal] ?? null,
  }));
}

const REJECTED = { name: 'RunnerError', code: 'QUERY_REJECTED' };
const TRAILER =
  'SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];';

describe('the statement around a query', () => {
  it('B01 puts the closing bracket on its own line: a query may end in a comment', () => {
    const query = aQuery('SELECT a FROM t -- note');
    expect(build(query).text).toBe(
      [
        '/* soxauto query extract */',
        'SET NOCOUNT OFF; SET ROWCOUNT 0;',
        'SELECT CONVERT(nvarchar(20), q.[c1]) AS [t1]',
        'FROM (',
        'SELECT a FROM t -- note',
        ') AS q ([c1])',
        'OPTION (RECOMPILE);',
        TRAILER,
      ].join('\n'),
    );
  });

  it('B02 continues a WITH list, for WITH cannot stand in a derived table', () => {
    const text =
      '-- entries\nWITH a AS (SELECT 1 AS x) -- one\nSELECT x, @day AS day FROM a; -- end';
    const query = aQuery(text, { x: 'integer', day: 'date' }, [
      { name: 'day', type: 'date', value: '2025-09-30' },
    ]);
    const built = build(query);
    const opening = [
      '/* soxauto query extract */',
      'SET NOCOUNT OFF; SET ROWCOUNT 0;',
      'DECLARE @day date = CONVERT(date, @__p0, 23);',
      '-- entries\nWITH a AS (SELECT 1 AS x) -- one\n',
      ', q ([c1], [c2]) AS (',
      'SELECT x, @day AS day FROM a',
      ')',
    ];
    expect(built.text).toBe(
      [
        ...opening,
        'SELECT CONVERT(nvarchar(20), q.[c1]) AS [t1], CONVERT(nvarchar(10), q.[c2], 23) AS [t2]',
        ...['FROM q', 'OPTION (RECOMPILE);', TRAILER],
      ].join('\n'),
    );
    expect(built.countText).toBe(
      [
        ...opening,
        'SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]',
        ...['FROM q', 'OPTION (RECOMPILE);'],
      ].join('\n'),
    );
    expect(built.parameters).toEqual([{ name: '__p0', text: '2025-09-30' }]);
    expect(built.reviewed.leftOut).toBe('; -- end');
  });

  it('B03 orders outside by the values of the columns, not by the texts sent for them', () => {
    const query = aQuery('SELECT id, amt FROM t ORDER BY amt DESC, 1;', {
      id: 'integer',
      amt: 'decimal(19,4)',
    });
    const described = ordered(query, {
      1: { position: 2, descending: false },
      2: { position: 1, descending: true },
    });
    const built = buildStatement(query, described, 2);
    expect(built.text).toContain('\n) AS q ([c1], [c2])\nORDER BY q.[c2] DESC, q.[c1]\nOPTION');
    expect(built.text).not.toContain('ORDER BY amt');
    expect(built.countText).not.toContain('ORDER BY');
    expect(built.reviewed).toEqual({
      kept: ['SELECT id, amt FROM t '],
      leftOut: 'ORDER BY amt DESC, 1;',
    });
  });

  it('B03 keeps an ORDER BY inside that chooses the rows, and orders outside too', () => {
    const query = aQuery('SELECT TOP (3) a FROM t ORDER BY a');
    const described = ordered(query, { 1: { position: 1, descending: false } });
    const { text } = buildStatement(query, described, 1);
    expect(text).toContain(
      'FROM (\nSELECT TOP (3) a FROM t ORDER BY a\n) AS q ([c1])\nORDER BY q.[c1]\n',
    );
  });

  it('B04 refuses to order by what is not selected, and names the way out', () => {
    const query = aQuery('SELECT a FROM t ORDER BY amt');
    expect(() => buildStatement(query, describedAsDeclared(query), 1)).toThrow(
      expect.objectContaining({
        ...REJECTED,
        message: 'query extract orders by 1 terms, of which 0 are columns it delivers',
        advice: expect.stringContaining('select what it orders by'),
      }),
    );
  });

  it('B04 refuses an order that the server does not describe, or describes with gaps', () => {
    const query = aQuery('SELECT a FROM t ORDER BY a');
    expect(() => build(query)).toThrow('the server does not say by which columns');
    const gap = ordered(query, { 1: { position: 2, descending: false } });
    expect(() => buildStatement(query, gap, 1)).toThrow(expect.objectContaining(REJECTED));
  });

  it.each([
    ['B05', 'SELECT a FROM t; SELECT b FROM u'],
    ['B06', 'SELECT 1) AS q; DROP TABLE x; SELECT 1 FROM (SELECT 1'],
    ['B08', 'SELECT * FROM t WITH (NOLOCK)'],
    ['B09', 'SELECT * INTO #x FROM t'],
    ['B10', "SELECT a FROM t WHERE d <= '{cutoff_date}'"],
  ])('%s sends nothing at all for %s', (_id, text) => {
    const query = aQuery(text);
    for (const ask of [build, describeText, fmtOnlyText]) {
      expect(() => ask(query)).toThrow(expect.objectContaining(REJECTED));
    }
  });

  it('B07 is not confused by brackets and semicolons in quotes, names and comments', () => {
    const text = "SELECT ';)' AS s, [a]];b] FROM t -- )";
    const built = build(aQuery(text, { s: 'text', 'a];b': 'text' }));
    expect(built.text).toContain(`FROM (\n${text}\n) AS q ([c1], [c2])\n`);
    expect(built.columns.map(({ name }) => name)).toEqual(['s', 'a];b']);
  });

  it('B11 lists as many columns as were described, so that a changed table is an error of the server', () => {
    const query = aQuery('SELECT * FROM t', { a: 'integer', b: 'date' });
    expect(build(query).text).toContain(') AS q ([c1], [c2])\n');
    expect(build(query).countText).toContain(') AS q ([c1], [c2])\n');
  });

  it.each([
    ['SELECT a FROM q', 'q_2'],
    ['SELECT a FROM [Q] AS q_2', 'q_3'],
    ['WITH q AS (SELECT 1 AS a) SELECT a FROM q', 'q_2'],
    ["SELECT 'q' AS a", 'q'],
  ])('names the query as a table in a way that %s does not: %s', (text, name) => {
    expect(build(aQuery(text)).text).toContain(`CONVERT(nvarchar(20), ${name}.[c1]) AS [t1]`);
  });

  it('carries the warnings of the scanner', () => {
    expect(build(aQuery('SELECT TOP 1 a FROM t')).warnings).toEqual([
      'query extract, line 1, column 8: TOP without ORDER BY takes whichever rows come first',
    ]);
  });
});

describe('the reviewed text', () => {
  const query = aQuery('WITH a AS (SELECT 1 AS a)\nSELECT a FROM a ORDER BY a; -- é');
  const built = buildStatement(query, ordered(query, { 1: { position: 1, descending: true } }), 1);

  it('B12 stands in the statement byte for byte, and what is left out is known', () => {
    const { kept, leftOut } = built.reviewed;
    expect(kept).toEqual(['WITH a AS (SELECT 1 AS a)\n', 'SELECT a FROM a ']);
    expect(leftOut).toBe('ORDER BY a; -- é');
    expect(holdsReviewedText(built.text, query.text, built.reviewed)).toBe(true);
    expect(holdsReviewedText(built.countText, query.text, built.reviewed)).toBe(true);
  });

  it('B12 is missed when a byte of it, its order or its digest is another', () => {
    const { kept } = built.reviewed;
    const changed = built.text.replace('SELECT a FROM a ', 'SELECT a FROM b ');
    expect(holdsReviewedText(changed, query.text, built.reviewed)).toBe(false);
    expect(holdsReviewedText(built.text, query.text, { kept, leftOut: '' })).toBe(false);
    expect(holdsReviewedText(kept.toReversed().join('\n'), query.text, built.reviewed)).toBe(false);
    const other = { ...query, sha256: sha256('another text') };
    expect(() => build(other)).toThrow(`and ${other.sha256} is the reviewed one`);
  });
});

describe('what is asked before', () => {
  const text = 'SELECT a FROM t WHERE d <= @cutoff AND c IN (@c_0, @C_1); -- end';
  const query = aQuery(text, { a: 'integer' }, [
    { name: 'cutoff', type: 'date', value: '2025-09-30' },
    { name: 'c_0', type: 'text', value: 'JD' },
    { name: 'c_1', type: 'text', value: 'EC' },
  ]);

  it('describe gets the reviewed text itself and the types of its markers', () => {
    expect(describeText(query)).toEqual({
      text,
      params: '@cutoff date, @c_0 nvarchar(2), @c_1 nvarchar(2)',
    });
    expect(describeText(aQuery('SELECT a FROM t'))).toEqual({
      text: 'SELECT a FROM t',
      params: null,
    });
  });

  it('FMTONLY gets the same text without running it', () => {
    expect(fmtOnlyText(query)).toEqual({
      text: [
        '/* soxauto query extract */',
        'DECLARE @cutoff date = CONVERT(date, @__p0, 23);',
        'DECLARE @c_0 nvarchar(2) = @__p1;',
        'DECLARE @c_1 nvarchar(2) = @__p2;',
        'SET FMTONLY ON;',
        'SELECT a FROM t WHERE d <= @cutoff AND c IN (@c_0, @C_1)',
        ';',
        'SET FMTONLY OFF;',
      ].join('\n'),
      parameters: build(query).parameters,
    });
  });

  it('a marker without a value and a value without a marker are both refused', () => {
    const other = { ...query, parameters: query.parameters.slice(1) };
    expect(() => describeText(other)).toThrow('query extract: @cutoff has no value');
    const spare = { ...aQuery('SELECT @c_0 AS a'), parameters: query.parameters };
    expect(() => describeText(spare)).toThrow(
      '@cutoff is not in the text; @c_1 is not in the text',
    );
  });

  it.each([
    { engine: 'duckdb' },
    { name: 'x */ DROP TABLE y /*' },
    { name: '' },
    { name: 'a'.repeat(65) },
  ] as const)('a query that is %j is refused', (change) => {
    expect(() => describeText({ ...query, ...change })).toThrow(
      expect.objectContaining({
        ...REJECTED,
        message: expect.stringContaining('this runner takes plainly named queries for mssql'),
      }),
    );
  });
});

describe('the columns of the result', () => {
  const query = aQuery('SELECT * FROM t', { x: 'integer', y: 'decimal(19,4)', z: 'text' });
  const described = describedAsDeclared(query);
  const withColumn = (ordinal: number, change: Partial<DescribedColumn>) =>
    described.map((column) => (column.ordinal === ordinal ? { ...column, ...change } : column));

  it('T62 refuses repeated and unnamed columns with their positions', () => {
    const names = ['x', 'X', null];
    const columns = described.map((column, index) => ({ ...column, name: names[index] ?? null }));
    expect(() => buildStatement(query, columns, null)).toThrow(
      expect.objectContaining({
        code: 'COLUMNS_MISMATCH',
        message: expect.stringContaining('column 2 repeats the name "X"; column 3 has no name'),
      }),
    );
  });

  it.each([
    [withColumn(2, { name: 'why' }), 'column 2 is "why" where "y" is declared'],
    [described.slice(0, 2), '"z" is declared and not delivered'],
    [
      [...described, { ...withColumn(3, {})[2], name: 'w', ordinal: 4 }],
      'column 4, "w", is not declared',
    ],
    [withColumn(1, { ordinal: 2 }), 'does not number the columns from 1'],
    [[], '"x" is declared and not delivered'],
  ] as const)('refuses columns that are not the declared ones (%#)', (columns, message) => {
    expect(() => buildStatement(query, columns as readonly DescribedColumn[], null)).toThrow(
      expect.objectContaining({
        code: 'COLUMNS_MISMATCH',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('takes names that differ by case only, in the spelling of the server', () => {
    const { columns } = buildStatement(query, withColumn(1, { name: 'X' }), null);
    expect(columns.map(({ name, sourceType }) => `${name} ${sourceType}`)).toEqual([
      'X bigint',
      'y decimal(19,4)',
      'z nvarchar(4000)',
    ]);
  });

  it.each([
    ['sql_variant', '"y" is sql_variant, write CAST(… AS decimal(19,4)) AS [y]'],
    ['geography', '"y" is geography, write CAST(… AS decimal(19,4)) AS [y]'],
    ['vector(3)', '"y" is vector(3), write'],
    [null, '"y" is a type of the CLR, write'],
    ['float', '"y" is float, write CAST(… AS decimal(19,4)) AS [y]'],
    ['real', '"y" is real, write'],
  ])('T60 refuses %s and names the column and the cast to write', (systemType, message) => {
    expect(() => buildStatement(query, withColumn(2, { systemType }), null)).toThrow(
      expect.objectContaining({
        code: 'TYPE_REFUSED',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('T60 names every refused column at once, with the cast its declared type needs', () => {
    const declared = aQuery('SELECT * FROM t', {
      ...{ i: 'integer', b: 'boolean', d: 'date', s: 'timestamp(9)', o: 'timestamptz(3)' },
      ...{ t: 'time(0)', u: 'uuid', h: 'binary', j: 'json', 'te]xt': 'text' },
    });
    const columns = describedAsDeclared(declared).map((one) => ({
      ...one,
      systemType: 'sql_variant',
    }));
    const casts = [
      ...['bigint', 'bit', 'date', 'datetime2(7)', 'datetimeoffset(3)', 'time(0)'],
      ...['uniqueidentifier', 'varbinary(max)', 'nvarchar(max)', 'nvarchar(max)'],
    ];
    const message = declared.columns
      .map(({ name }, index) => {
        const bracketed = `[${name.replaceAll(']', ']]')}]`;
        return `"${name}" is sql_variant, write CAST(… AS ${casts[index]}) AS ${bracketed}`;
      })
      .join('; ');
    expect(() => buildStatement(declared, columns, null)).toThrow(message);
  });

  it('T20 lets a float through where its text is what was declared', () => {
    const { columns } = buildStatement(query, withColumn(3, { systemType: 'float' }), null);
    expect(columns[2]?.read('1.0000000000000001e-001')).toBe('0.1');
  });
});

describe('the catalog', () => {
  const selection = resolveEntities(['ALL']);
  const queries = catalog.items
    .filter(({ engines }) => engines.includes('mssql'))
    .flatMap((item) => {
      const period = parsePeriod('2025-09');
      const plan = planItem(catalog, { item, period, selection, engine: 'mssql', overrides: {} });
      return plan.queries.map((query) => ({ id: item.definition.id, name: query.name, query }));
    });

  it('builds a statement for every query of the catalog that its dialect’s parser accepts', () => {
    const refused = queries.flatMap(({ id, query }) => {
      const built = build(query);
      expect(holdsReviewedText(built.text, query.text, built.reviewed)).toBe(true);
      expect(holdsReviewedText(built.countText, query.text, built.reviewed)).toBe(true);
      expect(built.warnings).toEqual([]);
      return [built.text, built.countText].flatMap((text) => {
        const { success, error } = parse(text, Dialect.TSQL);
        return success ? [] : [`${id} ${query.name}: ${error}`];
      });
    });
    expect(refused).toEqual([]);
    expect(queries.length).toBeGreaterThan(100);
  });

  it('rests on a parser that refuses a broken statement', () => {
    const [first] = queries;
    if (first === undefined) throw new Error('the catalog has no query for SQL Server');
    const { text } = build(first.query);
    const broken = text.replace('\n)\nSELECT ', '\nSELECT ');
    expect(broken).not.toBe(text);
    expect(parse(broken, Dialect.TSQL).success).toBe(false);
  });

  it('has no rendered text that the scanner objects to or warns of', () => {
    const golden = fileURLToPath(new URL('../../golden/sql', import.meta.url));
    const files = readdirSync(golden, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.mssql.sql'),
    );
    for (const file of files) {
      const text = readFileSync(join(golden, file), 'utf8');
      const { commonTables, body, tail, warnings } = scanQuery({ name: file, text });
      expect(commonTables + body + tail).toBe(text);
      expect(warnings).toEqual([]);
    }
    expect(files.length).toBeGreaterThanOrEqual(queries.length);
  });
});
