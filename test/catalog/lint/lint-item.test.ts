import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../../src/catalog/compile-catalog.ts';
import type { ItemDefinition, WaiverDefinition } from '../../../src/catalog/definition.ts';
import { blocking, lintItem } from '../../../src/catalog/lint/lint-item.ts';
import {
  aDefinition,
  COMPLETENESS,
  contentOf,
  EXTRACT,
  FAN_OUT,
  foundIn,
  type Planted,
} from './lint-bench.ts';

function extract(from: string, to: string): Planted {
  expect(EXTRACT).toContain(from);
  return { files: { 'extract.sql': EXTRACT.replace(from, to) } };
}

function check(where: string): Planted {
  const checks = aDefinition.checks.map((one) =>
    one.kind === 'witness' && one.presence === 'absent' ? { ...one, where } : one,
  );
  return { definition: { checks } };
}

function findingsOf(planted: Planted) {
  const { catalog } = readCatalog(contentOf(planted));
  return catalog.items.flatMap((one) => lintItem(one, catalog));
}

const WAIVER: WaiverDefinition = {
  rule: 'PSQL-26',
  file: 'extract.sql',
  at: 'SELECT DISTINCT',
  reason: 'The audited report removes doubles.',
  approvedBy: 'Report owner',
};

describe('what the grammar takes', () => {
  it.each([
    [
      'a fallback row set',
      'LEFT JOIN {shop',
      `CROSS JOIN (SELECT COUNT(*) AS n FROM (VALUES (1, 'a'), (2, 'b')) AS v (n, t)) AS w\nLEFT JOIN {shop`,
    ],
    [
      'a literal percent sign in a pattern',
      'AND o."created at"',
      `AND o."customer" LIKE '50!%' ESCAPE '!'\n  AND o."created at"`,
    ],
    [
      'the NULL side written before',
      'AND o."created at"',
      `AND (o."status" IS NULL OR o."status" <> 'a')\n  AND o."created at"`,
    ],
    [
      'the NULL side written by COALESCE',
      'AND o."created at"',
      `AND COALESCE(o."status", '') NOT IN ('a', 'b')\n  AND o."created at"`,
    ],
    [
      'a row that was asked for before its value',
      "WHEN p.total > 0 THEN 'debit'",
      `WHEN c."company" IS NULL THEN 'none' WHEN c."no" <> 'a' THEN 'debit'`,
    ],
    [
      'two moments compared with each other',
      'AND o."created at"',
      'AND o."created at" <= o."changed at"\n  AND o."created at"',
    ],
    [
      'a moment compared the other way round',
      'AND o."created at" >= :since_created',
      'AND :since_created <= o."created at"',
    ],
    [
      'a snapshot named by its instant',
      'AND o."created at"',
      'AND o."created at" = CAST(:period_next AS TIMESTAMP(3))\n  AND o."created at"',
    ],
    ['a typed NULL', 'c."name" AS "name"', 'CAST(NULL AS VARCHAR(20)) AS "name"'],
    ['a NULL beside a typed branch', `ELSE 'other'`, 'ELSE NULL'],
    [
      'text joined of what cannot be missing',
      `ELSE 'other'`,
      `ELSE CONCAT(COALESCE(c."name", ''), '-', TRIM(' ' FROM COALESCE(c."country", '')))`.replace(
        ", TRIM(' ' FROM COALESCE(c.\"country\", ''))",
        '',
      ),
    ],
    [
      'a running sum with its frame',
      "CASE WHEN p.total > 0 THEN 'debit'",
      `CASE WHEN SUM(o."price") OVER (PARTITION BY o."company" ORDER BY o."order no" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) > 0 THEN 'debit'`,
    ],
    [
      'a small code value',
      'AND o."created at"',
      `AND o."pieces" = 3 AND o."status" IN ('new', 'EC')\n  AND o."created at"`,
    ],
  ])('is quiet about %s', (_what, from, to) => {
    const found = foundIn(extract(from, to)).filter((each) => !/C-2|WAIVER/.test(each));
    expect(found).toEqual([]);
  });

  it('PSQL-20 takes the first row per group by a unique order, read again where the number is 1', () => {
    const sql = EXTRACT.replace(
      ')\nSELECT',
      `),
ranked AS (
  SELECT k."company" AS company, k."no" AS customer, k."name" AS name,
    ROW_NUMBER() OVER (PARTITION BY k."company", k."no" ORDER BY k."name") AS place
  FROM {shop.customers} AS k
)
SELECT`,
    )
      .replace(
        'LEFT JOIN {shop.customers} AS c ON c."company" = o."company" AND c."no" = o."customer"',
        'LEFT JOIN ranked AS c ON c.company = o."company" AND c.customer = o."customer" AND c.place = 1',
      )
      .replace('c."name"', 'c.name');
    const line = 'Filter: the first customer of a company and number by name. [company, no, name]';
    const logic = [...aDefinition.logic, line];
    expect(foundIn({ definition: { logic }, files: { 'extract.sql': sql } })).toEqual([]);
  });

  const forMssql = (text: string): Planted => ({
    definition: {
      sql: {
        extract: 'extract.sql',
        completeness: 'completeness.sql',
        overrides: { mssql: 'extract.mssql.sql' },
      },
    },
    files: { 'extract.mssql.sql': text },
  });

  it('lets a text of one engine use its own functions, and nothing else', () => {
    const own = EXTRACT.replace(`'debit' ELSE 'other'`, `LEFT(o."customer", 3) ELSE 'other'`);
    expect(foundIn(forMssql(own))).toEqual([]);
    expect(foundIn(forMssql(`${own}LIMIT 5`)).join()).toContain('extract.mssql.sql');
  });

  it.each([
    'NOW()',
    'GETDATE()',
    'SYSDATETIMEOFFSET()',
    'CURRENT_DATE',
    'current_timestamp',
    'CURRENT_TIMESTAMP(3)',
    'get_current_timestamp()',
    '"today"()',
    'DATEADD(day, 1, CAST(GETUTCDATE() AS DATE))',
    'RANDOM()',
    'uuid()',
    'NEWID()',
    `getenv('HOME')`,
    `current_setting('TimeZone')`,
    'CURRENT_USER',
    'SUSER_SNAME()',
  ])('PSQL-11, C-3 refuses %s in the text of one engine too', (written) => {
    const text = EXTRACT.replace(`ELSE 'other'`, `ELSE CONCAT(${written}, '')`);
    const rules = foundIn(forMssql(text)).filter((each) => each.endsWith('PSQL-11'));
    expect(rules.map((each) => each.split(':')[0])).toEqual(['extract.mssql.sql']);
  });
});

