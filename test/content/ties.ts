import { expect } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { findItem } from '../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import { dataTypeText } from '../../src/kernel/data-type.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import type { ResultColumn } from '../../src/kernel/query.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/workbench/identifiers.ts';
import { Workbench } from '../../src/workbench/workbench.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { conditionOf } from './condition-of.ts';
import type { HandBooks } from './hand-books.ts';
import { catalog } from './the-catalog.ts';

type Row = Readonly<Record<string, string | null>>;

interface Question {
  readonly entities: readonly string[];
  readonly period?: string;
}

/** Exact units of a decimal text with at most four places. */
function units(text: string | null | undefined): bigint {
  const [whole = '0', fraction = ''] = (text ?? '0').split('.');
  return BigInt(whole + fraction.padEnd(4, '0'));
}

/** Rows grouped by columns, each group with its count and the exact sums of other columns. */
function figures(
  rows: readonly Row[],
  by: readonly string[],
  sums: readonly string[],
  countOf: (row: Row) => bigint,
): Readonly<Record<string, readonly bigint[]>> {
  const groups = new Map<string, bigint[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((column) => row[column] ?? null));
    const before = groups.get(key) ?? [0n, ...sums.map(() => 0n)];
    const added = [countOf(row), ...sums.map((column) => units(row[column]))];
    groups.set(
      key,
      before.map((value, index) => value + (added[index] ?? 0n)),
    );
  }
  return Object.fromEntries(groups);
}

/** E-1, E-5: the independent query finds the rows and every control total of each partition of the extract. */
export async function expectComplete(
  books: HandBooks,
  id: string,
  question: Question,
): Promise<void> {
  const { partitions, controlTotals } = findItem(catalog, id).definition;
  const totals = controlTotals.map(({ column }) => column);
  const { rows: extract } = await books.ask(id, 'extract', question);
  const { rows: independent } = await books.ask(id, 'completeness', question);
  expect(figures(independent, partitions, totals, (row) => BigInt(row['row_count'] ?? ''))).toEqual(
    figures(extract, partitions, totals, () => 1n),
  );
}

/** E-5: the independent query finds as many rows for every value of the tied columns as the extract holds. */
export async function expectValuesTied(
  books: HandBooks,
  id: string,
  question: Question,
): Promise<void> {
  const { definition, columns } = findItem(catalog, id);
  const check = definition.checks.find(({ kind }) => kind === 'value_tie');
  if (check?.kind !== 'value_tie') throw new Error(`${id} ties no values`);
  const { rows: extract } = await books.ask(id, 'extract', question);
  const cells = extract.flatMap((row) =>
    check.columns.map((column): Row => {
      const days = columns.find(({ name }) => name === column)?.type.kind === 'timestamp';
      const text = row[column] ?? null;
      return { column_name: column, value: days && text !== null ? text.slice(0, 10) : text };
    }),
  );
  const { rows: independent } = await books.ask(id, check.query, question);
  const by = ['column_name', 'value'];
  expect(figures(independent, by, [], (row) => BigInt(row['row_count'] ?? ''))).toEqual(
    figures(cells, by, [], () => 1n),
  );
}

function workbenchType(column: ResultColumn): string {
  const text = dataTypeText(column.type);
  if (text === 'text') return 'VARCHAR';
  return text === 'integer' ? 'BIGINT' : text.replace(/^timestamp.*/, 'TIMESTAMP');
}

async function land(
  bench: Workbench,
  columns: readonly ResultColumn[],
  rows: readonly Row[],
): Promise<void> {
  const types = columns.map((column) => `${quoteIdentifier(column.name)} ${workbenchType(column)}`);
  await bench.run(`CREATE TABLE extract (${types.join(', ')})`);
  for (const row of rows) {
    const cells = columns.map(({ name }) => {
      const text = row[name] ?? null;
      return text === null ? 'NULL' : quoteLiteral(text);
    });
    await bench.run(`INSERT INTO extract VALUES (${cells.join(', ')})`);
  }
}

function breaks(check: CheckSpec): string {
  const condition = conditionOf(check);
  if (condition === undefined) throw new Error(`${check.id} holds no condition`);
  return check.kind === 'witness' ? condition : `(${condition}) IS NOT TRUE`;
}

/** E-6: what is included and what is left out add up, every amount too, and what is included is the extract. */
export async function expectConserved(
  books: HandBooks,
  id: string,
  query: string,
  question: Question,
): Promise<void> {
  const item = findItem(catalog, id);
  const columns = item.queries.find(({ name }) => name === query)?.columns ?? [];
  const isFigure = ({ type }: ResultColumn) => type.kind === 'integer' || type.kind === 'decimal';
  const amounts = columns.filter(isFigure).map(({ name }) => name);
  const by = columns.filter((column) => !isFigure(column) && column.name !== 'reason');
  const populations = by.map(({ name }) => name);
  const { rows } = await books.ask(id, query, question);
  const whole = rows.filter(({ reason }) => reason === 'unfiltered');
  const parts = rows.filter(({ reason }) => reason !== 'unfiltered');
  const nothing = () => 0n;
  // a population of which nothing is left has an unfiltered row of zeros and no part
  const zeros = whole.map((row) => ({
    ...row,
    ...Object.fromEntries(amounts.map((name) => [name, '0'])),
  }));
  expect(figures([...zeros, ...parts], populations, amounts, nothing)).toEqual(
    figures(whole, populations, amounts, nothing),
  );
  const { rows: extract } = await books.ask(id, 'extract', question);
  const included = parts.filter(({ reason }) => reason === 'included');
  const count = included.reduce((sum, { row_count }) => sum + Number(row_count), 0);
  expect(count).toBe(extract.length);
}

/** Keys of the extract's rows that break a check with a condition. */
export async function breaking(
  books: HandBooks,
  id: string,
  checkId: string,
  question: Question,
): Promise<readonly string[]> {
  const item = findItem(catalog, id);
  const check = item.definition.checks.find((one) => one.id === checkId);
  if (check === undefined) throw new Error(`${id} has no check ${checkId}`);
  const plan = planItem(catalog, {
    item,
    period: parsePeriod(question.period ?? '2025-09'),
    selection: resolveEntities(question.entities),
    engine: 'duckdb',
    overrides: {},
  });
  const bench = await Workbench.open({ folder: await tempFolder() });
  const { rows } = await books.ask(id, 'extract', question);
  await land(bench, item.columns, rows);
  const key = item.definition.key.map((column) => `CAST(${quoteIdentifier(column)} AS VARCHAR)`);
  const parameters = Object.fromEntries(plan.parameters.map((one) => [one.name, one]));
  const found = await bench.rows(
    `SELECT concat_ws(' ', ${key.join(', ')}) FROM "extract" WHERE ${breaks(check)} ORDER BY 1`,
    parameters,
  );
  await bench.close();
  return found.map(([text]) => text ?? '');
}
