import { remembered } from '../remembered.ts';
import { foldLiteral, type Literal } from './fold.ts';
import { textOf } from './sql-text.ts';
import { type Binary, type CaseOf, type Expression, subqueriesOf, withParts } from './sql-tree.ts';

/** What SQL makes of a condition; null is its unknown. */
export type Truth = boolean | null;

/** What values do in one imagined row: which are NULL, where they stand among the literals, how two of them compare. */
export type World = ReadonlyMap<string, number>;

/** Something a row may have one way or another. */
export interface Question {
  readonly key: string;
  readonly answers: readonly number[];
}

/** Can it be told by its spelling alone? Not where a query or something unknown is in it. */
const isSpelledOut = remembered(
  (expression: Expression) =>
    subqueriesOf(expression).length === 0 &&
    withParts(expression).every(({ kind }) => kind !== 'unknown'),
);

/** Results of a CASE, where each is a literal; then its value is one of them, or NULL without ELSE. */
const resultsOf = remembered((expression: Expression): readonly Literal[] | undefined => {
  if (expression.kind !== 'case') return undefined;
  const results = resultsIn(expression).map(foldLiteral);
  return results.every((each) => each !== undefined) ? results : undefined;
});

export function resultsIn({ branches, otherwise }: CaseOf): readonly Expression[] {
  return [...branches.map(({ result }) => result), ...(otherwise === undefined ? [] : [otherwise])];
}

/** May it be NULL? Literals and parameters are not; of the rest nothing is assumed. */
function neverNull(expression: Expression): boolean {
  return (
    expression.kind === 'parameter' ||
    foldLiteral(expression) !== undefined ||
    (resultsOf(expression) !== undefined &&
      expression.kind === 'case' &&
      expression.otherwise !== undefined)
  );
}

function compareLiterals(a: Literal, b: Literal): number {
  if (a.kind === 'number' && b.kind === 'number') return Math.sign(a.value - b.value);
  const [one, other] = [String(a.value), String(b.value)];
  return one === other ? 0 : one < other ? -1 : 1;
}

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}

function or(a: Truth, b: Truth): Truth {
  return not(and(not(a), not(b)));
}

/** What is asked of a row when a condition is judged: literals it is compared with, by the name of the value. */
export class Questions {
  readonly #literals = new Map<string, Literal[]>();
  readonly #results = new Map<string, readonly Literal[]>();
  readonly #answers = new Map<string, readonly number[]>();
  readonly #names = new Map<Expression, string>();

  /** Every question, with the answers it may have. */
  all(): readonly Question[] {
    const placed = [...this.#literals].map(([key, literals]) => {
      const places = Array.from({ length: 2 * literals.length + 1 }, (_each, index) => index);
      const results = this.#results.get(key);
      const reached = results?.map((each) => placeAmong(each, literals));
      return { key, answers: places.filter((place) => reached?.includes(place) ?? true) };
    });
    return [...placed, ...[...this.#answers].map(([key, answers]) => ({ key, answers }))];
  }

  constructor(condition: Expression) {
    // notes every question on the way
    this.judge(condition, undefined);
  }

  /** What the condition comes to in a world; without one, its questions are noted. */
  judge(condition: Expression, world: World | undefined): Truth {
    const judge = (each: Expression) => this.judge(each, world);
    switch (condition.kind) {
      case 'not':
        return not(judge(condition.value));
      case 'binary':
        return this.#binary(condition, world);
      case 'truth':
        return condition.at.text.toUpperCase() === 'TRUE';
      case 'null':
        return null;
      case 'is_null':
        return this.#isNull(condition.value, world) !== condition.negated;
      case 'between': {
        const { value, low, high, negated } = condition;
        const inside = and(
          this.#compare(value, '>=', low, world),
          this.#compare(value, '<=', high, world),
        );
        return negated ? not(inside) : inside;
      }
      case 'in': {
        if ('kind' in condition.list) return this.#opaque(condition, [0, 1, 2], world);
        const among = condition.list
          .map((each) => this.#compare(condition.value, '=', each, world))
          .reduce<Truth>(or, false);
        return condition.negated ? not(among) : among;
      }
      case 'like': {
        const { value, pattern, negated } = condition;
        if (this.#isNull(value, world)) return null;
        const literal = foldLiteral(pattern);
        const any = literal?.kind === 'text' && /^%+$/.test(literal.value);
        const fits = any || this.#opaque(condition, [0, 1], world);
        return negated ? not(fits) : fits;
      }
      case 'exists':
        return this.#opaque(condition, [0, 1], world);
      default:
        return this.#opaque(condition, [0, 1, 2], world);
    }
  }

  #binary(condition: Binary, world: World | undefined): Truth {
    const { operator, left, right } = condition;
    if (operator === 'AND') return and(this.judge(left, world), this.judge(right, world));
    if (operator === 'OR') return or(this.judge(left, world), this.judge(right, world));
    return operator in HOLDS
      ? this.#compare(left, operator, right, world)
      : this.#opaque(condition, [0, 1, 2], world);
  }

  /** One spelling per value; what cannot be spelled out is itself only. */
  #nameOf(expression: Expression): string {
    const before = this.#names.get(expression);
    if (before !== undefined) return before;
    const name = isSpelledOut(expression) ? textOf(expression) : `#${this.#names.size}`;
    this.#names.set(expression, name);
    return name;
  }

  #answer(key: string, answers: readonly number[], world: World | undefined): number {
    if (world === undefined) this.#answers.set(key, answers);
    return world?.get(key) ?? 0;
  }

