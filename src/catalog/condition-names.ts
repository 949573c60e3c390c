import { lexSql } from './portable-sql/lexer.ts';
import { isMark, isWord, significantTokens } from './portable-sql/template.ts';

/**
 * Quoted names and `$parameters` of a check's condition, which is SQL of the workbench, not portable SQL.
 * A name the condition gives itself (`AS "x"`) is not listed.
 */
export function conditionNames(condition: string): {
  readonly names: readonly string[];
  readonly parameters: readonly string[];
  readonly problems: readonly string[];
} {
  const { tokens, problems } = lexSql(condition);
  const significant = significantTokens(tokens);
  const given = new Set(
    significant
      .filter(
        (token, index) => token.kind === 'quoted_name' && isWord(significant[index - 1], 'AS'),
      )
      .map(({ value }) => value),
  );
  const quoted = significant.filter(({ kind }) => kind === 'quoted_name').map(({ value }) => value);
  const parameters = significant
    .filter((token, index) => token.kind === 'word' && isMark(significant[index - 1], '$'))
    .map(({ value }) => value);
  return {
    names: [...new Set(quoted)].filter((name) => !given.has(name)),
    parameters: [...new Set(parameters)],
    problems: problems.map(
      ({ position: { line, column }, message }) => `${line}:${column} of its condition: ${message}`,
    ),
  };
}
