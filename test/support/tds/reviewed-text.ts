import type { Dataset } from './datasets.ts';
import { isSymbol, isWord, lexSql, type SqlToken } from './sql-lexer.ts';

/** Index of the ORDER BY at the end of a query, outside all brackets; -1 when there is none. */
export function orderByAt(tokens: readonly SqlToken[]): number {
  let depth = 0;
  let found = -1;
  for (const [index, token] of tokens.entries()) {
    if (isSymbol(token, '(')) depth += 1;
    if (isSymbol(token, ')')) depth -= 1;
    if (depth === 0 && isWord(token, 'order') && isWord(tokens[index + 1], 'by')) found = index;
  }
  return found;
}

/** A reviewed text in the forms it may be sent in. */
export interface ReviewedText {
  readonly dataset: Dataset;
  /** Without its final semicolon and surrounding blanks. */
  readonly whole: string;
  /** Without its ORDER BY too; the same when it has none. */
  readonly unordered: string;
  readonly ordered: boolean;
}

function withoutSemicolon(text: string): string {
  const last = lexSql(text).at(-1);
  return isSymbol(last, ';') && last !== undefined
    ? text.slice(0, last.start) + text.slice(last.end)
    : text;
}

export function reviewedText(dataset: Dataset): ReviewedText {
  const whole = withoutSemicolon(dataset.text).trim();
  const tokens = lexSql(whole);
  const order = tokens[orderByAt(tokens)];
  const unordered = order === undefined ? whole : whole.slice(0, order.start).trim();
  return { dataset, whole, unordered, ordered: order !== undefined };
}

export interface Match {
  readonly dataset: Dataset;
  /** The text still carries its ORDER BY. */
  readonly ordered: boolean;
}

/** The data set whose text this is, byte for byte but for blanks around it. */
export function matchText(sent: string, texts: readonly ReviewedText[]): Match | null {
  const trimmed = sent.trim();
  for (const { dataset, whole, unordered, ordered } of texts) {
    if (whole === trimmed) return { dataset, ordered };
    if (unordered === trimmed) return { dataset, ordered: false };
  }
  return null;
}

/** The same for a text whose final SELECT was lifted out of its CTE list: only blanks may differ where it was cut. */
export function matchLifted(
  ctes: string,
  select: string,
  texts: readonly ReviewedText[],
): Match | null {
  const head = ctes.trim();
  const tail = select.trim();
  for (const { dataset, whole, unordered, ordered } of texts) {
    for (const [text, isOrdered] of [
      [whole, ordered],
      [unordered, false],
    ] as const) {
      const between = text.slice(head.length, text.length - tail.length);
      const fits = head.length + tail.length <= text.length && between.trim() === '';
      if (fits && text.startsWith(head) && text.endsWith(tail))
        return { dataset, ordered: isOrdered };
    }
  }
  return null;
}

/** The data set whose text stands here as it was reviewed, and where it ends. */
export function matchVerbatim(
  sent: string,
  from: number,
  texts: readonly ReviewedText[],
): { readonly dataset: Dataset; readonly end: number } | null {
  const start = from + (/^[\s;]*/.exec(sent.slice(from))?.[0].length ?? 0);
  const fitting = texts
    .filter(({ whole }) => sent.startsWith(whole, start))
    .sort((a, b) => b.whole.length - a.whole.length)[0];
  if (fitting === undefined) return null;
  const end = start + fitting.whole.length;
  return /^\s*(;|$)/.test(sent.slice(end)) ? { dataset: fitting.dataset, end } : null;
}
