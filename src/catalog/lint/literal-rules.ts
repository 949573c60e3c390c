import { COMPANIES } from '../entities.ts';
import type { SqlToken } from '../portable-sql/lexer.ts';
import { type Names, typeOf } from './infer.ts';
import { type Expression, withParts } from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';
import type { Place } from './visit.ts';

const COMPANY_CODES = new Set<string>(COMPANIES.map(({ code }) => code));
/** 2025-09-30, 2025-09, 20250930, 30.09.2025, 09/30/2025 */
const DATE_LIKE =
  /^((19|20)[0-9]{2}-[0-9]{2}(-[0-9]{2})?([ T].*)?|(19|20)[0-9]{6}|[0-9]{1,2}[./][0-9]{1,2}[./](19|20)[0-9]{2})$/;
/** `EC_NG`: how the group writes company codes. */
const COMPANY_LIKE = /^[A-Z]{2}_[A-Z]{2}$/;
/** The bound below which sums of ledger amounts are exact (portable-sql 4.1): a limit of the engine, no amount. */
const EXACT_SUMS = '1000000000000000000';
/** From here on a whole number in a comparison is a year, an account or an amount, not a code value. */
const LARGE_NUMBER = 1000;

function note(at: SqlToken, what: string): LintNote {
  return {
    rule: 'C-3',
    at,
    message: `${at.text} looks like a hard-coded ${what}`,
  };
}

/** What a text is by itself, wherever it stands. */
function textNotes(at: SqlToken, value = at.value): readonly LintNote[] {
  const bare = value.trim();
  if (DATE_LIKE.test(bare)) return [note(at, 'date')];
  const company = COMPANY_CODES.has(bare.toUpperCase()) || COMPANY_LIKE.test(bare);
  return company ? [note(at, 'entity')] : [];
}

/** What a literal is beside the thing it is compared with. */
function comparedNotes(
  literal: Expression,
  others: readonly Expression[],
  names: Names,
): readonly LintNote[] {
  const { at } = literal;
  const types = others.map((each) => typeOf(each, names));
  const columns = others.flatMap(withParts).filter(({ kind }) => kind === 'column');
  if (literal.kind === 'text') {
    const digits = at.value.replaceAll(/[%_]/g, '');
    const isAccount = /^[0-9]{3,}$/.test(digits) && !DATE_LIKE.test(at.value);
    const isCountry =
      /^[A-Z]{2}$/.test(at.value) && columns.some((each) => /countr/i.test(each.at.value));
    return [
      ...(isAccount ? [note(at, 'account')] : []),
      ...(isCountry ? [note(at, 'entity')] : []),
    ];
  }
  const value = Math.abs(Number(numberIn(literal)?.text));
  if (types.some(({ kind }) => kind === 'decimal') && value > 1) return [note(at, 'amount')];
  return types.some(({ kind }) => kind === 'integer') && value >= LARGE_NUMBER
    ? [note(at, 'year, account or amount')]
    : [];
}

/** The number behind signs and casts. */
function numberIn(expression: Expression): SqlToken | undefined {
  if (expression.kind === 'number') return expression.at;
  return expression.kind === 'sign' || expression.kind === 'cast'
    ? numberIn(expression.value)
    : undefined;
}

function isLiteral(expression: Expression): boolean {
  return expression.kind === 'text' || numberIn(expression) !== undefined;
}

/** What literals joined to one text say; undefined where a column or parameter takes part. */
function foldedText(expression: Expression): string | undefined {
  if (expression.kind === 'text') return expression.at.value;
  if (expression.kind === 'cast') return foldedText(expression.value);
  if (expression.kind !== 'call') return undefined;
  const parts = expression.args.map(foldedText);
  if (!parts.every((each) => each !== undefined)) return undefined;
  const [first = '', from = '', to = ''] = parts;
  switch (expression.name) {
    case 'CONCAT':
      return parts.join('');
    case 'REPLACE':
      return from === '' ? first : first.replaceAll(from, to);
    case 'UPPER':
    case 'LOWER':
    case 'TRIM':
      return first;
    default:
      return undefined;
  }
}

/** A date or company that begins a pattern: `2025-%`, `EC\_NG%`. */
function patternNotes(pattern: Expression, escaped: Expression | undefined): readonly LintNote[] {
  if (pattern.kind !== 'text') return [];
  const mark = escaped?.kind === 'text' ? escaped.at.value : '';
  const text = pattern.at.value.replaceAll('%', '').replaceAll(mark, '').trim();
  const notes = textNotes(pattern.at);
  if (notes.length > 0) return [];
  return /^(19|20)[0-9]{2}-/.test(text) ? [note(pattern.at, 'date')] : textNotes(pattern.at, text);
}

/** What is compared or calculated with each other at this place. */
function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'binary':
      return ['AND', 'OR', '||'].includes(expression.operator)
        ? []
        : [expression.left, expression.right];
    case 'in':
      return 'kind' in expression.list ? [] : [expression.value, ...expression.list];
    case 'between':
      return [expression.value, expression.low, expression.high];
    case 'like':
      return [expression.value, expression.pattern];
    case 'case':
      return expression.subject === undefined
        ? []
        : [expression.subject, ...expression.branches.map(({ when }) => when)];
    case 'call':
      return expression.name === 'LIST_CONTAINS' ? expression.args : [];
    default:
      return [];
  }
}

/** C-3: dates, entities, accounts and amounts that should be parameters. */
export function literalNotes({ expression, parent }: Place, names: Names): readonly LintNote[] {
  if (expression.kind === 'text') {
    const amount =
      parent?.kind === 'cast' &&
      parent.target.name === 'DECIMAL' &&
      expression.at.value !== EXACT_SUMS &&
      !/^-?[01](\.0*)?$/.test(expression.at.value);
    return [...textNotes(expression.at), ...(amount ? [note(expression.at, 'amount')] : [])];
  }
  if (expression.kind === 'call') {
    const text = foldedText(expression);
    if (text !== undefined) return textNotes(expression.at, text);
  }
  const pattern =
    expression.kind === 'like' ? patternNotes(expression.pattern, expression.escaped) : [];
  const operands = operandsOf(expression);
  const others = operands.filter((each) => !isLiteral(each));
  if (others.length === 0) return pattern;
  return [
    ...pattern,
    ...operands.filter(isLiteral).flatMap((each) => comparedNotes(each, others, names)),
  ];
}
