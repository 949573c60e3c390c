import { expect } from 'vitest';
import type { DataTypeText } from '../../../src/kernel/data-type.ts';

type Columns = Readonly<Record<string, DataTypeText>>;

/** A value as the server makes it of a literal. */
export function literal(type: string, value: string | null): string {
  if (value === null) return `CAST(NULL AS ${type})`;
  if (/^(binary|varbinary|rowversion)/.test(type)) return `CAST(0x${value} AS ${type})`;
  // these two read a day after the session's language unless a T stands before the time
  const neutral = /^(small)?datetime$/.test(type) ? value.replace(' ', 'T') : value;
  const text = neutral.replaceAll("'", "''");
  if (value.length > 10_000) {
    const part = value.slice(0, 4);
    return `REPLICATE(CAST(N'${part}' AS ${type}), ${value.length / part.length})`;
  }
  const collated = type.startsWith('varchar') ? ' COLLATE Polish_100_CI_AS' : '';
  return `CAST(N'${text}'${collated} AS ${type})`;
}

/** Statements a server describes and the runner refuses, before or while it reads them. */
export const LIVE_REFUSALS: readonly (readonly [
  id: string,
  text: string,
  columns: Columns,
  expected: object,
])[] = [
  [
    'T50 half of a surrogate pair',
    "SELECT N'a' + CAST(0x00D8 AS nchar(1)) + N'b' AS v",
    { v: 'text' },
    { code: 'TEXT_NOT_WELL_FORMED', transient: false },
  ],
  [
    'T51 U+0000',
    "SELECT N'a' + NCHAR(0) + N'b' AS v",
    { v: 'text' },
    { code: 'TEXT_NUL', transient: false },
  ],
  [
    'T60 sql_variant',
    'SELECT CAST(1 AS sql_variant) AS v',
    { v: 'text' },
    { code: 'TYPE_REFUSED', transient: false },
  ],
  [
    'T62 repeated and unnamed columns',
    'SELECT 1 AS x, 2 AS x, 3',
    { x: 'integer', x__2: 'integer', column_3: 'integer' },
    { code: 'COLUMNS_MISMATCH', transient: false },
  ],
  [
    'B04 an order by what is not selected',
    'SELECT v.a AS a FROM (VALUES (1, 2), (2, 1)) AS v(a, b) ORDER BY v.b',
    { a: 'integer' },
    { code: 'QUERY_REJECTED', transient: false },
  ],
  [
    'F12 an error after rows',
    'SELECT 1 / (3 - v.n) AS n FROM (VALUES (1), (2), (3)) AS v(n)',
    { n: 'integer' },
    { code: 'QUERY_REJECTED', transient: false, message: expectNumber(8134) },
  ],
];

/** Statements with what they deliver, and what the receipt says of them. */
export const LIVE_DELIVERIES: readonly (readonly [
  id: string,
  text: string,
  columns: Columns,
  csv: string,
  details: Readonly<Record<string, unknown>>,
])[] = [
  [
    'T63 no rows are a result',
    'SELECT v.n AS n FROM (VALUES (1)) AS v(n) WHERE 1 = 0',
    { n: 'integer' },
    'n\n',
    { rows_in_trailer: '0', rows_counted_before: '0' },
  ],
  [
    'B01 a query that ends in a comment',
    'SELECT v.n AS n FROM (VALUES (1)) AS v(n) -- note',
    { n: 'integer' },
    'n\n1\n',
    { rows_in_trailer: '1' },
  ],
  [
    'B02 a query that begins with WITH',
    'WITH a AS (SELECT v.n FROM (VALUES (1)) AS v(n)), b AS (SELECT n + 1 AS n FROM a)\nSELECT b.n AS n FROM b',
    { n: 'integer' },
    'n\n2\n',
    { rows_in_trailer: '1' },
  ],
  [
    'B03 an order, by value and not by text',
    'SELECT v.id AS id, v.amt AS amt FROM (VALUES (1, 9), (3, 10), (2, 10)) AS v(id, amt) ORDER BY amt DESC, 1',
    { id: 'integer', amt: 'integer' },
    'id,amt\n2,10\n3,10\n1,9\n',
    { rows_in_trailer: '3' },
  ],
  [
    'B07 brackets and semicolons in texts and names',
    "SELECT ';)' AS s, v.[a]];b] AS [a]];b] FROM (VALUES (1)) AS v([a]];b]) -- )",
    { s: 'text', 'a];b': 'integer' },
    's,a];b\n;),1\n',
    { rows_in_trailer: '1' },
  ],
  [
    'F01 F14 remarks of a server break nothing',
    'SELECT SUM(v.n) AS n FROM (VALUES (1), (NULL)) AS v(n)',
    { n: 'integer' },
    'n\n1\n',
    { server_messages: expectNumber(8153) },
  ],
];

/** A text that holds the number of an error or a remark. */
function expectNumber(number: number): unknown {
  return expect.stringContaining(String(number));
}
