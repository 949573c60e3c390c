import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineSource } from '../../../src/catalog/definition.ts';
import type { ParameterValue } from '../../../src/catalog/parameters.ts';
import { renderObstacles, renderQuery } from '../../../src/catalog/portable-sql/render.ts';
import { tablesOf } from '../../../src/catalog/portable-sql/source-tables.ts';
import { parseTemplate } from '../../../src/catalog/portable-sql/template.ts';
import type { EngineName } from '../../../src/kernel/query.ts';
import { extractSql, ledger, mart } from '../sample-catalog.ts';

const tables = tablesOf([ledger, mart]);
const engines: readonly EngineName[] = ['duckdb', 'athena', 'mssql'];

function value(
  name: string,
  given: string | readonly string[],
  type: ParameterValue['type'] = 'text',
): ParameterValue {
  return { name, type, value: given, origin: 'definition' };
}

const run = [value('companies', ['EC_NG', 'JD_GH']), value('period_next', '2025-10-01', 'date')];

function render(text: string, engine: EngineName, values: readonly ParameterValue[] = run) {
  return renderQuery(parseTemplate(text).template, engine, tables, values);
}

function textOf(text: string, engine: EngineName, values?: readonly ParameterValue[]): string {
  return render(text, engine, values).text;
}

describe('rendering one text for three engines', () => {
  it.each(engines)('renders the golden example for %s byte for byte', (engine) => {
    const golden = new URL(`../../golden/sql/open-entries.${engine}.sql`, import.meta.url);
    expect(textOf(extractSql, engine)).toBe(readFileSync(golden, 'utf8'));
  });

  it.each(['duckdb', 'mssql'] as const)(
    'binds each value once for %s, in the order of the text',
    (engine) => {
      expect(render(extractSql, engine).parameters).toEqual([
        { name: 'period_next', type: 'date', value: '2025-10-01' },
        { name: 'companies_0', type: 'text', value: 'EC_NG' },
        { name: 'companies_1', type: 'text', value: 'JD_GH' },
      ]);
    },
  );

  it('gives Athena one typed literal per marker', () => {
    const { parameters } = render(extractSql, 'athena');
    expect(parameters.map(({ literal }) => literal)).toEqual([
      "DATE '2025-10-01'",
      "'EC_NG'",
      "'JD_GH'",
    ]);
  });

  it.each([
    [`':not' AS "a:b{c.d}?"`, `':not' AS "a:b{c.d}?"`, `':not' AS [a:b{c.d}?]`],
    [`x."q""q" -- :no {a.b}`, `x."q""q" -- :no {a.b}`, 'x.[q"q] -- :no {a.b}'],
    [`x."q]q" /* "a" ? */`, `x."q]q" /* "a" ? */`, 'x.[q]]q] /* "a" ? */'],
    [
      'CAST(c AS VARCHAR(5)), cast(c AS timestamp(3))',
      'CAST(c AS VARCHAR(5)), cast(c AS timestamp(3))',
      'CAST(c AS NVARCHAR(5)), cast(c AS DATETIME2(3))',
    ],
    [
      'CAST(COALESCE(x, 1) AS DECIMAL(19,4)) AS varchar, (y) AS timestamp',
      'CAST(COALESCE(x, 1) AS DECIMAL(19,4)) AS varchar, (y) AS timestamp',
      'CAST(COALESCE(x, 1) AS DECIMAL(19,4)) AS varchar, (y) AS timestamp',
    ],
    ["'VARCHAR(5)', varchar", "'VARCHAR(5)', varchar", "'VARCHAR(5)', varchar"],
  ])('renders the piece %j', (piece, asWritten, onSqlServer) => {
    expect(textOf(`SELECT ${piece}`, 'duckdb')).toBe(`SELECT ${asWritten}`);
    expect(textOf(`SELECT ${piece}`, 'athena')).toBe(`SELECT ${asWritten}`);
    expect(render(`SELECT ${piece}`, 'athena').parameters).toEqual([]);
    expect(textOf(`SELECT ${piece}`, 'mssql')).toBe(`SELECT ${onSqlServer}`);
  });

  it('binds a value used twice once by name, twice by position', () => {
    const text = "SELECT 'it''s :x' <> :p AND :p > ''";
    const values = [value('p', 'v')];
    expect(render(text, 'duckdb', values)).toEqual({
      text: "SELECT 'it''s :x' <> $p AND $p > ''",
      parameters: [{ name: 'p', type: 'text', value: 'v' }],
    });
    expect(textOf(text, 'mssql', values)).toBe("SELECT 'it''s :x' <> @p AND @p > ''");
    expect(render(text, 'mssql', values).parameters).toHaveLength(1);
    const athena = render(text, 'athena', values);
    expect(athena.text).toBe("SELECT 'it''s :x' <> ? AND ? > ''");
    expect(athena.parameters.map(({ literal }) => literal)).toEqual(["'v'", "'v'"]);
  });

  it('D-2 binds hostile list values and never pastes them', () => {
    const values = [value('l', ["a'b", '?'])];
    expect(textOf('SELECT x IN (:l)', 'duckdb', values)).toBe('SELECT x IN ($l_0, $l_1)');
    expect(textOf('SELECT x IN (:l)', 'mssql', values)).toBe('SELECT x IN (@l_0, @l_1)');
    const athena = render('SELECT x IN (:l)', 'athena', values);
    expect(athena.text).toBe('SELECT x IN (?, ?)');
    expect(athena.parameters.map(({ literal }) => literal)).toEqual(["'a''b'", "'?'"]);
  });

  it('D-2 lets no value change the text, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(...engines),
        (hostile, engine) => {
          const rendered = render('SELECT :p', engine, [value('p', hostile)]);
          expect(rendered.text).toBe(textOf('SELECT :p', engine, [value('p', 'x')]));
          expect(rendered.parameters.map((bound) => bound.value)).toEqual([hostile]);
        },
      ),
    );
  });

  it('writes typed literals for Athena: integers bare, decimals never bare', () => {
    const literals = [value('i', '-5', 'integer'), value('d', '1.50', 'decimal(9,2)')];
    expect(
      render('SELECT :i, :d', 'athena', literals).parameters.map(({ literal }) => literal),
    ).toEqual(['-5', "DECIMAL '1.50'"]);
    expect(() => render('SELECT :p', 'athena', [value('p', 'x'.repeat(1023))])).toThrow(
      /at most 1024 characters, :p has 1025/,
    );
  });

  it.each([
    ['SELECT x IN (:l)', [value('l', [])], '1:14: the list :l has 0 values'],
    [
      'SELECT\n x IN (:l)',
      [
        value(
          'l',
          Array.from({ length: 1001 }, (_, n) => n.toString()),
        ),
      ],
      '2:8: the list :l has 1001 values',
    ],
    ['SELECT :z', [], '1:8: parameter :z has no value'],
  ])('refuses %j before anything is sent', (text, values, message) => {
    for (const engine of engines) {
      expect(() => render(text, engine, values)).toThrow(
        expect.objectContaining({
          code: 'BAD_PARAMETER',
          message: expect.stringContaining(message),
        }),
      );
    }
  });

  it('refuses a table no source declares', () => {
    expect(() => render('SELECT 1 FROM {a.B} AS b', 'duckdb')).toThrow(
      expect.objectContaining({ code: 'NOT_RENDERABLE', message: expect.stringContaining('1:15') }),
    );
  });
});

