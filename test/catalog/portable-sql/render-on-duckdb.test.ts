import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSource } from '../../../src/catalog/definition.ts';
import type { ParameterValue } from '../../../src/catalog/parameters.ts';
import { renderQuery } from '../../../src/catalog/portable-sql/render.ts';
import { tablesOf } from '../../../src/catalog/portable-sql/source-tables.ts';
import { parseTemplate } from '../../../src/catalog/portable-sql/template.ts';

const bank = defineSource({
  name: 'bank',
  system: 'Bank',
  database: 'memory',
  tables: {
    accounts: {
      schema: 'main',
      table: 'Bank "Accounts"; ?',
      key: ['No_'],
      columns: {
        No_: { type: 'varchar(20)', rtrim: true },
        'odd "?" $x :y': { type: 'varchar(20)' },
      },
    },
  },
});
const tables = tablesOf([bank]);

const text = `-- the ' in a comment, :nothing and {no.TABLE} stay
WITH chosen AS (SELECT a."No_" AS no, a."odd ""?"" $x :y" AS odd FROM {bank.accounts} AS a WHERE a."No_" IN (:list))
SELECT c.no AS "No_", c.odd AS "odd ':x'", CAST(:p AS VARCHAR(9)) AS "p" FROM chosen AS c`;

describe('the text rendered for DuckDB, run by DuckDB', () => {
  let connection: DuckDBConnection;

  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `CREATE TABLE "memory"."main"."Bank ""Accounts""; ?" ("No_" VARCHAR, "odd ""?"" $x :y" VARCHAR)`,
    );
    await connection.run(
      `INSERT INTO "memory"."main"."Bank ""Accounts""; ?" VALUES ('A  ', 'x '), ('A\t', 'y'), (' A', 'z'), (NULL, 'n')`,
    );
  });

  afterAll(() => connection.closeSync());

  async function rows(list: readonly string[], p: string) {
    const values: readonly ParameterValue[] = [
      { name: 'list', type: 'text', origin: 'operator', value: list },
      { name: 'p', type: 'text', origin: 'operator', value: p },
    ];
    const query = renderQuery(parseTemplate(text).template, 'duckdb', tables, values);
    const bound = Object.fromEntries(query.parameters.map(({ name, value }) => [name, value]));
    return (await connection.runAndReadAll(query.text, bound)).getRowsJson();
  }

  it('C2 trims blanks at the end of a declared column, and neither tabs nor blanks elsewhere', async () => {
    expect(await rows(['A'], 'v')).toEqual([['A', 'x ', 'v']]);
    expect(await rows(['A\t', ' A'], 'v')).toEqual([
      ['A\t', 'y', 'v'],
      [' A', 'z', 'v'],
    ]);
  });

  it('D-2 takes a hostile value for a value', async () => {
    const hostile = `' OR 1 = 1 -- "; DROP`;
    expect(await rows([hostile], 'v')).toEqual([]);
    expect(await rows(['A', hostile], hostile)).toEqual([['A', 'x ', hostile]]);
  });
});
