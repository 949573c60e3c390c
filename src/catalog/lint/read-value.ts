import type { SqlToken } from '../portable-sql/lexer.ts';
import { type Grammar, startsQuery } from './grammar.ts';
import { readCall } from './read-call.ts';
import { readCase, readCast } from './read-case.ts';
import type { RuleId } from './rules.ts';
import type { Expression } from './sql-tree.ts';
import type { TokenReader } from './token-reader.ts';

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

/** A literal, a column, a function, or something in parentheses. */
export function readValue(reader: TokenReader, grammar: Grammar): Expression {
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
  const value = grammar.readExpression(reader, grammar);
  if (reader.isMark(',') && reader.workbench) {
    const parts = [value];
    while (reader.takeMark(',') !== undefined) parts.push(grammar.readExpression(reader, grammar));
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

function isNameToken(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === 'word' || token?.kind === 'quoted_name';
}

/** The `*` of `SELECT *` or `alias.*`, if it comes next. */
export function readStar(reader: TokenReader): Expression | undefined {
  const at = reader.takeMark('*');
  if (at === undefined) return undefined;
  reader.note('PSQL-23', at, 'SELECT * is another list when the table changes; name the columns');
  return { kind: 'star', at };
}

/** `"Name"`, `alias."Name"`, `alias.own_name`; more dots are no column of ours. */
function readColumn(reader: TokenReader): Expression {
  const first = reader.take();
  if (reader.takeMark('.') === undefined)
    return { kind: 'column', at: first, qualifier: undefined };
  const star = readStar(reader);
  if (star !== undefined) return star;
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
