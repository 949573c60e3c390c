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
function textNotes(at: SqlToken): readonly LintNote[] {
  if (DATE_LIKE.test(at.value)) return [note(at, 'date')];
  const company = COMPANY_CODES.has(at.value) || COMPANY_LIKE.test(at.value);
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
  const value = Number(at.text);
  if (types.some(({ kind }) => kind === 'decimal') && value > 1) return [note(at, 'amount')];
  return types.some(({ kind }) => kind === 'integer') && value >= LARGE_NUMBER
    ? [note(at, 'year, account or amount')]
    : [];
}

function isLiteral({ kind }: Expression): boolean {
  return kind === 'text' || kind === 'number';
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
  const operands = operandsOf(expression);
  const others = operands.filter((each) => !isLiteral(each));
  if (others.length === 0) return [];
  return operands.filter(isLiteral).flatMap((each) => comparedNotes(each, others, names));
}