describe('source CTEs', () => {
  it('stand in front of a text without WITH, after its leading comment', () => {
    expect(textOf('-- why\nSELECT c."code" AS "code" FROM {nav_dw.companies} AS c', 'mssql')).toBe(
      '-- why\nWITH [src_nav_dw_companies] AS (SELECT CAST([code] AS NVARCHAR(10)) COLLATE ' +
        'Latin1_General_100_BIN2 AS [code] FROM [NAV_DW].[dbo].[companies])\n' +
        'SELECT c.[code] AS [code] FROM [src_nav_dw_companies] AS c',
    );
  });

  it('stand in order of first use, one per table, and project the columns used only', () => {
    const text = textOf(
      `SELECT c."name" AS n FROM {fin_rec.Dim_Company} AS d JOIN {nav_dw.companies} AS c ON c."code" = d."Company_Code"
      LEFT JOIN {fin_rec.Dim_Company} AS e ON e."Company_Code" = c."code"`,
      'mssql',
    );
    expect(text.match(/\[src_[a-zA-Z_]+\] AS \(/g)).toEqual([
      '[src_fin_rec_Dim_Company] AS (',
      '[src_nav_dw_companies] AS (',
    ]);
    expect(text).toContain('[name] COLLATE Latin1_General_100_BIN2 AS [name]');
    expect(text).not.toContain('[active]');
  });

  it('project one column where the text names none', () => {
    expect(textOf('SELECT COUNT(*) AS n FROM {nav_dw.companies} AS c', 'mssql')).toContain(
      '(SELECT CAST([code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [code] FROM',
    );
  });

  it('are not needed where the names on Athena agree with the declared ones', () => {
    expect(textOf('SELECT c."code" AS "code" FROM {nav_dw.companies} AS c', 'athena')).toBe(
      'SELECT c."code" AS "code" FROM "nav_dw"."companies" AS c',
    );
  });

  it('C2 trim declared columns on every engine', () => {
    const text =
      'SELECT b."No_" AS n, b."Name" AS m, b."IBAN]""Code" AS i FROM {nav_dw.Bank Accounts} AS b';
    expect(textOf(text, 'duckdb')).toContain(
      'WITH "src_nav_dw_Bank_Accounts" AS (SELECT RTRIM("No_") AS "No_", RTRIM("Name") AS "Name", "IBAN]""Code" ' +
        'FROM "NAV_DW"."fdw"."Bank Accounts")\nSELECT b."No_"',
    );
    expect(textOf(text, 'athena')).toContain(
      `(SELECT TRIM(TRAILING ' ' FROM "no_") AS "No_", TRIM(TRAILING ' ' FROM "name") AS "Name", "iban_code" AS "IBAN]""Code" ` +
        'FROM "nav_dw"."bank_accounts")',
    );
    expect(textOf(text, 'mssql')).toContain(
      '(SELECT RTRIM(CAST([No_] AS NVARCHAR(20))) COLLATE Latin1_General_100_BIN2 AS [No_], ' +
        'RTRIM([Name]) COLLATE Latin1_General_100_BIN2 AS [Name], ' +
        'CAST([IBAN]]"Code] AS NVARCHAR(34)) COLLATE Latin1_General_100_BIN2 AS [IBAN]]"Code] FROM [NAV_DW].[fdw].[Bank Accounts])',
    );
  });

  it('take another name when the text or another table has theirs', () => {
    const twins = defineSource({
      ...ledger,
      tables: {
        'a b': { schema: 'd', table: 'a b', key: ['k'], columns: { k: { type: 'integer' } } },
        a_b: { schema: 'd', table: 'a_b', key: ['k'], columns: { k: { type: 'integer' } } },
      },
    });
    const { text } = renderQuery(
      parseTemplate(
        'WITH SRC_nav_dw_a_b AS (SELECT x."k" AS k FROM {nav_dw.a b} AS x) SELECT 1 AS n FROM {nav_dw.a_b} AS y',
      ).template,
      'mssql',
      tablesOf([twins]),
      [],
    );
    expect(text).toContain('WITH [src_nav_dw_a_b_2] AS (SELECT [k] FROM [NAV_DW].[d].[a b]), ');
    expect(text).toContain(
      '[src_nav_dw_a_b_3] AS (SELECT [k] FROM [NAV_DW].[d].[a_b]), SRC_nav_dw_a_b AS (',
    );
    expect(text).toMatch(
      /FROM \[src_nav_dw_a_b_2\] AS x\) SELECT .* FROM \[src_nav_dw_a_b_3\] AS y$/,
    );
  });

  it('have names of at most 100 characters', () => {
    const long = 'T'.repeat(128);
    const wide = defineSource({
      ...ledger,
      tables: {
        [long]: { schema: 'd', table: long, key: ['k'], columns: { k: { type: 'integer' } } },
      },
    });
    const { text } = renderQuery(
      parseTemplate(`SELECT 1 AS n FROM {nav_dw.${long}} AS t`).template,
      'mssql',
      tablesOf([wide]),
      [],
    );
    expect(text).toMatch(/^WITH \[src_nav_dw_T{89}\] AS/);
  });
});

