import type { SqlToken } from '../portable-sql/lexer.ts';

/** A query as the linter reads it: common table expressions, then SELECTs joined by UNION ALL. */
export interface Query {
  readonly kind: 'query';
  readonly ctes: readonly Cte[];
  /** At least one. */
  readonly branches: readonly Select[];
}

export interface Cte {
  readonly name: SqlToken;
  readonly query: Query;
}

export interface Select {
  /** The word SELECT. */
  readonly at: SqlToken;
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: Relation | undefined;
  readonly joins: readonly Join[];
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | undefined;
}

export interface SelectItem {
  readonly value: Expression;
  readonly alias: SqlToken | undefined;
}

export interface Join {
  readonly at: SqlToken;
  readonly kind: 'inner' | 'left' | 'right' | 'full' | 'cross';
  readonly relation: Relation;
  readonly on: Expression | undefined;
}

interface Aliased {
  readonly at: SqlToken;
  readonly alias: SqlToken | undefined;
}

export type Relation =
  /** `{source.TABLE} AS t` */
  | (Aliased & { readonly kind: 'table' })
  /** A common table expression by its name. */
  | (Aliased & { readonly kind: 'named' })
  | (Aliased & { readonly kind: 'derived'; readonly query: Query })
  | (Aliased & {
      readonly kind: 'values';
      readonly rows: readonly (readonly Expression[])[];
      readonly columns: readonly SqlToken[];
    });

interface Placed {
  /** The token a reader would point at: the operator, the function's name, the value itself. */
  readonly at: SqlToken;
}

export interface ColumnUse extends Placed {
  readonly kind: 'column';
  readonly qualifier: SqlToken | undefined;
  /** The name's own token. */
  readonly at: SqlToken;
}

export interface FunctionCall extends Placed {
  readonly kind: 'call';
  /** Upper case. */
  readonly name: string;
  readonly distinct: boolean;
  readonly args: readonly Expression[];
  /** `TRIM(' ' FROM x)`: the characters, apart from the argument. */
  readonly trimmed: Expression | undefined;
  readonly over: Window | undefined;
}

export interface Window {
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly Expression[];
  /** Words of the frame in upper case, blank-separated; empty when none is written. */
  readonly frame: string;
}

export interface CastTo extends Placed {
  readonly kind: 'cast';
  readonly value: Expression;
  readonly target: {
    readonly at: SqlToken;
    readonly name: string;
    readonly sizes: readonly number[];
  };
}

export interface CaseOf extends Placed {
  readonly kind: 'case';
  readonly subject: Expression | undefined;
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
  readonly otherwise: Expression | undefined;
}

export interface Binary extends Placed {
  readonly kind: 'binary';
  /** `AND`, `OR`, `=`, `<>`, `<`, `<=`, `>`, `>=`, `+`, `-`, `*`, `/`, `%`, `||` */
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface LikeTest extends Placed {
  readonly kind: 'like';
  readonly negated: boolean;
  readonly value: Expression;
  readonly pattern: Expression;
  readonly escaped: Expression | undefined;
}

export interface InTest extends Placed {
  readonly kind: 'in';
  readonly negated: boolean;
  readonly value: Expression;
  readonly list: readonly Expression[] | Query;
}

export interface BetweenTest extends Placed {
  readonly kind: 'between';
  readonly negated: boolean;
  readonly value: Expression;
  readonly low: Expression;
  readonly high: Expression;
}

export interface Negation extends Placed {
  readonly kind: 'not';
  readonly value: Expression;
}

export type Expression =
  | ColumnUse
  | FunctionCall
  | CastTo
  | CaseOf
  | Binary
  | LikeTest
  | InTest
  | BetweenTest
  | (Placed & { readonly kind: 'parameter' | 'text' | 'number' | 'null' | 'star' })
  /** `TRUE`, `FALSE` */
  | (Placed & { readonly kind: 'truth' })
  | (Placed & { readonly kind: 'sign'; readonly value: Expression })
  | Negation
  | (Placed & { readonly kind: 'is_null'; readonly negated: boolean; readonly value: Expression })
  | (Placed & { readonly kind: 'exists'; readonly query: Query })
  | (Placed & { readonly kind: 'subquery'; readonly query: Query })
  /** Something the grammar does not know; what it is was reported. */
  | (Placed & { readonly kind: 'unknown'; readonly parts: readonly Expression[] });

/** Expressions directly inside one, those of subqueries not among them. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
      return [
        ...(expression.trimmed === undefined ? [] : [expression.trimmed]),
        ...expression.args,
        ...(expression.over === undefined
          ? []
          : [...expression.over.partitionBy, ...expression.over.orderBy]),
      ];
    case 'cast':
    case 'sign':
    case 'not':
    case 'is_null':
      return [expression.value];
    case 'case':
      return [
        ...(expression.subject === undefined ? [] : [expression.subject]),
        ...expression.branches.flatMap(({ when, result }) => [when, result]),
        ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
      ];
    case 'binary':
      return [expression.left, expression.right];
    case 'like':
      return [
        expression.value,
        expression.pattern,
        ...(expression.escaped === undefined ? [] : [expression.escaped]),
      ];
    case 'in':
      return 'kind' in expression.list
        ? [expression.value]
        : [expression.value, ...expression.list];
    case 'between':
      return [expression.value, expression.low, expression.high];
    case 'unknown':
      return expression.parts;
    default:
      return [];
  }
}

function collect(expression: Expression, found: Expression[]): void {
  found.push(expression);
  for (const part of partsOf(expression)) collect(part, found);
}

/** The expression and everything inside it, subqueries left out. */
export function withParts(expression: Expression): readonly Expression[] {
  const found: Expression[] = [];
  collect(expression, found);
  return found;
}

/** Queries directly inside an expression, at any depth of expressions. */
export function subqueriesOf(expression: Expression): readonly Query[] {
  return withParts(expression).flatMap((each) => {
    if (each.kind === 'exists' || each.kind === 'subquery') return [each.query];
    return each.kind === 'in' && 'kind' in each.list ? [each.list] : [];
  });
}

/** Every expression that stands in a SELECT itself, its derived tables left out. */
export function expressionsOf(select: Select): readonly Expression[] {
  return [
    ...select.items.map(({ value }) => value),
    ...select.joins.flatMap(({ on }) => on ?? []),
    ...(select.where === undefined ? [] : [select.where]),
    ...select.groupBy,
    ...(select.having === undefined ? [] : [select.having]),
  ];
}

/** `a AND b AND c` as its parts; nothing for no condition. */
export function conjuncts(condition: Expression | undefined): readonly Expression[] {
  if (condition === undefined) return [];
  return condition.kind === 'binary' && condition.operator === 'AND'
    ? [...conjuncts(condition.left), ...conjuncts(condition.right)]
    : [condition];
}

export function relationsOf(select: Select): readonly Relation[] {
  const joined = select.joins.map(({ relation }) => relation);
  return select.from === undefined ? joined : [select.from, ...joined];
}
