import { RunnerError } from '../runner.ts';

/** What a stretch of a text for Athena is. A marker inside a string, a quoted name or a comment is none. */
type TokenKind = 'space' | 'comment' | 'string' | 'quoted' | 'word' | 'marker' | 'mark';

export interface SqlToken {
  readonly kind: TokenKind;
  /** Exactly as written; the texts of all tokens joined are the text. */
  readonly text: string;
}

/** Tried in this order at each place. A comment of a line ends at CR as well as at LF, a backslash escapes nothing. */
const FORMS: readonly (readonly [TokenKind, string])[] = [
  ['space', String.raw`\s+`],
  ['comment', String.raw`--[^\r\n]*|\/\*[\s\S]*?\*\/`],
  ['string', `'[^']*(?:''[^']*)*'(?!')`],
  ['quoted', `"[^"]*(?:""[^"]*)*"(?!")`],
  ['word', '[A-Za-z0-9_]+'],
  ['marker', String.raw`\?`],
];
const TOKEN = new RegExp(`${FORMS.map(([, form]) => `(${form})`).join('|')}|[\\s\\S]`, 'gu');
const OPENINGS = ["'", '"', '/*', '`'];

/** @throws RunnerError QUERY_REJECTED for what is never closed, and for back-quotes, which Athena reads in other ways */
export function sqlTokens(text: string): readonly SqlToken[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const kind = FORMS[match.indexOf(match[0], 1) - 1]?.[0] ?? 'mark';
    const opening = OPENINGS.find((each) => kind === 'mark' && text.startsWith(each, match.index));
    if (opening === undefined) return { kind, text: match[0] };
    throw new RunnerError(
      'QUERY_REJECTED',
      `the query has a ${opening} at character ${match.index + 1} that is never closed or means nothing`,
      { advice: 'Close it; names are quoted "so", texts \'so\'.' },
    );
  });
}

/** The tokens that mean something. */
export function significant(tokens: readonly SqlToken[]): readonly SqlToken[] {
  return tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
}

export function isWord(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toUpperCase());
}

export function isMark(token: SqlToken | undefined, mark: string): boolean {
  return token?.kind === 'mark' && token.text === mark;
}

/** The name a token is, as Athena compares names; undefined for what is no name. */
export function nameOf(token: SqlToken | undefined): string | undefined {
  if (token?.kind === 'quoted') return token.text.slice(1, -1).replaceAll('""', '"').toLowerCase();
  return token?.kind === 'word' && !/^[0-9]/.test(token.text)
    ? token.text.toLowerCase()
    : undefined;
}
