import { RunnerError } from '../runner.ts';
import { STATEMENT_RULES } from './statement-rules.ts';
import {
  isWord,
  nameOf,
  placeOf,
  readTokens,
  type StatementProblem,
  type Token,
} from './statement-tokens.ts';
import { statementWarnings } from './statement-warnings.ts';
import { isWellFormed } from './well-formed.ts';

/**
 * A query taken apart for the statement around it: `commonTables + body + tail` is its text, byte for byte.
 * The scan is defence in depth; the guarantees are the login's rights, the derived table and the rollback.
 */
export interface ScannedQuery {
  /** When there is a WITH, everything before the final SELECT; else nothing. */
  readonly commonTables: string;
  /** The final SELECT; without a WITH, the comments before it too. */
  readonly body: string;
  /** What a derived table cannot hold: ORDER BY and all after it, or the last semicolon and the comments after it. */
  readonly tail: string;
  /** Whether the result has an order, which the statement around it must restore. */
  readonly ordered: boolean;
  /** Markers without their `@`, each once, as first written. */
  readonly markers: readonly string[];
  /** Every word and name of the query, without quotes, in lower case. */
  readonly names: ReadonlySet<string>;
  /** What a reviewer should know; one sentence each. */
  readonly warnings: readonly string[];
}

/** @throws RunnerError QUERY_REJECTED saying what may not stand in the query, where, and what to do instead */
export function scanQuery(query: { readonly name: string; readonly text: string }): ScannedQuery {
  const { text } = query;
  if (!isWellFormed(text)) {
    const message = 'the text holds half of a surrogate pair';
    throw rejection(query, { start: 0, message, advice: 'Save the file as UTF-8 again.' });
  }
  const all = readTokens(text);
  if ('message' in all) throw rejection(query, all);
  const tokens = all.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const content = tokens.slice(0, tokens.findLastIndex((token) => token.text !== ';') + 1);
  for (const rule of STATEMENT_RULES) {
    const problem = rule(content, text);
    if (problem !== undefined) throw rejection(query, problem);
  }
  const final = finalSelect(content);
  const order = cutOrder(final);
  const first = isWord(content[0], 'WITH') ? (final[0]?.start ?? 0) : 0;
  const end = (order.cut ?? tokens[content.length])?.start ?? text.length;
  return {
    commonTables: text.slice(0, first),
    body: text.slice(first, end),
    tail: text.slice(end),
    ordered: order.ordered,
    markers: markersOf(content),
    names: new Set(content.map((token) => nameOf(token).toLowerCase())),
    warnings: statementWarnings(content).map(({ start, message }) => placed(query, start, message)),
  };
}

function rejection(
  query: { readonly name: string; readonly text: string },
  { start, message, advice }: StatementProblem,
): RunnerError {
  return new RunnerError('QUERY_REJECTED', placed(query, start, message), { advice });
}

function placed(
  { name, text }: { readonly name: string; readonly text: string },
  start: number,
  message: string,
): string {
  return `query ${name}, ${placeOf(text, start)}: ${message}`;
}

/** From the first SELECT that stands in no bracket: the result is its. */
function finalSelect(content: readonly Token[]): readonly Token[] {
  return content.slice(content.findIndex((token) => token.depth === 0 && isWord(token, 'SELECT')));
}

/** An ORDER BY is cut off, unless TOP or OFFSET chooses rows by it: then a derived table may and must keep it. */
function cutOrder(final: readonly Token[]): {
  readonly ordered: boolean;
  readonly cut: Token | undefined;
} {
  const outside = final.filter(({ depth }) => depth === 0);
  const order = outside.find((token) => isWord(token, 'ORDER'));
  const offset = outside.findIndex((token) => isWord(token, 'OFFSET'));
  const skips = offset >= 0 && outside.slice(offset).some((token) => isWord(token, 'ROW', 'ROWS'));
  const chooses = skips || outside.some((token) => isWord(token, 'TOP'));
  return { ordered: order !== undefined, cut: chooses ? undefined : order };
}

function markersOf(content: readonly Token[]): string[] {
  const markers = content.filter(({ kind }) => kind === 'marker').map(({ text }) => text.slice(1));
  return [...new Set(markers)];
}
