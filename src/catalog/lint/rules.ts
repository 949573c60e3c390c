export type RuleSeverity = 'error' | 'warning';

/** One rule of the linter, as `docs/logic-lint.md` and SARIF print it. */
export interface LintRule {
  readonly severity: RuleSeverity;
  /** What must hold, in plain words. */
  readonly what: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to write instead. */
  readonly instead: string;
}

function error(what: string, why: string, instead: string): LintRule {
  return { severity: 'error', what, why, instead };
}

function warning(what: string, why: string, instead: string): LintRule {
  return { severity: 'warning', what, why, instead };
}

/** Every rule by its id: those of the portable SQL (PSQL), of the domain sheet (C, E, F, TYPE), and our own. */
const TABLE = {
  'CATALOG-1': error(
    'a definition and its files fit together',
    'nothing of the catalog can be used before they do',
    'Correct the definition named.',
  ),
  'PSQL-0': error(
    'a query uses only the grammar every engine shares',
    'two engines that both accept a text may still read it differently',
    'Write it with the forms of docs/logic-lint.md.',
  ),
  'PSQL-1': error(
    'one SELECT or WITH statement, no ";", brackets and quotes closed',
    'what runs must be exactly the text that was reviewed',
    'Keep one statement per file.',
  ),
  'PSQL-2': error(
    'no ORDER BY, LIMIT, OFFSET, TOP or FETCH; of numbered rows only the first of a group is picked',
    'a cut result looks like a complete one; sorting is done by the workbench',
    'Leave it out, or pick the first row of a group: ROW_NUMBER() OVER (PARTITION BY …) = 1.',
  ),
  'PSQL-3': error(
    'WITH at the very start only, not RECURSIVE, names unique',
    'SQL Server takes no nested WITH',
    'Move the common table expression to the top.',
  ),
  'PSQL-4': error(
    'only functions on the allow-list',
    'other functions are missing or differ on one of the engines',
    'Use SUM MIN MAX COUNT COALESCE NULLIF CAST ROUND ABS SUBSTRING UPPER LOWER TRIM REPLACE CONCAT ROW_NUMBER RANK DENSE_RANK LAG LEAD.',
  ),
  'PSQL-5': error(
    'CAST only to INTEGER, BIGINT, DECIMAL(p,s), DATE, TIMESTAMP(3), VARCHAR(n)',
    'other targets mean other things on other engines; VARCHAR without length is 30 characters on SQL Server',
    'Write the length, or TIMESTAMP(3).',
  ),
  'PSQL-6': error(
    'no division, no %, no AVG',
    'integer, double and decimal division differ between the engines',
    'Deliver both operands; the workbench divides.',
  ),
  'PSQL-7': error(
    'a decimal output ends in a CAST to its declared type, with ROUND inside where the scale falls',
    'the scale of a bare expression differs between the engines, and a bare CAST may cut',
    'CAST(ROUND(x, 4) AS DECIMAL(19,4))',
  ),
  'PSQL-8': error(
    'no decimal or exponent literal; whole numbers fit 32 bits',
    'such literals are floating point on some engines',
    "CAST('1.5' AS DECIMAL(9,4))",
  ),
  'PSQL-9': error(
    'a flag is used only inside CAST(flag AS INTEGER)',
    'bit, boolean and integer flags compare differently',
    'CAST(flag AS INTEGER) = 1',
  ),
  'PSQL-10': error(
    'no TRUE or FALSE, no condition as a select item',
    'SQL Server has no boolean values and reads x = y as an alias',
    'CASE WHEN … THEN 1 ELSE 0 END',
  ),
  'PSQL-11': error(
    'no clock, no random value, no typed literal, no interval',
    'the same run must give the same rows whenever it is repeated',
    'Use the parameters of the period.',
  ),
  'PSQL-12': error(
    'a timestamp is compared half-open: >= and < only, and so is whatever is compared with :period_next',
    'fractions of the last second fall through =, <= and BETWEEN',
    'x >= :period_start AND x < :period_next',
  ),
  'PSQL-13': error(
    'string literals are ASCII; text is compared with text of a column',
    'SQL Server squeezes other characters through a code page, and implicit conversions differ',
    'Pass other text as a parameter; cast the side that is no text.',
  ),
  'PSQL-14': error(
    'source columns are quoted, qualified and declared; own names are lower_snake, unreserved and no parameter’s',
    'reserved words fail on one engine, unqualified names change meaning when a table grows',
    'alias."Column Name"; choose another own name.',
  ),
  'PSQL-15': error(
    'names have at most 128 characters, own names 60; tables only as {source.TABLE}',
    'only declared tables may be read',
    'Declare the table under catalog/sources.',
  ),
  'PSQL-16': error(
    'LIKE has a literal pattern without "["; ESCAPE stands before %, _ or itself only',
    'a bracket is a character class on SQL Server',
    "SUBSTRING(x, 1, 3) = '[a]'",
  ),
  'PSQL-17': error(
    'SUBSTRING starts at a literal of at least 1',
    'start 0 and negative starts give three answers',
    'SUBSTRING(x, 1, n)',
  ),
  'PSQL-18': error(
    "every argument of CONCAT is a literal or COALESCE(…, ''); no ||, no + on text",
    'NULL is empty text on two engines and NULL on the third',
    "CONCAT(COALESCE(a, ''), '-', COALESCE(b, ''))",
  ),
  'PSQL-19': error(
    "TRIM only as TRIM(' ' FROM x); UPPER and LOWER never in an output",
    'engines differ in what is blank and in upper case beyond ASCII',
    "TRIM(' ' FROM x); deliver the text as it is.",
  ),
  'PSQL-20': error(
    'the order of ROW_NUMBER, LAG and LEAD ends in the key of the source, or holds every column used',
    'a tie is a random row, and what is written behind the key decides nothing',
    'End the ORDER BY in the key of the source.',
  ),
  'PSQL-21': error(
    'a running SUM, MIN, MAX or COUNT names its frame',
    'without a frame rows with equal order are taken together',
    'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
  ),
  'PSQL-22': error(
    'no ordinal or alias in GROUP BY or ORDER BY, no alias in WHERE or HAVING',
    'engines differ in what such a name means',
    'Repeat the expression.',
  ),
  'PSQL-23': error(
    'every table and output has AS and a name; no SELECT *',
    'a list that grows by itself is not the declared one',
    'Name every column.',
  ),
  'PSQL-24': error(
    'joins are JOIN, LEFT JOIN, FULL JOIN with ON, or CROSS JOIN',
    'other joins fail on one engine or hide what is joined',
    'JOIN {source.TABLE} AS t ON t."k" = s."k"',
  ),
  'PSQL-25': warning(
    'NOT IN, <>, NOT LIKE and NOT over something that may be NULL have their NULL side written',
    'rows without a value drop out silently',
    "COALESCE(x, '') <> 'a', or x IS NULL OR x <> 'a'; NOT EXISTS for NOT IN (SELECT …).",
  ),
  'PSQL-26': warning(
    'no UNION without ALL, EXCEPT, INTERSECT, SELECT DISTINCT',
    'they hide rows',
    'UNION ALL with a column that tells the parts apart; GROUP BY.',
  ),
  'PSQL-27': error(
    'a bare NULL stands only after THEN or ELSE beside a typed branch',
    'its type is INTEGER on two engines and unknown on the third',
    'CAST(NULL AS VARCHAR(20))',
  ),
  'PSQL-28': error(
    'the outputs are the declared columns: number, order, spelling',
    'columns are matched by place, so a swapped pair would be sealed under wrong names',
    'expr AS "Declared Name", in declared order.',
  ),
  'PSQL-29': error(
    'every parameter is declared and used, lists only as IN (:x); the extract itself is restricted to :companies and the period',
    'a parameter that is not used suggests a restriction that is not there',
    'Declare it in the definition, take it out, or restrict the extract by it.',
  ),
  'PSQL-30': error(
    "no N'…', […], back-quotes, ::, ?, @, $, nested comments, hints",
    'they belong to one engine',
    'Use the portable form.',
  ),
  'SUBQUERY-1': error(
    'no subquery as a value',
    'Trino refuses many correlated ones, and more than one row is an error at run time',
    'Join to a grouped common table expression.',
  ),
  'CONST-1': error(
    'a condition depends on the rows it judges',
    'one that is always true or never true is a test that cannot fail, or rows that are never read',
    'Take it out, or compare a column with what it should be.',
  ),
  'C-2': error(
    'every join, filter and calculation of the extract has its plain-language line',
    'a reader who knows no SQL cannot review the logic',
    'Add a line to `logic` that begins with Join, Filter or Calculation and ends in [the columns].',
  ),
  'C-3': error(
    'no hard-coded date, entity, currency, account or amount, no constant written out; no dirty read',
    'a literal that should be a parameter makes next month’s run wrong without a sign',
    'Declare a constant with its reason, or use the parameters of the period.',
  ),
  'C-4': error(
    'a query only reads',
    'evidence must not change what it is evidence of',
    'Take the writing statement out.',
  ),
  'E-1': error(
    'the completeness query is formulated independently of the extract',
    'a query that counts itself proves nothing',
    'Start at another table, test by existence, or group first.',
  ),
  'F-4': error(
    'every join of the extract has a declared cardinality',
    'a look-up that matches twice doubles rows and amounts',
    'Add the look-up to the fan_out control query, grouped by the columns it is joined on.',
  ),
  'TYPE-1': error(
    'an item has a type, and an ad hoc item has no baseline',
    'a one-off query cannot be relied on like a tested report',
    'Remove the baseline, or bring the query under change control.',
  ),
  'TYPE-2': error(
    'the test plan holds what the type of the report asks for',
    'riskier reports need more testing',
    'Add the check, or waive with the reason and where the evidence is.',
  ),
  'TYPE-3': error(
    'an item says whether it is a key report or a population',
    'the two are relied on differently',
    'Set `usage`.',
  ),
  'COND-1': error(
    'a condition is one expression over the extract',
    'a condition that reads elsewhere is not what the package shows',
    'Declare a control query for figures from elsewhere.',
  ),
  'COND-2': error(
    'a condition uses only functions on its allow-list',
    'clocks, random values and file functions make a test unrepeatable',
    'Use the functions of docs/logic-lint.md.',
  ),
  'COND-3': error(
    'a condition names only columns of the extract, quoted, and parameters of the run',
    'an unquoted or unknown name may silently mean something else',
    '"Column Name", $parameter',
  ),
  'CHECK-1': error(
    'every bound of a check can be broken by a row',
    'a test that cannot fail passes whatever the data hold',
    'Give a bound a row can break, or none; recalculate from other columns; foot by a column.',
  ),
  'CHECK-2': error(
    'a tie-out tolerates no more than its control allows, and at most 0.01 per line',
    'a wide tolerance hides what the tie-out is there to find',
    'Lower the tolerance, or waive with the reason and who approved it.',
  ),
  'CHECK-3': error(
    'a check that proves completeness or exact accuracy blocks',
    'what only warns lets the item pass with a difference in it',
    'Take `severity` out, or waive with the reason and who approved it.',
  ),
  'CHECK-4': error(
    'a check under the id of one every item has asks the same and counts as much',
    'otherwise a definition takes a test out without a word',
    'Give the check an id of its own.',
  ),
  'WAIVER-1': error(
    'every waiver matches a finding that may be waived',
    'a waiver for nothing hides the next mistake',
    'Remove the waiver.',
  ),
} satisfies Record<string, LintRule>;

export type RuleId = keyof typeof TABLE;

export const RULES: Readonly<Record<RuleId, LintRule>> = TABLE;

export function isRule(id: string): id is RuleId {
  return Object.hasOwn(RULES, id);
}

/** Findings of these stand whatever anybody approves. */
export const NEVER_WAIVED: ReadonlySet<RuleId> = new Set([
  'CATALOG-1',
  'PSQL-1',
  'C-4',
  'TYPE-1',
  'TYPE-3',
  'WAIVER-1',
]);
