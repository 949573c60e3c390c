import { parseDataType } from '../kernel/data-type.ts';
import { sha256 } from '../kernel/digest.ts';
import type { ResultColumn } from '../kernel/query.ts';
import type { CheckSpec } from './check-spec.ts';
import type { CompiledQuery } from './compiled-catalog.ts';
import { contractAmountsSql, contractColumnsSql } from './contract-sql.ts';
import { contractTables } from './contract-tables.ts';
import type { TableLookup } from './portable-sql/source-tables.ts';
import { parseTemplate } from './portable-sql/template.ts';

/** What the compiler adds to an item so that its answer is the same on every engine (portable-sql C2, 4.1, 4.8). */
export interface DataContract {
  readonly queries: readonly CompiledQuery[];
  readonly checks: readonly CheckSpec[];
}

/** Names no control query of a definition may take. */
export const CONTRACT_QUERIES = ['contract_columns', 'contract_amounts'] as const;
const [COLUMNS, AMOUNTS] = CONTRACT_QUERIES;

const text = (name: string): ResultColumn => ({ name, type: { kind: 'text' }, nullable: false });
const count = (name: string, nullable = true): ResultColumn => ({
  name,
  type: { kind: 'integer' },
  nullable,
});

function compiled(
  name: string,
  purpose: string,
  sql: string,
  columns: readonly ResultColumn[],
): CompiledQuery {
  const { template } = parseTemplate(sql);
  return {
    name,
    purpose,
    sqlFile: `${name.replaceAll('_', '-')}.sql`,
    text: sql,
    sha256: sha256(sql),
    template,
    columns,
    overrides: {},
  };
}

const CODE_CHECKS: readonly CheckSpec[] = [
  {
    id: 'contract_trailing_blanks',
    kind: 'no_rows',
    attribute: 'F-5',
    title: 'No code that is compared ends in a blank, so every engine compares it alike',
    query: COLUMNS,
    where: '"trailing_blanks" > 0',
  },
  {
    id: 'contract_case_twins',
    kind: 'no_rows',
    attribute: 'F-5',
    severity: 'warn',
    title: 'No two codes that are compared differ in upper and lower case only',
    query: COLUMNS,
    where: '"folded_forms" < "exact_forms"',
  },
];

const AMOUNT_CHECKS: readonly CheckSpec[] = [
  {
    id: 'contract_sums_exact',
    kind: 'no_rows',
    attribute: 'F-5',
    title: 'Stored amounts are small enough for their sums to be exact',
    query: COLUMNS,
    where: 'CAST("largest_amount" AS HUGEINT) * "row_count" >= 1000000000000000000',
  },
  {
    id: 'contract_four_decimals',
    kind: 'no_rows',
    attribute: 'F-5',
    title: 'No stored amount has more than four decimals, so nothing was rounded',
    query: AMOUNTS,
  },
];

/** Every check the contract may add. */
export const CONTRACT_CHECKS: readonly CheckSpec[] = [...CODE_CHECKS, ...AMOUNT_CHECKS];

/** The contract of the tables an item reads; none where they hold neither codes nor amounts of decimal(38,20). */
export function dataContract(queries: readonly CompiledQuery[], tables: TableLookup): DataContract {
  const contracts = contractTables(queries, tables);
  const withAmounts = contracts.filter(({ amounts }) => amounts.length > 0);
  const hasCodes = contracts.some(({ codes }) => codes.length > 0);
  if (contracts.length === 0) return { queries: [], checks: [] };
  const columns = compiled(
    COLUMNS,
    'Counts codes that end in a blank and codes that differ in case only, and gives the bound of every sum, in the columns the item reads.',
    contractColumnsSql(contracts),
    [
      text('table_name'),
      text('column_name'),
      count('row_count', false),
      count('trailing_blanks'),
      count('exact_forms'),
      count('folded_forms'),
      { name: 'largest_amount', type: parseDataType('decimal(19,0)'), nullable: true },
    ],
  );
  const amounts = compiled(
    AMOUNTS,
    'Lists amounts the item reads that have more than four decimals, by the key of their table.',
    contractAmountsSql(withAmounts),
    [
      text('table_name'),
      text('column_name'),
      text('row_key'),
      { name: 'amount', type: parseDataType('decimal(38,20)'), nullable: false },
    ],
  );
  return {
    queries: [columns, ...(withAmounts.length > 0 ? [amounts] : [])],
    checks: [...(hasCodes ? CODE_CHECKS : []), ...(withAmounts.length > 0 ? AMOUNT_CHECKS : [])],
  };
}
