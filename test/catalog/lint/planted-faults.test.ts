import { describe, expect, it } from 'vitest';
import { COMPLETENESS, EXTRACT, foundIn } from './lint-bench.ts';

/** A fault: in the extract, `from` becomes `to`, and the rule points at `at` inside it. */
interface Fault {
  readonly rule: string;
  readonly fault: string;
  readonly from: string;
  readonly to: string;
  /** Where the finding must point; the start of `to` when it is not given. */
  readonly at?: string;
}

const AMOUNT = 'CAST(ROUND(o."amount", 4) AS DECIMAL(19,4)) AS "amount"';
const NAME = 'c."name" AS "name"';
const SIDE = `CASE WHEN p.total > 0 THEN 'debit' ELSE 'other' END AS "side"`;
const LAST = 'AND o."created at" >= :since_created\n';
const COMPANY = 'o."company" AS "company",\n  o."order no"';
const LOOK_UP =
  'LEFT JOIN {shop.customers} AS c ON c."company" = o."company" AND c."no" = o."customer"';

/** A further condition of the main SELECT. */
function where(rule: string, fault: string, condition: string, at?: string): Fault {
  const written = { rule, fault, from: LAST, to: `${LAST}  AND ${condition}\n` };
  return { ...written, at: at ?? condition };
}

/** Another expression for the text output `side`. */
function side(rule: string, fault: string, expression: string, at?: string): Fault {
  const to = `${expression} AS "side"`;
  return at === undefined ? { rule, fault, from: SIDE, to } : { rule, fault, from: SIDE, to, at };
}

