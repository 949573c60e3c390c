import type { SqlToken } from '../portable-sql/lexer.ts';
import type { RuleId } from './rules.ts';
import type { BetweenTest, Expression, InTest, LikeTest, Query, Window } from './sql-tree.ts';
import type { TokenReader } from './token-reader.ts';

/** How a query in parentheses is read; queries and expressions hold each other. */
export interface Grammar {
  readonly readQuery: (reader: TokenReader) => Query;
}

const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>=']);
/** Words that end an expression; one of them where a value should be is a gap, not a column. */
const NO_VALUE = new Set(
  'AND AS ASC BETWEEN BY CROSS DESC ELSE END ESCAPE EXCEPT FETCH FROM FULL GROUP HAVING IN INNER INTERSECT IS JOIN LEFT LIKE LIMIT NATURAL OFFSET ON OR ORDER OVER QUALIFY RIGHT SELECT THEN UNION USING WHEN WHERE WINDOW WITH'.split(
    ' ',
  ),
);
const TYPED_LITERALS = new Set(['DATE', 'TIME', 'TIMESTAMP', 'INTERVAL', 'DATETIME']);
/** Words that are clocks without parentheses. */
const CLOCK_WORDS = new Set(
  'CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP SESSION_USER SYSTEM_USER SYSDATE'.split(
    ' ',
  ),
);

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

function startsQuery(reader: TokenReader, ahead: number): boolean {
  const token = reader.peek(ahead);
  return token?.kind === 'word' && ['SELECT', 'WITH', 'VALUES'].includes(token.text.toUpperCase());
}

/** A literal, a column, a function, or something in parentheses. */
function readValue(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.here();
  if (reader.done) return reader.fail('PSQL-0', 'the text ends where a value is expected');
  switch (at.kind) {
    case 'string':
      return { kind: 'text', at: reader.take() };
    case 'number':
      return { kind: 'number', at: reader.take() };
    case 'parameter':
      return { kind: 'parameter', at: reader.take() };
    case 'word':
      return readWord(reader, grammar);
    case 'quoted_name':
      return readColumn(reader);
    case 'other':
      break;
    default:
      return reader.fail('PSQL-0', `${at.text} cannot stand where a value is expected`);
  }
  if (at.text === '$' && reader.workbench && reader.peek(1)?.kind === 'word') {
    reader.take();
    return { kind: 'parameter', at: reader.take() };
  }
  if (at.text === '(') return readParenthesis(reader, grammar);
  return reader.fail('PSQL-0', `${at.text} cannot stand where a value is expected`);
}

function readParenthesis(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.need('(');
  if (startsQuery(reader, 0)) {
    const query = grammar.readQuery(reader);
    reader.need(')');
    return { kind: 'subquery', at, query };
  }
  const value = readExpression(reader, grammar);
  if (reader.isMark(',') && reader.workbench) {
    const parts = [value];
    while (reader.takeMark(',') !== undefined) parts.push(readExpression(reader, grammar));
    reader.need(')');
    return { kind: 'unknown', at, parts };
  }
  if (reader.isMark(',')) {
    return reader.fail('PSQL-0', 'rows such as (a, b) are not compared; compare each column', at);
  }
  reader.need(')');
  return value;
}

function readWord(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.here();
  const word = at.text.toUpperCase();
  const next = reader.peek(1);
  if (word === 'NULL') return { kind: 'null', at: reader.take() };
  if (word === 'TRUE' || word === 'FALSE') return { kind: 'truth', at: reader.take() };
  if (word === 'CASE') return readCase(reader, grammar);
  const casts = word === 'CAST' || (word === 'TRY_CAST' && reader.workbench);
  if (casts && reader.isMark('(', 1)) return readCast(reader, grammar);
  if (word === 'EXISTS') return readExists(reader, grammar);
  if (CLOCK_WORDS.has(word)) {
    reader.note('PSQL-11', at, `${word} gives another answer every time the query runs`);
    return { kind: 'unknown', at: reader.take(), parts: [] };
  }
  if (next?.kind === 'string' || (word === 'INTERVAL' && next?.kind === 'number')) {
    return readTypedLiteral(reader, word);
  }
  const isSide = ['LEFT', 'RIGHT'].includes(word) && reader.isMark('(', 1);
  if (NO_VALUE.has(word) && !isSide)
    return reader.fail('PSQL-0', `${word} stands where a value is expected`);
  return reader.isMark('(', 1) ? readCall(reader, grammar, word) : readColumn(reader);
}

