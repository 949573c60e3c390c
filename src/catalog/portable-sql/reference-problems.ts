import { didYouMean } from '../nearest-name.ts';
import type { ParameterShape } from '../parameters.ts';
import type { SqlProblem, SqlToken } from './lexer.ts';
import type { SourceTable, TableLookup } from './source-tables.ts';
import { isMark, isWord, type SqlTemplate, significantTokens } from './template.ts';

/** Aliases of one SELECT; null is an alias of something else than a source table. */
interface Scope {
  readonly parent: Scope | undefined;
  readonly aliases: Map<string, SourceTable | null>;
}

interface ColumnReference {
  readonly scope: Scope;
  readonly alias: string;
  readonly column: SqlToken;
}

const SET_OPERATORS = ['UNION', 'EXCEPT', 'INTERSECT'];
/** Words that may follow a table and are no alias. */
const AFTER_TABLE = new Set(
  'CROSS EXCEPT FULL GROUP HAVING INNER INTERSECT JOIN LEFT LIMIT NATURAL ON ORDER RIGHT UNION USING WHERE WINDOW'.split(
    ' ',
  ),
);

function isName(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === 'word' || token?.kind === 'quoted_name';
}

function opensTable(token: SqlToken | undefined): boolean {
  return isWord(token, 'FROM') || isWord(token, 'JOIN');
}

/** The alias written after a table at `index`, in lower case. */
function aliasAfter(tokens: readonly SqlToken[], index: number): string | undefined {
  const next = tokens[index + 1];
  const alias = isWord(next, 'AS') ? tokens[index + 2] : next;
  if (!isName(alias) || AFTER_TABLE.has(alias.text.toUpperCase())) return undefined;
  return alias.value.toLowerCase();
}

/**
 * Finds every `alias.column` with the aliases it can see. Scopes follow parentheses; the branches of a UNION
 * are siblings, and a common table expression sees nothing around it.
 */
function columnReferences(tokens: readonly SqlToken[], tables: TableLookup) {
  const references: ColumnReference[] = [];
  const withoutAlias: SqlToken[] = [];
  const outer: { readonly scope: Scope; readonly derived: boolean }[] = [];
  let scope: Scope = { parent: undefined, aliases: new Map() };

  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (isMark(token, '(')) {
      outer.push({ scope, derived: opensTable(before) });
      scope = { parent: isWord(before, 'AS') ? undefined : scope, aliases: new Map() };
    } else if (isMark(token, ')')) {
      const closed = outer.pop();
      if (closed === undefined) continue;
      scope = closed.scope;
      const alias = closed.derived ? aliasAfter(tokens, index) : undefined;
      if (alias !== undefined) scope.aliases.set(alias, null);
    } else if (SET_OPERATORS.some((word) => isWord(token, word))) {
      scope = { parent: scope.parent, aliases: new Map() };
    } else if (token.kind === 'table') {
      const alias = aliasAfter(tokens, index);
      if (alias === undefined) withoutAlias.push(token);
      else scope.aliases.set(alias, tables.get(token.value) ?? null);
    } else if (isName(token) && isMark(tokens[index + 1], '.')) {
      const column = tokens[index + 2];
      if (column !== undefined && !isMark(before, '.')) {
        references.push({ scope, alias: token.value.toLowerCase(), column });
      }
    } else if (isName(token) && opensTable(before)) {
      scope.aliases.set(aliasAfter(tokens, index) ?? token.value.toLowerCase(), null);
    }
  }
  return { references, withoutAlias };
}

function tableOf(scope: Scope | undefined, alias: string): SourceTable | null {
  if (scope === undefined) return null;
  const found = scope.aliases.get(alias);
  return found === undefined ? tableOf(scope.parent, alias) : found;
}

function columnProblem({ scope, alias, column }: ColumnReference): string | undefined {
  const table = tableOf(scope, alias);
  if (table === null) return undefined;
  const place = `{${table.reference}}`;
  if (isMark(column, '*'))
    return `name the columns of ${place}; "${alias}.*" is another list on every engine`;
  const names = Object.keys(table.definition.columns);
  if (!names.includes(column.value)) {
    return `${place} has no column ${JSON.stringify(column.value)}${didYouMean(column.value, names)}`;
  }
  return column.kind === 'quoted_name'
    ? undefined
    : `write source columns in quotes: ${alias}."${column.value}"`;
}

function parameterProblem(
  { value: name }: SqlToken,
  tokens: readonly SqlToken[],
  index: number,
  parameters: ReadonlyMap<string, ParameterShape>,
): string | undefined {
  const shape = parameters.get(name);
  if (shape === undefined) {
    return `the definition declares no parameter :${name}${didYouMean(name, parameters.keys())}`;
  }
  const inList =
    isWord(tokens[index - 2], 'IN') &&
    isMark(tokens[index - 1], '(') &&
    isMark(tokens[index + 1], ')');
  return shape.list && !inList ? `:${name} is a list: write IN (:${name})` : undefined;
}

/**
 * What a template names that is not there: tables, parameters, and columns of `{source.TABLE} AS alias`
 * (portable-sql PSQL-14, PSQL-15, PSQL-29).
 */
export function referenceProblems(
  template: SqlTemplate,
  tables: TableLookup,
  parameters: readonly ParameterShape[],
): readonly SqlProblem[] {
  const tokens = significantTokens(template.tokens);
  const shapes = new Map(parameters.map((shape) => [shape.name, shape]));
  const { references, withoutAlias } = columnReferences(tokens, tables);
  const problemAt = (rule: string, { position }: SqlToken, message: string | undefined) =>
    message === undefined ? [] : [{ position, message, rule }];
  return [
    ...tokens.flatMap((token, index) => {
      if (token.kind === 'table' && !tables.has(token.value)) {
        const advice = didYouMean(token.value, tables.keys());
        return problemAt(
          'PSQL-15',
          token,
          `no source declares the table {${token.value}}${advice}`,
        );
      }
      if (token.kind !== 'parameter') return [];
      return problemAt('PSQL-29', token, parameterProblem(token, tokens, index, shapes));
    }),
    ...withoutAlias.flatMap((token) =>
      problemAt('PSQL-23', token, `give the table an alias: {${token.value}} AS name`),
    ),
    ...references.flatMap((reference) =>
      problemAt(
        isMark(reference.column, '*') ? 'PSQL-23' : 'PSQL-14',
        reference.column,
        columnProblem(reference),
      ),
    ),
  ];
}