const FAULTS: readonly Fault[] = [
  {
    rule: 'PSQL-0',
    fault: 'a word the grammar does not know',
    from: LAST,
    to: `${LAST}PIVOT x\n`,
    at: 'PIVOT',
  },
  where('PSQL-0', 'rows are compared', `(o."company", o."status") IN (('a', 'b'))`),
  where('PSQL-0', '!= for <>', `o."pieces" != 1`, '!='),
  where('PSQL-0', 'IS DISTINCT FROM', `o."status" IS DISTINCT FROM 'a'`, 'IS'),
  side(
    'PSQL-0',
    'NULLS LAST in a window',
    `CASE WHEN RANK() OVER (ORDER BY o."order no" NULLS LAST) = 1 THEN 'a' ELSE 'b' END`,
    'NULLS',
  ),
  {
    rule: 'PSQL-1',
    fault: 'a second statement',
    from: LAST,
    to: `${LAST}; SELECT 1 AS x`,
    at: ';',
  },
  where('PSQL-1', 'a parenthesis is never closed', `(o."pieces" = 1`, '('),
  where('PSQL-1', 'a string is never closed', `o."status" = 'a`, `'a`),
  {
    rule: 'PSQL-2',
    fault: 'a limit without order',
    from: LAST,
    to: `${LAST}LIMIT 100\n`,
    at: 'LIMIT',
  },
  {
    rule: 'PSQL-2',
    fault: 'a sorted result',
    from: LAST,
    to: `${LAST}ORDER BY o."order no"\n`,
    at: 'ORDER',
  },
  {
    rule: 'PSQL-2',
    fault: 'TOP',
    from: `SELECT\n  ${COMPANY}`,
    to: `SELECT TOP 10\n  ${COMPANY}`,
    at: 'TOP',
  },
  {
    rule: 'PSQL-2',
    fault: 'OFFSET and FETCH',
    from: LAST,
    to: `${LAST}OFFSET 5 ROWS\n`,
    at: 'OFFSET',
  },
  {
    rule: 'PSQL-3',
    fault: 'a recursive WITH',
    from: 'WITH paid',
    to: 'WITH RECURSIVE paid',
    at: 'RECURSIVE',
  },
  {
    rule: 'PSQL-3',
    fault: 'WITH inside a derived table',
    from: 'JOIN paid AS p',
    to: 'JOIN (WITH q AS (SELECT x.company AS company, x.customer AS customer, x.total AS total FROM paid AS x) SELECT q.company AS company, q.customer AS customer, q.total AS total FROM q AS q) AS p',
    at: 'WITH',
  },
  {
    rule: 'PSQL-3',
    fault: 'one name for two tables',
    from: ')\nSELECT',
    to: '),\npaid AS (SELECT 1 AS x)\nSELECT',
    at: 'paid',
  },
  side('PSQL-4', 'a function of one engine', `IIF(o."pieces" = 1, 'a', 'b')`),
  where('PSQL-4', 'the year by a function', `YEAR(o."posting date") = 1`, 'YEAR'),
  where('PSQL-4', 'EXTRACT', `EXTRACT(YEAR FROM o."posting date") = 1`, 'EXTRACT'),
  where('PSQL-4', 'the length of a text', `LENGTH(o."status") > 3`, 'LENGTH'),
  {
    rule: 'PSQL-4',
    fault: 'a filtered aggregate',
    from: 'SUM(o."amount") AS total',
    to: 'SUM(o."amount") FILTER (WHERE o."pieces" = 1) AS total',
    at: 'FILTER',
  },
  where(
    'PSQL-5',
    'VARCHAR without a length',
    `CAST(o."pieces" AS VARCHAR) = o."status"`,
    'VARCHAR',
  ),
  where(
    'PSQL-5',
    'TIMESTAMP without digits',
    'CAST(o."posting date" AS TIMESTAMP) >= o."created at"',
    'TIMESTAMP',
  ),
  where(
    'PSQL-5',
    'a decimal cut to a whole number',
    'CAST(o."price" AS BIGINT) = o."pieces"',
    'CAST',
  ),
  where('PSQL-5', 'a floating point target', 'CAST(o."price" AS DOUBLE) > o."amount"', 'DOUBLE'),
  where('PSQL-6', 'a division', 'o."price" / o."pieces" > 1', '/'),
  {
    rule: 'PSQL-6',
    fault: 'an average',
    from: 'SUM(o."amount") AS total',
    to: 'AVG(o."amount") AS total',
    at: 'AVG',
  },
  where('PSQL-6', 'a remainder of amounts', 'o."price" % o."pieces" = 1', '%'),
  {
    rule: 'PSQL-7',
    fault: 'an amount without its CAST',
    from: AMOUNT,
    to: 'o."price" AS "amount"',
    at: '"price"',
  },
  {
    rule: 'PSQL-7',
    fault: 'another scale than declared',
    from: AMOUNT,
    to: 'CAST(o."price" AS DECIMAL(19,2)) AS "amount"',
  },
  {
    rule: 'PSQL-7',
    fault: 'a scale that falls without ROUND',
    from: AMOUNT,
    to: 'CAST(o."amount" AS DECIMAL(19,4)) AS "amount"',
  },
  {
    rule: 'PSQL-7',
    fault: 'a whole number beside a decimal in CASE',
    from: AMOUNT,
    to: 'CAST(CASE WHEN o."pieces" = 1 THEN 0 ELSE o."price" END AS DECIMAL(19,4)) AS "amount"',
    at: '0 ELSE',
  },
  where('PSQL-8', 'a decimal literal', 'o."price" > 0.5', '0.5'),
  where('PSQL-8', 'an exponent', 'o."price" > 1e2', '1e2'),
  where('PSQL-8', 'a number beyond 32 bits', 'o."pieces" < 3000000000', '3000000000'),
  where('PSQL-9', 'a flag compared as it is', 'o."paid?" = 1', '"paid?"'),
  where('PSQL-9', 'a flag as a condition', 'o."paid?"', '"paid?"'),
  {
    rule: 'PSQL-9',
    fault: 'a flag delivered as it is',
    from: 'CAST(o."paid?" AS INTEGER) AS "paid"',
    to: 'o."paid?" AS "paid"',
    at: '"paid?"',
  },
  {
    rule: 'PSQL-9',
    fault: 'the largest flag',
    from: 'SUM(o."amount") AS total',
    to: 'SUM(o."amount") AS total, MAX(o."paid?") AS paid_once',
    at: '"paid?"',
  },
  where('PSQL-10', 'TRUE', 'CAST(o."paid?" AS INTEGER) = TRUE', 'TRUE'),
  {
    rule: 'PSQL-10',
    fault: 'a condition as an output',
    from: SIDE,
    to: `o."status" = 'a' AS "side"`,
    at: '=',
  },
  where('PSQL-11', "today's date", 'o."posting date" < CURRENT_DATE', 'CURRENT_DATE'),
  where('PSQL-11', 'the clock of SQL Server', 'o."created at" < GETDATE()', 'GETDATE'),
  where('PSQL-11', 'a random choice', 'RANDOM() < 1', 'RANDOM'),
  where('PSQL-11', 'a typed literal', `o."posting date" < DATE '2025-10-01'`, 'DATE'),
  where('PSQL-11', 'an interval', `o."posting date" < :cutoff + INTERVAL '1' DAY`, 'INTERVAL'),
  {
    rule: 'PSQL-11',
    fault: 'a sample of the table',
    from: 'AS o\nJOIN',
    to: 'AS o TABLESAMPLE (10)\nJOIN',
    at: 'TABLESAMPLE',
  },
  where(
    'PSQL-12',
    'the cutoff day lost: a moment compared by <=',
    'o."created at" <= :cutoff',
    '<=',
  ),
  where('PSQL-12', 'a moment compared by =', ':cutoff = o."created at"', '='),
  where(
    'PSQL-12',
    'BETWEEN over a moment',
    'o."created at" BETWEEN :since_created AND :cutoff',
    'BETWEEN',
  ),
  where('PSQL-13', 'a text beyond ASCII', `o."status" = 'payé'`, `'payé'`),
  where('PSQL-13', 'a number compared with text', `o."pieces" = '5'`, '='),
  where('PSQL-13', 'a day compared with text', `o."posting date" > o."status"`, '>'),
  where('PSQL-13', 'two texts of which none is a column', `'a' = 'A'`, '='),
  where('PSQL-14', 'a column without its table', `"status" = 'a'`),
  where('PSQL-14', 'a column that is not there', 'o."pices" = 1', '"pices"'),
  where('PSQL-14', 'a source column without quotes', 'o.pieces = 1', 'pieces'),
  where('PSQL-14', 'an alias that is not there', 'x."pieces" = 1', 'x'),
  { rule: 'PSQL-14', fault: 'a reserved own name', from: 'WITH paid', to: 'WITH open', at: 'open' },
  {
    rule: 'PSQL-14',
    fault: 'an own name that is a parameter',
    from: 'AS total\n',
    to: 'AS cutoff\n',
    at: 'cutoff',
  },
  {
    rule: 'PSQL-15',
    fault: 'a table that no source declares',
    from: LOOK_UP,
    to: LOOK_UP.replace('customers', 'custmers'),
    at: '{',
  },
  {
    rule: 'PSQL-15',
    fault: 'a table by its physical name',
    from: '{shop.customers}',
    to: 'SHOP.dbo.customers',
  },
  {
    rule: 'PSQL-15',
    fault: 'an own name that is too long',
    from: 'WITH paid',
    to: `WITH ${'a'.repeat(61)}`,
    at: 'aaa',
  },
  {
    rule: 'PSQL-15',
    fault: 'a table nothing defines',
    from: 'JOIN paid AS p',
    to: 'JOIN payed AS p',
    at: 'payed',
  },
  where('PSQL-16', 'a pattern that is no literal', 'o."status" LIKE o."customer"', '"customer"'),
  where('PSQL-16', 'a bracket in a pattern', `o."status" LIKE '[a]%'`, `'[a]%'`),
  where('PSQL-16', 'an escape before a letter', `o."status" LIKE '!a%' ESCAPE '!'`, `'!a%'`),
  where('PSQL-16', 'ILIKE', `o."status" ILIKE 'a%'`, 'ILIKE'),
  side('PSQL-17', 'a text cut from place 0', `SUBSTRING(o."customer", 0, 3)`, '0'),
  side('PSQL-18', 'a text joined by ||', `o."customer" || '-'`, '||'),
  side('PSQL-18', 'a text joined by +', `o."customer" + '-'`, '+'),
  side('PSQL-18', 'CONCAT of what may be missing', `CONCAT(c."name", '-')`, '"name"'),
  side('PSQL-19', 'TRIM of all white space', 'TRIM(o."customer")', 'TRIM'),
  side('PSQL-19', 'an output in upper case', 'UPPER(o."customer")', 'UPPER'),
  side(
    'PSQL-20',
    'an order that ties',
    `CASE WHEN ROW_NUMBER() OVER (ORDER BY o."posting date") = 1 THEN 'a' ELSE 'b' END`,
    'ROW_NUMBER',
  ),
  side(
    'PSQL-21',
    'a running sum without a frame',
    `CASE WHEN SUM(o."price") OVER (PARTITION BY o."company" ORDER BY o."order no") > 0 THEN 'a' ELSE 'b' END`,
    'SUM',
  ),
  {
    rule: 'PSQL-22',
    fault: 'GROUP BY 1',
    from: 'GROUP BY o."company", o."customer"',
    to: 'GROUP BY 1, o."customer"',
    at: '1',
  },
  where('PSQL-22', 'an output’s name in WHERE', `side = 'debit'`),
  { rule: 'PSQL-23', fault: 'SELECT *', from: COMPANY, to: 'o.*, o."order no"', at: '*' },
  {
    rule: 'PSQL-23',
    fault: 'a table without AS',
    from: '{shop.customers} AS c',
    to: '{shop.customers} c',
    at: 'c',
  },
  {
    rule: 'PSQL-24',
    fault: 'USING',
    from: LOOK_UP,
    to: 'LEFT JOIN {shop.customers} AS c USING (company)',
    at: 'USING',
  },
  {
    rule: 'PSQL-24',
    fault: 'a comma join',
    from: 'JOIN paid AS p ON p.company = o."company" AND p.customer = o."customer"',
    to: ', paid AS p',
    at: ',',
  },
  {
    rule: 'PSQL-24',
    fault: 'a natural join',
    from: LOOK_UP,
    to: 'NATURAL JOIN {shop.customers} AS c',
    at: 'NATURAL',
  },
  { rule: 'PSQL-24', fault: 'a right join', from: 'LEFT JOIN', to: 'RIGHT JOIN' },
  {
    rule: 'PSQL-24',
    fault: 'a lateral join',
    from: 'JOIN paid AS p ON',
    to: 'JOIN LATERAL paid AS p ON',
    at: 'LATERAL',
  },
  where('PSQL-25', '<> over what may be missing', `o."status" <> 'a'`, '<>'),
  where('PSQL-25', 'NOT IN over what may be missing', `c."name" NOT IN ('a', 'b')`, 'IN'),
  where(
    'PSQL-25',
    'NOT IN with a subquery',
    'o."customer" NOT IN (SELECT k."no" FROM {shop.customers} AS k)',
    'IN',
  ),
  where('PSQL-25', 'NOT around what may be missing', `NOT o."status" = 'a'`, 'NOT'),
  {
    rule: 'PSQL-26',
    fault: 'UNION',
    from: ')\nSELECT',
    to: 'UNION SELECT k."company" AS company, k."no" AS customer, CAST(0 AS DECIMAL(38,20)) AS total FROM {shop.customers} AS k)\nSELECT',
    at: 'UNION',
  },
  {
    rule: 'PSQL-26',
    fault: 'SELECT DISTINCT',
    from: `SELECT\n  ${COMPANY}`,
    to: `SELECT DISTINCT\n  ${COMPANY}`,
    at: 'DISTINCT',
  },
  { rule: 'PSQL-27', fault: 'a NULL without a type', from: NAME, to: 'NULL AS "name"' },
  where('PSQL-27', 'compared with NULL', 'o."status" = NULL', 'NULL'),
  {
    rule: 'PSQL-28',
    fault: 'two columns swapped',
    from: `${NAME},\n  CAST(o."paid?" AS INTEGER) AS "paid"`,
    to: `CAST(o."paid?" AS INTEGER) AS "paid",\n  ${NAME}`,
    at: '"paid",',
  },
  {
    rule: 'PSQL-28',
    fault: 'an output in another spelling',
    from: NAME,
    to: 'c."name" AS "Name"',
    at: '"Name"',
  },
  {
    rule: 'PSQL-28',
    fault: 'a column that is not declared',
    from: SIDE,
    to: `${SIDE}, o."customer" AS "customer"`,
    at: 'x',
  },
  where(
    'PSQL-29',
    'a parameter that is not declared',
    'o."posting date" > :since_orderd',
    ':since_orderd',
  ),
  where('PSQL-29', 'a list where one value is wanted', 'o."customer" = :companies', ':companies'),
  where('PSQL-30', 'a national literal', `o."status" = N'a'`, `'a'`),
  {
    rule: 'PSQL-30',
    fault: 'a cast by ::',
    from: AMOUNT,
    to: 'o."amount"::DECIMAL AS "amount"',
    at: '::',
  },
  {
    rule: 'PSQL-30',
    fault: 'a table hint',
    from: 'AS o\nJOIN',
    to: 'AS o WITH (INDEX(1))\nJOIN',
    at: 'WITH',
  },
  {
    rule: 'PSQL-30',
    fault: 'a hint in a comment',
    from: LAST,
    to: `${LAST}/*+ parallel */\n`,
    at: '/*+',
  },
  {
    rule: 'C-3',
    fault: 'a dirty read',
    from: 'AS o\nJOIN',
    to: 'AS o WITH (NOLOCK)\nJOIN',
    at: 'NOLOCK',
  },
  where('C-3', 'a hard-coded day', `o."posting date" > CAST('2025-01-01' AS DATE)`, `'2025-01-01'`),
  where('C-3', 'a hard-coded month as text', `o."status" = '2025-09'`, `'2025-09'`),
  where('C-3', 'a hard-coded company', `o."company" = 'EC_NG'`, `'EC_NG'`),
  where('C-3', 'a company hidden in a list', `o."company" IN ('a', 'AT_TN')`, `'AT_TN'`),
  where('C-3', 'a hard-coded country', `c."country" = 'NG'`, `'NG'`),
  where('C-3', 'a hard-coded account', `o."status" = '18412'`, `'18412'`),
  where('C-3', 'an account as a pattern', `o."status" LIKE '130%'`, `'130%'`),
  where('C-3', 'a hard-coded amount', 'o."price" > 250', '250'),
  where('C-3', 'a hard-coded year', 'o."pieces" = 2025', '2025'),
  where('C-3', 'an amount behind a CAST', `o."price" > CAST('99.5' AS DECIMAL(19,4))`, `'99.5'`),
  {
    rule: 'C-4',
    fault: 'a statement that writes',
    from: LAST,
    to: `${LAST}DELETE FROM {shop.orders}\n`,
    at: 'DELETE',
  },
  {
    rule: 'C-4',
    fault: 'SELECT INTO',
    from: '\nFROM {shop.orders} AS o\nJOIN',
    to: '\nINTO copy FROM {shop.orders} AS o\nJOIN',
    at: 'INTO',
  },
  {
    rule: 'F-4',
    fault: 'a look-up joined by half of its key',
    from: LOOK_UP,
    to: 'LEFT JOIN {shop.customers} AS c ON c."no" = o."customer"',
    at: 'LEFT',
  },
  {
    rule: 'F-4',
    fault: 'a grouped table joined by half of its key',
    from: 'ON p.company = o."company" AND p.customer',
    to: 'ON p.customer',
    at: 'x',
  },
  {
    rule: 'F-4',
    fault: 'a look-up no fan_out query covers',
    from: LOOK_UP,
    to: `${LOOK_UP}\nLEFT JOIN {shop.orders} AS n ON n."company" = o."company" AND n."order no" = o."order no"`,
    at: 'LEFT JOIN {shop.orders}',
  },
  {
    rule: 'F-4',
    fault: 'every row with every row',
    from: LOOK_UP,
    to: 'CROSS JOIN {shop.customers} AS c',
    at: 'CROSS',
  },
  where(
    'SUBQUERY-1',
    'a subquery as a value',
    'o."price" > (SELECT MAX(k."price") AS top_price FROM {shop.orders} AS k)',
    '(SELECT',
  ),
];

