import { messageOf } from '../../kernel/errors.ts';
import { parseCalendarDate } from '../../kernel/period.ts';
import type { BoundParameter } from '../../kernel/query.ts';
import { RunnerError } from '../runner.ts';

/** Characters one value may have (design/aws.md 1.2). */
const LONGEST_VALUE = 1024;
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/**
 * ExecutionParameters. Athena evaluates what parses as an expression (`now()`, `NULL`, `2024-01-02` is 2021), so each
 * value goes as a typed literal and as nothing else. Where the renderer of the catalog made one too, both must agree.
 * @throws RunnerError QUERY_REJECTED naming the parameter
 */
export function renderParameters(parameters: readonly BoundParameter[]): readonly string[] {
  return parameters.map((parameter) => {
    const problem = problemOf(parameter);
    if (problem !== null) throw rejected(parameter, problem);
    const literal = literalOf(parameter);
    if (literal.length > LONGEST_VALUE) {
      throw rejected(
        parameter,
        `it has ${literal.length} characters, Athena takes ${LONGEST_VALUE}`,
      );
    }
    if (parameter.literal !== undefined && parameter.literal !== literal) {
      throw rejected(parameter, `the catalog wrote ${parameter.literal}, expected ${literal}`);
    }
    return literal;
  });
}

function literalOf({ type, value }: BoundParameter): string {
  switch (type) {
    case 'integer':
      return value;
    case 'date':
      return `DATE '${value}'`;
    case 'text':
      return `'${value.replaceAll("'", "''")}'`;
    default:
      // a bare 1.5 would be a double
      return `DECIMAL '${value}'`;
  }
}

/** What keeps a value from being exactly one value of its type; null when nothing does. */
function problemOf({ type, value }: BoundParameter): string | null {
  switch (type) {
    case 'integer':
      return /^-?[0-9]{1,19}$/.test(value) && BigInt(value) >= LEAST && BigInt(value) <= MOST
        ? null
        : 'expected a whole number of 64 bits';
    case 'date':
      return dayProblem(value);
    case 'text':
      if (value.includes('\0')) return 'it holds U+0000';
      return /\p{Surrogate}/u.test(value) ? 'it is no well-formed Unicode' : null;
    default:
      return decimalProblem(type, value);
  }
}

function dayProblem(value: string): string | null {
  try {
    parseCalendarDate(value);
    return null;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function decimalProblem(type: string, value: string): string | null {
  const [, precision, scale] = /^decimal\(([0-9]+),([0-9]+)\)$/.exec(type) ?? [];
  const [, whole = '', fraction = ''] = /^-?([0-9]+)(?:\.([0-9]+))?$/.exec(value) ?? [];
  const digits = whole.replace(/^0+/, '').length;
  const fits = digits <= Number(precision) - Number(scale) && fraction.length <= Number(scale);
  return whole !== '' && fits ? null : `expected a value of ${type}`;
}

function rejected({ name, type, value }: BoundParameter, problem: string): RunnerError {
  const shown = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return new RunnerError('QUERY_REJECTED', `parameter ${name} (${type}) ${shown}: ${problem}`, {
    advice: 'Give the value in exactly that form; nothing is guessed or rounded.',
  });
}
