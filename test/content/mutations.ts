import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import type { JudgedDefinition } from '../../src/catalog/definition.ts';
import type { DataType } from '../../src/kernel/data-type.ts';
import type { ResultColumn } from '../../src/kernel/query.ts';
import { validate } from '../../src/validation/validate.ts';
import { quoteIdentifier } from '../../src/workbench/identifiers.ts';
import type { LandedItem } from './run-item.ts';

/** One way to falsify what was delivered, as the SELECT that stands for the extract then. */
export interface Mutation {
  readonly name: string;
  readonly sql: string;
}

/** Rows of the true delivery, numbered in the order of the key. */
const TRUE_ROWS = 'true_rows';
const NUMBER = 'true_row_number';

/** Checks whose answer does not depend on the extract. */
const OF_THE_SOURCE: readonly CheckSpec['kind'][] = ['fan_out', 'no_rows', 'roll_forward'];

/** Another value of the type; a missing one becomes a value. */
function altered(cell: string, type: DataType): string {
  switch (type.kind) {
    case 'integer':
      return `coalesce(${cell}, 0) + 1`;
    case 'decimal':
      return `CAST(coalesce(${cell}, 0) + 0.01 AS DECIMAL(${type.precision},${type.scale}))`;
    case 'boolean':
      return `NOT coalesce(${cell}, false)`;
    case 'date':
      return `CAST(coalesce(${cell}, DATE '2025-09-14') + INTERVAL 1 DAY AS DATE)`;
    case 'timestamp':
      return `coalesce(${cell}, TIMESTAMP '2025-09-14 12:00:00') + INTERVAL 1 DAY`;
    default:
      return `coalesce(${cell}, '') || 'X'`;
  }
}

/** All rows, one cell of row `n` altered. */
function withCell(columns: readonly ResultColumn[], name: string, n: number): string {
  const list = columns.map((column) => {
    const cell = quoteIdentifier(column.name);
    return column.name === name
      ? `CASE WHEN ${NUMBER} = ${n} THEN ${altered(cell, column.type)} ELSE ${cell} END AS ${cell}`
      : cell;
  });
  return `SELECT ${list.join(', ')} FROM ${TRUE_ROWS}`;
}

function rowAgain(columns: readonly ResultColumn[], n: number, key?: ResultColumn): string {
  const list = columns.map(({ name, type }) => {
    const cell = quoteIdentifier(name);
    return name === key?.name ? `${altered(cell, type)} AS ${cell}` : cell;
  });
  return `SELECT ${list.join(', ')} FROM ${TRUE_ROWS} WHERE ${NUMBER} = ${n}`;
}

/** A row of an extract that has none: every column filled. */
function madeUp(columns: readonly ResultColumn[]): string {
  const list = columns.map(
    ({ name, type }) => `${altered('NULL', type)} AS ${quoteIdentifier(name)}`,
  );
  return `SELECT ${list.join(', ')}`;
}

/** Columns one of whose cells is altered: all decimal ones, and those the control depends on. */
function alteredColumns(
  { columns: declared, controlTotals, key }: JudgedDefinition,
  columns: readonly ResultColumn[],
): readonly string[] {
  const totals = controlTotals.map(({ column }) => column);
  return columns
    .filter(({ name, type }) => {
      const { critical = false, rde = false } = declared[name] ?? {};
      const isMeasured = type.kind === 'decimal' || totals.includes(name);
      return critical || rde || key.includes(name) || isMeasured;
    })
    .map(({ name }) => name);
}

/** Every mutation of an extract with this many rows; each is made on the row in the middle. */
export function mutationsOf(
  definition: JudgedDefinition,
  columns: readonly ResultColumn[],
  rows: number,
): readonly Mutation[] {
  const all = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const truth = `SELECT ${all} FROM ${TRUE_ROWS}`;
  if (rows === 0) return [{ name: 'one row made up', sql: madeUp(columns) }];
  const n = Math.ceil(rows / 2);
  const last = columns.find(({ name }) => name === definition.key.at(-1));
  return [
    { name: 'one row removed', sql: `${truth} WHERE ${NUMBER} <> ${n}` },
    { name: 'one row added', sql: `${truth} UNION ALL ${rowAgain(columns, n, last)}` },
    { name: 'one row twice', sql: `${truth} UNION ALL ${rowAgain(columns, n)}` },
    ...alteredColumns(definition, columns).map((name) => ({
      name: `${name} altered`,
      sql: withCell(columns, name, n),
    })),
  ];
}

