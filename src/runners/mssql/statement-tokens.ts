/** What a stretch of T-SQL is. Words, marks and markers inside quotes and comments are none. */
export type TokenKind =
  | 'space'
  | 'comment'
  | 'string'
  | 'quoted_name'
  | 'bracketed_name'
  | 'session_value'
  | 'marker'
  | 'number'
  | 'word'
  | 'mark';

export interface Token {
  readonly kind: TokenKind;
  /** Exactly as written; the texts of all tokens joined are the statement. */
  readonly text: string;
  /** A word in upper case, for words mean the same in any case; empty for all that is no word. */
  readonly word: string;
  /** Where it starts, in UTF-16 units from 0. */
  readonly start: number;
  /** Round brackets that are open around it; a bracket stands outside of itself. */
  readonly depth: number;
}

/** A mistake in a statement: what, where, and what to write instead. */
export interface StatementProblem {
  readonly start: number;
  readonly message: string;
  readonly advice: string;
}

/**
 * One form per kind, tried in this order. The look-aheads keep a doubled closing quote from being read as a closing
 * one. A number takes its whole exponent, even an empty one, as the server does: `1eDROP` is `1e` and `DROP` to it.
 */
const FORMS: readonly (readonly [TokenKind, string])[] = [
  ['space', String.raw`(?:[ \t\n]|\r\n)+`],
  ['comment', String.raw`--[^\n]*?(?=\r?\n|$)`],
  ['string', `'[^']*(?:''[^']*)*'(?!')`],
  ['quoted_name', `"[^"]*(?:""[^"]*)*"(?!")`],
  ['bracketed_name', String.raw`\[[^\]]*(?:\]\][^\]]*)*\](?!\])`],
  ['session_value', '@@[A-Za-z0-9_@#$]*'],
  ['marker', '@[A-Za-z0-9_@#$]+'],
  ['number', String.raw`0[xX][0-9A-Fa-f]*|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]*)?`],
  ['word', '[A-Za-z_#][A-Za-z0-9_@#$]*'],
  ['mark', '[(),.;+*/%=<>!&|^~:-]'],
];
const TOKEN = new RegExp(FORMS.map(([, form]) => `(${form})`).join('|'), 'y');

const UNCLOSED: readonly (readonly [string, string])[] = [
  ["'", 'this string is never closed'],
  ['"', 'this quoted name is never closed'],
  ['[', 'this bracketed name is never closed'],
  ['/*', 'this comment is never closed'],
];

/** Control characters and Unicode line breaks: readers disagree on whether they end a line, so none may stand bare. */
const BREAKS = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}]/u;

/** Past the end of the comment that opens at `start`, comments inside it included; -1 when it never ends. */
function commentEnd(text: string, start: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let open = 0;
  for (let match = edge.exec(text); match !== null; match = edge.exec(text)) {
    open += match[0] === '/*' ? 1 : -1;
    if (open === 0) return edge.lastIndex;
  }
  return -1;
}

function tokenAt(text: string, start: number): Pick<Token, 'kind' | 'text'> | null {
  if (text.startsWith('/*', start)) {
    const end = commentEnd(text, start);
    return end < 0 ? null : { kind: 'comment', text: text.slice(start, end) };
  }
  TOKEN.lastIndex = start;
  const match = TOKEN.exec(text);
  if (match === null) return null;
  const [written] = match;
  const kind = FORMS[match.indexOf(written, 1) - 1]?.[0] ?? 'mark';
  return { kind, text: written };
}

function unreadable(text: string, start: number): StatementProblem {
  const unclosed = UNCLOSED.find(([open]) => text.startsWith(open, start));
  if (unclosed !== undefined) return { start, message: unclosed[1], advice: 'Close it.' };
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  if (character === '{' || character === '}') {
    const [written = character] = /^\{[^{}\s]*\}/.exec(text.slice(start)) ?? [];
    return unfilledPlaceholder(start, written);
  }
  return {
    start,
    message: `the character ${JSON.stringify(character)} stands outside of quotes`,
    advice: 'Write names with such characters in brackets, and remove what is not SQL.',
  };
}

/** A template that was not filled in. */
export function unfilledPlaceholder(start: number, text: string): StatementProblem {
  return {
    start,
    message: `${text} is a placeholder that was never filled in`,
    advice: 'Bind the value: write :name in the catalog, which reaches the server as @name.',
  };
}

/**
 * Splits a statement into tokens that joined give it back, or says why it cannot be read to its end:
 * quotes, comments and round brackets must close, and no bracket may close what it did not open.
 */
export function readTokens(text: string): readonly Token[] | StatementProblem {
  const tokens: Token[] = [];
  const open: Token[] = [];
  for (let start = 0; start < text.length; ) {
    const found = tokenAt(text, start);
    if (found === null) return unreadable(text, start);
    if (found.kind === 'comment' && BREAKS.test(found.text.replaceAll('\r\n', '\n'))) {
      const message = 'this comment holds a control character or a line break other than LF';
      return { start, message, advice: 'Remove the character: it may end the comment early.' };
    }
    if (found.text === ')' && open.pop() === undefined) {
      const message = 'this bracket closes none of the query';
      return { start, message, advice: 'Remove it: a query is one SELECT, complete in itself.' };
    }
    const word = found.kind === 'word' ? found.text.toUpperCase() : '';
    const token: Token = { kind: found.kind, text: found.text, word, start, depth: open.length };
    if (found.text === '(') open.push(token);
    tokens.push(token);
    start += found.text.length;
  }
  const [unclosed] = open;
  if (unclosed === undefined) return tokens;
  return { start: unclosed.start, message: 'this bracket is never closed', advice: 'Close it.' };
}

/** Whether a token is one of these words, given in upper case; quoted names are no words. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token !== undefined && words.includes(token.word);
}

/** Whether a token can be part of a table's or column's name. */
export function isName({ kind }: Token): boolean {
  return kind === 'bracketed_name' || kind === 'quoted_name' || kind === 'word';
}

/** What a token says: a name without its quotes, else the text itself. */
export function nameOf({ kind, text }: Token): string {
  if (kind === 'bracketed_name') return text.slice(1, -1).replaceAll(']]', ']');
  if (kind === 'quoted_name') return text.slice(1, -1).replaceAll('""', '"');
  return text;
}

/** Line and column as editors count them, from 1. */
export function placeOf(text: string, start: number): string {
  const before = text.slice(0, start).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
