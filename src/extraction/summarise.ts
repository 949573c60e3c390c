import { dataTypeText } from '../kernel/data-type.ts';
import type { ResultColumn } from '../kernel/query.ts';
import { csvText, workbenchType } from '../workbench/csv-text.ts';
import { quoteIdentifier } from '../workbench/identifiers.ts';
import type { Workbench } from '../workbench/workbench.ts';
import type { DeliveredCells } from './count-misfits.ts';
import { exactSum, isSummable, sumFigure } from './exact-sum.ts';
import type { ColumnSummary } from './extract.ts';

/** Up to this many different values, as estimated, they are counted exactly. */
const COUNTED_EXACTLY = 10_000;

/** First characters that make a spreadsheet take a cell for a formula. */
const FORMULA = "('=', '+', '-', '@', chr(9), chr(13))";

export interface Summary {
  readonly columns: readonly ColumnSummary[];
  /** Exact sums of every integer and decimal column. */
  readonly sums: ReadonlyMap<string, string>;
}

/** What the columns of the extract hold, in two scans. Cells that do not fit their type count as neither NULL nor value. */
export async function summarise(request: {
  readonly relation: string;
  readonly columns: readonly ResultColumn[];
  readonly misfitting: ReadonlyMap<string, DeliveredCells>;
  readonly workbench: Workbench;
  readonly signal: AbortSignal;
}): Promise<Summary> {
  const { relation, columns, misfitting, workbench, signal } = request;
  const scanned = await scan(request);
  const distinct = await countDistinct(request, scanned);
  const sums = new Map<string, string>();
  const summaries: ColumnSummary[] = [];
  for (const [index, column] of columns.entries()) {
    const figures = scanned[index];
    if (figures === undefined) continue;
    const { name, type } = column;
    const { values, sum } = figures;
    if (isSummable(column)) {
      const total = { workbench, relation, column, figure: sum, values, signal };
      sums.set(name, await exactSum(total));
    }
    const cells = misfitting.get(name);
    summaries.push({
      name,
      type: dataTypeText(type),
      nulls: cells?.nulls ?? figures.nulls,
      empties: cells?.empties ?? figures.empties,
      distinct: distinct.get(name) ?? { count: figures.estimate, exact: false },
      min: figures.min,
      max: figures.max,
      sum: type.kind === 'decimal' ? (sums.get(name) ?? null) : null,
      formulaLikeCells: figures.formulas,
    });
  }
  return { columns: summaries, sums };
}

interface ColumnFigures {
  readonly name: string;
  readonly values: number;
  readonly nulls: number;
  readonly empties: number;
  readonly formulas: number;
  readonly estimate: number;
  readonly min: string | null;
  readonly max: string | null;
  readonly sum: string | null;
}

const FIGURES = 8;

async function scan({
  relation,
  columns,
  workbench,
  signal,
}: Parameters<typeof summarise>[0]): Promise<ColumnFigures[]> {
  const figures = columns.flatMap((column) => {
    const { name, type } = column;
    const cell = quoteIdentifier(name);
    const isText = workbenchType(type) === 'VARCHAR';
    return [
      `count(${cell})`,
      `count(*) - count(${cell})`,
      ...(isText
        ? [`count(*) FILTER (${cell} = '')`, `count(*) FILTER (left(${cell}, 1) IN ${FORMULA})`]
        : ['0', '0']),
      `approx_count_distinct(${cell})`,
      csvText(`min(${cell})`, type),
      csvText(`max(${cell})`, type),
      isSummable(column) ? sumFigure(column) : 'NULL',
    ];
  });
  const [row = []] = await workbench.rows(
    `SELECT ${figures.join(', ')} FROM ${quoteIdentifier(relation)}`,
    {},
    signal,
  );
  return columns.map(({ name }, index) => {
    const cells = row.slice(index * FIGURES, (index + 1) * FIGURES);
    const [values = 0, nulls = 0, empties = 0, formulas = 0, estimate = 0] = cells.map(Number);
    const [min = null, max = null, sum = null] = cells.slice(5);
    return { name, values, nulls, empties, formulas, estimate, min, max, sum };
  });
}

async function countDistinct(
  { relation, workbench, signal }: Parameters<typeof summarise>[0],
  scanned: readonly ColumnFigures[],
): Promise<ReadonlyMap<string, ColumnSummary['distinct']>> {
  const few = scanned.filter(({ estimate }) => estimate <= COUNTED_EXACTLY);
  if (few.length === 0) return new Map();
  const [counts = []] = await workbench.rows(
    `SELECT ${few.map(({ name }) => `count(DISTINCT ${quoteIdentifier(name)})`).join(', ')} FROM ${quoteIdentifier(relation)}`,
    {},
    signal,
  );
  return new Map(
    few.map(({ name }, index) => [name, { count: Number(counts[index]), exact: true }]),
  );
}
