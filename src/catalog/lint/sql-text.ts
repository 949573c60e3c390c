import type { SqlToken } from '../portable-sql/lexer.ts';
import { remembered } from '../remembered.ts';
import { type Expression, partsOf, type Query } from './sql-tree.ts';

/** How a column's qualifier is written: as it stands, or as something that does not depend on the alias. */
type Qualify = (qualifier: SqlToken | undefined) => string;

const asWritten: Qualify = (qualifier) =>
  qualifier === undefined ? '' : `${qualifier.value.toLowerCase()}.`;

/** One spelling per meaning, so that two expressions can be compared as text. */
export function textOf(expression: Expression, qualify: Qualify = asWritten): string {
  return qualify === asWritten ? writtenText(expression) : spelt(expression, qualify);
}

const writtenText = remembered((expression: Expression) => spelt(expression, asWritten));

function spelt(expression: Expression, qualify: Qualify): string {
  const text = (each: Expression): string => textOf(each, qualify);
  const list = (each: readonly Expression[]): string => each.map(text).join(', ');
  switch (expression.kind) {
    case 'column':
      return `${qualify(expression.qualifier)}${expression.at.value.toLowerCase()}`;
    case 'parameter':
      return `:${expression.at.value}`;
    case 'text':
      return `'${expression.at.value}'`;
    case 'number':
    case 'truth':
      return expression.at.text.toUpperCase();
    case 'null':
      return 'NULL';
    case 'star':
      return '*';
    case 'call': {
      const { name, distinct, args, trimmed, over } = expression;
      const inside = `${distinct ? 'DISTINCT ' : ''}${trimmed === undefined ? '' : `${text(trimmed)} FROM `}${list(args)}`;
      const window =
        over === undefined
          ? ''
          : ` OVER (${list(over.partitionBy)}; ${list(over.orderBy)}; ${over.frame})`;
      return `${name}(${inside})${window}`;
    }
    case 'cast':
      return `${expression.at.text.toUpperCase()}(${text(expression.value)} AS ${expression.target.name}(${expression.target.sizes.join()}))`;
    case 'case':
      return `CASE ${[
        ...(expression.subject === undefined ? [] : [text(expression.subject)]),
        ...expression.branches.map(({ when, result }) => `${text(when)} THEN ${text(result)}`),
        ...(expression.otherwise === undefined ? [] : [`ELSE ${text(expression.otherwise)}`]),
      ].join(' ')} END`;
    case 'binary':
      return binaryText(expression.operator, text(expression.left), text(expression.right));
    case 'sign':
      return `${expression.at.text}(${text(expression.value)})`;
    case 'not':
      return `not(${text(expression.value)})`;
    case 'is_null':
      return `${text(expression.value)} IS ${expression.negated ? 'NOT ' : ''}NULL`;
    case 'like':
    case 'between':
    case 'in': {
      const parts =
        expression.kind === 'like'
          ? partsOf(expression)
          : expression.kind === 'between'
            ? [expression.value, expression.low, expression.high]
            : 'kind' in expression.list
              ? [expression.value]
              : [expression.value, ...expression.list];
      const query =
        expression.kind === 'in' && 'kind' in expression.list
          ? queryText(expression.list, qualify)
          : '';
      return `${expression.negated ? 'not ' : ''}${expression.kind}(${list(parts)}${query})`;
    }
    case 'exists':
    case 'subquery':
      return `${expression.kind}(${queryText(expression.query, qualify)})`;
    case 'unknown':
      return `${expression.at.text}(${list(expression.parts)})`;
  }
}

/** Equality, AND and OR do not care about sides; `a > b` is `b < a`. */
function binaryText(operator: string, left: string, right: string): string {
  if (['=', '<>', 'AND', 'OR', '+', '*'].includes(operator)) {
    const [low, high] = left < right ? [left, right] : [right, left];
    return `(${low} ${operator} ${high})`;
  }
  if (operator === '>') return `(${right} < ${left})`;
  if (operator === '>=') return `(${right} <= ${left})`;
  return `(${left} ${operator} ${right})`;
}

/** What a subquery reads and asks; its select list does not matter to EXISTS. */
function queryText({ branches }: Query, qualify: Qualify): string {
  return branches
    .map(({ from, where }) => {
      const asked = where === undefined ? '' : textOf(where, qualify);
      return `${from?.at.value.toLowerCase() ?? ''} ? ${asked}`;
    })
    .join(' + ');
}