describe('C-2 plain-language lines', () => {
  it.each(['Join', 'Filter', 'Calculation'])('misses a line that begins with %s', (label) => {
    const logic = aDefinition.logic.map((line) => line.replace(label, 'Note'));
    const found = foundIn({ definition: { logic } });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((each) => /^extract\.sql:[0-9:]+ C-2$/.test(each))).toBe(true);
  });

  const without = (start: string, ...more: readonly string[]) => ({
    definition: {
      logic: [...aDefinition.logic.filter((line) => !line.startsWith(start)), ...more],
    },
  });

  it('names the columns of what no line tells of', () => {
    const [finding] = findingsOf(without('Filter: orders created'));
    expect(finding?.message).toBe(
      'rows are restricted by created at, and no Filter line ends in [created at] for it',
    );
  });

  it.each([
    ['a line of another kind', 'Calculation: orders created since then. [created at]'],
    ['a line that names it in its words only', 'Filter: by created at.'],
    ['a line that names more', 'Filter: orders created since then. [created at, status]'],
    ['a line that names it among words', 'Filter: orders [created at] since then.'],
  ])('does not take %s for the line that is missing', (_what, line) => {
    expect(foundIn(without('Filter: orders created', line))).toContain('extract.sql:19:22 C-2');
  });

  it.each([
    ['in another order and case', 'Join: customers', 'Join: the name of it. [NO, Company]'],
    ['with two in one line', 'Filter: orders', 'Filter: by both days. [posting date; created at]'],
    ['with a word before the colon', 'Filter: orders c', 'Filter, archive: not. [created at]'],
  ])('takes lines that name columns %s', (_how, start, line) => {
    expect(foundIn(without(start, line))).toEqual([]);
  });

  it('does not take one line for two filters of a column', () => {
    const twice = 'AND o."created at" >= :since_created AND o."created at" < :period_next';
    const planted = extract('AND o."created at" >= :since_created', twice);
    expect(foundIn(planted)).toEqual(['extract.sql:19:59 C-2']);
    const logic = [...aDefinition.logic, 'Filter: orders created by the cutoff. [created at]'];
    expect(foundIn({ ...planted, definition: { logic } })).toEqual([]);
  });

  it('refuses a line for what the extract does not do', () => {
    const line = 'Filter: only orders that are paid. [paid?]';
    expect(foundIn(without('nothing', line))).toEqual(['definition C-2']);
  });

  it('wants to know what a line is about', () => {
    const logic = [...aDefinition.logic, 'orders of the archive are left out'];
    expect(foundIn({ definition: { logic } })).toEqual(['definition C-2']);
  });
});

