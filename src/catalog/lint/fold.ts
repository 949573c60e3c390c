import type { SqlToken } from '../portable-sql/lexer.ts';
import { remembered } from '../remembered.ts';
import type { Binary, CastTo, Expression, FunctionCall } from './sql-tree.ts';

/** What literals alone come to, before anything runs. */
export type Literal = {
  /** Where a reader would look for it. */
  readonly at: SqlToken;
} & (
  | { readonly kind: 'text'; readonly value: string }
  /** Judged by its size and place only, never an amount that is delivered. */
  | { readonly kind: 'number'; readonly value: number }
);

const NUMERIC = new Set('INTEGER BIGINT SMALLINT HUGEINT DECIMAL NUMERIC DOUBLE FLOAT'.split(' '));
const NUMBER = /^\s*[+-]?[0-9]+(\.[0-9]+)?\s*$/;

/** The literal that literals, signs, casts, sums and functions of text come to; undefined where anything else takes part. */
export const foldLiteral: (expression: Expression) => Literal | undefined = remembered(folded);

function folded(expression: Expression): Literal | undefined {
  const { at } = expression;
  switch (expression.kind) {
    case 'text':
      return { kind: 'text', at, value: at.value };
    case 'number':
      return { kind: 'number', at, value: Number(at.text) };
    case 'sign': {
      const inner = foldLiteral(expression.value);
      if (inner?.kind !== 'number') return undefined;
      return { kind: 'number', at, value: at.text === '-' ? -inner.value : inner.value };
    }
    case 'cast':
      return foldCast(expression);
    case 'binary':
      return foldOperator(expression);
    case 'call':
      return foldCall(expression);
    default:
      return undefined;
  }
}

function foldCast({ at, value, target }: CastTo): Literal | undefined {
  const inner = foldLiteral(value);
  if (inner === undefined) return undefined;
  if (!NUMERIC.has(target.name)) return { kind: 'text', at, value: String(inner.value) };
  return NUMBER.test(String(inner.value))
    ? { kind: 'number', at, value: Number(inner.value) }
    : undefined;
}

function foldOperator({ at, operator, left, right }: Binary): Literal | undefined {
  const [a, b] = [foldLiteral(left), foldLiteral(right)];
  if (a === undefined || b === undefined) return undefined;
  if (operator === '||') return { kind: 'text', at, value: `${a.value}${b.value}` };
  if (a.kind !== 'number' || b.kind !== 'number') return undefined;
  const value = calculate(operator, a.value, b.value);
  return value === undefined ? undefined : { kind: 'number', at, value };
}

function calculate(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : a / b;
    default:
      return undefined;
  }
}

function foldCall({ at, name, args, over }: FunctionCall): Literal | undefined {
  const parts = args.map(foldLiteral);
  if (over !== undefined || !parts.every((each) => each !== undefined)) return undefined;
  const [first] = parts;
  if (first === undefined) return undefined;
  if (name === 'COALESCE') return { ...first, at };
  if (name === 'ABS' && first.kind === 'number')
    return { ...first, at, value: Math.abs(first.value) };
  if (name === 'ROUND' && first.kind === 'number') return { ...first, at };
  const value = textOfCall(
    name,
    parts.map((each) => String(each.value)),
  );
  return value === undefined ? undefined : { kind: 'text', at, value };
}

/** What a function of texts gives; places count from 1. */
function textOfCall(name: string, parts: readonly string[]): string | undefined {
  const [text = '', second = '', third] = parts;
  switch (name) {
    case 'CONCAT':
      return parts.join('');
    case 'REPLACE':
      return second === '' ? text : text.replaceAll(second, third ?? '');
    case 'SUBSTRING':
    case 'SUBSTR': {
      const start = Math.max(0, Number(second) - 1);
      return third === undefined ? text.slice(start) : text.slice(start, start + Number(third));
    }
    case 'LEFT':
      return text.slice(0, Number(second));
    case 'RIGHT':
      return second === '0' ? '' : text.slice(-Number(second));
    case 'UPPER':
      return text.toUpperCase();
    case 'LOWER':
      return text.toLowerCase();
    case 'TRIM':
    case 'LTRIM':
    case 'RTRIM':
      return text.trim();
    default:
      return undefined;
  }
}
