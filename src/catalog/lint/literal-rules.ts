import type { SqlToken } from '../portable-sql/lexer.ts';
import { foldLiteral, type Literal } from './fold.ts';
import { type Names, typeOf, UNKNOWN, type ValueType } from './infer.ts';
import { formBeside, formOfPattern, formOfText, type LiteralForm } from './literal-forms.ts';
import { type Expression, type Query, withParts } from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';
import type { Place } from './visit.ts';

/** The bound below which sums of ledger amounts are exact (portable-sql 4.1): a limit of the engine, no amount. */
const EXACT_SUMS = '1000000000000000000';
/** From here on a whole number in a comparison is a year, an account or an amount, not a code value. */
const LARGE_NUMBER = 1000;
/** Functions that look for a part of a text. */
const SEARCHING = new Set(
  'CONTAINS ENDS_WITH PREFIX REGEXP_FULL_MATCH REGEXP_MATCHES STARTS_WITH STRPOS SUFFIX'.split(' '),
);
/** Functions that compare their arguments. */
const COMPARING = new Set(['LIST_CONTAINS', 'NULLIF']);

/** One side of a comparison or calculation. */
interface Operand {
  readonly type: ValueType;
  /** Is it made of literals alone? */
  readonly fixed: boolean;
  /** Names of the columns in it. */
  readonly columns: readonly string[];
}

function noted(at: SqlToken, form: LiteralForm | undefined, shown: string): readonly LintNote[] {
  return form === undefined
    ? []
    : [{ rule: 'C-3', at, message: `${shown} looks like a hard-coded ${form}` }];
}

function shownOf({ kind, value }: Literal): string {
  return kind === 'text' ? `'${value}'` : String(value);
}

function columnsIn(expression: Expression): readonly string[] {
  return withParts(expression).flatMap(({ kind, at }) => (kind === 'column' ? [at.value] : []));
}

function operandOf(expression: Expression, names: Names): Operand {
  return {
    type: typeOf(expression, names),
    fixed: foldLiteral(expression) !== undefined,
    columns: columnsIn(expression),
  };
}

/** What `IN (SELECT …)` compares with. */
function listedOperand(query: Query, names: Names): Operand {
  const columns = query.branches.flatMap(({ items }) =>
    items.slice(0, 1).flatMap(({ value }) => columnsIn(value)),
  );
  return { type: names.listed(query) ?? UNKNOWN, fixed: false, columns };
}

/** What is compared or calculated with each other at this place. */
function operandsOf(expression: Expression, names: Names): readonly Operand[] {
  const of = (parts: readonly Expression[]) => parts.map((each) => operandOf(each, names));
  switch (expression.kind) {
    case 'binary':
      return ['AND', 'OR', '||'].includes(expression.operator)
        ? []
        : of([expression.left, expression.right]);
    case 'in':
      return 'kind' in expression.list
        ? [operandOf(expression.value, names), listedOperand(expression.list, names)]
        : of([expression.value, ...expression.list]);
    case 'between':
      return of([expression.value, expression.low, expression.high]);
    case 'like':
      return of([expression.value, expression.pattern]);
    case 'case':
      return expression.subject === undefined
        ? []
        : of([expression.subject, ...expression.branches.map(({ when }) => when)]);
    case 'call':
      return COMPARING.has(expression.name) || SEARCHING.has(expression.name)
        ? of(expression.args)
        : [];
    default:
      return [];
  }
}

/** What a literal is beside the things it is compared with. */
function comparedForm(
  literal: Literal,
  others: readonly Operand[],
  pattern: boolean,
): LiteralForm | undefined {
  if (literal.kind === 'text') {
    return formBeside(
      literal.value,
      others.flatMap(({ columns }) => columns),
      pattern,
    );
  }
  const size = Math.abs(literal.value);
  if (others.some(({ type }) => type.kind === 'decimal') && size > 1) return 'amount';
  return others.some(({ type }) => type.kind === 'integer') && size >= LARGE_NUMBER
    ? 'year, account or amount'
    : undefined;
}

/** Literals on one side, also those that rows of VALUES or a CASE hand over under a name, beside all others. */
function comparedNotes(operands: readonly Operand[], pattern: boolean): readonly LintNote[] {
  return operands.flatMap((operand) => {
    const others = operands.filter((each) => each !== operand && !each.fixed);
    if (others.length === 0) return [];
    return operand.type.literals
      .filter(({ kind, value }) => kind === 'number' || formOfText(value) === undefined)
      .flatMap((literal) =>
        noted(literal.at, comparedForm(literal, others, pattern), shownOf(literal)),
      );
  });
}

/** A pattern, which is a part of what is looked for. */
function patternNotes(pattern: Expression | undefined, mark: string): readonly LintNote[] {
  const literal = pattern === undefined ? undefined : foldLiteral(pattern);
  if (literal?.kind !== 'text' || formOfText(literal.value) !== undefined) return [];
  return noted(literal.at, formOfPattern(literal.value, mark), shownOf(literal));
}

/** What several literals say together, where none of them says it alone: `CONCAT('EC', '_NG')`. */
function joinedNotes({ expression, parent }: Place): readonly LintNote[] {
  if (parent !== undefined && foldLiteral(parent) !== undefined) return [];
  const literal = foldLiteral(expression);
  const alone = withParts(expression).some(
    ({ kind, at }) => kind === 'text' && formOfText(at.value) !== undefined,
  );
  return literal?.kind === 'text' && !alone
    ? noted(literal.at, formOfText(literal.value), shownOf(literal))
    : [];
}

/** A text that is made an amount: `CAST('99.5' AS DECIMAL(9,4))`. */
function amountNotes(expression: Expression): readonly LintNote[] {
  if (expression.kind !== 'cast' || expression.target.name !== 'DECIMAL') return [];
  const literal = foldLiteral(expression.value);
  if (literal?.kind !== 'text' || literal.value === EXACT_SUMS) return [];
  const small = /^\s*-?[01](\.0*)?\s*$/.test(literal.value);
  return noted(literal.at, small ? undefined : 'amount', shownOf(literal));
}

/** C-3: dates, entities, accounts and amounts that should be parameters. */
export function literalNotes(place: Place, names: Names): readonly LintNote[] {
  const { expression } = place;
  if (expression.kind === 'text') {
    return noted(expression.at, formOfText(expression.at.value), expression.at.text);
  }
  const escaped = expression.kind === 'like' ? expression.escaped?.at.value : undefined;
  const searching = expression.kind === 'call' && SEARCHING.has(expression.name);
  const pattern = searching
    ? expression.args[1]
    : expression.kind === 'like'
      ? expression.pattern
      : undefined;
  const found = patternNotes(pattern, escaped ?? '');
  return [
    ...found,
    ...joinedNotes(place),
    ...amountNotes(expression),
    ...(found.length > 0
      ? []
      : comparedNotes(operandsOf(expression, names), pattern !== undefined)),
  ];
}
