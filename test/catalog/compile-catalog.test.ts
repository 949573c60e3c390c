import { describe, expect, it } from 'vitest';
import { bindQuery } from '../../src/catalog/bind-query.ts';
import { CatalogError } from '../../src/catalog/catalog-error.ts';
import {
  type CatalogContent,
  compileCatalog,
  type ItemContent,
} from '../../src/catalog/compile-catalog.ts';
import { type CompiledItem, findItem } from '../../src/catalog/compiled-catalog.ts';
import { defineIpe, type ItemDefinition } from '../../src/catalog/definition.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { deriveParameters } from '../../src/catalog/parameters.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { aCatalog, anItem, control, extractSql, item, ledger, mart } from './sample-catalog.ts';

function problemsOf(content: CatalogContent): readonly string[] {
  try {
    compileCatalog(content);
  } catch (thrown) {
    if (!(thrown instanceof CatalogError)) throw thrown;
    expect(thrown.code).toBe('DEFINITION_INVALID');
    return thrown.problems.map(({ item: id, file, line, column, message }) =>
      [id, file, line, column, message].filter((part) => part !== undefined).join('|'),
    );
  }
  return [];
}

function itemProblems(changes: object, sql: Readonly<Record<string, string>> = {}) {
  return problemsOf(aCatalog(anItem(changes, sql)));
}

function compiled(...items: readonly ItemContent[]): CompiledItem {
  return findItem(compileCatalog(aCatalog(...items)), 'IPE_07');
}

const september = parsePeriod('2025-09');