describe('what stands in the way of an engine', () => {
  function obstacles(text: string, engine: EngineName) {
    return renderObstacles(parseTemplate(text).template, engine, tables);
  }

  it('is a name Athena cannot hold, for each name of its own', () => {
    const odd = 'SELECT t."größe" AS x, t."Amount (LCY)" AS y FROM {nav_dw.Not In The Lake} AS t';
    expect(obstacles(odd, 'athena')).toEqual([
      '{nav_dw.Not In The Lake}: "2nd Ledger" has no physical name on Athena; declare `athena` on it',
      '{nav_dw.Not In The Lake}: "größe" has no physical name on Athena; declare `athena` on it',
    ]);
    expect(() => textOf(odd, 'athena')).toThrow(
      expect.objectContaining({ code: 'NOT_RENDERABLE' }),
    );
    expect(obstacles(odd, 'duckdb')).toEqual([]);
  });

  it('is a source that declares no database there', () => {
    const away = 'SELECT t."Country" AS x FROM {fin_rec.Dim_Company} AS t';
    expect(obstacles(away, 'athena')).toEqual(['source fin_rec declares no athenaDatabase']);
    expect(obstacles(away, 'mssql')).toEqual([]);
  });

  it.each([
    'SELECT x.k IN (:l) AS k FROM t AS x GROUP BY x.k IN (:l)',
    'SELECT * FROM (SELECT 1 AS k FROM t AS x GROUP BY x.k, (CASE WHEN x.k > :l THEN 1 END)) AS y',
    'SELECT 1 AS k FROM t AS x GROUP BY x.k, x.m + :l HAVING 1 > 0',
  ])('is a parameter in GROUP BY where markers are told apart by position: %s', (text) => {
    expect(obstacles(text, 'athena')).toEqual([expect.stringMatching(/^:l stands in GROUP BY/)]);
    expect(obstacles(text, 'duckdb')).toEqual([]);
  });

  it.each([
    'SELECT x.k AS k FROM t AS x WHERE x.k > :l GROUP BY x.k HAVING SUM(x.k) > :l',
    'SELECT x.k AS k FROM t AS x GROUP BY (x.k) UNION ALL SELECT :l AS k',
    'SELECT 1 AS k FROM (SELECT x.k AS k FROM t AS x GROUP BY x.k) AS y WHERE y.k = :l',
    'SELECT ROW_NUMBER() OVER (PARTITION BY x.k > :l ORDER BY x.k) AS k FROM t AS x',
  ])('is no parameter elsewhere: %s', (text) => {
    expect(obstacles(text, 'athena')).toEqual([]);
  });

  it('leaves a table nobody declares to the compiler', () => {
    expect(obstacles('SELECT 1 AS x FROM {a.B} AS t', 'athena')).toEqual([]);
  });
});
