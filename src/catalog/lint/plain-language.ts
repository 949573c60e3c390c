import type { JudgedDefinition } from '../definition.ts';
import type { KnownSelect } from './analyse.ts';
import { textOf } from './sql-text.ts';
import { conjuncts, type Expression, withParts } from './sql-tree.ts';

const RANGE = new Set(['<', '<=', '>', '>=']);
const COMPUTING = new Set(['SUM', 'MIN', 'MAX', 'COUNT', 'LAG', 'LEAD']);

const anyTable = () => '';

/**
 * What a condition restricts by, whatever table it is written on: the parameters it names; for an interval the
 * column, so that both ends are one restriction.
 */
function restriction(condition: Expression): string {
  if (condition.kind === 'binary' && RANGE.has(condition.operator)) {
    const column = [condition.left, condition.right].find((each) => each.kind !== 'parameter');
    if (column !== undefined) return `range ${textOf(column, anyTable)}`;
  }
  const parameters = withParts(condition).filter(({ kind }) => kind === 'parameter');
  return parameters.length === 0
    ? textOf(condition, anyTable)
    : parameters.map(({ at }) => at.value).join();
}

/** The expression under roundings and conversions. */
function core(expression: Expression): Expression {
  if (expression.kind === 'cast' || expression.kind === 'sign') return core(expression.value);
  const [first] = expression.kind === 'call' ? expression.args : [];
  const wraps = expression.kind === 'call' && ['ROUND', 'COALESCE'].includes(expression.name);
  return wraps && first !== undefined ? core(first) : expression;
}

function isCalculation(expression: Expression): boolean {
  if (expression.kind === 'case') return true;
  if (expression.kind === 'binary') return true;
  return expression.kind === 'call' && COMPUTING.has(expression.name);
}

function distinct(texts: readonly string[]): number {
  return new Set(texts).size;
}

/** How a line begins: `Filter:`, or with what it is about: `Filter, case Refunded:`, `Population 2:`. */
const LABEL = /^[A-Z][a-z]+\b[^:]*: \S/;

/**
 * C-2: every line says what it is about; there are at least as many lines as the extract joins tables, restricts and
 * calculates in what it delivers, and one of each kind it does. Whether a line says the right thing is for a reviewer.
 */
export function plainLanguageProblems(
  { logic }: JudgedDefinition,
  selects: readonly KnownSelect[],
): readonly string[] {
  const reading = selects.filter(({ role }) => role !== 'test');
  const outputs = selects.filter(({ role }) => role === 'output');
  const joined = distinct(
    reading.flatMap(({ select }) =>
      select.joins.flatMap(({ relation }) => (relation.kind === 'table' ? relation.at.value : [])),
    ),
  );
  const filters = distinct(
    outputs
      .flatMap(({ select }) => [...conjuncts(select.where), ...conjuncts(select.having)])
      .map(restriction),
  );
  const calculated = distinct(
    outputs
      .flatMap(({ select }) => select.items.map(({ value }) => core(value)))
      .filter(isCalculation)
      .map((each) => textOf(each, anyTable)),
  );
  const needed = joined + filters + calculated;
  const kinds: readonly (readonly [kind: string, count: number])[] = [
    ['Join', joined],
    ['Filter', filters],
    ['Calculation', calculated],
  ];
  return [
    ...logic
      .filter((line) => !LABEL.test(line))
      .map(
        (line) => `the line ${JSON.stringify(line)} does not begin with what it is: Join, Filter …`,
      ),
    ...(logic.length < needed
      ? [
          `the extract has ${joined} joined tables, ${filters} restrictions and ${calculated} calculations, but logic has only ${logic.length} lines`,
        ]
      : []),
    ...kinds
      .filter(([kind, count]) => count > 0 && !logic.some((line) => line.startsWith(kind)))
      .map(
        ([kind]) => `the extract has a ${kind.toLowerCase()}, but no line begins with "${kind}"`,
      ),
  ];
}
