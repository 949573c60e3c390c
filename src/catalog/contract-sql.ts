import type { ContractTable } from './contract-tables.ts';
import type { SourceColumnDefinition } from './definition.ts';
import { doubleQuoted } from './portable-sql/dialect.ts';

/** Column `n` of a table, by the place at which it stands in the list of values. */
interface Numbered {
  readonly n: number;
  readonly name: string;
}

function numbered(names: readonly string[], from: number): readonly Numbered[] {
  return names.map((name, index) => ({ n: from + index, name }));
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function source(name: string): string {
  return `h.${doubleQuoted(name)}`;
}

/** Turns the one row per table into one per column; a typed NULL where no column of the table has the figure. */
function ofColumn(columns: readonly Numbered[], figure: string, nothing: string): string {
  if (columns.length === 0) return nothing;
  return `CASE v.n ${columns.map(({ n }) => `WHEN ${n} THEN ${figure}_${n}`).join(' ')} END`;
}

function valuesOf(columns: readonly Numbered[]): string {
  const rows = columns.map(({ n, name }) => `(${n}, ${literal(name)})`);
  return `CROSS JOIN (VALUES ${rows.join(', ')}) AS v (n, column_name)`;
}

function columnsSelect({ table, codes, amounts }: ContractTable): string {
  const texts = numbered(codes, 1);
  const numbers = numbered(amounts, codes.length + 1);
  const count = 'CAST(NULL AS BIGINT)';
  const largest = ofColumn(numbers, 't.largest', 'CAST(NULL AS DECIMAL(19,0))');
  const figures = [
    'COUNT(*) AS row_count',
    ...texts.flatMap(({ n, name }) => [
      `COALESCE(CAST(SUM(CASE WHEN ${source(name)} LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_${n}`,
      `COUNT(DISTINCT ${source(name)}) AS exact_${n}`,
      `COUNT(DISTINCT UPPER(${source(name)})) AS folded_${n}`,
    ]),
    ...numbers.map(
      ({ n, name }) => `CAST(ROUND(MAX(ABS(${source(name)})), 0) AS DECIMAL(19,0)) AS largest_${n}`,
    ),
  ];
  return `SELECT
  ${literal(table.reference)} AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  ${ofColumn(texts, 't.blanks', count)} AS "trailing_blanks",
  ${ofColumn(texts, 't.exact', count)} AS "exact_forms",
  ${ofColumn(texts, 't.folded', count)} AS "folded_forms",
  ${largest} AS "largest_amount"
FROM (
  SELECT
    ${figures.join(',\n    ')}
  FROM {${table.reference}} AS h
) AS t
${valuesOf([...texts, ...numbers])}`;
}

/** Every table is read once, whatever the number of its columns. */
export function contractColumnsSql(tables: readonly ContractTable[]): string {
  return `-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
${tables.map(columnsSelect).join('\nUNION ALL\n')}
`;
}

/** A key column's value as text, the same on every engine. */
function keyText(name: string, { type }: SourceColumnDefinition): string {
  const column = source(name);
  if (type.includes('varchar')) return column;
  if (type === 'flag') return `CAST(CAST(${column} AS INTEGER) AS VARCHAR(1))`;
  if (type.startsWith('timestamp')) return `CAST(CAST(${column} AS DATE) AS VARCHAR(10))`;
  return `CAST(${column} AS VARCHAR(${type === 'date' ? 10 : 50}))`;
}

function keyOf({ table: { definition } }: ContractTable): string {
  const parts = definition.key.flatMap((name) => {
    const column = definition.columns[name];
    return column === undefined ? [] : [`COALESCE(${keyText(name, column)}, '')`];
  });
  const [first = "''", ...others] = parts;
  return others.length === 0 ? first : `CONCAT(${parts.join(", ' / ', ")})`;
}

function fineAmountsSelect(contract: ContractTable): string {
  const columns = numbered(contract.amounts, 1);
  const amount = ofColumn(columns, 'f.amount', '');
  const isFine = columns.map(({ name }) => `${source(name)} <> ROUND(${source(name)}, 4)`);
  const amounts = columns.map(({ n, name }) => `${source(name)} AS amount_${n}`);
  return `SELECT
  ${literal(contract.table.reference)} AS "table_name",
  v.column_name AS "column_name",
  f.row_key AS "row_key",
  ${amount} AS "amount"
FROM (
  SELECT
    ${[`${keyOf(contract)} AS row_key`, ...amounts].join(',\n    ')}
  FROM {${contract.table.reference}} AS h
  WHERE ${isFine.join('\n    OR ')}
) AS f
${valuesOf(columns)}
WHERE ${amount} <> ROUND(${amount}, 4)`;
}

/** Rows whose amount has more than four decimals, by the table's own key. */
export function contractAmountsSql(tables: readonly ContractTable[]): string {
  return `-- Written by the catalog compiler: amounts this item reads that have more than four decimals, which rounding would
-- change.
${tables.map(fineAmountsSelect).join('\nUNION ALL\n')}
`;
}
