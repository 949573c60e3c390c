import type { ItemDefinition } from '../definition.ts';
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

function lines({ logic }: ItemDefinition, ...labels: readonly string[]): number {
  return logic.filter((line) => labels.some((label) => line.startsWith(`${label}:`))).length;
}

function distinct(texts: readonly string[]): number {
  return new Set(texts).size;
}

/**
 * C-2: there are at least as many lines as joined tables, restrictions and calculations of the extract. Whether a
 * line says the right thing is for a reviewer; that none is missing is counted here.
 */
export function plainLanguageProblems(
  definition: ItemDefinition,
  selects: readonly KnownSelect[],
): readonly string[] {
  const reading = selects.filter(({ role }) => role !== 'test');
  const joined = reading.flatMap(({ select }) =>
    select.joins.flatMap(({ relation }) => (relation.kind === 'table' ? relation.at.value : [])),
  );
  const filters = reading
    .flatMap(({ select }) => [...conjuncts(select.where), ...conjuncts(select.having)])
    .map(restriction);
  const calculated = reading
    .flatMap(({ select }) => select.items.map(({ value }) => core(value)))
    .filter(isCalculation)
    .map((each) => textOf(each, anyTable));
  const wanted: readonly (readonly [string, number, number])[] = [
    ['Join:', distinct(joined), lines(definition, 'Join')],
    ['Filter:', distinct(filters), lines(definition, 'Filter', 'Exclusion')],
    ['Calculation:', distinct(calculated), lines(definition, 'Calculation')],
  ];
  return wanted
    .filter(([, needed, found]) => found < needed)
    .map(
      ([label, needed, found]) =>
        `the extract needs ${needed} plain-language ${needed === 1 ? 'line' : 'lines'} beginning with "${label}", logic has ${found}`,
    );
}
