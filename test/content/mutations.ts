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
  /** The column one cell of which is altered; null where whole rows are. */
  readonly column: string | null;
  readonly sql: string;
}

/** Rows of the true delivery, numbered in the order of the key. */
const TRUE_ROWS = 'true_rows';
const NUMBER = 'true_row_number';

/** Checks whose answer does not depend on the extract. */
const OF_THE_SOURCE: readonly CheckSpec['kind'][] = ['fan_out', 'no_rows', 'roll_forward'];

/** Whether a check can notice what is wrong with the extract. */
export function dependsOnExtract({ kind }: CheckSpec): boolean {
  return !OF_THE_SOURCE.includes(kind);
}

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
  if (rows === 0) return [{ name: 'one row made up', column: null, sql: madeUp(columns) }];
  const n = Math.ceil(rows / 2);
  const last = columns.find(({ name }) => name === definition.key.at(-1));
  return [
    { name: 'one row removed', column: null, sql: `${truth} WHERE ${NUMBER} <> ${n}` },
    {
      name: 'one row added',
      column: null,
      sql: `${truth} UNION ALL ${rowAgain(columns, n, last)}`,
    },
    { name: 'one row twice', column: null, sql: `${truth} UNION ALL ${rowAgain(columns, n)}` },
    ...alteredColumns(definition, columns).map((name) => ({
      name: `${name} altered`,
      column: name,
      sql: withCell(columns, name, n),
    })),
  ];
}

/** Whether the check has to do with what a mutation alters, as far as its name and its settings tell. */
function speaksOf(check: CheckSpec, column: string | null): boolean {
  return column !== null && JSON.stringify(check).includes(JSON.stringify(column));
}

/**
 * The check of an item landed for what depends on its extract that notices each mutation, and those that are not passed on the true delivery, which notice nothing by
 * not passing. They are asked one after the other, the likeliest first: those that speak of the column that was
 * altered, then those that noticed most so far.
 */
export async function noticedBy(
  item: LandedItem,
  mutations: readonly Mutation[],
): Promise<{
  readonly alarmed: readonly string[];
  readonly mutated: ReadonlyMap<string, string | null>;
}> {
  const { workbench, plan, request, extract } = item;
  const key = plan.item.definition.key.map(quoteIdentifier).join(', ');
  await workbench.run(
    `CREATE TABLE ${TRUE_ROWS} AS SELECT *, row_number() OVER (ORDER BY ${key}) AS ${NUMBER} FROM extract`,
  );
  const delivering = async (sql: string) => {
    await workbench.run(`CREATE OR REPLACE VIEW extract AS ${sql}`);
    const [[count = '0'] = []] = await workbench.rows('SELECT count(*) FROM extract');
    const rows = Number(count);
    return async (check: CheckSpec) => {
      const [finding] = await validate({
        ...request,
        checks: [check],
        // The engine is made to agree, so that counting what arrived does not give the mutation away.
        engineRows: rows,
        extract: { ...extract, arrivedRows: rows, recordCount: rows },
      });
      return finding?.status === 'PASS' || finding?.status === 'NOT APPLICABLE';
    };
  };
  const truth = `SELECT * EXCLUDE (${NUMBER}) FROM ${TRUE_ROWS}`;
  const passesOnTruth = new Map<CheckSpec, boolean>();
  const isSilentOnTruth = async (check: CheckSpec) => {
    const known = passesOnTruth.get(check) ?? (await (await delivering(truth))(check));
    passesOnTruth.set(check, known);
    return known;
  };
  const noticed = new Map<CheckSpec, number>();
  const mutated = new Map<string, string | null>();
  for (const { name, column, sql } of mutations) {
    const likely = (check: CheckSpec) =>
      (speaksOf(check, column) ? mutations.length : 0) + (noticed.get(check) ?? 0);
    let passes = await delivering(sql);
    mutated.set(name, null);
    for (const check of request.checks.toSorted((a, b) => likely(b) - likely(a))) {
      if (passesOnTruth.get(check) === false || (await passes(check))) continue;
      if (await isSilentOnTruth(check)) {
        noticed.set(check, (noticed.get(check) ?? 0) + 1);
        mutated.set(name, check.id);
        break;
      }
      passes = await delivering(sql);
    }
  }
  const alarmed = [...passesOnTruth].filter(([, passed]) => !passed).map(([{ id }]) => id);
  return { alarmed, mutated };
}

const KINDS = ['mutations', 'critical columns', 'decimal columns', 'all columns'] as const;

/** How many were noticed out of how many there are; of columns with a cell altered, those of an extract with rows. */
export type Rates = Readonly<
  Record<(typeof KINDS)[number], { readonly noticed: number; readonly all: number }>
>;

export function ratesOf(
  { definition, columns }: LandedItem['plan']['item'],
  mutated: ReadonlyMap<string, string | null>,
): Rates {
  const rate = (names: readonly string[]) => ({
    noticed: names.filter((name) => typeof mutated.get(name) === 'string').length,
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
