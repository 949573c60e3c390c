import { describe, expect, it } from 'vitest';
import type { ParameterShape } from '../../../src/catalog/parameters.ts';
import { referenceProblems } from '../../../src/catalog/portable-sql/reference-problems.ts';
import { tablesOf } from '../../../src/catalog/portable-sql/source-tables.ts';
import { parseTemplate } from '../../../src/catalog/portable-sql/template.ts';
import { extractSql, ledger, mart } from '../sample-catalog.ts';

const tables = tablesOf([ledger, mart]);
const shapes: readonly ParameterShape[] = [
  { name: 'period_next', type: 'date', list: false, values: [] },
  { name: 'companies', type: 'text', list: true, values: [] },
];

function problems(text: string): readonly string[] {
  return referenceProblems(parseTemplate(text).template, tables, shapes).map(
    ({ position: { line, column }, message }) => `${line}:${column} ${message}`,
  );
}

const entries = '{nav_dw.Detailed Customer Ledg_ Entry}';

describe('what a template refers to', () => {
  it('accepts a query whose tables, columns and parameters are all declared', () => {
    expect(problems(extractSql)).toEqual([]);
  });

  it('PSQL-15 refuses an unknown table and names the nearest', () => {
    expect(problems('SELECT 1 AS x FROM {nav_dw.Companys} AS c')).toEqual([
      '1:20 no source declares the table {nav_dw.Companys} (did you mean "nav_dw.companies"?)',
    ]);
    expect(problems('SELECT 1 AS x FROM {nowhere.at all, really} AS c')).toEqual([
      '1:20 no source declares the table {nowhere.at all, really}',
    ]);
  });

  it('PSQL-29 refuses an unknown parameter, and a list that is not IN (:list)', () => {
    expect(problems(`SELECT :z AS a, :companeis AS b`)).toEqual([
      '1:8 the definition declares no parameter :z',
      '1:17 the definition declares no parameter :companeis (did you mean "companies"?)',
    ]);
    for (const text of [
      ':companies',
      'IN :companies',
      'IN (1, :companies)',
      'IN (:companies, 1)',
    ]) {
      expect(problems(`SELECT 1 AS x WHERE x ${text}`).join()).toContain(
        ':companies is a list: write IN (:companies)',
      );
    }
    expect(problems('SELECT 1 AS x WHERE x NOT IN (:companies)')).toEqual([]);
  });

  it('PSQL-14 refuses a misspelt column with its place and the nearest declared name', () => {
    expect(problems(`SELECT\n  d."Postng Date" AS x FROM ${entries} AS d`)).toEqual([
      '2:5 {nav_dw.Detailed Customer Ledg_ Entry} has no column "Postng Date" (did you mean "Posting Date"?)',
    ]);
    expect(problems(`SELECT d."posting date" AS x FROM ${entries} d`).join()).toContain(
      'did you mean "Posting Date"?',
    );
    expect(problems(`SELECT "D"."x" AS x FROM ${entries} AS d`).join()).toContain('no column "x"');
  });

  it('PSQL-14 wants source columns quoted and named one by one', () => {
    expect(problems(`SELECT d.id_company AS x FROM ${entries} AS d`)).toEqual([
      '1:10 write source columns in quotes: d."id_company"',
    ]);
    expect(problems(`SELECT d.* FROM ${entries} AS d`)).toEqual([
      '1:10 name the columns of {nav_dw.Detailed Customer Ledg_ Entry}; "d.*" is another list on every engine',
    ]);
  });

  it('PSQL-23 wants an alias on every source table', () => {
    const message = `give the table an alias: ${entries} AS name`;
    expect(problems(`SELECT 1 AS x FROM ${entries} WHERE 1 = 1`)).toEqual([`1:20 ${message}`]);
    expect(problems(`SELECT 1 AS x FROM ${entries}`)).toEqual([`1:20 ${message}`]);
    expect(problems(`SELECT 1 AS x FROM ${entries} AS`)).toEqual([`1:20 ${message}`]);
  });

  it('looks an alias up where it stands: a CTE, a branch of a UNION, a subquery', () => {
    const text = `WITH a AS (SELECT d."Country" AS x FROM {fin_rec.Dim_Company} AS d),
      b AS (SELECT d."Amount" AS x FROM ${entries} AS d)
    SELECT d."x" AS x FROM a AS d
    UNION ALL SELECT d."name" AS x FROM {nav_dw.companies} AS d
    EXCEPT SELECT d."Country" AS x FROM {fin_rec.Dim_Company} AS d
      WHERE EXISTS (SELECT 1 FROM ${entries} AS e WHERE e."id_company" = d."Company_Code"
        AND e."Amount" > (SELECT MAX(d."Amount") FROM ${entries} AS d))`;
    expect(problems(text)).toEqual([]);
    expect(problems(text.replace('= d."Company_Code"', '= d."name"')).join()).toContain(
      '{fin_rec.Dim_Company} has no column "name"',
    );
  });

  it('lets a derived table or a CTE hide an outer alias', () => {
    expect(
      problems(`SELECT d."own" AS x FROM (SELECT d."Amount" AS own FROM ${entries} AS d) AS d`),
    ).toEqual([]);
    expect(
      problems(`WITH x AS (SELECT 1 AS own) SELECT c."Country" AS c FROM {fin_rec.Dim_Company} AS c
        WHERE EXISTS (SELECT 1 FROM x AS c WHERE c."own" = 1) OR EXISTS (SELECT 1 FROM x WHERE x."own" = 1)`),
    ).toEqual([]);
    expect(problems(`SELECT q."x" FROM (SELECT 1 AS x) WHERE q."x" = 1`)).toEqual([]);
  });

  it('does not take CTEs for seeing the aliases around them', () => {
    expect(
      problems(
        `WITH a AS (SELECT d."Country" AS x FROM other AS o) SELECT d."Amount" AS x FROM ${entries} AS d`,
      ),
    ).toEqual([]);
  });

  it('is not misled by FROM inside TRIM', () => {
    expect(
      problems(
        `SELECT TRIM(' ' FROM d."Document No_") AS x FROM ${entries} AS d WHERE d."Amount" > 0`,
      ),
    ).toEqual([]);
    expect(
      problems(`SELECT TRIM(' ' FROM d."Document") AS x FROM ${entries} AS d`).join(),
    ).toContain('has no column "Document"');
  });

  it('does not fall over texts that are broken anyway', () => {
    expect(problems(`SELECT 1) AS x FROM ${entries} AS d WHERE d.`)).toEqual([]);
    expect(problems(`SELECT NAV.d."x" FROM {no.T} AS d`)).toHaveLength(1);
  });
});
