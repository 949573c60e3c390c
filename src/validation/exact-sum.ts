import {
  compareDecimal,
  type Decimal,
  type DecimalText,
  formatDecimal,
  parseDecimal,
} from '../kernel/decimal.ts';
import type { ResultColumn } from '../kernel/query.ts';
import { quoteIdentifier } from '../workbench/identifiers.ts';
import { ValidationError } from './validation-error.ts';

/**
 * The figures of one exact sum, in this order: the sum, the largest absolute value, how many values it adds,
 * how many are NULL. DuckDB lets a sum past 38 digits wrap without a word (portable-sql 4.1), so a sum is believed
 * only when largest x values proves that it cannot have.
 */
export const SUM_CELLS = 4;

/** SQL of the four figures for one integer or decimal column. */
export function sumFigures({ name, type }: ResultColumn): readonly string[] {
  const column = quoteIdentifier(name);
  const value = type.kind === 'integer' ? `CAST(${column} AS HUGEINT)` : column;
  return [`sum(${value})`, `max(abs(${value}))`, `count(${column})`, `count(*) - count(${column})`];
}

/** SQL of the four figures for counting rows, so that counts and sums are read alike. */
export const COUNT_FIGURES: readonly string[] = ['count(*)', '1', 'count(*)', '0'];

export interface ReadSum {
  /** Zero when nothing was added. */
  readonly sum: Decimal;
  /** Some of the values were NULL. */
  readonly partial: boolean;
}

const LIMIT: Decimal = { units: 10n ** 38n, scale: 0 };

/** Reads the four figures; all NULL (no row at all) is zero. @throws ValidationError INEXACT */
export function readSum(cells: readonly (string | null)[], what: string): ReadSum {
  const [sum, largest, values, nulls] = cells.map((cell) => parseDecimal(cell ?? '0'));
  if (sum === undefined || largest === undefined || values === undefined || nulls === undefined) {
    throw new ValidationError('BAD_ANSWER', `the workbench gave no total of ${what}`);
  }
  const bound = { units: largest.units * values.units, scale: 0 };
  if (compareDecimal(bound, LIMIT) < 0) return { sum, partial: nulls.units > 0n };
  throw new ValidationError(
    'INEXACT',
    `the total of ${what} could exceed 38 digits, so it cannot be added exactly`,
    { advice: 'Declare the column narrower, for example decimal(19,4).' },
  );
}

/** A figure at a column's scale; never loses a digit. */
export function atScale(value: Decimal, scale: number): DecimalText {
  const missing = Math.max(0, scale - value.scale);
  return formatDecimal({
    units: value.units * 10n ** BigInt(missing),
    scale: value.scale + missing,
  });
}
