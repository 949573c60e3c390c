import type { SqlToken } from '../portable-sql/lexer.ts';
import { foldLiteral, type Literal } from './fold.ts';
import { type Names, typeOf, UNKNOWN, type ValueType } from './infer.ts';
import {
  formBeside,
  formOfPattern,
  formOfText,
  isPartOfDate,
  type LiteralForm,
} from './literal-forms.ts';
import {
  type BetweenTest,
  type CaseOf,
  type Expression,
  partsOf,
  type Query,
  withParts,
} from './sql-tree.ts';
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

/** Operators that calculate. */
const SHIFTING = new Set(['+', '-']);
const CALCULATING = new Set([...SHIFTING, '*', '/', '%']);
/** Parameters of the period that are numbers. */
const PERIOD_NUMBERS = new Set(['fx_month', 'fx_year']);

/** How literals stand beside what they stand beside. */
type Beside = 'compared' | 'looked for' | 'calculated' | 'added' | 'instead' | 'any';

/** One side of a comparison or calculation. */
interface Operand {
  readonly type: ValueType;
  /** Is it made of literals alone? */
  readonly fixed: boolean;
  /** Names of the columns in it. */
  readonly columns: readonly string[];
  /** Names of the columns of the source behind them. */
  readonly sources: readonly string[];
}

function noted(at: SqlToken, form: LiteralForm | undefined, shown: string): readonly LintNote[] {
  return form === undefined
    ? []
    : [{ rule: 'C-3', at, message: `${shown} looks like a hard-coded ${form}` }];
}

function shownOf({ kind, value }: Literal): string {
  return kind === 'text' ? `'${value}'` : String(value);
}

/** Columns a value is made of; what a CASE asks is no part of what it gives. */
function columnsIn(expression: Expression): readonly Expression[] {
  const parts = expression.kind === 'case' ? resultsOf(expression) : partsOf(expression);
  return expression.kind === 'column' ? [expression] : parts.flatMap(columnsIn);
}

function namesIn(expression: Expression): readonly string[] {
  return columnsIn(expression).map(({ at }) => at.value);
}

function operandOf(expression: Expression, names: Names): Operand {
  const type = typeOf(expression, names);
  return {
    type,
    fixed: foldLiteral(expression) !== undefined,
    columns: namesIn(expression),
    sources: columnsIn(expression).flatMap((each) => typeOf(each, names).sources),
  };
}

function resultsOf({ branches, otherwise }: CaseOf): readonly Expression[] {
  const results = branches.map(({ result }) => result);
  return otherwise === undefined ? results : [...results, otherwise];
}

/** What `IN (SELECT …)` compares with. */
function listedOperand(query: Query, names: Names): Operand {
  const columns = query.branches.flatMap(({ items }) =>
    items.slice(0, 1).flatMap(({ value }) => namesIn(value)),
  );
  const type = names.listed(query) ?? UNKNOWN;
  return { type, fixed: false, columns, sources: type.sources };
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
      return COMPARING.has(expression.name) ||
        SEARCHING.has(expression.name) ||
        expression.name === 'COALESCE'
        ? of(expression.args)
        : [];
    default:
      return [];
  }
}

/** `month BETWEEN 1 AND 12`: every month there is. */
function isWholeRange({ low, high }: BetweenTest): boolean {
  return foldLiteral(low)?.value === 1 && [12, 31].some((end) => foldLiteral(high)?.value === end);
}

function besideOf(expression: Expression): Beside {
  if (expression.kind === 'binary') {
    if (SHIFTING.has(expression.operator)) return 'added';
    return CALCULATING.has(expression.operator) ? 'calculated' : 'compared';
  }
  if (expression.kind === 'like') return 'looked for';
  if (expression.kind === 'between' && isWholeRange(expression)) return 'any';
  if (expression.kind !== 'call') return 'compared';
  if (SEARCHING.has(expression.name)) return 'looked for';
  return expression.name === 'COALESCE' ? 'instead' : 'compared';
}

/** Is a literal of this size an amount beside a decimal? */
function isAmount(size: number, beside: Beside): boolean {
  return beside === 'added' || beside === 'instead' ? size > 0 : size > 1;
}

/** What a literal is beside the things it is compared with. */
function comparedForm(
  literal: Literal,
  others: readonly Operand[],
  beside: Beside,
): LiteralForm | undefined {
  const sources = others.flatMap((each) => each.sources);
  const columns = [...others.flatMap((each) => each.columns), ...sources];
  const compared = beside === 'compared' || beside === 'looked for';
  const dated = compared && others.some(({ type }) => type.dated);
  if (literal.kind === 'text') {
    if (dated && /[0-9]/.test(literal.value)) return 'date';
    return formBeside(literal.value, columns, beside === 'looked for');
  }
  if (dated || (compared && sources.some(isPartOfDate))) return 'date';
  const size = Math.abs(literal.value);
  const decimal = others.some(({ type }) => type.kind === 'decimal');
  if (decimal && isAmount(size, beside)) return 'amount';
  return others.some(({ type }) => type.kind === 'integer') && size >= LARGE_NUMBER
    ? 'year, account or amount'
    : undefined;
}