  #opaque(condition: Expression, answers: readonly number[], world: World | undefined): Truth {
    const name = this.#nameOf(condition).replace(/^not /, '');
    const answer = this.#answer(`is ${name}`, answers, world);
    return answer === 2 ? null : answer === 1;
  }

  #isNull(value: Expression, world: World | undefined): boolean {
    if (value.kind === 'null') return true;
    return !neverNull(value) && this.#answer(`null ${this.#nameOf(value)}`, [0, 1], world) === 1;
  }

  #compare(left: Expression, operator: string, right: Expression, world: World | undefined): Truth {
    const nulls = [left, right].map((each) => this.#isNull(each, world));
    const order = this.#order(left, right, world);
    return nulls.includes(true) ? null : (HOLDS[operator]?.(order) ?? null);
  }

  /** -1, 0 or 1, as the left one stands to the right one. */
  #order(left: Expression, right: Expression, world: World | undefined): number {
    const [a, b] = [foldLiteral(left), foldLiteral(right)];
    if (a !== undefined && b !== undefined) return compareLiterals(a, b);
    if (b !== undefined) return this.#placed(left, b, world);
    if (a !== undefined) return -this.#placed(right, a, world);
    const [one, other] = [this.#nameOf(left), this.#nameOf(right)];
    if (one === other) return 0;
    return one < other
      ? this.#answer(`order ${one} ${other}`, [-1, 0, 1], world)
      : -this.#answer(`order ${other} ${one}`, [-1, 0, 1], world);
  }

  #note(key: string, value: Expression, literal: Literal): void {
    const known = this.#literals.get(key) ?? [];
    if (!known.some((each) => compareLiterals(each, literal) === 0)) {
      this.#literals.set(key, [...known, literal].sort(compareLiterals));
    }
    const results = resultsOf(value);
    if (results?.every(({ kind }) => kind === literal.kind)) this.#results.set(key, results);
  }

  /** Where a value stands to a literal: places are before, on and between the literals it is compared with. */
  #placed(value: Expression, literal: Literal, world: World | undefined): number {
    const key = `${literal.kind} ${this.#nameOf(value)}`;
    if (world === undefined) this.#note(key, value, literal);
    const own = placeAmong(literal, this.#literals.get(key) ?? []);
    return Math.sign((world?.get(key) ?? 0) - own);
  }
}

/** On the n-th literal it is 2n + 1, before it 2n. */
function placeAmong(literal: Literal, sorted: readonly Literal[]): number {
  const before = sorted.filter((each) => compareLiterals(each, literal) < 0).length;
  const on = sorted.some((each) => compareLiterals(each, literal) === 0);
  return 2 * before + (on ? 1 : 0);
}
