import { SqlError } from './sql-error.ts';
import { isSymbol, isWord, type SqlToken } from './sql-lexer.ts';
import { parseSqlType, type SqlType } from './sql-type.ts';

/** What the stand-in can evaluate. */
export type Expression =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'literal'; readonly type: SqlType; readonly text: string | null }
  | {
      readonly kind: 'convert';
      readonly type: SqlType;
      readonly of: Expression;
      readonly style: number | null;
    }
  | { readonly kind: 'to-string'; readonly of: Expression }
  | { readonly kind: 'count' }
  | { readonly kind: 'sum'; readonly of: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] };

/** The text is none the stand-in evaluates. */
export class NotEvaluable extends Error {
  override readonly name = 'NotEvaluable';
}

const calls: ReadonlySet<string> = new Set([
  'rowcount_big',
  'sysdatetimeoffset',
  'sysutcdatetime',
  'isnull',
  'coalesce',
]);

/** A place in a token list. */
export class Cursor {
  readonly tokens: readonly SqlToken[];
  at: number;

  constructor(tokens: readonly SqlToken[], at = 0) {
    this.tokens = tokens;
    this.at = at;
  }

  get token(): SqlToken | undefined {
    return this.tokens[this.at];
  }

  takeSymbol(value: string): boolean {
    if (!isSymbol(this.token, value)) return false;
    this.at += 1;
    return true;
  }

  takeWord(...words: readonly string[]): boolean {
    if (!isWord(this.token, ...words)) return false;
    this.at += 1;
    return true;
  }

  needSymbol(value: string): void {
    if (!this.takeSymbol(value)) throw this.syntaxError();
  }

  needWord(...words: readonly string[]): void {
    if (!this.takeWord(...words)) throw this.syntaxError();
  }

  /** A bracketed, quoted or plain name. */
  needName(): string {
    const { token } = this;
    if (token?.kind !== 'name' && token?.kind !== 'word') throw this.syntaxError();
    this.at += 1;
    return token.value;
  }

  syntaxError(): SqlError {
    return new SqlError(102, `Incorrect syntax near '${this.token?.value ?? 'end of text'}'.`, 15);
  }
}

/** `decimal(19,4)`, `nvarchar(max)`, `[date]`. */
export function parseType(cursor: Cursor, missingLength: number): SqlType {
  let text = cursor.needName();
  if (isSymbol(cursor.token, '(')) {
    const from = cursor.at;
    while (!isSymbol(cursor.token, ')')) {
      if (cursor.token === undefined) throw cursor.syntaxError();
      cursor.at += 1;
    }
    cursor.at += 1;
    text += cursor.tokens
      .slice(from, cursor.at)
      .map((token) => token.value)
      .join('');
  }
  return parseSqlType(text, missingLength);
}

function parseStyle(cursor: Cursor): number {
  const { token } = cursor;
  if (token?.kind !== 'number') throw cursor.syntaxError();
  cursor.at += 1;
  return Number(token.value);
}

function parseCall(cursor: Cursor, name: string): Expression {
  switch (name) {
    case 'convert':
    case 'try_convert': {
      const type = parseType(cursor, 30);
      cursor.needSymbol(',');
      const of = parseExpression(cursor);
      return {
        kind: 'convert',
        type,
        of,
        style: cursor.takeSymbol(',') ? parseStyle(cursor) : null,
      };
    }
    case 'cast': {
      const of = parseExpression(cursor);
      cursor.needWord('as');
      return { kind: 'convert', type: parseType(cursor, 30), of, style: null };
    }
    case 'count':
    case 'count_big':
      cursor.needSymbol('*');
      return { kind: 'count' };
    case 'sum':
      return { kind: 'sum', of: parseExpression(cursor) };
    default: {
      if (!calls.has(name)) throw new NotEvaluable(`function ${name}`);
      const of: Expression[] = [];
      while (!isSymbol(cursor.token, ')')) {
        of.push(parseExpression(cursor));
        if (!cursor.takeSymbol(',')) break;
      }
      return { kind: 'call', name, of };
    }
  }
}

function parsePrimary(cursor: Cursor): Expression {
  const { token } = cursor;
  if (token === undefined) throw cursor.syntaxError();
  cursor.at += 1;
  switch (token.kind) {
    case 'variable':
      if (token.value.startsWith('@@')) throw new NotEvaluable(token.value);
      return { kind: 'variable', name: token.value.slice(1) };
    case 'string':
      return {
        kind: 'literal',
        type: parseSqlType(`nvarchar(${Math.max(1, token.value.length)})`),
        text: token.value,
      };
    case 'number':
      return { kind: 'literal', type: parseSqlType('int'), text: token.value };
    case 'word':
    case 'name':
      break;
    default:
      throw new NotEvaluable(`'${token.value}'`);
  }
  if (token.kind === 'word' && token.value === 'null') {
    return { kind: 'literal', type: parseSqlType('int'), text: null };
  }
  if (token.kind === 'word' && cursor.takeSymbol('(')) {
    const call = parseCall(cursor, token.value);
    cursor.needSymbol(')');
    return call;
  }
  if (isSymbol(cursor.token, '.') && !isToString(cursor)) {
    cursor.at += 1;
    return { kind: 'column', name: cursor.needName() };
  }
  return { kind: 'column', name: token.value };
}

const isToString = (cursor: Cursor) =>
  isSymbol(cursor.token, '.') && isWord(cursor.tokens[cursor.at + 1], 'tostring');

export function parseExpression(cursor: Cursor): Expression {
  const of = parsePrimary(cursor);
  if (!isToString(cursor)) return of;
  cursor.at += 2;
  cursor.needSymbol('(');
  cursor.needSymbol(')');
  return { kind: 'to-string', of };
}
