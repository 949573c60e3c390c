import type { DataType } from '../kernel/data-type.ts';
import { formatDecimal } from '../kernel/decimal.ts';
import type { ResultColumn } from '../kernel/query.ts';
import { csvText } from '../workbench/csv-text.ts';
import { quoteIdentifier } from '../workbench/identifiers.ts';
import type { Workbench } from '../workbench/workbench.ts';

/** Sums below this stay exact; past 38 digits DuckDB fails or wraps without a word (portable-sql 4.1). */
const EXACT_BELOW = 10n ** 38n;
/** So few digits that no number of rows a machine can hold comes near that. */
const NARROW = 24;
/** Digits of one part: a part of every value fits a machine word. */
const PART = 18;

export function isSummable({ type }: ResultColumn): boolean {
  return type.kind === 'decimal' || type.kind === 'integer';
}

/** SQL of the figure a scan takes for a sum: the sum itself, or the largest absolute value where it might overflow. */
export function sumFigure(column: ResultColumn): string {
  const value = quoteIdentifier(column.name);
  return isNarrow(column.type) ? `sum(${value})` : `max(abs(${value}))`;
}

/**
 * The exact sum at the column's scale, zero when there is nothing to add. Where the largest value times the number
 * of values could pass 38 digits, the digits are added in three parts.
 */
export async function exactSum(request: {
  readonly workbench: Workbench;
  readonly relation: string;
  readonly column: ResultColumn;
  /** What `sumFigure` gave. */
  readonly figure: string | null;
  readonly values: number;
  readonly signal: AbortSignal;
}): Promise<string> {
  const { workbench, relation, column, figure, values, signal } = request;
  const scale = scaleOf(column.type);
  if (figure === null) return formatDecimal({ units: 0n, scale });
  if (isNarrow(column.type)) return formatDecimal({ units: unitsOf(figure), scale });
  const fits = unitsOf(figure) * BigInt(values) < EXACT_BELOW;
  const statement = fits ? plainSum(relation, column) : partSums(relation, column);
  const [parts = []] = await workbench.rows(statement, {}, signal);
  const units = parts.reduce((high, part) => high * 10n ** BigInt(PART) + unitsOf(part ?? '0'), 0n);
  return formatDecimal({ units, scale });
}

function isNarrow(type: DataType): boolean {
  return type.kind === 'integer' || (type.kind === 'decimal' && type.precision <= NARROW);
}

function plainSum(relation: string, { name }: ResultColumn): string {
  return `SELECT sum(${quoteIdentifier(name)}) FROM ${quoteIdentifier(relation)}`;
}

function scaleOf(type: DataType): number {
  return type.kind === 'decimal' ? type.scale : 0;
}

/** DuckDB writes `.05` for a decimal without whole digits. */
function unitsOf(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

function partSums(relation: string, { name, type }: ResultColumn): string {
  const column = quoteIdentifier(name);
  const digits = `lpad(translate(${csvText(column, type)}, '-.', ''), ${3 * PART}, '0')`;
  const sums = [0, 1, 2].map(
    (part) => `sum(sign * CAST(digits[${part * PART + 1}:${(part + 1) * PART}] AS BIGINT))`,
  );
  return `SELECT ${sums.join(', ')} FROM (SELECT CASE WHEN ${column} < 0 THEN -1 ELSE 1 END AS sign, ${digits} AS digits FROM ${quoteIdentifier(relation)} WHERE ${column} IS NOT NULL)`;
}