/** The declared constant that literals of one comparison write out, all of its values. */
function writtenOut(literals: readonly Literal[], { parameters }: Names): readonly LintNote[] {
  const written = new Set(literals.map(({ value }) => String(value).trim().toLowerCase()));
  return [...parameters.values()].flatMap(({ name, values }): readonly LintNote[] => {
    const own = new Set(values.map((value) => value.toLowerCase()));
    // none, one and nothing are values of their own
    const telling = [...own].some((value) => !['', '0', '1'].includes(value));
    const first = literals.find(({ value }) => own.has(String(value).trim().toLowerCase()));
    if (!telling || first === undefined || ![...own].every((value) => written.has(value)))
      return [];
    const message = `${shownOf(first)} is the declared constant :${name} written out`;
    return [{ rule: 'C-3', at: first.at, message }];
  });
}

/** Literals on one side, also those that rows of VALUES or a CASE hand over under a name, beside all others. */
function comparedNotes(operands: readonly Operand[], beside: Beside): readonly LintNote[] {
  const open = operands.filter(({ fixed }) => !fixed);
  return operands.flatMap((operand) => {
    const others = open.filter((each) => each !== operand);
    if (others.length === 0) return [];
    return operand.type.literals
      .filter(({ kind, value }) => kind === 'number' || formOfText(value) === undefined)
      .flatMap((literal) =>
        noted(literal.at, comparedForm(literal, others, beside), shownOf(literal)),
      );
  });
}

/** Literals compared with something that is none, of any form. */
function constantNotes(operands: readonly Operand[], names: Names): readonly LintNote[] {
  return operands.every(({ fixed }) => fixed)
    ? []
    : writtenOut(
        operands.filter(({ fixed }) => fixed).flatMap(({ type }) => type.literals),
        names,
      );
}

/** Amounts a CASE gives in place of a value: `CASE WHEN x IS NULL THEN 100 ELSE x END`. */
function resultNotes(expression: Expression, names: Names): readonly LintNote[] {
  if (expression.kind !== 'case') return [];
  const results = resultsOf(expression).map((each) => operandOf(each, names));
  const numbers = results.map((each) => ({
    ...each,
    type: { ...each.type, literals: each.type.literals.filter(({ kind }) => kind === 'number') },
  }));
  return comparedNotes(numbers, 'calculated');
}

/** `:fx_year - 1` is another period. */
function shiftNotes(expression: Expression): readonly LintNote[] {
  if (expression.kind !== 'binary' || !SHIFTING.has(expression.operator)) return [];
  const { at, left, right } = expression;
  const sides = [left, right];
  const shifted =
    sides.some((each) => each.kind === 'parameter' && PERIOD_NUMBERS.has(each.at.value)) &&
    sides.some((each) => foldLiteral(each) !== undefined);
  return noted(at, shifted ? 'date' : undefined, 'a period moved by a number');
}

/** A pattern, which is a part of what is looked for. */
function patternNotes(pattern: Expression | undefined, mark: string): readonly LintNote[] {
  const literal = pattern === undefined ? undefined : foldLiteral(pattern);
  if (literal?.kind !== 'text' || formOfText(literal.value) !== undefined) return [];
  return noted(literal.at, formOfPattern(literal.value, mark), shownOf(literal));
}

/** What several literals say together, where none of them says it alone: `CONCAT('EC', '_NG')`. */
function joinedNotes({ expression, parent }: Place): readonly LintNote[] {
  const literal = foldLiteral(expression);
  if (literal?.kind !== 'text') return [];
  if (parent !== undefined && foldLiteral(parent) !== undefined) return [];
  const alone = withParts(expression).some(
    ({ kind, at }) => kind === 'text' && formOfText(at.value) !== undefined,
  );
  return alone ? [] : noted(literal.at, formOfText(literal.value), shownOf(literal));
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
  const operands = operandsOf(expression, names);
  return [
    ...found,
    ...joinedNotes(place),
    ...amountNotes(expression),
    ...shiftNotes(expression),
    ...resultNotes(expression, names),
    ...(found.length > 0 ? [] : comparedNotes(operands, besideOf(expression))),
    ...constantNotes(operands, names),
  ];
}
