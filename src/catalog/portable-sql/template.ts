import { remembered } from '../remembered.ts';
import { lexSql, type SqlProblem, type SqlToken } from './lexer.ts';

/** A catalog query's text, split and checked for what no engine's parameters or fields decide. */
export interface SqlTemplate {
  readonly tokens: readonly SqlToken[];
  /** `source.TABLE` as written, each once, in order of first use. */
  readonly tables: readonly string[];
  /** Parameter names, each once, in order of first use. */
  readonly parameters: readonly string[];
  /** Every word and quoted name, without quotes. */
  readonly names: ReadonlySet<string>;
}

const ALLOWED_OTHER = new Set('(),.*+-/<>=!%|&^~');
const REFUSED_OTHER: ReadonlyMap<string, string> = new Map([
  [';', 'one query is one statement, without ";"'],
  [':', 'a ":" that starts no parameter; write CAST(x AS type) for x::type'],
  ['?', 'parameters are written :name, not "?"'],
  ['@', 'parameters are written :name, not "@name"'],
  ['$', 'parameters are written :name, not "$name"'],
  ['`', 'names are quoted as "name", not with back-quotes'],
  ['}', 'this "}" closes nothing'],
  [']', 'this "]" closes nothing'],
]);

/** Words that only stand in statements that write or run something (domain/sox.md C-4). */
const WRITING = new Set(
  'ALTER ATTACH CALL COPY CREATE DELETE DROP EXEC EXECUTE GRANT INSERT INTO MERGE REVOKE TRUNCATE UPDATE'.split(
    ' ',
  ),
);

/** Tokens that mean something: no white space, no comments. */
export const significantTokens = remembered((tokens: readonly SqlToken[]): readonly SqlToken[] =>
  tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment'),
);

/** Is it this unquoted word, case ignored? */
export function isWord(token: SqlToken | undefined, word: string): boolean {
  return (
    token?.kind === 'word' && token.text.length === word.length && token.text.toUpperCase() === word
  );
}

/** Is it this character outside strings, names and comments? */
export function isMark(token: SqlToken | undefined, mark: string): boolean {
  return token?.kind === 'other' && token.text === mark;
}

/** The rule a refused token breaks. */
function ruleOf({ kind, text }: SqlToken): string {
  if (kind === 'word') return 'C-4';
  const ends = kind === 'other' && [';', '}', ']'].includes(text);
  return ends ? 'PSQL-1' : 'PSQL-30';
}

function tokenProblem(token: SqlToken, before: SqlToken | undefined): string | undefined {
  switch (token.kind) {
    case 'comment':
      return token.text.startsWith('/*') && token.text.includes('/*', 2)
        ? 'a comment inside a comment ends at another place on another engine'
        : undefined;
    case 'string':
      return before?.kind === 'word'
        ? `a prefixed literal such as ${before.text}'…' means something else on another engine`
        : undefined;
    case 'bracketed':
      return 'names are quoted as "name", not with brackets';
    case 'quoted_name':
      return token.value === '' ? 'this quoted name is empty' : undefined;
    case 'word':
      return WRITING.has(token.text.toUpperCase())
        ? `${token.text.toUpperCase()} belongs to a statement that writes; a query only reads`
        : undefined;
    case 'other':
      if (ALLOWED_OTHER.has(token.text)) return undefined;
      return (
        REFUSED_OTHER.get(token.text) ??
        `the character ${JSON.stringify(token.text)} may stand in strings, quoted names and comments only`
      );
    default:
      return undefined;
  }
}

function parenthesisProblems(tokens: readonly SqlToken[]): readonly SqlProblem[] {
  const open: SqlToken[] = [];
  const problems: SqlProblem[] = [];
  for (const token of tokens) {
    if (isMark(token, '(')) open.push(token);
    if (isMark(token, ')') && open.pop() === undefined) {
      problems.push({
        position: token.position,
        message: 'this ")" closes nothing',
        rule: 'PSQL-1',
      });
    }
  }
  return [
    ...problems,
    ...open.map(({ position }) => ({
      position,
      message: 'this "(" is never closed',
      rule: 'PSQL-1',
    })),
  ];
}

function startProblems([first]: readonly SqlToken[]): readonly SqlProblem[] {
  if (isWord(first, 'SELECT') || isWord(first, 'WITH')) return [];
  const position = first?.position ?? { line: 1, column: 1 };
  return [{ position, message: 'a query starts with SELECT or WITH', rule: 'PSQL-1' }];
}

function namesOf(tokens: readonly SqlToken[], wanted: 'table' | 'parameter'): readonly string[] {
  return [...new Set(tokens.filter(({ kind }) => kind === wanted).map(({ value }) => value))];
}

/** Reads a template; the problems say line and column (portable-sql 5, PSQL-1, PSQL-30). */
export function parseTemplate(text: string): {
  readonly template: SqlTemplate;
  readonly problems: readonly SqlProblem[];
} {
  const { tokens, problems: unclosed } = lexSql(text);
  const template = {
    tokens,
    tables: namesOf(tokens, 'table'),
    parameters: namesOf(tokens, 'parameter'),
    names: new Set(
      tokens
        .filter(({ kind }) => kind === 'quoted_name' || kind === 'word')
        .map(({ value }) => value),
    ),
  };
  if (unclosed.length > 0) {
    return { template, problems: unclosed.map((each) => ({ ...each, rule: 'PSQL-1' })) };
  }
  const significant = significantTokens(tokens);
  const single = tokens.flatMap((token, index) => {
    const message = tokenProblem(token, tokens[index - 1]);
    return message === undefined
      ? []
      : [{ position: token.position, message, rule: ruleOf(token) }];
  });
  return {
    template,
    problems: [...startProblems(significant), ...single, ...parenthesisProblems(significant)],
  };
}