describe('PSQL-29, RU-3, RU-4 the extract is restricted as the run is', () => {
  const planted = (...pairs: readonly (readonly [string, string])[]) => {
    const sql = pairs.reduce((text, [from, to]) => text.replaceAll(from, to), EXTRACT);
    expect(sql).not.toBe(EXTRACT);
    return foundIn({ files: { 'extract.sql': sql } }).filter((each) => each.endsWith('PSQL-29'));
  };
  const [companies, period] = ['o."company" IN (:companies)', 'o."posting date" < :period_next'];
  const inner = 'JOIN paid AS p';

  it.each([
    ['restricts no companies', companies, 'o."status" IS NULL'],
    ['takes all other companies', companies, 'NOT o."company" IN (:companies)'],
    ['takes companies not in the list', companies, 'o."company" NOT IN (:companies)'],
    ['names the companies in one of two cases', companies, `(${companies} OR o."pieces" = 1)`],
    ['has no end', period, 'o."status" IS NULL'],
    ['begins where it should end', period, 'o."posting date" >= :period_next'],
    ['ends in one of two cases', period, `(${period} OR o."pieces" = 1)`],
  ])('finds one that %s', (_what, from, to) => {
    expect(planted([from, to])).toEqual(['extract.sql:7:1 PSQL-29']);
  });

  it('does not take what a look-up is restricted by for it', () => {
    const main = EXTRACT.slice(EXTRACT.indexOf(')\nSELECT'));
    const open = main.replace(companies, 'o."status" IS NULL');
    expect(planted([main, open])).toEqual([]);
    expect(planted([main, open], [inner, `LEFT ${inner}`])).toEqual(['extract.sql:7:1 PSQL-29']);
    expect(planted([main, open], [inner, `FULL ${inner}`])).toEqual(['extract.sql:7:1 PSQL-29']);
  });

  it.each([
    ['the cutoff', period, 'o."posting date" <= :cutoff'],
    ['the cutoff, written first', period, ':cutoff >= o."posting date"'],
    ['an interval', period, 'o."posting date" BETWEEN :since_created AND :cutoff'],
    ['its snapshot', period, 'o."created at" = CAST(:period_next AS TIMESTAMP(3))'],
    ['either day', period, `(${period} OR o."created at" < :period_next)`],
    ['one of two conditions', period, `(${period} AND o."pieces" = 1 OR ${period})`],
  ])('takes %s for its end', (_what, from, to) => {
    expect(planted([from, to])).toEqual([]);
  });

  it('finds a constant the completeness query is restricted by and the extract is not', () => {
    expect(planted(['>= :since_created', '< :period_next'])).toEqual(['extract.sql:7:1 PSQL-29']);
  });

  it('asks nothing of an item of the whole group that follows no period', () => {
    const definition = { scope: 'group', parameters: { derived: [] } } as const;
    const found = findingsOf({ definition }).filter(({ file, rule, message }) => {
      return rule === 'PSQL-29' && file.endsWith('extract.sql') && message.includes('SELECT');
    });
    expect(found).toEqual([]);
  });
});

