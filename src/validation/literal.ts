import { parseDecimal } from '../kernel/decimal.ts';
import type { ResultColumn } from '../kernel/query.ts';
import { quoteLiteral } from '../workbench/identifiers.ts';
import { numericScale } from './columns.ts';
import { ValidationError } from './validation-error.ts';

/**
 * A constant of a declaration, comparable with a column by value. Numbers stay numbers: as quoted text they
 * would be rounded to the column's scale ('1.00001' would equal 1.0000).
 * @throws ValidationError BAD_CHECK when the text is no number where the column holds numbers
 */
export function literal({ name, type }: ResultColumn, text: string): string {
  if (numericScale(type) === undefined) return quoteLiteral(text);
  const digits = text.replace(/[-.]/g, '').length;
  if (digits > 38) throw badNumber(name, text, 'has more than 38 digits');
  try {
    parseDecimal(text);
  } catch (cause) {
    throw badNumber(name, text, 'is no plain number', cause);
  }
  return text;
}

function badNumber(column: string, text: string, why: string, cause?: unknown): ValidationError {
  return new ValidationError(
    'BAD_CHECK',
    `the value ${JSON.stringify(text)} given for ${JSON.stringify(column)} ${why}`,
    { cause, advice: 'Write it as a plain decimal such as -1250.40.' },
  );
}
