/** What a stretch of SQL text is (portable-sql 5). Markers inside strings, quoted names and comments are none. */
type SqlTokenKind =
  | 'space'
  | 'comment'
  | 'string'
  | 'quoted_name'
  | 'bracketed'
  | 'table'
  | 'parameter'
  | 'word'
  | 'number'
  | 'other';

export interface SqlToken {
  readonly kind: SqlTokenKind;
  /** Exactly as written; the texts of all tokens joined are the template. */
  readonly text: string;
  /** What it says: the name or text without its quotes, braces or colon; else the text itself. */
  readonly value: string;
  readonly position: SqlPosition;
}

/** Both from 1, the column in UTF-16 units, as editors count. */
interface SqlPosition {
  readonly line: number;
  readonly column: number;
}

/** A mistake in an SQL text, and where. */
export interface SqlProblem {
  readonly position: SqlPosition;
  readonly message: string;
  /** Rule of docs/logic-lint.md it breaks. */
  readonly rule?: string;
}

/**
 * One form per kind, tried in this order at each place; what fits none is one character of kind `other`.
 * The look-aheads keep a doubled closing quote from being read as a closing one.
 */
const FORMS: readonly string[] = [
  String.raw`[ \t\n\r]+`,
  String.raw`--[^\n]*|\/\*[\s\S]*?\*\/`,
  `'[^']*(?:''[^']*)*'(?!')`,
  `"[^"]*(?:""[^"]*)*"(?!")`,
  String.raw`\[[^\]]*(?:\]\][^\]]*)*\](?!\])`,
  String.raw`\{[^{}]*\}`,
  '(?<!:):[A-Za-z_][A-Za-z0-9_]*',
  '[A-Za-z_][A-Za-z0-9_]*',
  String.raw`[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`,
];
const TOKEN = new RegExp(`${FORMS.join('|')}|[\\s\\S]`, 'gu');

/** Every form begins in its own way, and all that is longer than its beginning has the form. */
function kindOf(text: string): SqlTokenKind {
  const first = text.charAt(0);
  if (first === ' ' || first === '\n' || first === '\t' || first === '\r') return 'space';
  if (/[A-Za-z_]/.test(first)) return 'word';
  if (/[0-9]/.test(first)) return 'number';
  if (text.length === 1) return 'other';
  switch (first) {
    case '-':
    case '/':
      return 'comment';
    case "'":
      return 'string';
    case '"':
      return 'quoted_name';
    case '[':
      return 'bracketed';
    case '{':
      return 'table';
    case ':':
      return 'parameter';
    default:
      return 'other';
  }
}

const UNCLOSED: readonly (readonly [string, string])[] = [
  ["'", 'this string is never closed'],
  ['"', 'this quoted name is never closed'],
  ['[', 'this bracket is never closed'],
  ['{', 'this {source.TABLE} is never closed'],
  ['/*', 'this comment is never closed'],
];

function meaningOf(kind: SqlTokenKind, text: string): string {
  switch (kind) {
    case 'string':
      return text.slice(1, -1).replaceAll("''", "'");
    case 'quoted_name':
      return text.slice(1, -1).replaceAll('""', '"');
    case 'bracketed':
      return text.slice(1, -1).replaceAll(']]', ']');
    case 'table':
      return text.slice(1, -1);
    case 'parameter':
      return text.slice(1);
    default:
      return text;
  }
}

function after({ line, column }: SqlPosition, text: string): SqlPosition {
  const lastBreak = text.lastIndexOf('\n');
  return lastBreak < 0
    ? { line, column: column + text.length }
    : { line: line + text.split('\n').length - 1, column: text.length - lastBreak };
}

/**
 * Splits a text into tokens that joined give it back, and says what is never closed;
 * the tokens end before an unclosed one.
 */
export function lexSql(text: string): {
  readonly tokens: readonly SqlToken[];
  readonly problems: readonly SqlProblem[];
} {
  const tokens: SqlToken[] = [];
  let position: SqlPosition = { line: 1, column: 1 };
  let start = 0;
  TOKEN.lastIndex = 0;
  // no match objects: a catalog has a hundred thousand tokens
  while (TOKEN.test(text)) {
    const written = text.slice(start, TOKEN.lastIndex);
    const kind = kindOf(written);
    if (kind === 'other') {
      const from = start;
      const unclosed = UNCLOSED.find(([open]) => text.startsWith(open, from));
      if (unclosed !== undefined) return { tokens, problems: [{ position, message: unclosed[1] }] };
    }
    tokens.push({ kind, text: written, value: meaningOf(kind, written), position });
    position = after(position, written);
    start = TOKEN.lastIndex;
  }
  return { tokens, problems: [] };
}
