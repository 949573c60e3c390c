import { RunnerError } from '../runner.ts';
import { isMark, isWord, nameOf, type SqlToken } from './sql-tokens.ts';

/** A table that a text names, in lower case. */
export interface TableReference {
  readonly database: string;
  readonly table: string;
  /** The last token of the name. */
  readonly last: SqlToken;
}

/** Where a name of a WITH means what WITH gave it: elsewhere it is a table of the database. */
interface Scope {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A stretch in brackets, or the whole text. */
interface Stretch {
  /** Between FROM and what ends its list of tables. */
  inFrom: boolean;
  /** FROM inside TRIM(… FROM …) begins no list of tables. */
  readonly isCall: boolean;
}

/** What may end a list of tables. Words that may also be names (LIMIT, WINDOW) do not. */
const LIST_ENDS = ['WHERE', 'BY', 'HAVING', 'UNION', 'INTERSECT', 'EXCEPT'];

/**
 * Every table of a SELECT. Each stands behind FROM or JOIN as "database"."table"; of all other ways to name one nothing
 * is guessed.
 * @param tokens that mean something
 * @throws RunnerError QUERY_REJECTED for a text in which a table might be missed
 */
export function tableReferences(
  query: string,
  tokens: readonly SqlToken[],
  databases: readonly string[],
): readonly TableReference[] {
  const closings = closingBrackets(query, tokens);
  const scopes = withScopes(query, tokens, closings);
  const folded = databases.map((database) => database.toLowerCase());
  const references: TableReference[] = [];
  const stretches: Stretch[] = [{ inFrom: false, isCall: false }];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (closings.has(index)) {
      const isCall =
        isWord(before, 'TRIM', 'EXTRACT', 'SUBSTRING') &&
        !isWord(tokens[index + 1], 'SELECT', 'WITH');
      stretches.push({ inFrom: false, isCall });
    } else if (isMark(token, ')') || isMark(token, ']')) stretches.pop();
    const stretch = stretches.at(-1);
    if (isWord(token, 'TABLE')) throw rejected(query, 'it names a table behind TABLE');
    if (isWord(token, ...LIST_ENDS) && stretch !== undefined) stretch.inFrom = false;
    if (isMark(token, ',') && stretch?.inFrom === true) {
      throw rejected(query, 'it joins tables by a comma');
    }
    if (stretch !== undefined && opensList(tokens, index, stretch)) {
      stretch.inFrom = true;
      references.push(...relation(query, tokens, index + 1, scopes));
    } else if (folded.includes(nameOf(token) ?? '') && isMark(tokens[index + 1], '.')) {
      // a database's name that stands anywhere else may be a table that would go unpinned
      const isRead = stretch !== undefined && opensList(tokens, index - 1, stretch);
      if (!isRead && !isMark(before, '.')) {
        throw rejected(query, `"${nameOf(token)}" stands outside of FROM and JOIN`);
      }
    }
  }
  return references;
}

/** FROM and JOIN, but for IS DISTINCT FROM and the FROM of a call. */
function opensList(
  tokens: readonly SqlToken[],
  index: number,
  { isCall }: Pick<Stretch, 'isCall'>,
): boolean {
  const isFrom = isWord(tokens[index], 'FROM') && !isWord(tokens[index - 1], 'DISTINCT');
  return isWord(tokens[index], 'JOIN') || (isFrom && !isCall);
}

/** What stands behind FROM or JOIN: a table, a name of a WITH, or a query in brackets, which is read by itself. */
function relation(
  query: string,
  tokens: readonly SqlToken[],
  index: number,
  scopes: readonly Scope[],
): readonly TableReference[] {
  const word = tokens[index - 1]?.text;
  const [token, next, last, after] = tokens.slice(index, index + 4);
  if (isMark(token, '(')) {
    if (isWord(next, 'SELECT', 'WITH', 'VALUES')) return [];
    throw rejected(query, `the brackets behind ${word} begin with no SELECT`);
  }
  const first = nameOf(token);
  if (first === undefined) throw rejected(query, `what follows ${word} is no table`);
  if (!isMark(next, '.')) {
    if (!scopes.some(({ name, from, to }) => name === first && from <= index && index < to)) {
      throw rejected(query, `"${first}" names no database and is no WITH of the query there`);
    }
    requireEndOfName(query, first, next);
    return [];
  }
  const table = nameOf(last);
  if (last === undefined || table === undefined || isMark(after, '.')) {
    throw rejected(query, `"${first}" begins no name of two parts`);
  }
  requireEndOfName(query, `${first}"."${table}`, after);
  if (isWord(after, 'FOR')) throw rejected(query, `"${first}"."${table}" is pinned by the query`);
  return [{ database: first, table, last }];
}

/** A mark might go on with the name (U&"…", a@b), so that Athena read another table. */
function requireEndOfName(query: string, name: string, next: SqlToken | undefined): void {
  if (next?.kind !== 'mark' || [')', ','].includes(next.text)) return;
  throw rejected(query, `"${name}" is followed by ${next.text}`);
}

/**
 * `WITH name AS (…), name (a, b) AS (…)` at the beginning of a query: each name holds from the end of its own text,
 * in which it is still the table of that name, to the end of the query.
 */
function withScopes(
  query: string,
  tokens: readonly SqlToken[],
  closings: ReadonlyMap<number, number>,
): readonly Scope[] {
  return tokens.flatMap((token, index) => {
    const begins = isWord(token, 'WITH') && (index === 0 || isMark(tokens[index - 1], '('));
    if (!begins) return [];
    const to = closings.get(index - 1) ?? tokens.length;
    const scopes: Scope[] = [];
    let at = index;
    do {
      const name = nameOf(tokens[at + 1]);
      const columnsEnd = closings.get(at + 2);
      const asAt = columnsEnd === undefined ? at + 2 : columnsEnd + 1;
      const end = closings.get(asAt + 1);
      if (name === undefined || !isWord(tokens[asAt], 'AS') || end === undefined) {
        throw rejected(query, 'its WITH is not made of name AS (…)');
      }
      scopes.push({ name, from: end + 1, to });
      at = end + 1;
    } while (isMark(tokens[at], ','));
    return scopes;
  });
}

/** Where each bracket that opens is closed, by their places. */
function closingBrackets(query: string, tokens: readonly SqlToken[]): ReadonlyMap<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (isMark(token, '(') || isMark(token, '[')) open.push(index);
    if (!isMark(token, ')') && !isMark(token, ']')) continue;
    const begin = open.pop();
    const opening = isMark(token, ')') ? '(' : '[';
    if (begin === undefined || !isMark(tokens[begin], opening)) {
      throw rejected(query, `a ${token.text} closes nothing`);
    }
    closings.set(begin, index);
  }
  if (open.length === 0) return closings;
  throw rejected(query, `a ${tokens[open[0] ?? 0]?.text} is never closed`);
}

/** A query whose tables cannot all be pinned. */
export function rejected(query: string, how: string): RunnerError {
  return new RunnerError('QUERY_REJECTED', `query ${query} cannot be pinned: ${how}`, {
    advice:
      'Name every table as "database"."table" behind FROM or JOIN, or set the consistency of the source to bracketed.',
  });
}
