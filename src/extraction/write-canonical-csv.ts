import { quoteIdentifier } from '../workbench/identifiers.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { misfitCondition } from './count-misfits.ts';
import { type MappedColumn, readSpool, type SpoolRelation } from './spool-relation.ts';

/**
 * Writes the delivered rows as csv/v1, sorted by the key, NULLs first, text by UTF-8 bytes, ties by the remaining
 * columns as declared (evidence-package 3.1). A cell that does not fit keeps its delivered text.
 * @returns records written
 */
export async function writeCanonicalCsv(request: {
  readonly query: string;
  readonly spool: SpoolRelation;
  readonly misfitting: ReadonlySet<string>;
  readonly key: readonly string[];
  readonly path: string;
  readonly workbench: Workbench;
  readonly signal: AbortSignal;
}): Promise<number> {
  const { query, spool, misfitting, key, path, workbench, signal } = request;
  const keys = key.flatMap((name) => spool.columns.filter((column) => column.name === name));
  const rest = spool.columns.filter(({ name }) => !key.includes(name));
  const order = [...keys, ...rest].flatMap((column) =>
    sortTerms(column, misfitting.has(column.name)),
  );
  const cells = spool.columns.map(
    (column) =>
      `${cellText(column, misfitting.has(column.name))} AS ${quoteIdentifier(column.name)}`,
  );
  const sorted = `(SELECT * FROM ${spool.from} ORDER BY ${order.join(', ')}) AS raw`;
  return await readSpool(query, () =>
    workbench.copyToCsv(`SELECT ${cells.join(', ')} FROM ${sorted}`, path, {}, signal),
  );
}

function cellText(column: MappedColumn, misfits: boolean): string {
  if (!misfits) return column.text;
  return `CASE WHEN ${misfitCondition(column)} THEN ${column.delivered} ELSE ${column.text} END`;
}

/** Cells that do not fit stand with the NULLs, among themselves in the order of their text. */
function sortTerms(column: MappedColumn, misfits: boolean): string[] {
  if (!misfits) return [`${column.value} NULLS FIRST`];
  const fitting = `CASE WHEN NOT ${misfitCondition(column)} THEN ${column.value} END`;
  return [`${fitting} NULLS FIRST`, `${cellText(column, true)} NULLS FIRST`];
}