function readTypedLiteral(reader: TokenReader, word: string): Expression {
  const at = reader.take();
  const value = reader.take();
  if (reader.workbench && (word === 'DATE' || word === 'TIMESTAMP')) {
    return { kind: 'text', at: value };
  }
  if (reader.workbench && word === 'INTERVAL') return readInterval(reader, at);
  const rule: RuleId = TYPED_LITERALS.has(word) ? 'PSQL-11' : 'PSQL-30';
  reader.note(rule, at, `${word} ${value.text} is a typed literal, which not every engine reads`);
  const unit = reader.peek();
  if (word === 'INTERVAL' && unit?.kind === 'word' && !NO_VALUE.has(unit.text.toUpperCase())) {
    reader.take();
  }
  return { kind: 'text', at: value };
}

/** `INTERVAL 1 DAY`, `INTERVAL '1 day'`: the workbench may count days. */
function readInterval(reader: TokenReader, at: SqlToken): Expression {
  const unit = reader.peek();
  if (unit?.kind === 'word' && !NO_VALUE.has(unit.text.toUpperCase())) reader.take();
  return { kind: 'unknown', at, parts: [] };
}

function readExists(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.needWord('EXISTS');
  reader.need('(');
  const query = grammar.readQuery(reader);
  reader.need(')');
  return { kind: 'exists', at, query };
}

function readCase(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.needWord('CASE');
  const subject = reader.isWord('WHEN') ? undefined : readExpression(reader, grammar);
  const branches: { when: Expression; result: Expression }[] = [];
  while (reader.takeWords('WHEN') !== undefined) {
    const when = readExpression(reader, grammar);
    reader.needWord('THEN');
    branches.push({ when, result: readExpression(reader, grammar) });
  }
  const otherwise =
    reader.takeWords('ELSE') === undefined ? undefined : readExpression(reader, grammar);
  reader.needWord('END');
  return { kind: 'case', at, subject, branches, otherwise };
}

function readCast(reader: TokenReader, grammar: Grammar): Expression {
  const at = reader.take();
  reader.need('(');
  const value = readExpression(reader, grammar);
  reader.needWord('AS');
  const name = reader.take();
  const sizes: number[] = [];
  if (reader.takeMark('(') !== undefined) {
    do sizes.push(Number(reader.take().text));
    while (reader.takeMark(',') !== undefined);
    reader.need(')');
  }
  while (!reader.isMark(')') && !reader.done) reader.take();
  reader.need(')');
  return {
    kind: 'cast',
    at,
    value,
    target: { at: name, name: name.text.toUpperCase(), sizes },
  };
}

/** A list in parentheses, at least one expression. */
function readList(reader: TokenReader, grammar: Grammar): readonly Expression[] {
  reader.need('(');
  const list: Expression[] = [];
  do list.push(readExpression(reader, grammar));
  while (reader.takeMark(',') !== undefined);
  reader.need(')');
  return list;
}

export function readExpressions(reader: TokenReader, grammar: Grammar): readonly Expression[] {
  const list: Expression[] = [];
  do list.push(readExpression(reader, grammar));
  while (reader.takeMark(',') !== undefined);
  return list;
}