describe('compiling the catalog', () => {
  it('gives every item its columns, queries and checks in declared order', () => {
    const { columns, queries, checks, engines, folder } = compiled(anItem());
    expect(folder).toBe('catalog/c-pg-1/ipe-07');
    expect(columns).toEqual([
      { name: 'id_company', type: { kind: 'text' }, nullable: false },
      { name: 'Entry No_', type: { kind: 'integer' }, nullable: false },
      { name: 'rem_amt_LCY', type: { kind: 'decimal', precision: 19, scale: 4 }, nullable: true },
    ]);
    expect(queries.map(({ name, sqlFile }) => `${name} ${sqlFile}`)).toEqual([
      'extract extract.sql',
      'completeness completeness.sql',
      'exclusions exclusions.sql',
      'contract_columns contract-columns.sql',
      'contract_amounts contract-amounts.sql',
    ]);
    expect(queries[1]?.columns).toEqual([
      { name: 'id_company', type: { kind: 'text' }, nullable: false },
      { name: 'row_count', type: { kind: 'integer' }, nullable: false },
      { name: 'rem_amt_LCY', type: { kind: 'decimal', precision: 38, scale: 4 }, nullable: true },
    ]);
    expect(checks.map(({ id }) => id)).toEqual([
      'delivery_count',
      'independent_count',
      'control_total_rem_amt_lcy',
      'partition_tie',
      'truncation_guard',
      'zero_rows',
      'unique_key',
      'fits_type',
      'company_selected',
      'not_null_id_company',
      'not_null_entry_no',
      'not_null_rem_amt_lcy',
      'contract_trailing_blanks',
      'contract_case_twins',
      'contract_sums_exact',
      'contract_four_decimals',
      'in_out_all',
      'some_debit',
      'none_settled',
    ]);
    expect(engines).toEqual(['duckdb', 'athena', 'mssql']);
  });

  it('lets an item declare a standard check itself', () => {
    const own = {
      id: 'zero_rows',
      kind: 'zero_rows',
      attribute: 'E-11',
      title: 'Ours',
    } as const;
    const { checks } = compiled(anItem({ checks: [...item.checks, own] }));
    expect(checks.filter(({ id }) => id === 'zero_rows')).toEqual([own]);
  });

  it('tells columns apart whose check ids would be the same', () => {
    const columns = {
      ...item.columns,
      'Entry No': { type: 'text', meaning: 'x', nullable: false },
      '№': { type: 'text', meaning: 'x', nullable: false },
    } as const;
    const ids = compiled(anItem({ columns })).checks.map(({ id }) => id);
    expect(ids).toContain('not_null_entry_no');
    expect(ids).toContain('not_null_entry_no_2');
    expect(ids).toContain('not_null_column');
  });

  it('holds no table to a contract that has neither compared codes nor stored amounts', () => {
    const sql = `SELECT c."code" AS "id_company", 1 AS "Entry No_", CAST(0 AS DECIMAL(19,4)) AS "rem_amt_LCY"
FROM {nav_dw.companies} AS c`;
    const counted = sql.replace('1 AS "Entry No_"', 'COUNT(*) AS "row_count"');
    const { queries, checks } = compileCatalog(
      aCatalog(
        anItem(
          {
            scope: 'group',
            parameters: { derived: [] },
            controlQueries: {},
            checks: item.checks.filter(({ kind }) => kind === 'witness'),
          },
          {
            'extract.sql': sql,
            'completeness.sql': `${counted} GROUP BY c."code"`,
          },
          ['exclusions.sql'],
        ),
      ),
    ).items[0] as CompiledItem;
    expect(queries.map(({ name }) => name)).toEqual(['extract', 'completeness']);
    expect(checks.filter(({ id }) => id.startsWith('contract_'))).toEqual([]);
  });

  it('has no partition tie without partitions', () => {
    const { checks, queries } = compiled(anItem({ partitions: [] }));
    expect(checks.map(({ id }) => id)).not.toContain('partition_tie');
    expect(queries[1]?.columns.map(({ name }) => name)).toEqual(['row_count', 'rem_amt_LCY']);
  });

  it('gives the hash total of an integer column all 38 digits, and calls it one', () => {
    const hashTotal = { column: 'Entry No_', currency: null } as const;
    const controlTotals = [hashTotal, ...item.controlTotals];
    const { queries, checks } = compiled(anItem({ controlTotals }));
    expect(queries[1]?.columns[2]).toEqual({
      name: 'Entry No_',
      type: { kind: 'decimal', precision: 38, scale: 0 },
      nullable: true,
    });
    expect(checks.find(({ id }) => id === 'control_total_entry_no')?.title).toBe(
      'The hash total of Entry No_ equals an independently formulated one',
    );
  });

  it('cannot be changed afterwards', () => {
    const catalog = compileCatalog(aCatalog(anItem()));
    expect(Object.isFrozen(catalog)).toBe(true);
    expect(Object.isFrozen(catalog.items[0]?.queries[0]?.template)).toBe(true);
    expect(Object.isFrozen(catalog.sources[0]?.tables['companies']?.columns)).toBe(true);
    expect(Object.isFrozen(item)).toBe(false);
  });

  it('finds items by id and names the nearest', () => {
    const catalog = compileCatalog(aCatalog(anItem()));
    expect(() => findItem(catalog, 'IPE_7')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_ITEM', advice: 'Did you mean IPE_07?' }),
    );
    expect(() => findItem(catalog, 'DOCUMENT')).toThrow(
      expect.objectContaining({ advice: 'Choose one of IPE_07.' }),
    );
  });
});

