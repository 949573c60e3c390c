import type { KnownSelect } from './analyse.ts';
import { type Expression, partsOf, type Relation, relationsOf, withParts } from './sql-tree.ts';

/** An expression where it stands. */
export interface Place {
  readonly expression: Expression;
  /** What it is a part of; undefined at the top of a clause. */
  readonly parent: Expression | undefined;
  /** May a condition stand here, or a value? */
  readonly wanted: 'condition' | 'value';
  /** Texts that are tested for NULL somewhere this place depends on. */
  readonly tested: ReadonlySet<Expression>;
}

function nullTests(roots: readonly Expression[]): readonly Expression[] {
  return roots.flatMap(withParts).flatMap((each) => (each.kind === 'is_null' ? [each.value] : []));
}

/** What stands inside an expression, and what is wanted there. */
function inside(place: Place): readonly Place[] {
  const { expression, tested } = place;
  const at = (part: Expression, wanted: Place['wanted'], more = tested): Place => ({
    expression: part,
    parent: expression,
    wanted,
    tested: more,
  });
  switch (expression.kind) {
    case 'not':
      return [at(expression.value, 'condition')];
    case 'binary': {
      const wanted = ['AND', 'OR'].includes(expression.operator) ? 'condition' : 'value';
      return [at(expression.left, wanted), at(expression.right, wanted)];
    }
    case 'case': {
      const { subject, branches, otherwise } = expression;
      const known = new Set([...tested, ...nullTests(branches.map(({ when }) => when))]);
      return [
        ...(subject === undefined ? [] : [at(subject, 'value', known)]),
        ...branches.flatMap(({ when, result }) => [
          at(when, subject === undefined ? 'condition' : 'value', known),
          at(result, 'value', known),
        ]),
        ...(otherwise === undefined ? [] : [at(otherwise, 'value', known)]),
      ];
    }
    default:
      return partsOf(expression).map((part) => at(part, 'value'));
  }
}

function collect(place: Place, found: Place[]): void {
  found.push(place);
  for (const part of inside(place)) collect(part, found);
}

/** A place and every place inside it, subqueries left out. */
export function placesIn(place: Place): readonly Place[] {
  const found: Place[] = [];
  collect(place, found);
  return found;
}

/** Values written as rows of VALUES. */
function cellsOf(relation: Relation): readonly Expression[] {
  return relation.kind === 'values' ? relation.rows.flat() : [];
}

/** Every place of a SELECT; a NULL test in WHERE, ON or HAVING counts for all of them. */
export function placesOf({ select }: KnownSelect): readonly Place[] {
  const { items, joins, where, groupBy, having } = select;
  const conditions = [...joins.map(({ on }) => on), where, having].filter(
    (each) => each !== undefined,
  );
  const tested = new Set(nullTests(conditions));
  const top = (wanted: Place['wanted']) => (expression: Expression) =>
    placesIn({ expression, parent: undefined, wanted, tested });
  return [
    ...items.map(({ value }) => value).flatMap(top('value')),
    ...conditions.flatMap(top('condition')),
    ...groupBy.flatMap(top('value')),
    ...relationsOf(select).flatMap(cellsOf).flatMap(top('value')),
  ];
}

const VALUE_OPERATORS = new Set(['+', '-', '*', '/', '%', '||']);
const CONDITIONS = new Set<Expression['kind']>([
  'like',
  'in',
  'between',
  'is_null',
  'not',
  'exists',
]);

export function isCondition(expression: Expression): boolean {
  return expression.kind === 'binary'
    ? !VALUE_OPERATORS.has(expression.operator)
    : CONDITIONS.has(expression.kind);
}
