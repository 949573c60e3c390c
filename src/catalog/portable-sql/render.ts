import type { BoundParameter, EngineName } from '../../kernel/query.ts';
import { CatalogError } from '../catalog-error.ts';
import type { ParameterValue } from '../parameters.ts';
import { athenaDialect } from './athena-dialect.ts';
import type { SqlDialect } from './dialect.ts';
import { duckdbDialect } from './duckdb-dialect.ts';
import { groupedParameters } from './grouped-parameters.ts';
import type { SqlToken } from './lexer.ts';
import { mssqlDialect } from './mssql-dialect.ts';
import { type SourceTable, type TableLookup, usedColumns } from './source-tables.ts';
import { isMark, isWord, type SqlTemplate, significantTokens } from './template.ts';

/** Text for one engine and its values in the order their markers first stand in the text (Athena: every marker). */
export interface RenderedQuery {
  readonly text: string;
  readonly parameters: readonly BoundParameter[];
}

const DIALECTS: Readonly<Record<EngineName, SqlDialect>> = {
  duckdb: duckdbDialect,
  athena: athenaDialect,
  mssql: mssqlDialect,
};

/** How names, tables and markers are written for the engine. */
export function dialectOf(engine: EngineName): SqlDialect {
  return DIALECTS[engine];
}

const CTE_NAME_LENGTH = 100;

function at({ position: { line, column } }: SqlToken): string {
  return `${line}:${column}`;
}

function tableAt(token: SqlToken, tables: TableLookup): SourceTable {
  const table = tables.get(token.value);
  if (table !== undefined) return table;
  throw new CatalogError(
    'NOT_RENDERABLE',
    `${at(token)}: no source declares the table {${token.value}}`,
  );
}

/** A name no word or quoted name of the text and no other source CTE has, whatever the case. */
function freeName(reference: string, taken: Set<string>): string {
  const stem = `src_${reference.replaceAll(/[^A-Za-z0-9]/g, '_')}`.slice(0, CTE_NAME_LENGTH);
  let name = stem;
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${stem}_${count}`;
  taken.add(name.toLowerCase());
  return name;
}

/** How the tables of the text are written, token by token, and the source CTEs in order of first use. */
function placeTables(template: SqlTemplate, dialect: SqlDialect, tables: TableLookup) {
  const taken = new Set(template.tokens.map(({ value }) => value.toLowerCase()));
  const names = new Map<string, string>();
  const texts = new Map<SqlToken, string>();
  const ctes: string[] = [];
  const place = (token: SqlToken): string => {
    const table = tableAt(token, tables);
    const form = dialect.table(table, usedColumns(template, table));
    switch (form.kind) {
      case 'direct':
        return form.name;
      case 'cte': {
        const name = dialect.quote(freeName(token.value, taken));
        ctes.push(`${name} AS (${form.body})`);
        return name;
      }
      case 'unreadable':
        throw new CatalogError('NOT_RENDERABLE', `${at(token)}: ${form.reasons.join('; ')}`);
    }
  };
  for (const token of template.tokens.filter(({ kind }) => kind === 'table')) {
    const name = names.get(token.value) ?? place(token);
    names.set(token.value, name);
    texts.set(token, name);
  }
  return { texts, ctes };
}

/** The values behind one `:name`: one, or one per element of a list. */
function expand(token: SqlToken, dialect: SqlDialect, values: ReadonlyMap<string, ParameterValue>) {
  const parameter = values.get(token.value);
  if (parameter === undefined) {
    throw new CatalogError('BAD_PARAMETER', `${at(token)}: parameter :${token.value} has no value`);
  }
  const { name, type, value } = parameter;
  if (typeof value === 'string') return [{ name, type, value }];
  if (value.length === 0 || value.length > dialect.listLimit) {
    throw new CatalogError(
      'BAD_PARAMETER',
      `${at(token)}: the list :${name} has ${value.length} values; ${dialect.engine} takes 1 to ${dialect.listLimit}`,
    );
  }
  return value.map((element, index) => ({ name: `${name}_${index}`, type, value: element }));
}

/** Type names that stand as the target of a CAST. */
function castTargets(template: SqlTemplate): ReadonlySet<SqlToken> {
  const tokens = significantTokens(template.tokens);
  const insideCast: boolean[] = [];
  const targets = new Set<SqlToken>();
  for (const [index, token] of tokens.entries()) {
    if (isMark(token, '(')) insideCast.push(isWord(tokens[index - 1], 'CAST'));
    else if (isMark(token, ')')) insideCast.pop();
    else if (insideCast.at(-1) && isWord(tokens[index - 1], 'AS')) targets.add(token);
  }
  return targets;
}

/** Puts the source CTEs in front: the text's own WITH continues the list. */
function opening(first: SqlToken, ctes: readonly string[]): string {
  if (ctes.length === 0) return first.text;
  const list = `WITH ${ctes.join(', ')}`;
  return isWord(first, 'WITH') ? `${list},` : `${list}\n${first.text}`;
}

/**
 * Renders a template for an engine (portable-sql 5). Everything but markers, quoted names, tables, cast targets
 * and the source CTEs in front stays as written.
 * @throws CatalogError NOT_RENDERABLE (unknown table, no physical name), BAD_PARAMETER (no value, empty list)
 */
export function renderQuery(
  template: SqlTemplate,
  engine: EngineName,
  tables: TableLookup,
  values: readonly ParameterValue[],
): RenderedQuery {
  const dialect = dialectOf(engine);
  const byName = new Map(values.map((value) => [value.name, value]));
  const { texts, ctes } = placeTables(template, dialect, tables);
  const targets = castTargets(template);
  const [first] = significantTokens(template.tokens);
  const parameters: BoundParameter[] = [];
  const bound = new Set<string>();

  const rendered = (token: SqlToken): string => {
    if (token === first) return opening(token, ctes);
    if (targets.has(token)) return dialect.castTarget(token.text);
    if (token.kind === 'quoted_name') return dialect.quote(token.value);
    if (token.kind !== 'parameter') return texts.get(token) ?? token.text;
    const markers = expand(token, dialect, byName);
    if (dialect.binding === 'positional' || !bound.has(token.value)) {
      parameters.push(...markers.map(dialect.bound));
      bound.add(token.value);
    }
    return markers.map(({ name }) => dialect.marker(name)).join(', ');
  };
  return { text: template.tokens.map(rendered).join(''), parameters };
}

/** Why a template cannot be rendered for an engine, empty when it can; a table nobody declares is another mistake. */
export function renderObstacles(
  template: SqlTemplate,
  engine: EngineName,
  tables: TableLookup,
): readonly string[] {
  const dialect = dialectOf(engine);
  const grouped = dialect.binding === 'positional' ? groupedParameters(template) : [];
  return [
    ...template.tables.flatMap((reference) => {
      const table = tables.get(reference);
      if (table === undefined) return [];
      const form = dialect.table(table, usedColumns(template, table));
      return form.kind === 'unreadable' ? form.reasons : [];
    }),
    ...grouped.map(
      (name) =>
        `:${name} stands in GROUP BY, where each marker would be another value; group by a column of a common table expression`,
    ),
  ];
}
