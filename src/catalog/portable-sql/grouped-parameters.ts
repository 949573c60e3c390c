import type { SqlToken } from './lexer.ts';
import { isMark, isWord, type SqlTemplate, significantTokens } from './template.ts';

/** Words that end the list after GROUP BY. */
const AFTER_GROUPS = ['EXCEPT', 'HAVING', 'INTERSECT', 'ORDER', 'UNION', 'WINDOW'];

/** The tokens of the list that starts at `start`, up to the end of its clause or the bracket that holds it. */
function listAt(tokens: readonly SqlToken[], start: number): readonly SqlToken[] {
  let depth = 0;
  const length = tokens.slice(start).findIndex((token) => {
    if (isMark(token, '(')) depth += 1;
    if (isMark(token, ')')) depth -= 1;
    return depth < 0 || (depth === 0 && AFTER_GROUPS.some((word) => isWord(token, word)));
  });
  return tokens.slice(start, length === -1 ? undefined : start + length);
}

/**
 * Parameters inside GROUP BY. Where every marker is a value of its own, Trino does not see that a selected
 * expression is the grouped one and refuses the query (trinodb/trino issue 16156).
 */
export function groupedParameters(template: SqlTemplate): readonly string[] {
  const tokens = significantTokens(template.tokens);
  const grouped = tokens.flatMap((token, index) =>
    isWord(token, 'BY') && isWord(tokens[index - 1], 'GROUP') ? listAt(tokens, index + 1) : [],
  );
  return [...new Set(grouped.filter(({ kind }) => kind === 'parameter').map(({ value }) => value))];
}
