import type { Dataset } from './datasets.ts';
import { Cursor, type Expression, NotEvaluable, parseExpression, parseType } from './expression.ts';
import {
  type Match,
  matchLifted,
  matchText,
  matchVerbatim,
  orderByAt,
  type ReviewedText,
} from './reviewed-text.ts';
import { SqlError } from './sql-error.ts';
import { closingBracket, isSymbol, isWord, lexSql, type SqlToken } from './sql-lexer.ts';
import type { SqlType } from './sql-type.ts';

export interface SelectItem {
  readonly alias: string;
  /** Null when the stand-in cannot evaluate it: then only its alias counts. */
  readonly expression: Expression | null;
}

/** A SELECT over a reviewed query. */
export interface WrappedSelect {
  readonly kind: 'wrapped';
  readonly items: readonly SelectItem[];
  readonly dataset: Dataset;
  /** Names given to the columns; null when the query's own names are used. */
  readonly aliases: readonly string[] | null;
  readonly orderBy: readonly { readonly column: string; readonly descending: boolean }[];
}

export type Statement =
  | { readonly kind: 'set'; readonly words: readonly string[] }
  | {
      readonly kind: 'declare';
      readonly name: string;
      readonly type: SqlType;
      readonly value: Expression | null;
    }
  | { readonly kind: 'reviewed'; readonly dataset: Dataset }
  | WrappedSelect
  /** A SELECT over nothing the stand-in holds rows for: facts, the trailer, `SELECT 1`. */
  | { readonly kind: 'plain'; readonly items: readonly SelectItem[]; readonly from: boolean };

/** A statement nobody prepared an answer for. */
export class UnexpectedStatement extends Error {
  override readonly name = 'UnexpectedStatement';
}

const starts = ['set', 'select', 'declare', 'with', 'exec', 'execute'] as const;

function parseSet(cursor: Cursor): Statement {
  const words: string[] = [];
  cursor.at += 1;
  while (
    cursor.token !== undefined &&
    !isSymbol(cursor.token, ';') &&
    !isWord(cursor.token, ...starts)
  ) {
    words.push(cursor.token.value.toLowerCase());
    cursor.at += 1;
  }
  return { kind: 'set', words };
}

function parseDeclare(cursor: Cursor): Statement[] {
  const declared: Statement[] = [];
  cursor.at += 1;
  do {
    const { token } = cursor;
    if (token?.kind !== 'variable') throw cursor.syntaxError();
    cursor.at += 1;
    cursor.takeWord('as');
    const type = parseType(cursor, 1);
    const value = cursor.takeSymbol('=') ? parseExpression(cursor) : null;
    declared.push({ kind: 'declare', name: token.value.slice(1), type, value });
  } while (cursor.takeSymbol(','));
  return declared;
}

/** Skips to the end of a select item, outside brackets. */
function skipItem(cursor: Cursor): SqlToken[] {
  const skipped: SqlToken[] = [];
  let depth = 0;
  for (; cursor.token !== undefined; cursor.at += 1) {
    const { token } = cursor;
    if (depth === 0 && (isSymbol(token, ',') || isSymbol(token, ';') || isWord(token, 'from')))
      break;
    if (isSymbol(token, '(')) depth += 1;
    if (isSymbol(token, ')')) depth -= 1;
    if (depth < 0) break;
    skipped.push(token);
  }
  return skipped;
}

function parseItem(cursor: Cursor): SelectItem {
  const from = cursor.at;
  try {
    const expression = parseExpression(cursor);
    const alias = cursor.takeWord('as') ? cursor.needName() : '';
    if (
      cursor.token === undefined ||
      isSymbol(cursor.token, ',') ||
      isSymbol(cursor.token, ';') ||
      isWord(cursor.token, 'from', 'option')
    ) {
      return { alias, expression };
    }
  } catch (error) {
    if (!(error instanceof NotEvaluable) && !(error instanceof SqlError)) throw error;
  }
  cursor.at = from;
  const tokens = skipItem(cursor);
  const name = tokens.at(-1);
  const named = name?.kind === 'name' || name?.kind === 'word';
  return { alias: named && isWord(tokens.at(-2), 'as') ? name.value : '', expression: null };
}

function parseItems(cursor: Cursor): SelectItem[] {
  const items = [parseItem(cursor)];
  while (cursor.takeSymbol(',')) items.push(parseItem(cursor));
  return items;
}

function parseAliases(cursor: Cursor): string[] | null {
  if (!cursor.takeSymbol('(')) return null;
  const names: string[] = [];
  do names.push(cursor.needName());
  while (cursor.takeSymbol(','));
  cursor.needSymbol(')');
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase())) {
      throw new SqlError(8156, `The column '${name}' was specified multiple times for 'q'.`);
    }
    seen.add(name.toLowerCase());
  }
  return names;
}

function parseOrderBy(cursor: Cursor): WrappedSelect['orderBy'] {
  if (!cursor.takeWord('order')) return [];
  cursor.needWord('by');
  const entries: { column: string; descending: boolean }[] = [];
  do {
    const expression = parseExpression(cursor);
    if (expression.kind !== 'column')
      throw new UnexpectedStatement('ORDER BY something else than a column');
    const descending = cursor.takeWord('desc');
    if (!descending) cursor.takeWord('asc');
    entries.push({ column: expression.name, descending });
  } while (cursor.takeSymbol(','));
  return entries;
}