describe('mistakes in the catalog', () => {
  it('are all reported at once, each with item and file', () => {
    const twice = anItem({ title: ' ', key: ['Entry No', 'id_company'] });
    const misspelt = anItem(
      { id: 'IPE_08', source: 'nav_dv', controls: ['C-PG-2'] },
      { 'extract.sql': extractSql.replace('d."Posting Date"', 'd."Postin Date"') },
    );
    const broken = anItem({ id: 'IPE_09' }, { 'extract.sql': `${extractSql}; SELECT 2` });
    const problems = problemsOf(aCatalog(twice, misspelt, broken));
    expect(problems).toEqual([
      'IPE_07|catalog/c-pg-1/ipe-07|title: must say something',
      'IPE_08|catalog/c-pg-1/ipe-07|there is no control C-PG-2 (did you mean "C-PG-1"?)',
      'IPE_08|catalog/c-pg-1/ipe-07|there is no source nav_dv (did you mean "nav_dw"?)',
      'IPE_08|catalog/c-pg-1/ipe-07/extract.sql|4|11|{nav_dw.Detailed Customer Ledg_ Entry} has no column "Postin Date" (did you mean "Posting Date"?)',
      'IPE_09|catalog/c-pg-1/ipe-07/extract.sql|8|1|one query is one statement, without ";"',
    ]);
  });

  it('are written one per line in the message', () => {
    expect(() => compileCatalog(aCatalog(anItem({ zeroRows: 'maybe' as 'never' })))).toThrow(
      /^the catalog has 1 mistake:\n {2}IPE_07 catalog\/c-pg-1\/ipe-07: zeroRows: /,
    );
    expect(() => compileCatalog(aCatalog(anItem({}, { 'extract.sql': 'SELECT ?, $x' })))).toThrow(
      /^the catalog has \d+ mistakes:[\s\S]*\n {2}IPE_07 catalog\/c-pg-1\/ipe-07\/extract.sql:1:8: /,
    );
  });

  it('are an unknown key anywhere in a definition', () => {
    expect(itemProblems({ limit: 10 }).join()).toContain('Unrecognized key: "limit"');
    const [first, ...rest] = item.checks;
    expect(itemProblems({ checks: [{ ...first, limit: 10 }, ...rest] }).join()).toContain(
      'checks[0]: Unrecognized key: "limit"',
    );
    expect(problemsOf({ ...aCatalog(), controls: [{ ...control, note: 1 }] }).join()).toContain(
      'C-PG-1|controls|Unrecognized key: "note"',
    );
    expect(problemsOf({ ...aCatalog(), sources: [{ ...ledger, host: 'x' }] }).join()).toContain(
      'nav_dw|sources|Unrecognized key: "host"',
    );
  });

  it('are something that is no definition at all', () => {
    const nothing = { definition: null, folder: 'catalog/x', files: new Map() };
    expect(problemsOf({ controls: [7], sources: [{ name: 7 }], items: [nothing] }).join()).toMatch(
      /a control\|controls.*a source\|sources.*an item\|catalog\/x/,
    );
  });

  it('A-2 are ids that are there twice, whatever the case', () => {
    expect(problemsOf(aCatalog(anItem({ id: 'CR_05a' }), anItem({ id: 'CR_05A' })))).toEqual([
      'CR_05A|items|item CR_05A is there twice; names are unique, whatever the case',
    ]);
    const twice = { ...aCatalog(), controls: [control, control], sources: [ledger, mart, ledger] };
    expect(problemsOf(twice)).toEqual([
      'C-PG-1|controls|control C-PG-1 is there twice; names are unique, whatever the case',
      'nav_dw|sources|source nav_dw is there twice; names are unique, whatever the case',
    ]);
  });

  it.each<[object, string]>([
    [{ id: 'ipe-7' }, 'id: an item id must look like IPE_07'],
    [{ type: undefined }, 'type: Invalid option'],
    [{ usage: 'report' }, 'usage: Invalid option'],
    [{ controls: [] }, 'controls: Too small'],
    [{ controls: ['C-PG-1', 'C-PG-1'] }, 'control "C-PG-1" is there twice'],
    [{ columns: {} }, 'the item has no columns'],
    [
      { columns: { ...item.columns, ID_Company: { type: 'text', meaning: 'x' } } },
      'column "ID_Company" is there twice',
    ],
    [
      { columns: { ...item.columns, x: { type: 'float', meaning: 'x' } } },
      'columns.x.type: expected a column type',
    ],
    [
      { columns: { ...item.columns, 2024: { type: 'text', meaning: 'x' } } },
      'its place would be lost',
    ],
    [
      { columns: { ...item.columns, 'a\nb': { type: 'text', meaning: 'x' } } },
      'no control characters',
    ],
    [
      { columns: { ...item.columns, x: { type: 'date', meaning: 'x', timeZone: 'UTC' } } },
      '"x" has a timeZone but is no zone-less timestamp',
    ],
    [
      {
        columns: { ...item.columns, x: { type: 'timestamp(3)', meaning: 'x', timeZone: 'gmt+1' } },
      },
      'an IANA zone',
    ],
    [
      { columns: { k: { type: 'text', meaning: 'x', rde: true } } },
      'k is the only column and must be nullable: false',
    ],
    [
      {
        columns: { ...item.columns, rem_amt_LCY: { type: 'decimal(19,4)', meaning: 'x' } },
      },
      'no column is marked rde',
    ],
    [{ companyColumn: 'Company' }, 'companyColumn "Company" is no column'],
    [{ companyColumn: 'Entry No_' }, 'companyColumn "Entry No_" must be text, it is integer'],
    [
      { key: ['id_company', 'Entry No'] },
      'key column "Entry No" is no column of the item (did you mean "Entry No_"?)',
    ],
    [{ key: ['id_company', 'id_company'] }, 'key column "id_company" is there twice'],
    [
      { columns: { ...item.columns, id_company: { type: 'text', meaning: 'x', nullable: true } } },
      'key column "id_company" is declared nullable',
    ],
    [
      { controlTotals: [{ column: 'amount', currency: 'NGN' }] },
      'control total "amount" is no column',
    ],
    [
      { controlTotals: [{ column: 'id_company', currency: 'NGN' }] },
      '"id_company" is neither decimal nor integer',
    ],
    [
      { controlTotals: [{ column: 'rem_amt_LCY', currency: 'naira' }] },
      'an ISO code, "per company" or null for a hash total',
    ],
    [{ companyColumn: null }, '"rem_amt_LCY" is "per company", but the item has no companyColumn'],
    [{ partitions: ['Company'] }, 'partition "Company" is no column'],
    [{ partitions: ['rem_amt_LCY'] }, 'a figure named "rem_amt_LCY" is there twice'],
    [
      { parameters: { derived: ['period_next'], constants: item.parameters.constants } },
      'the parameter companies is not declared (RU-3)',
    ],
    [
      { parameters: { ...item.parameters, derived: ['period_next', 'companies', 'companies'] } },
      'derived parameter "companies" is there twice',
    ],
    [
      { parameters: { ...item.parameters, derived: ['period_next', 'companies', 'cutoff'] } },
      'parameter :cutoff is declared, but no query and no check uses it',
    ],
    [
      { parameters: { derived: ['period_next', 'companies'] } },
      'the definition declares no parameter :documents',
    ],
    [
      {
        parameters: {
          derived: ['period_next', 'companies'],
          constants: { documents: { type: 'text', value: [], reason: 'x' } },
        },
      },
      'constant :documents: the list is empty',
    ],
    [
      {
        parameters: {
          ...item.parameters,
          constants: {
            ...item.parameters.constants,
            fx_year: { type: 'text', value: '1', reason: 'x' },
          },
        },
      },
      ':fx_year follows from the run and cannot be a constant',
    ],
    [
      {
        parameters: {
          ...item.parameters,
          constants: {
            ...item.parameters.constants,
            documents_0: { type: 'text', value: '1', reason: 'x' },
          },
        },
      },
      ':documents_0 has the name of a marker of a list',
    ],
    [
      {
        controlQueries: {
          ...item.controlQueries,
          extract: { sqlFile: 'extract.sql', purpose: 'x', columns: {} },
        },
      },
      'a control query cannot be called extract',
    ],
    [
      {
        controlQueries: {
          contract_columns: { sqlFile: 'extract.sql', purpose: 'x', columns: {} },
        },
      },
      'a control query cannot be called contract_columns',
    ],
    [
      { controlQueries: { exclusions: { sqlFile: 'exclusions.sql', purpose: 'x', columns: {} } } },
      'control query exclusions has no columns',
    ],
    [{ checks: [...item.checks, ...item.checks] }, 'check "in_out_all" is there twice'],
    [
      { checks: item.checks.filter(({ id }) => id !== 'some_debit') },
      'no check looks for a record that must be there',
    ],
    [
      { checks: item.checks.filter(({ id }) => id !== 'none_settled') },
      'no check looks for a record that must not be there',
    ],
    [{ sql: { ...item.sql, extract: '../extract.sql' } }, 'an SQL file of the item'],
    [
      { checks: [{ ...item.checks[0], kind: 'guess' }] },
      'checks[0].kind: Invalid discriminator value',
    ],
    [{ checks: [{ ...item.checks[0], id: 'In-Out' }] }, 'must be lower_snake'],
  ])('are a definition with %j', (changes, message) => {
    expect(itemProblems(changes).join('\n')).toContain(message);
  });

  it.each([
    [{ 'extra.sql': 'SELECT 1' }, 'extra.sql|no query of the definition names this file'],
    [
      { 'extract.sql': `\uFEFF${extractSql}` },
      'extract.sql|the file starts with a byte order mark',
    ],
    [
      { 'extract.sql': extractSql.replaceAll('\n', '\r\n') },
      'extract.sql|the file has CR line ends',
    ],
    [{ 'extract.sql': `${extractSql}--\u0000` }, 'extract.sql|the file holds U+0000'],
    [
      { 'extract.sql': extractSql.replace(':period_next', ':period_nxt') },
      'extract.sql|4|28|the definition declares no parameter :period_nxt (did you mean "period_next"?)',
    ],
    [{ 'extract.sql': `${extractSql}'` }, 'extract.sql|8|1|this string is never closed'],
  ])('are the SQL file %j', (sql, message) => {
    expect(itemProblems({}, sql).join('\n')).toContain(message);
  });

  it('are SQL files that are not there', () => {
    const sql = { ...item.sql, extract: 'missing.sql', overrides: { mssql: 'gone.sql' } };
    expect(itemProblems({ sql })).toEqual([
      'IPE_07|catalog/c-pg-1/ipe-07/extract.sql|no query of the definition names this file',
      'IPE_07|catalog/c-pg-1/ipe-07/missing.sql|the definition names this file, but it is not there',
      'IPE_07|catalog/c-pg-1/ipe-07/gone.sql|the definition names this file, but it is not there',
    ]);
  });

  it.each<[object, string]>([
    [{ key: ['none'] }, 'key column "none" of t is not there'],
    [{ columns: {} }, 'table t has no columns'],
    [
      { columns: { k: { type: 'integer' }, K: { type: 'integer' } } },
      'table t has the column "K" twice',
    ],
    [{ columns: { k: { type: 'money' } } }, 'tables.t.columns.k.type: expected a source type'],
    [{ columns: { k: { type: 'decimal(39,2)' } } }, 'expected a source type'],
    [{ columns: { k: { type: 'decimal(9,10)' } } }, 'expected a source type'],
    [{ columns: { k: { type: 'decimal(9)' } } }, 'expected a source type'],
    [{ columns: { k: { type: 'varchar(0)' } } }, 'expected a source type'],
    [{ columns: { k: { type: 'varchar(4001)' } } }, 'expected a source type'],
    [{ columns: { k: { type: 'varchar(5,1)' } } }, 'expected a source type'],
    [{ columns: { k: { type: 'timestamp(8)' } } }, 'expected a source type'],
    [{ columns: { k: { type: 7 } } }, 'expected a source type'],
    [{ columns: { k: { type: 'integer', athena: 'Bad Name' } } }, 'a physical name on Athena'],
  ])('are a source table with %j', (changes, message) => {
    const t = {
      schema: 's',
      table: 't',
      key: ['k'],
      columns: { k: { type: 'integer' } },
      ...changes,
    };
    const source = { name: 'src_one', system: 'One', database: 'ONE', tables: { t } };
    expect(problemsOf({ controls: [], sources: [source], items: [] }).join('\n')).toContain(
      message,
    );
  });

  it('are names the lake could not tell apart', () => {
    const columns = {
      k: { type: 'integer' },
      'a b': { type: 'integer' },
      'a-b': { type: 'integer' },
    };
    const t = { schema: 's', table: 't', key: ['k'], columns };
    const source = { name: 'src_one', system: 'One', database: 'ONE', athenaDatabase: 'lake' };
    const other = {
      ...source,
      name: 'src_two',
      tables: { t: { ...t, table: 'T', columns: { k: columns.k } } },
    };
    const sources = [{ ...source, tables: { t } }, other];
    expect(problemsOf({ controls: [], sources, items: [] })).toEqual([
      'src_one|sources|table t: the columns "a b" and "a-b" are all "a_b" on Athena; declare `athena` on all but one',
      'sources|sources|the tables "src_one.t" and "src_two.t" are all "lake.t" on Athena; declare `athena` on all but one',
    ]);
  });

  it('are source tables whose names differ in case only', () => {
    const t = { schema: 's', table: 't', key: ['k'], columns: { k: { type: 'integer' } } };
    const source = { name: 'src_one', system: 'One', database: 'ONE', tables: { t, T: t } };
    expect(problemsOf({ controls: [], sources: [source], items: [] })).toEqual([
      'src_one|sources|table T is there twice',
    ]);
  });
});

