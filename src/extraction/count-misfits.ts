import { dataTypeText } from '../kernel/data-type.ts';
import type { Workbench } from '../workbench/workbench.ts';
import type { Misfits } from './extract.ts';
import { ExtractionError } from './extraction-error.ts';
import { type MappedColumn, readSpool, type SpoolRelation } from './spool-relation.ts';

/** Misfits shown one by one. */
const SHOWN = 10;

/** Cells of one column as delivered. */
export interface DeliveredCells {
  readonly misfits: number;
  readonly nulls: number;
  readonly empties: number;
}

/** What a look at every delivered cell says. */
export interface DeliveredCount {
  readonly rows: number;
  /** Only columns with a cell that does not fit its declared type. */
  readonly misfitting: ReadonlyMap<string, DeliveredCells>;
}

/** Counts rows and cells that do not fit, in one scan. @throws ExtractionError SPOOL_UNREADABLE */
export async function countMisfits(
  query: string,
  { from, columns }: SpoolRelation,
  workbench: Workbench,
  signal: AbortSignal,
): Promise<DeliveredCount> {
  const judged = columns.filter(({ fits }) => fits !== null);
  const figures = judged.flatMap((column) => [
    `count(*) FILTER (${misfitCondition(column)})`,
    `count(*) - count(${column.cell})`,
    `count(*) FILTER (${column.delivered} = '')`,
  ]);
  const [counts = []] = await readSpool(query, () =>
    workbench.rows(`SELECT ${['count(*)', ...figures].join(', ')} FROM ${from}`, {}, signal),
  );
  const [rows, ...cells] = counts.map(Number);
  const misfitting = new Map<string, DeliveredCells>();
  for (const [index, { name }] of judged.entries()) {
    const [misfits = 0, nulls = 0, empties = 0] = cells.slice(3 * index, 3 * index + 3);
    if (misfits > 0) misfitting.set(name, { misfits, nulls, empties });
  }
  return { rows: rows ?? 0, misfitting };
}

/** SQL that is true for a cell that holds something and does not have the form of its type. */
export function misfitCondition({ cell, fits }: MappedColumn): string {
  return fits === null ? 'false' : `(${cell} IS NOT NULL AND (${fits}) IS NOT TRUE)`;
}

/**
 * The first misfits in key order.
 * @throws ExtractionError KEY_MISFIT when a key column has one: then its row cannot be named or sorted
 */
export async function describeMisfits(
  { from, columns }: SpoolRelation,
  { misfitting }: DeliveredCount,
  key: readonly string[],
  workbench: Workbench,
  signal: AbortSignal,
): Promise<Misfits> {
  const keys = key.flatMap((name) => columns.filter((column) => column.name === name));
  const first: Misfits['first'][number][] = [];
  for (const column of [...keys, ...columns.filter(({ name }) => !key.includes(name))]) {
    if (!misfitting.has(column.name) || first.length >= SHOWN) continue;
    const order = keys.map(({ value }) => `${value} NULLS FIRST`);
    const rows = await workbench.rows(
      `SELECT ${[column.delivered, ...keys.map(({ text }) => text)].join(', ')} FROM ${from} WHERE ${misfitCondition(column)} ORDER BY ${[...order, column.delivered].join(', ')} LIMIT ${SHOWN - first.length}`,
      {},
      signal,
    );
    for (const [delivered, ...values] of rows) {
      if (key.includes(column.name)) throw keyMisfit(column, String(delivered));
      first.push({ key: values, column: column.name, delivered: String(delivered) });
    }
  }
  const total = [...misfitting.values()].reduce((sum, { misfits }) => sum + misfits, 0);
  return { total, first };
}

function keyMisfit({ name, type }: MappedColumn, delivered: string): ExtractionError {
  return new ExtractionError(
    'KEY_MISFIT',
    `key column ${JSON.stringify(name)} is declared ${dataTypeText(type)} and holds ${JSON.stringify(delivered)}`,
    { advice: 'Correct the declared type or the query; a row without its key cannot be named.' },
  );
}
