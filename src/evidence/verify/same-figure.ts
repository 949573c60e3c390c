import { compareDecimal, differenceText, parseDecimal } from '../../kernel/decimal.ts';

/** A hostile text of a million digits is no figure. */
function isFigure(text: string): boolean {
  return /^-?(0|[1-9][0-9]{0,99})(\.[0-9]{1,99})?$/.test(text);
}

/** Equal by value where both are figures (1.0 and 1.00), else letter by letter. */
export function sameFigure(a: string | null, b: string | null): boolean {
  if (a === null || b === null || !isFigure(a) || !isFigure(b)) return a === b;
  return compareDecimal(parseDecimal(a), parseDecimal(b)) === 0;
}

/** Actual minus expected where both are figures, else null. */
export function figureDifference(actual: string, expected: string): string | null {
  return isFigure(actual) && isFigure(expected) ? differenceText(actual, expected) : null;
}