function readCall(reader: TokenReader, grammar: Grammar, name: string): Expression {
  const at = reader.take();
  const read = reader.attempt(() => readArguments(reader, grammar));
  if (read === undefined) {
    // EXTRACT(YEAR FROM x), TRIM(LEADING ' ' FROM x): whatever it is, the function's name is judged
    reader.skipParenthesis();
    if (name === 'TRIM') reader.note('PSQL-19', at, "TRIM is written TRIM(' ' FROM x)");
    return {
      kind: 'call',
      at,
      name,
      distinct: false,
      args: [],
      trimmed: undefined,
      over: undefined,
    };
  }
  const kept = reader.workbench ? readFilter(reader, grammar) : [];
  while (reader.isWord('FILTER', 'WITHIN', 'IGNORE', 'RESPECT')) {
    const word = reader.take();
    reader.note(
      'PSQL-4',
      word,
      `${word.text.toUpperCase()} after a function is not on every engine`,
    );
    if (reader.isWord('GROUP', 'NULLS')) reader.take();
    if (reader.isMark('(')) reader.skipParenthesis();
  }
  const over = reader.takeWords('OVER') === undefined ? undefined : readWindow(reader, grammar);
  return { kind: 'call', at, name, ...read, args: [...read.args, ...kept], over };
}

/** `FILTER (WHERE …)`, which the workbench knows. */
function readFilter(reader: TokenReader, grammar: Grammar): readonly Expression[] {
  if (reader.takeWords('FILTER') === undefined) return [];
  reader.need('(');
  reader.needWord('WHERE');
  const condition = readExpression(reader, grammar);
  reader.need(')');
  return [condition];
}

function readArguments(reader: TokenReader, grammar: Grammar) {
  reader.need('(');
  const distinct = reader.takeWords('DISTINCT') !== undefined;
  const args: Expression[] = [];
  let trimmed: Expression | undefined;
  if (!reader.isMark(')')) {
    if (reader.isMark('*') && reader.isMark(')', 1)) args.push({ kind: 'star', at: reader.take() });
    else args.push(...readExpressions(reader, grammar));
    if (reader.takeWords('FROM') !== undefined) {
      trimmed = args.pop();
      args.push(readExpression(reader, grammar));
    }
  }
  reader.need(')');
  return { distinct, args, trimmed };
}

function readWindow(reader: TokenReader, grammar: Grammar): Window {
  if (!reader.isMark('('))
    return reader.fail('PSQL-0', 'OVER is followed by its window, in parentheses');
  reader.need('(');
  const partitionBy =
    reader.takeWords('PARTITION', 'BY') === undefined ? [] : readExpressions(reader, grammar);
  const orderBy: Expression[] = [];
  if (reader.takeWords('ORDER', 'BY') !== undefined) {
    do {
      orderBy.push(readExpression(reader, grammar));
      if (reader.isWord('ASC', 'DESC')) reader.take();
      const nulls = reader.takeWords('NULLS');
      if (nulls !== undefined) {
        reader.note(
          'PSQL-0',
          nulls,
          'NULLS FIRST and NULLS LAST are not on every engine; order by a CASE first',
        );
        reader.take();
      }
    } while (reader.takeMark(',') !== undefined);
  }
  const frame: string[] = [];
  while (!reader.isMark(')') && !reader.done) frame.push(reader.take().text.toUpperCase());
  reader.need(')');
  return { partitionBy, orderBy, frame: frame.join(' ') };
}

function isNameToken(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === 'word' || token?.kind === 'quoted_name';
}

/** `"Name"`, `alias."Name"`, `alias.own_name`; more dots are no column of ours. */
function readColumn(reader: TokenReader): Expression {
  const first = reader.take();
  if (reader.takeMark('.') === undefined)
    return { kind: 'column', at: first, qualifier: undefined };
  const star = reader.takeMark('*');
  if (star !== undefined) {
    reader.note(
      'PSQL-23',
      star,
      'SELECT * is another list when the table changes; name the columns',
    );
    return { kind: 'star', at: star };
  }
  const name = reader.take();
  if (!isNameToken(name))
    return reader.fail('PSQL-0', 'a column name is expected after the dot', name);
  if (reader.isMark('.')) {
    return reader.fail(
      'PSQL-15',
      'a column is named by its table’s alias and its own name only',
      first,
    );
  }
  return { kind: 'column', at: name, qualifier: first };
}