describe('P30 a control total', () => {
  it.each(['DOUBLE', 'REAL', 'FLOAT'])('is never a sum of %s', (type) => {
    const whole = 'SUM(k.amount)';
    expect(COMPLETENESS).toContain(whole);
    const found = foundIn({
      files: { 'completeness.sql': COMPLETENESS.replace(whole, `SUM(CAST(k.amount AS ${type}))`) },
    });
    expect(found).toEqual(['completeness.sql:7:35 PSQL-5']);
  });
});

describe('E-1, RJ-15 the completeness query', () => {
  const counting = (text: string) => {
    const body = text.replace(
      'GROUP BY o."company", o."customer"\n',
      'GROUP BY o."company", o."customer"\n',
    );
    return `${body.replace(/\)\nSELECT/, '),\nwhole AS (\nSELECT').replace(/AS "([a-z ]+)"/g, (_all, name: string) => `AS own_${name.replace(' ', '_')}`)})
SELECT w.own_company AS "company", COUNT(*) AS "row_count", CAST(SUM(w.own_amount) AS DECIMAL(38,4)) AS "amount"
FROM whole AS w
GROUP BY w.own_company
`;
  };

  it('is refused when it is the extract with a count around it', () => {
    const found = foundIn({ files: { 'completeness.sql': counting(EXTRACT) } });
    expect(found.filter((each) => each.endsWith(' E-1'))).toHaveLength(1);
  });

  it('is refused under other names and another order of conditions', () => {
    const renamed = EXTRACT.replaceAll(' AS o', ' AS z')
      .replaceAll('o."', 'z."')
      .replaceAll('paid', 'owed')
      .replace('z."owed?"', 'z."paid?"')
      .replace(
        /WHERE z."posting date" < :period_next\n {2}AND z."company" IN \(:companies\)/,
        'WHERE z."company" IN (:companies)\n  AND z."posting date" < :period_next',
      );
    const found = foundIn({ files: { 'completeness.sql': counting(renamed) } });
    expect(found.filter((each) => each.endsWith(' E-1'))).toHaveLength(1);
  });

  it.each(['1 = 1', ':cutoff = :cutoff', 'o."company" = o."company"'])(
    'is refused when all that differs is %s',
    (always) => {
      const padded = EXTRACT.replaceAll(/WHERE o/g, `WHERE ${always} AND ${always} AND o`)
        .replace('p.customer = o."customer"', `p.customer = o."customer" AND ${always}`)
        .replace('c."no" = o."customer"', `c."no" = o."customer" AND ${always}`);
      const found = foundIn({ files: { 'completeness.sql': counting(padded) } });
      expect(found.filter((each) => each.endsWith(' E-1'))).toHaveLength(1);
      expect(found.filter((each) => each.endsWith(' CONST-1')).length).toBeGreaterThan(3);
    },
  );

  it('is taken when it is formulated otherwise', () => {
    expect(COMPLETENESS).toContain('{shop.orders}');
    expect(foundIn({})).toEqual([]);
  });
});

describe('F-4 the fan_out control query', () => {
  const planted = (text: string) => foundIn({ files: { 'fan-out.sql': text } });

  it.each([
    ['counts from three', FAN_OUT.replace('> 1', '> 2')],
    ['counts values', FAN_OUT.replace('HAVING COUNT(*)', 'HAVING COUNT(c."country")')],
    ['asks for more beside', FAN_OUT.replace('> 1', '> 1 AND MAX(c."country") > :company_a')],
    ['reads no row', FAN_OUT.replace('WHERE', 'WHERE 1 = 0 AND')],
    ['reads no row by a contradiction', FAN_OUT.replace('WHERE', 'WHERE c."no" < c."no" AND')],
    [
      'is cut again by another SELECT',
      `WITH twice AS (${FAN_OUT.replace('AS "company"', 'AS company').replace('AS "no"', 'AS no').replace('AS "matches"', 'AS matches')})
SELECT t.company AS "company", t.no AS "no", t.matches AS "matches" FROM twice AS t WHERE t.matches > 9`,
    ],
  ])('proves nothing when it %s', (_how, text) => {
    expect(planted(text).filter((each) => /^extract.sql.* F-4$/.test(each))).toHaveLength(1);
  });

  it('proves nothing when its check only warns', () => {
    const checks: ItemDefinition['checks'] = aDefinition.checks.map((one) =>
      one.kind === 'fan_out' ? { ...one, severity: 'warn' } : one,
    );
    const found = foundIn({ definition: { checks } });
    expect(found.filter((each) => /^extract.sql.* F-4$/.test(each))).toHaveLength(1);
  });

  it('may be written the other way round', () => {
    expect(planted(FAN_OUT.replace('COUNT(*) > 1', '1 < COUNT(*)'))).toEqual([]);
  });
});