describe('the engines of an item', () => {
  const onMart = 'SELECT 1 AS "n" FROM {fin_rec.Dim_Company} AS c\n';
  const missing =
    'cannot be rendered for athena: source fin_rec declares no athenaDatabase; or say in notOn why the item is not for athena';
  const reason = 'the mart is not in the lake';

  it('are a mistake that names file and reason, once each, where one is quietly left out', () => {
    const problems = itemProblems({}, { 'extract.sql': onMart, 'completeness.sql': onMart });
    expect(problems.filter((problem) => problem.includes('athena'))).toEqual([
      `IPE_07|catalog/c-pg-1/ipe-07/extract.sql|${missing}`,
    ]);
  });

  it('are judged by the text the engine gets', () => {
    const sql = { ...item.sql, overrides: { athena: 'extract.athena.sql' } };
    const texts = { 'extract.sql': onMart, 'extract.athena.sql': extractSql };
    expect(itemProblems({ sql }, texts).join('\n')).not.toContain('athena: ');
    const turned = { 'extract.athena.sql': onMart };
    expect(itemProblems({ sql }, turned).join('\n')).toContain(
      `IPE_07|catalog/c-pg-1/ipe-07/extract.athena.sql|${missing}`,
    );
  });

  it('are fewer where the item says why', () => {
    const renouncing = anItem({ notOn: { athena: reason } });
    expect(compiled(renouncing).engines).toEqual(['duckdb', 'mssql']);
    const texts = { 'extract.sql': onMart };
    expect(itemProblems({ notOn: { athena: reason } }, texts).join('\n')).not.toContain('athena: ');
    expect(itemProblems({ notOn: { duckdb: reason } }).join()).toContain('Unrecognized key');
    expect(itemProblems({ notOn: { athena: '' } }).join()).toContain('notOn.athena');
  });

  it('are the embedded one alone where the item reads files the run writes', () => {
    const content = { ...aCatalog(anItem()), sources: [{ ...ledger, origin: 'received' }, mart] };
    expect(findItem(compileCatalog(content), 'IPE_07').engines).toEqual(['duckdb']);
  });

  it.each([
    [{ notOn: { athena: reason } }, 'system', 'athena', `IPE_07 is not for athena: ${reason}`],
    [{}, 'received', 'mssql', 'IPE_07 is not for mssql: it reads files the run writes'],
  ] as const)(
    'are the only ones it is planned for: %j, %s, %s',
    (changes, origin, engine, message) => {
      const content = { ...aCatalog(anItem(changes)), sources: [{ ...ledger, origin }, mart] };
      const catalog = compileCatalog(content);
      const request = {
        item: findItem(catalog, 'IPE_07'),
        period: september,
        selection: resolveEntities(['NG']),
        overrides: {},
      };
      expect(() => planItem(catalog, { ...request, engine })).toThrow(
        expect.objectContaining({
          code: 'NOT_RENDERABLE',
          message: expect.stringContaining(message),
          advice: expect.stringMatching(/^Ask it on duckdb/),
        }),
      );
      expect(planItem(catalog, { ...request, engine: 'duckdb' }).engine).toBe('duckdb');
    },
  );
});

