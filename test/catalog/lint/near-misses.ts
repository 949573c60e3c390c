import { AMOUNT, type Fault, joinedTo, side, where } from './plant.ts';

/** Texts that look like a fault of the rule and are none. */
export const NEAR_MISSES: readonly Fault[] = [
  {
    rule: 'C-3',
    fault: 'code values in rows of VALUES',
    ...joinedTo(`(VALUES (1, 'new'), (2, 'paid')) AS v (n, word)`, 'v.word = o."status"'),
  },
  {
    rule: 'C-3',
    fault: 'long digits in rows of VALUES that are compared with nothing',
    ...joinedTo(`(VALUES (1, '18412')) AS v (n, label)`, 'v.n = o."pieces"'),
  },
  where(
    'C-3',
    'a parameter behind IN',
    `o."status" IN (SELECT k."name" FROM {shop.customers} AS k WHERE k."no" IN (:companies))`,
  ),
  where('C-3', 'a small sum', 'o."pieces" = 3 + 1'),
  where('C-3', 'a sign beside an amount', 'o."price" * -1 < 0'),
  where('C-3', 'one piece more', 'o."pieces" + 1 > 2'),
  where('C-3', 'a word joined of two', `o."status" = CONCAT('pa', 'id')`),
  where('C-3', 'a word cut out of a text', `o."status" = SUBSTRING('unpaid', 3, 4)`),
  where('C-3', 'a code of two letters beside no country', `o."status" IN ('ng', 'EC')`),
  where('C-3', 'a country that is missing', `COALESCE(c."country", '') = ''`),
  where('C-3', 'a code with an underscore', `o."status" LIKE 'is_%'`),
  where('C-3', 'a currency behind the company', `o."company" LIKE '%!_USD' ESCAPE '!'`),
  where('C-3', 'every company', `o."company" LIKE '__!___' ESCAPE '!'`),
  where('C-3', 'a code in two digits', `o."status" = '42'`),
  {
    rule: 'C-3',
    fault: 'nothing in place of what is missing',
    from: AMOUNT,
    to: 'CAST(COALESCE(o."price", 0) AS DECIMAL(19,4)) AS "amount"',
  },
  where('CONST-1', 'missing or something', `(o."status" IS NULL OR o."status" <> 'a')`),
  where('CONST-1', 'not missing and something else', `o."status" IS NOT NULL AND o."status" <> ''`),
  where('CONST-1', 'two columns missing', 'o."status" IS NULL AND c."name" IS NOT NULL'),
  where('CONST-1', 'an interval', 'o."pieces" > 3 AND o."pieces" < 5'),
  where('CONST-1', 'both outsides of an interval', '(o."pieces" < 3 OR o."pieces" > 5)'),
  where('CONST-1', 'one place left free', '(o."pieces" < 3 OR o."pieces" > 3)'),
  where('CONST-1', 'one of two lists', `o."status" IN ('a', 'b') AND NOT o."status" IN ('b', 'c')`),
  where('CONST-1', 'a period', 'o."posting date" >= :cutoff AND o."posting date" < :period_next'),
  where('CONST-1', 'a pattern with a letter', `o."status" LIKE '%a%'`),
  where(
    'CONST-1',
    'two patterns that differ in their escape only',
    `(o."status" LIKE 'a!%' OR NOT o."status" LIKE 'a!%' ESCAPE '!')`,
  ),
  where(
    'CONST-1',
    'two subqueries over the same table',
    `(EXISTS (SELECT 1 AS one FROM {shop.customers} AS k WHERE k."no" = o."customer") OR NOT EXISTS (SELECT 1 AS one FROM {shop.customers} AS k WHERE k."no" = o."customer"))`,
  ),
  where('CONST-1', 'a CASE with two results', 'CASE WHEN o."pieces" = 1 THEN 1 ELSE 0 END = 1'),
  where('CONST-1', 'a CASE without ELSE', 'CASE WHEN o."pieces" = 1 THEN 1 END IS NULL'),
  side('CONST-1', 'a CASE that leaves rows over', `CASE WHEN o."pieces" = 1 THEN 'a' END`),
  side(
    'CONST-1',
    'a CASE with one result for two of three',
    `CASE WHEN o."pieces" = 1 THEN 'a' WHEN o."pieces" = 2 THEN 'a' ELSE 'b' END`,
  ),
  side(
    'CONST-1',
    'a CASE whose branches leave out what is missing',
    `CASE WHEN o."status" = 'a' THEN 'x' WHEN o."status" <> 'a' THEN 'x' END`,
  ),
  side(
    'PSQL-20',
    'an order that ends in the key, the newest first',
    `CASE WHEN ROW_NUMBER() OVER (PARTITION BY o."company", c."company", c."no", p.company, p.customer ORDER BY o."posting date" DESC, o."order no" DESC) = 1 THEN 'a' ELSE 'b' END`,
  ),
  side(
    'PSQL-20',
    'an order whose key stands before its last column in PARTITION BY',
    `CASE WHEN LAG(o."pieces") OVER (PARTITION BY o."order no", c."company", c."no", p.company, p.customer ORDER BY o."posting date", o."company") = 1 THEN 'a' ELSE 'b' END`,
  ),
  {
    rule: 'PSQL-27',
    fault: 'a NULL with a type in a row of VALUES',
    ...joinedTo('(VALUES (1), (CAST(NULL AS INTEGER))) AS v (n)', 'v.n = o."pieces"'),
  },
];
