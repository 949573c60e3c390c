import { textOf } from './sql-text.ts';
import { type Expression, subqueriesOf, withParts } from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';
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

/** `1 = 1`, `x = x`, `:p < :p`, and what AND, OR and NOT make of such alone: it depends on no row. */
export function isConstant(condition: Expression): boolean {
  if (condition.kind === 'not') return isConstant(condition.value);
  if (condition.kind === 'binary' && condition.operator === 'AND') {
    return isConstant(condition.left) && isConstant(condition.right);
  }
  if (condition.kind === 'binary' && condition.operator === 'OR') {
    return isConstant(condition.left) || isConstant(condition.right);
  }
  return isFixed(condition) || comparesItself(condition);
}

/** CONST-1: comparisons that come out the same for every row. */
export function constantNotes({ expression, wanted }: Place): readonly LintNote[] {
  const joined =
    expression.kind === 'not' ||
    (expression.kind === 'binary' && ['AND', 'OR'].includes(expression.operator));
  const condition =
    wanted === 'condition' || (isCondition(expression) && expression.kind !== 'exists');
  const itself = expression.kind === 'unknown' && comparesItself(expression);
  return !joined && (condition || itself) && isConstant(expression)
    ? [
        {
          rule: 'CONST-1',
          at: expression.at,
          message: 'this condition comes out the same for every row, so it asks nothing',
        },
      ]
    : [];
}