/**
 * Ids of the checks that are not passed on the true delivery, and of those that are so on a mutation only. What noticed
 * an earlier mutation is asked first; the other checks only where none of those notices.
 */
export async function noticedBy(
  item: LandedItem,
  mutations: readonly Mutation[],
): Promise<{
  readonly truth: readonly string[];
  readonly mutated: ReadonlyMap<string, readonly string[]>;
}> {
  const { workbench, plan, request, extract } = item;
  const key = plan.item.definition.key.map(quoteIdentifier).join(', ');
  await workbench.run(
    `CREATE TABLE ${TRUE_ROWS} AS SELECT *, row_number() OVER (ORDER BY ${key}) AS ${NUMBER} FROM extract`,
  );
  const all = request.checks.filter(({ kind }) => !OF_THE_SOURCE.includes(kind));
  const judge = async (checks: readonly CheckSpec[]) => {
    const [[count = '0'] = []] = await workbench.rows('SELECT count(*) FROM extract');
    const rows = Number(count);
    const findings = await validate({
      ...request,
      checks,
      // The engine is made to agree, so that counting what arrived does not give the mutation away.
      engineRows: rows,
      extract: { ...extract, arrivedRows: rows, recordCount: rows },
    });
    return findings.flatMap(({ status, check }) =>
      status === 'PASS' || status === 'NOT APPLICABLE' ? [] : [check.id],
    );
  };
  const truth = await judge(all);
  const alert = new Set<string>();
  const mutated = new Map<string, readonly string[]>();
  for (const { name, sql } of mutations) {
    await workbench.run(`CREATE OR REPLACE VIEW extract AS ${sql}`);
    const notice = async (isAsked: (id: string) => boolean) =>
      (await judge(all.filter(({ id }) => isAsked(id)))).filter((check) => !truth.includes(check));
    const early = await notice((id) => alert.has(id));
    const noticed = early.length > 0 ? early : await notice((id) => !alert.has(id));
    for (const check of noticed) alert.add(check);
    mutated.set(name, noticed);
  }
  return { truth, mutated };
}

const KINDS = ['mutations', 'critical columns', 'decimal columns', 'all columns'] as const;

/** How many were noticed out of how many there are; of columns with a cell altered, those of an extract with rows. */
export type Rates = Readonly<
  Record<(typeof KINDS)[number], { readonly noticed: number; readonly all: number }>
>;

export function ratesOf(
  { definition, columns }: LandedItem['plan']['item'],
  mutated: ReadonlyMap<string, readonly string[]>,
): Rates {
  const rate = (names: readonly string[]) => ({
    noticed: names.filter((name) => (mutated.get(name)?.length ?? 0) > 0).length,
    all: names.length,
  });
  const filled = mutated.has('one row made up') ? [] : columns;
  const altered = (some: readonly ResultColumn[]) =>
    rate(some.map(({ name }) => `${name} altered`));
  return {
    mutations: rate([...mutated.keys()]),
    'critical columns': altered(
      filled.filter(({ name }) => definition.columns[name]?.critical === true),
    ),
    'decimal columns': altered(filled.filter(({ type }) => type.kind === 'decimal')),
    'all columns': altered(filled),
  };
}

/** The rates of several items added up, as one line. */
export function ratesText(rates: readonly Rates[]): string {
  return KINDS.map((kind) => {
    const sum = (of: 'noticed' | 'all') =>
      rates.reduce((total, { [kind]: rate }) => total + rate[of], 0);
    return `${kind} ${sum('noticed')} of ${sum('all')}`;
  }).join(', ');
}
