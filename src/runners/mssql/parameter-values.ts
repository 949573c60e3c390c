import { messageOf } from '../../kernel/errors.ts';
import { parseCalendarDate } from '../../kernel/period.ts';
import type { ParameterType } from '../../kernel/query.ts';
import { isWellFormed } from './well-formed.ts';

/** Of the server's bigint. */
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/**
 * Whether a text is exactly one value of a type, so that the server can neither round, cut nor guess.
 * @returns what is wrong, null when nothing is
 */
export function valueProblem(type: ParameterType, text: string): string | null {
  switch (type) {
    case 'date':
      return dayProblem(text);
    case 'integer':
      return wholeProblem(text);
    case 'text':
      return isWellFormed(text) ? null : 'the text holds half of a surrogate pair';
    default:
      return decimalProblem(type, text);
  }
}

function got(text: string): string {
  return `got ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)}`;
}

function dayProblem(text: string): string | null {
  try {
    return parseCalendarDate(text) === text ? null : `expected YYYY-MM-DD, ${got(text)}`;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function wholeProblem(text: string): string | null {
  const digits = /^-?[0-9]{1,40}$/.test(text);
  if (digits && BigInt(text) >= LEAST && BigInt(text) <= MOST) return null;
  return `expected a whole number from ${LEAST} to ${MOST}, ${got(text)}`;
}

/** The type becomes part of the statement: it is read anew, whatever the compiler was told. */
function decimalProblem(type: string, text: string): string | null {
  const [, first, second] = /^decimal\(([0-9]{1,2}),([0-9]{1,2})\)$/.exec(type) ?? [];
  const [precision, scale] = [Number(first), Number(second)];
  if (!(precision >= 1 && precision <= 38 && scale <= precision)) {
    return `${JSON.stringify(type)} is no type that values are sent as`;
  }
  const match = /^-?([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  const [, whole = '', fraction = ''] = match ?? [];
  const digits = whole.replace(/^0+/, '').length;
  if (match !== null && digits <= precision - scale && fraction.length <= scale) return null;
  return `expected a decimal with at most ${precision - scale} digits before the point and ${scale} after it, ${got(text)}`;
}