function positionIn(text: string, index: number): string {
  const before = text.slice(0, index).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

/** The rest of the faults point at the statement or at a join that stands elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'a column that is not declared': 'SELECT\n  o."company"',
  'a grouped table joined by half of its key': 'JOIN paid',
};

describe('the logic lint', () => {
  it('finds nothing in a definition without a fault', () => {
    expect(foundIn({})).toEqual([]);
  });

  it.each(FAULTS)('$rule finds $fault', ({ rule, fault, from, to, at }) => {
    const start = EXTRACT.indexOf(from);
    expect(start, 'the text to replace').toBeGreaterThanOrEqual(0);
    const text = EXTRACT.slice(0, start) + to + EXTRACT.slice(start + from.length);
    const elsewhere = ELSEWHERE[fault];
    const index =
      elsewhere === undefined ? start + to.lastIndexOf(at ?? to) : text.indexOf(elsewhere);
    expect(foundIn({ files: { 'extract.sql': text } })).toContain(
      `extract.sql:${positionIn(text, index)} ${rule}`,
    );
  });

  it('has more than sixty planted faults, of every rule of the portable SQL', () => {
    const rules = new Set(FAULTS.map(({ rule }) => rule));
    const portable = Array.from({ length: 31 }, (_, index) => `PSQL-${index}`);
    expect(portable.filter((rule) => !rules.has(rule))).toEqual([]);
    expect(FAULTS.length).toBeGreaterThan(60);
  });

  it('PSQL-29 finds a parameter that nothing uses', () => {
    const definition = {
      parameters: { derived: ['cutoff', 'period_next', 'companies', 'fx_year'] },
    } as const;
    const text = EXTRACT.replace(LAST, '');
    const found = foundIn({
      definition,
      files: {
        'extract.sql': text,
        'completeness.sql': COMPLETENESS.replace('k.created_at >= :since_created AND ', ''),
      },
    });
    expect(found).toContain('definition PSQL-29');
  });
});
