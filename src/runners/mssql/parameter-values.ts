import { messageOf } from '../../kernel/errors.ts';
import { parseCalendarDate } from '../../kernel/period.ts';
import { isWellFormed } from './well-formed.ts';

const WHOLE_NUMBERS: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  tinyint: [0n, 255n],
  smallint: [-(2n ** 15n), 2n ** 15n - 1n],
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** First year of the type `datetime`. */
const FIRST_DATETIME_YEAR = '1753';

/**
 * Whether a text is exactly one value of a T-SQL type, so that the server can neither round, cut nor guess.
 * Types: `date datetime datetime2(n) datetimeoffset(n) tinyint smallint int bigint decimal(p,s) bit nvarchar(n)
 * nvarchar(max)`.
 * @returns what is wrong, null when nothing is
 */
export function validateValue(type: string, text: string): string | null {
  const match = /^([a-z0-9]+)(?:\(([0-9]{1,4}|max)(?:,([0-9]{1,2}))?\))?$/.exec(type);
  const [, name = '', first, second] = match ?? [];
  const [a, b] = [Number(first), Number(second)];
  if (
    first === undefined &&
    (Object.hasOwn(WHOLE_NUMBERS, name) || ['bit', 'date', 'datetime'].includes(name))
  ) {
    return plainProblem(name, text);
  }
  if (name === 'nvarchar' && second === undefined && (first === 'max' || (a >= 1 && a <= 4000))) {
    return textProblem(first === 'max' ? Number.POSITIVE_INFINITY : a, text);
  }
  if (name === 'decimal' && a >= 1 && a <= 38 && b <= a) return decimalProblem(a, b, text);
  if (second === undefined && a <= 7) {
    if (name === 'datetime2') return momentProblem(a, '', text);
    if (name === 'datetimeoffset') return offsetProblem(a, text);
  }
  return `${JSON.stringify(type)} is no type that values are sent as`;
}

function got(text: string): string {
  return `got ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)}`;
}

function plainProblem(name: string, text: string): string | null {
  switch (name) {
    case 'bit':
      return text === '0' || text === '1' ? null : `expected 0 or 1, ${got(text)}`;
    case 'date':
      return dayProblem(text);
    case 'datetime':
      return datetimeProblem(text);
    default:
      return wholeProblem(name, text);
  }
}

function wholeProblem(name: string, text: string): string | null {
  const [least, most] = WHOLE_NUMBERS[name] ?? [0n, 0n];
  const digits = /^-?[0-9]{1,40}$/.test(text);
  if (digits && BigInt(text) >= least && BigInt(text) <= most) return null;
  return `expected a whole number from ${least} to ${most}, ${got(text)}`;
}

function decimalProblem(precision: number, scale: number, text: string): string | null {
  const match = /^-?([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  const [, whole = '', fraction = ''] = match ?? [];
  const digits = whole.replace(/^0+/, '').length;
  if (match !== null && digits <= precision - scale && fraction.length <= scale) return null;
  return `expected a decimal with at most ${precision - scale} digits before the point and ${scale} after it, ${got(text)}`;
}

function textProblem(length: number, text: string): string | null {
  if (!isWellFormed(text)) return 'the text holds half of a surrogate pair';
  return text.length <= length ? null : `expected at most ${length} characters, got ${text.length}`;
}

function dayProblem(text: string): string | null {
  try {
    return parseCalendarDate(text) === text ? null : `expected YYYY-MM-DD, ${got(text)}`;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';

/** A day and a time with at most that many fraction digits, followed by `ending` (a regular expression). */
function momentProblem(digits: number, ending: string, text: string): string | null {
  const fraction = digits === 0 ? '' : `(\\.[0-9]{1,${digits}})?`;
  const [day = '', ...time] = text.split('T');
  if (
    dayProblem(day) === null &&
    new RegExp(`^${CLOCK}${fraction}${ending}$`).test(time.join('T'))
  ) {
    return null;
  }
  const form = `a real moment written YYYY-MM-DDThh:mm:ss${ending === '' ? '' : '+hh:mm'}`;
  return `expected ${form} with at most ${digits} fraction digits, ${got(text)}`;
}

function offsetProblem(digits: number, text: string): string | null {
  return momentProblem(digits, '[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)', text);
}

/** Ticks of 1/300 s: a third fraction digit other than 0, 3 or 7 would be moved to the next of them. */
function datetimeProblem(text: string): string | null {
  const problem = momentProblem(3, '', text);
  if (problem !== null) return problem;
  if (text < FIRST_DATETIME_YEAR)
    return `expected a day since ${FIRST_DATETIME_YEAR}, ${got(text)}`;
  return /\.[0-9]{2}[124-689]$/.test(text)
    ? `expected thousandths that end in 0, 3 or 7, as datetime holds them, ${got(text)}`
    : null;
}