describe('TYPE-1 to TYPE-3', () => {
  it('TYPE-1 refuses an ad hoc query with a baseline, and an item without a type', () => {
    const baseline = { state: 'baselined' } as const;
    expect(foundIn({ definition: { type: 'ad_hoc', baseline } })).toContain('definition TYPE-1');
    expect(foundIn({ definition: { baseline } })).toEqual([]);
    const untyped = JSON.parse('{ "type": null }');
    expect(foundIn({ definition: untyped })).toContain('definition TYPE-1');
  });

  it('TYPE-3 refuses an item that does not say how it is relied on', () => {
    const unused = JSON.parse('{ "usage": null }');
    expect(foundIn({ definition: unused })).toContain('definition TYPE-3');
  });

  it.each([
    ['query', 1],
    ['custom', 1],
    ['ad_hoc', 3],
    ['standard', 1],
    ['third_party', 2],
    ['euc', 2],
    ['manual', 1],
  ] as const)('TYPE-2 asks a report of type %s for its tests', (type, missing) => {
    const checks = aDefinition.checks.filter(({ kind }) => kind !== 'trace');
    const found = findingsOf({ definition: { type, checks } });
    expect(found.filter(({ rule }) => rule === 'TYPE-2')).toHaveLength(missing);
  });

  it('TYPE-2 does not count a check that only warns', () => {
    const checks: ItemDefinition['checks'] = aDefinition.checks.map((one) =>
      one.kind === 'trace' ? { ...one, severity: 'warn' } : one,
    );
    expect(foundIn({ definition: { checks } })).toEqual([
      'check trace CHECK-3',
      'definition TYPE-2',
    ]);
  });
});

