import type { SqlToken } from '../portable-sql/lexer.ts';
import { remembered } from '../remembered.ts';
import { neverVaries, oneHolds } from './outcomes.ts';
import { textOf } from './sql-text.ts';
import { type CaseOf, type Expression, subqueriesOf, withParts } from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';
import { resultsIn } from './truth.ts';
import { isCondition, type Place } from './visit.ts';

const VARYING = new Set<Expression['kind']>([
  'column',
  'parameter',
  'star',
  'exists',
  'subquery',
  'unknown',
]);

/** Does it give the same whatever the row and whatever the run? */
function isFixed(expression: Expression): boolean {
  return (
    withParts(expression).every(({ kind }) => !VARYING.has(kind)) &&
    subqueriesOf(expression).length === 0
  );
}

/** What is compared with what at this place. */
function comparedWithin(expression: Expression): readonly (readonly Expression[])[] {
  switch (expression.kind) {
    case 'binary':
      return [[expression.left, expression.right]];
    case 'like':
      return [[expression.value, expression.pattern]];
    case 'between':
      return [
        [expression.value, expression.low],
        [expression.value, expression.high],
      ];
    case 'in':
      return 'kind' in expression.list
        ? []
        : expression.list.map((each) => [expression.value, each]);
    case 'unknown':
      return expression.at.text.toUpperCase() === 'IS' ? [expression.parts] : [];
    default:
      return [];
  }
}

function comparesItself(expression: Expression): boolean {
  return comparedWithin(expression).some(
    ([one, other]) => one !== undefined && other !== undefined && textOf(one) === textOf(other),
  );
}

/** `1 = 1`, `x = x`, `:p < :p`, `x IS NULL OR x IS NOT NULL`, and what AND, OR and NOT make of such alone. */
export const isConstant: (condition: Expression) => boolean = remembered((condition) => {
  if (neverVaries(condition)) return true;
  const parts = joinedParts(condition);
  if (parts.length === 0) return isFixed(condition) || comparesItself(condition);
  const all = condition.kind === 'binary' && condition.operator === 'AND';
  return all ? parts.every(isConstant) : parts.some(isConstant);
});

/** Parts of AND, OR and NOT, whose notes stand for the whole. */
function joinedParts(expression: Expression): readonly Expression[] {
  if (expression.kind === 'not') return [expression.value];
  const joined = expression.kind === 'binary' && ['AND', 'OR'].includes(expression.operator);
  return joined ? [expression.left, expression.right] : [];
}

/** Is there a part that is constant by itself, however deep? */
const hasConstantPart: (expression: Expression) => boolean = remembered((expression) =>
  joinedParts(expression).some((each) => isConstant(each) || hasConstantPart(each)),
);

/** A CASE that gives the same in every branch and leaves no row without one. */
function decidesNothing(expression: CaseOf): boolean {
  const { subject, branches, otherwise } = expression;
  const results = new Set(resultsIn(expression).map((each) => textOf(each)));
  if (results.size !== 1) return false;
  const covers = subject === undefined && oneHolds(branches.map(({ when }) => when));
  return otherwise !== undefined || covers;
}

function note(at: SqlToken, what: string): readonly LintNote[] {
  return [{ rule: 'CONST-1', at, message: `${what} the same for every row, so it asks nothing` }];
}

/** CONST-1: conditions that come out the same for every row, and CASEs that give the same. */
export function constantNotes({ expression, wanted }: Place): readonly LintNote[] {
  if (expression.kind === 'case' && decidesNothing(expression)) {
    return note(expression.at, 'this CASE gives');
  }
  const condition =
    wanted === 'condition' || (isCondition(expression) && expression.kind !== 'exists');
  const itself = expression.kind === 'unknown' && comparesItself(expression);
  return (condition || itself) && isConstant(expression) && !hasConstantPart(expression)
    ? note(expression.at, 'this condition comes out')
    : [];
}
