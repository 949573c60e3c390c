import type { SqlToken } from '../portable-sql/lexer.ts';
import { type Grammar, readExpressions, startsQuery } from './grammar.ts';
import { readValue } from './read-value.ts';
import type { BetweenTest, Expression, InTest, LikeTest } from './sql-tree.ts';
import type { TokenReader } from './token-reader.ts';

const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>=']);

const NO_OPERATOR = ['', 0] as const;

/** The operator that comes next and how many tokens it has; the lexer knows single characters only. */
function operatorAt(reader: TokenReader): readonly [text: string, length: number] {
  const first = reader.peek();
  if (first?.kind !== 'other' || first.text === ')' || first.text === ',') return NO_OPERATOR;
  const second = reader.peek(1);
  const adjacent =
    second?.kind === 'other' &&
    second.position.line === first.position.line &&
    second.position.column === first.position.column + 1;
  const both = adjacent ? first.text + second.text : '';
  return ['<=', '>=', '<>', '!=', '||', '=='].includes(both) ? [both, 2] : [first.text, 1];
}

function takeOperator(reader: TokenReader, length: number): SqlToken {
  const at = reader.take();
  if (length === 2) reader.take();
  return at;
}

/** Reads one expression. @throws NotUnderstood after a note */
export function readExpression(reader: TokenReader, grammar: Grammar): Expression {
  let left = readAnd(reader, grammar);
  for (;;) {
    const at = reader.takeWords('OR');
    if (at === undefined) return left;
    left = { kind: 'binary', at, operator: 'OR', left, right: readAnd(reader, grammar) };
  }
}

function readAnd(reader: TokenReader, grammar: Grammar): Expression {
  let left = readNot(reader, grammar);
  for (;;) {
    const at = reader.takeWords('AND');
    if (at === undefined) return left;
    left = { kind: 'binary', at, operator: 'AND', left, right: readNot(reader, grammar) };
  }
}

function readNot(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.takeWords('NOT');
  if (at !== undefined) return { kind: 'not', at, value: readNot(reader, grammar) };
  return readTest(reader, grammar);
}

/** A value, or a value compared with something. */
function readTest(reader: TokenReader, grammar: Grammar): Expression {
  const left = readSum(reader, grammar);
  const [operator, length] = operatorAt(reader);
  if (COMPARISONS.has(operator)) {
    const at = takeOperator(reader, length);
    const right = readSum(reader, grammar);
    return { kind: 'binary', at, operator, left, right };
  }
  if (operator === '!=' || operator === '==') {
    reader.note(
      'PSQL-0',
      reader.here(),
      `write ${operator === '!=' ? '<>' : '='}, not ${operator}`,
    );
    const at = takeOperator(reader, length);
    const right = readSum(reader, grammar);
    return { kind: 'binary', at, operator: operator === '!=' ? '<>' : '=', left, right };
  }
  if (reader.isWord('IS')) return readIs(reader, grammar, left);
  const negation = reader.isWord('NOT') ? reader.take() : undefined;
  const negated = negation !== undefined;
  if (reader.isWord('IN')) return readIn(reader, grammar, left, negated);
  if (reader.isWord('BETWEEN')) return readBetween(reader, grammar, left, negated);
  if (reader.isWord('LIKE')) return readLike(reader, grammar, left, negated);
  if (reader.isWord('ILIKE', 'SIMILAR', 'GLOB', 'REGEXP', 'RLIKE')) {
    return reader.fail('PSQL-16', `${reader.here().text} is not LIKE and not on every engine`);
  }
  if (negated) return reader.fail('PSQL-0', 'NOT is not followed by IN, BETWEEN or LIKE');
  return left;
}

function readIs(reader: TokenReader, grammar: Grammar, left: Expression): Expression {
  const at = reader.needWord('IS');
  const negated = reader.takeWords('NOT') !== undefined;
  if (reader.takeWords('NULL') !== undefined) {
    return { kind: 'is_null', at, negated, value: left };
  }
  if (reader.takeWords('DISTINCT', 'FROM') !== undefined) {
    if (!reader.workbench) {
      reader.note('PSQL-0', at, 'IS DISTINCT FROM is not on every engine; write both NULL sides');
    }
    const right = readSum(reader, grammar);
    return { kind: 'unknown', at, parts: [left, right] };
  }
  return reader.fail('PSQL-10', 'IS is followed by NULL or NOT NULL only', at);
}

function readIn(
  reader: TokenReader,
  grammar: Grammar,
  value: Expression,
  negated: boolean,
): InTest {
  const at = reader.needWord('IN');
  if (reader.isMark('(') && startsQuery(reader, 1)) {
    reader.need('(');
    const list = grammar.readQuery(reader);
    reader.need(')');
    return { kind: 'in', at, negated, value, list };
  }
  return { kind: 'in', at, negated, value, list: readList(reader, grammar) };
}

function readBetween(
  reader: TokenReader,
  grammar: Grammar,
  value: Expression,
  negated: boolean,
): BetweenTest {
  const at = reader.needWord('BETWEEN');
  const low = readSum(reader, grammar);
  reader.needWord('AND');
  return { kind: 'between', at, negated, value, low, high: readSum(reader, grammar) };
}

function readLike(
  reader: TokenReader,
  grammar: Grammar,
  value: Expression,
  negated: boolean,
): LikeTest {
  const at = reader.needWord('LIKE');
  const pattern = readSum(reader, grammar);
  const escaped = reader.takeWords('ESCAPE') === undefined ? undefined : readSum(reader, grammar);
  return { kind: 'like', at, negated, value, pattern, escaped };
}

function readSum(reader: TokenReader, grammar: Grammar): Expression {
  let left = readProduct(reader, grammar);
  for (;;) {
    const [operator, length] = operatorAt(reader);
    if (operator !== '+' && operator !== '-' && operator !== '||') return left;
    const at = takeOperator(reader, length);
    left = { kind: 'binary', at, operator, left, right: readProduct(reader, grammar) };
  }
}

function readProduct(reader: TokenReader, grammar: Grammar): Expression {
  let left = readSign(reader, grammar);
  for (;;) {
    const [operator, length] = operatorAt(reader);
    if (operator !== '*' && operator !== '/' && operator !== '%') return left;
    const at = takeOperator(reader, length);
    left = { kind: 'binary', at, operator, left, right: readSign(reader, grammar) };
  }
}

function readSign(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.takeMark('-') ?? reader.takeMark('+');
  return at === undefined
    ? readValue(reader, grammar)
    : { kind: 'sign', at, value: readSign(reader, grammar) };
}

/** A list in parentheses, at least one expression. */
function readList(reader: TokenReader, grammar: Grammar): readonly Expression[] {
  reader.need('(');
  const list = readExpressions(reader, grammar);
  reader.need(')');
  return list;
}