describe('the fingerprint', () => {
  const before = compiled(anItem()).fingerprint;

  function changedParts(content: ItemContent, catalog = aCatalog(content)): readonly string[] {
    const after = findItem(compileCatalog(catalog), 'IPE_07').fingerprint;
    const digests = new Map(before.parts.map(({ part, sha256: digest }) => [part, digest]));
    const changed = after.parts.filter(({ part, sha256: digest }) => digests.get(part) !== digest);
    expect(after.sha256 === before.sha256).toBe(changed.length === 0);
    return changed.map(({ part }) => part);
  }

  it('K-2 is the same for the same catalog, and for one whose words alone differ', () => {
    expect(changedParts(anItem())).toEqual([]);
    const checks = item.checks.map((check) => ({ ...check, title: `${check.title}!` }));
    expect(changedParts(anItem({ title: 'Other', purpose: 'Other.', checks }))).toEqual([]);
  });

  it('K-2 names the part that changed', () => {
    expect(changedParts(anItem({}, { 'extract.sql': `${extractSql}-- x\n` }))).toEqual([
      'query extract',
    ]);
    expect(changedParts(anItem({ zeroRows: 'allowed' }))).toEqual(['thresholds']);
    expect(changedParts(anItem({ navSign: -1 }))).toEqual(['output']);
    const [first, ...rest] = item.checks;
    const checks = first === undefined ? [] : [{ ...first, severity: 'warn' } as const, ...rest];
    expect(changedParts(anItem({ checks }))).toEqual(['checks']);
    const figure = { title: 'Other words', columns: ['rem_amt_LCY'] } as const;
    const measure = { ...figure, accounts: [{ account: '13003' }] } as const;
    expect(changedParts(anItem({ measure }))).toEqual([]);
    const some = { ...measure, where: `"id_company" <> ''` };
    expect(changedParts(anItem({ measure: some }))).toEqual(['output']);
    expect(changedParts(anItem({ measure: { ...measure, disclosed: [figure] } }))).toEqual([
      'output',
    ]);
    const constants = { documents: { type: 'text', value: ['TEST1'], reason: 'x' } } as const;
    expect(changedParts(anItem({ parameters: { ...item.parameters, constants } }))).toEqual([
      'parameters',
    ]);
    const overridden = anItem(
      { sql: { ...item.sql, overrides: { mssql: 'extract.mssql.sql' } } },
      { 'extract.mssql.sql': extractSql },
    );
    expect(changedParts(overridden)).toEqual(['query extract']);
  });

  it('K-2 covers the tolerance of the control and the tables read, and no other table', () => {
    const strict = { ...aCatalog(anItem()), controls: [{ ...control, tieOutTolerance: '0' }] };
    expect(changedParts(anItem(), strict)).toEqual(['thresholds']);
    const read = 'Detailed Customer Ledg_ Entry';
    const wider = (name: string) => ({
      ...ledger,
      tables: { ...ledger.tables, [name]: { ...ledger.tables[name], schema: 'other' } },
    });
    expect(changedParts(anItem(), { ...aCatalog(anItem()), sources: [wider(read), mart] })).toEqual(
      [`table nav_dw.${read}`],
    );
    expect(
      changedParts(anItem(), { ...aCatalog(anItem()), sources: [wider('companies'), mart] }),
    ).toEqual([]);
  });

  it('K-2 names the tables read, and nothing else, when their source moves in the lake', () => {
    const moved = [{ ...ledger, athenaDatabase: 'other' }, mart];
    expect(changedParts(anItem(), { ...aCatalog(anItem()), sources: moved })).toEqual([
      'table nav_dw.Detailed Customer Ledg_ Entry',
    ]);
  });

  it('sees a column become critical, zoned or nullable', () => {
    const rem = { type: 'decimal(19,4)', meaning: 'x', rde: true } as const;
    const columns = { ...item.columns, rem_amt_LCY: rem };
    expect(changedParts(anItem({ columns }))).toEqual(['output', 'checks']);
  });
});