function skipOption(cursor: Cursor): void {
  if (!cursor.takeWord('option')) return;
  cursor.at = closingBracket(cursor.tokens, cursor.at) + 1;
}

/** What follows the source of a wrapped SELECT. */
function parseTail(cursor: Cursor): WrappedSelect['orderBy'] {
  const orderBy = parseOrderBy(cursor);
  skipOption(cursor);
  if (cursor.token !== undefined && !isSymbol(cursor.token, ';')) throw cursor.syntaxError();
  return orderBy;
}

/** One text sent by a client. */
class BatchParser {
  readonly #text: string;
  readonly #texts: readonly ReviewedText[];
  readonly #tokens: readonly SqlToken[];
  readonly #cursor: Cursor;

  constructor(text: string, texts: readonly ReviewedText[]) {
    this.#text = text;
    this.#texts = texts;
    this.#tokens = lexSql(text);
    this.#cursor = new Cursor(this.#tokens);
  }

  parse(): Statement[] {
    const statements: Statement[] = [];
    const cursor = this.#cursor;
    while (cursor.token !== undefined) {
      if (cursor.takeSymbol(';')) continue;
      const verbatim = matchVerbatim(this.#text, this.#end(), this.#texts);
      if (verbatim !== null) {
        statements.push({ kind: 'reviewed', dataset: verbatim.dataset });
        while (cursor.token !== undefined && cursor.token.start < verbatim.end) cursor.at += 1;
      } else if (isWord(cursor.token, 'set')) statements.push(parseSet(cursor));
      else if (isWord(cursor.token, 'declare')) statements.push(...parseDeclare(cursor));
      else if (isWord(cursor.token, 'select')) statements.push(this.#select());
      else if (isWord(cursor.token, 'with')) statements.push(this.#lifted());
      else throw new UnexpectedStatement(this.#text);
    }
    return statements;
  }

  /** Where the token before the cursor ended. */
  #end(): number {
    return this.#tokens[this.#cursor.at - 1]?.end ?? 0;
  }

  #match(match: Match | null): Match {
    if (match === null) throw new UnexpectedStatement(this.#text);
    return match;
  }

  #select(): Statement {
    const cursor = this.#cursor;
    cursor.at += 1;
    const items = parseItems(cursor);
    const from = cursor.takeWord('from');
    if (!from || !isSymbol(cursor.token, '(')) {
      this.#toSemicolon();
      return { kind: 'plain', items, from };
    }
    const open = cursor.at;
    const close = closingBracket(this.#tokens, open);
    const inner = this.#text.slice(this.#tokens[open]?.end, this.#tokens[close]?.start);
    if (isWord(this.#tokens[open + 1], 'with')) {
      throw new SqlError(156, "Incorrect syntax near the keyword 'with'.", 15);
    }
    const match = matchText(inner, this.#texts);
    if (match === null && !isWord(this.#tokens[open + 1], 'select'))
      throw new UnexpectedStatement(this.#text);
    const { dataset, ordered } = this.#match(match);
    if (ordered) throw orderInside();
    cursor.at = close + 1;
    cursor.takeWord('as');
    cursor.needName();
    const aliases = parseAliases(cursor);
    return { kind: 'wrapped', items, dataset, aliases, orderBy: parseTail(cursor) };
  }

  /** `WITH <ctes>, q (...) AS (<final select>) SELECT ... FROM q`, back to the text it was made from. */
  #lifted(): Statement {
    const cursor = this.#cursor;
    const from = this.#end();
    cursor.at += 1;
    for (;;) {
      const comma = this.#end();
      const name = cursor.needName();
      const aliases = parseAliases(cursor);
      cursor.needWord('as');
      if (!isSymbol(cursor.token, '(')) throw cursor.syntaxError();
      const open = cursor.at;
      const close = closingBracket(this.#tokens, open);
      cursor.at = close + 1;
      if (cursor.takeSymbol(',')) continue;
      // The comma before the last name was inserted; it ends where `comma` says.
      const ctes = this.#text
        .slice(from, comma)
        .replace(/^[\s;]*/, '')
        .replace(/,\s*$/, '');
      const select = this.#text.slice(this.#tokens[open]?.end, this.#tokens[close]?.start);
      const { dataset, ordered } = this.#match(matchLifted(ctes, select, this.#texts));
      if (ordered && orderByAt(lexSql(select)) >= 0) throw orderInside();
      cursor.needWord('select');
      const items = parseItems(cursor);
      cursor.needWord('from');
      if (cursor.needName().toLowerCase() !== name.toLowerCase())
        throw new UnexpectedStatement(this.#text);
      if (cursor.takeWord('as')) cursor.needName();
      return { kind: 'wrapped', items, dataset, aliases, orderBy: parseTail(cursor) };
    }
  }

  #toSemicolon(): void {
    const cursor = this.#cursor;
    while (cursor.token !== undefined && !isSymbol(cursor.token, ';')) cursor.at += 1;
  }
}

const orderInside = () =>
  new SqlError(
    1033,
    'The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.',
    15,
  );

/** @throws SqlError, UnexpectedStatement */
export function parseBatch(text: string, texts: readonly ReviewedText[]): Statement[] {
  return new BatchParser(text, texts).parse();
}
