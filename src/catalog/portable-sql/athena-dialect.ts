import type { BoundParameter } from '../../kernel/query.ts';
import { CatalogError } from '../catalog-error.ts';
import type { SourceColumnDefinition } from '../definition.ts';
import { doubleQuoted, type SqlDialect } from './dialect.ts';

const PHYSICAL = /^[a-z_][a-z0-9_]*$/;
const LITERAL_LIMIT = 1024;

/** The declared physical name, else the name itself in lower case, which is how Glue would hold it. */
function physical(name: string, { athena }: { readonly athena?: string }): string {
  return athena ?? name.toLowerCase();
}

/** Names that no physical name is known for. */
function unnamed(
  names: readonly (readonly [string, { readonly athena?: string }])[],
): readonly string[] {
  return names
    .filter(([name, defined]) => !PHYSICAL.test(physical(name, defined)))
    .map(([name]) => name);
}

/** Trino ignores the case of names, quoted ones too. */
function readsAsDeclared(name: string, definition: SourceColumnDefinition): boolean {
  return !definition.rtrim && physical(name, definition) === name.toLowerCase();
}

function projected(name: string, definition: SourceColumnDefinition): string {
  const column = doubleQuoted(physical(name, definition));
  const read = definition.rtrim ? `TRIM(TRAILING ' ' FROM ${column})` : column;
  return `${read} AS ${doubleQuoted(name)}`;
}

/** The value as Athena must read it: what is not a typed literal could be evaluated (design/aws.md 1.3). */
function literal({ name, type, value }: BoundParameter): string {
  const text = `'${value.replaceAll("'", "''")}'`;
  const written =
    type === 'integer'
      ? value
      : type === 'text'
        ? text
        : `${type === 'date' ? 'DATE' : 'DECIMAL'} ${text}`;
  if (written.length <= LITERAL_LIMIT) return written;
  throw new CatalogError(
    'BAD_PARAMETER',
    `Athena takes parameter values of at most ${LITERAL_LIMIT} characters, :${name} has ${written.length}`,
  );
}

/** Athena (Trino): physical names behind source CTEs, positional markers, values as typed literals. */
export const athenaDialect: SqlDialect = {
  engine: 'athena',
  listLimit: 500,
  binding: 'positional',
  marker: () => '?',
  quote: doubleQuoted,
  castTarget: (type) => type,
  table: ({ reference, source, definition }, columns) => {
    if (source.athenaDatabase === undefined) {
      return { kind: 'unreadable', reasons: [`source ${source.name} is not on Athena`] };
    }
    const reasons = unnamed([[definition.table, definition], ...columns]).map(
      (name) => `{${reference}}: ${JSON.stringify(name)} has no physical name on Athena`,
    );
    if (reasons.length > 0) return { kind: 'unreadable', reasons };
    const name = [source.athenaDatabase, physical(definition.table, definition)]
      .map(doubleQuoted)
      .join('.');
    if (columns.every(([column, defined]) => readsAsDeclared(column, defined))) {
      return { kind: 'direct', name };
    }
    const list = columns.map(([column, defined]) => projected(column, defined));
    return { kind: 'cte', body: `SELECT ${list.join(', ')} FROM ${name}` };
  },
  bound: (parameter) => ({ ...parameter, literal: literal(parameter) }),
};
