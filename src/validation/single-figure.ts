import { differenceText } from '../kernel/decimal.ts';
import type { Measured } from './finding.ts';
import { type Judgement, NO_ROWS, type OffendingRows } from './plan.ts';

/** Two exact figures that must be equal; there is no tolerance for counts and totals (domain/catalog.md RU-12). */
export function judgeEqual(
  expected: string,
  actual: string,
  detail?: NonNullable<Measured['detail']>,
  offending: OffendingRows = NO_ROWS,
): Judgement {
  const difference = differenceText(actual, expected);
  const measured = { expected, actual, difference, ...(detail === undefined ? {} : { detail }) };
  return /[1-9]/.test(difference)
    ? { kind: 'not_met', measured, offending }
    : { kind: 'met', measured };
}