describe('conditions of checks', () => {
  const place = 'check none_foreign';

  it.each([
    [
      'COND-1',
      'a subselect from elsewhere',
      '"amount" > (SELECT max(s.x) FROM secrets AS s)',
      '1:34',
    ],
    ['COND-1', 'a file read as a table', `EXISTS (SELECT 1 FROM read_csv('x') AS f)`, '1:23'],
    ['COND-1', 'a second statement', '"amount" > 0; DROP', '1:13'],
    ['COND-1', 'an open parenthesis', '("amount" > 0', '1:13'],
    ['COND-1', 'a window', 'SUM("amount") OVER (ORDER BY "company") > 0', '1:1'],
    ['COND-1', 'a cast by ::', '"amount"::INTEGER > 0', '1:9'],
    ['CONST-1', 'a condition that is never true', '1 = 0', '1:3'],
    ['CONST-1', 'a comparison of a column with itself', '"amount" < "amount"', '1:10'],
    ['CONST-1', 'no distinction from itself', '"amount" IS DISTINCT FROM "amount"', '1:10'],
    ['CONST-1', 'a truth beside the test', '"amount" > 0 AND TRUE', '1:18'],
    [
      'CONST-1',
      'a subselect that asks nothing',
      'EXISTS (SELECT e."amount" FROM "extract" AS e WHERE 1 = 1)',
      '1:55',
    ],
    ['COND-2', 'the clock', '"company" = today()', '1:13'],
    ['COND-2', "today's date", '"company" > CURRENT_DATE', '1:13'],
    ['COND-2', 'a random value', 'random() > "amount"', '1:1'],
    ['COND-2', 'a file', `"company" = read_text('/etc/passwd')`, '1:13'],
    ['COND-2', 'the environment', `"company" = getenv('HOME')`, '1:13'],
    ['COND-3', 'a name without quotes', 'amount > 0', '1:1'],
    ['COND-3', 'a relation of another test', '"control_witnesses" = 1', '1:1'],
    ['C-3', 'a hard-coded company', `"company" <> 'EC_NG'`, '1:14'],
    ['C-3', 'a hard-coded day', `"company" <> DATE '2025-09-30'`, '1:19'],
    [
      'C-3',
      'a hard-coded account',
      `NOT list_contains($companies, '18412') OR "company" = '18412'`,
      '1:31',
    ],
    ['C-3', 'a hard-coded amount', '"amount" > 5000', '1:12'],
  ])('%s finds %s', (rule, _fault, where, at) => {
    expect(foundIn(check(where))).toContain(`${place}:${at} ${rule}`.replace(`:${at}`, `:${at}`));
  });

  it('says what is wrong with a column that is not there', () => {
    expect(foundIn(check('"amuont" > 0'))).toEqual(
      expect.arrayContaining(['definition CATALOG-1', `${place}:1:1 COND-3`]),
    );
  });

  it.each([
    `upper("name") LIKE '%BM%' OR coalesce("name", '') = '' || "side"`,
    `NOT list_contains($companies, "company") AND "amount" IS NOT DISTINCT FROM 0`,
    `"order no" BETWEEN 1 AND 9 AND "paid" = TRUE AND "name" NOT IN ('a', 'b')`,
    `"amount" >= (SELECT sum(e."amount") FILTER (WHERE e."amount" > 0) FROM "extract" AS e)`,
    `("company", "name") IN (SELECT (w."company", w."name") FROM control_witnesses AS w)`,
    `CASE WHEN "amount" > 0 THEN 'debit' ELSE 'other' END <> "side"`,
    `TRY_CAST("name" AS DATE) < $cutoff + INTERVAL 1 DAY AND TIMESTAMP '00:00' < $cutoff`,
  ])('takes %s', (where) => {
    expect(foundIn(check(where))).toEqual([]);
  });
});

describe('waivers', () => {
  const doubles = extract('SELECT\n  o."company"', 'SELECT DISTINCT\n  o."company"');

  it('C-3 mark the finding as waived, with reason and role, and leave it in the list', () => {
    const found = findingsOf({ ...doubles, definition: { waivers: [WAIVER] } });
    expect(found.map(({ rule, waived }) => [rule, waived?.approvedBy])).toEqual([
      ['PSQL-26', 'Report owner'],
    ]);
  });

  it('keep an error from stopping the run', () => {
    const planted = extract('AND o."created at"', `AND o."company" <> 'EC_NG' AND o."created at"`);
    const logic = [...aDefinition.logic, 'Filter: not Nigeria. [company]'];
    expect(blocking(findingsOf({ ...planted, definition: { logic } }))).toHaveLength(1);
    const waiver = { ...WAIVER, rule: 'C-3', at: 'EC_NG' };
    const waived = findingsOf({ ...planted, definition: { logic, waivers: [waiver] } });
    expect(blocking(waived)).toEqual([]);
  });

  it.each([
    ['matches no finding', { at: 'nowhere' }],
    ['names another file', { file: 'completeness.sql' }],
    ['names no rule', { rule: 'PSQL-99' }],
    ['names a rule that always stands', { rule: 'C-4' }],
  ])('WAIVER-1 refuses one that %s', (_what, changes) => {
    const found = foundIn({ ...doubles, definition: { waivers: [{ ...WAIVER, ...changes }] } });
    expect(found).toContain('definition WAIVER-1');
  });

  it('cannot be given without a reason and a role', () => {
    const found = foundIn({ definition: { waivers: [{ ...WAIVER, reason: ' ' }] } });
    expect(found).toContain('definition CATALOG-1');
  });
});