describe('binding a query', () => {
  const catalog = compileCatalog(
    aCatalog(
      anItem(
        { sql: { ...item.sql, overrides: { mssql: 'extract.mssql.sql' } } },
        { 'extract.mssql.sql': `-- own words\n${extractSql}` },
      ),
    ),
  );
  const bound = findItem(catalog, 'IPE_07');
  const values = deriveParameters(bound.definition, september, resolveEntities(['NG', 'GH']));

  it('C-1 gives text, digest, values and the template it came from', () => {
    const query = bindQuery(bound, 'extract', 'duckdb', values, catalog.sources);
    expect(query).toMatchObject({
      name: 'extract',
      engine: 'duckdb',
      sha256: sha256(query.text),
      columns: bound.columns,
      purpose: 'Lists open entries.',
      template: { sqlFile: 'extract.sql', text: extractSql, sha256: sha256(extractSql) },
    });
    expect(query.parameters.map(({ name }) => name)).toEqual([
      'period_next',
      'companies_0',
      'companies_1',
    ]);
  });

  it('takes an engine’s own text where there is one', () => {
    const query = bindQuery(bound, 'extract', 'mssql', values, catalog.sources);
    expect(query.template.sqlFile).toBe('extract.mssql.sql');
    expect(query.text).toMatch(/^-- own words\nWITH \[src_nav_dw/);
    expect(
      bindQuery(bound, 'completeness', 'mssql', values, catalog.sources).template.sqlFile,
    ).toBe('completeness.sql');
  });

  it('refuses a query the item does not have', () => {
    expect(() => bindQuery(bound, 'completness', 'duckdb', values, catalog.sources)).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_QUERY',
        message: expect.stringContaining('did you mean "completeness"?'),
      }),
    );
  });
});

describe('what does not compile', () => {
  it('a check, key, total or partition on a column that is not there', () => {
    const definition: ItemDefinition<'id_company' | 'Entry No_' | 'rem_amt_LCY'> = {
      ...item,
      // @ts-expect-error the column is misspelt
      key: ['id_compny'],
      // @ts-expect-error the column is misspelt
      partitions: ['id_compny'],
      // @ts-expect-error the column is misspelt
      controlTotals: [{ column: 'rem_amt', currency: 'NGN' }],
      checks: [
        // @ts-expect-error the column is misspelt
        { id: 'a', kind: 'not_null', attribute: 'F-5', title: 'A', column: 'id_compny' },
        // @ts-expect-error this kind tests another attribute
        { id: 'b', kind: 'unique_key', attribute: 'E-1', title: 'B' },
      ],
    };
    expect(defineIpe(definition)).toBe(definition);
  });
});
