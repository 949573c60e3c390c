import { SqlError } from './sql-error.ts';

export interface SqlToken {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'variable' | 'symbol';
  /** Words and variables in lower case, names and strings without their quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const patterns: readonly (readonly [SqlToken['kind'] | 'skip', RegExp])[] = [
  ['skip', /\s+/y],
  ['skip', /--[^\n]*/y],
  ['string', /[nN]?'(?:[^']|'')*'/y],
  ['name', /\[(?:[^\]]|\]\])*\]/y],
  ['name', /"(?:[^"]|"")*"/y],
  ['variable', /@{1,2}[\p{L}_@#$][\p{L}\p{N}_@#$]*/uy],
  ['word', /[\p{L}_#][\p{L}\p{N}_@#$]*/uy],
  ['number', /0x[0-9a-f]*|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+/iy],
  ['symbol', /[^\s]/y],
];

/** The end of a block comment that may hold others. */
function commentEnd(text: string, start: number): number {
  let depth = 1;
  let at = start + 2;
  for (; at < text.length && depth > 0; at += 1) {
    if (text.startsWith('/*', at)) {
      depth += 1;
      at += 1;
    } else if (text.startsWith('*/', at)) {
      depth -= 1;
      at += 1;
    }
  }
  if (depth > 0) throw new SqlError(113, "Missing end comment mark '*/'.", 15);
  return at;
}

function plain(kind: SqlToken['kind'], raw: string): string {
  if (kind === 'string') return raw.replace(/^[nN]?'|'$/g, '').replaceAll("''", "'");
  if (kind === 'name') {
    const quote = raw.at(-1) ?? '';
    return raw.slice(1, -1).replaceAll(quote + quote, quote);
  }
  return kind === 'word' || kind === 'variable' ? raw.toLowerCase() : raw;
}

/** T-SQL as tokens. @throws SqlError 105 or 113 for what is not closed */
export function lexSql(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  outer: while (at < text.length) {
    if (text.startsWith('/*', at)) {
      at = commentEnd(text, at);
      continue;
    }
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const raw = pattern.exec(text)?.[0];
      if (raw === undefined) continue;
      if (kind === 'symbol' && (raw === "'" || raw === '"' || raw === '[')) {
        throw new SqlError(105, `Unclosed quotation mark after ${text.slice(at, at + 20)}.`, 15);
      }
      if (kind !== 'skip') {
        tokens.push({ kind, value: plain(kind, raw), start: at, end: at + raw.length });
      }
      at += raw.length;
      continue outer;
    }
    at += 1;
  }
  return tokens;
}

export const isSymbol = (token: SqlToken | undefined, value: string) =>
  token?.kind === 'symbol' && token.value === value;

export const isWord = (token: SqlToken | undefined, ...words: readonly string[]) =>
  token?.kind === 'word' && words.includes(token.value);

/** Index of the bracket that closes the one at `open`. @throws SqlError 102 */
export function closingBracket(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (isSymbol(tokens[index], '(')) depth += 1;
    if (isSymbol(tokens[index], ')')) depth -= 1;
    if (depth === 0) return index;
  }
  throw new SqlError(102, "Incorrect syntax near '('.", 15);
}
