import type { BoundParameter } from '../../kernel/query.ts';
import { CatalogError } from '../catalog-error.ts';
import type { SourceColumnDefinition } from '../definition.ts';
import { doubleQuoted, type SqlDialect } from './dialect.ts';
import { physicalName, unnamed } from './lake-names.ts';

const LITERAL_LIMIT = 1024;

/** Trino ignores the case of names, quoted ones too. */
function readsAsDeclared(name: string, definition: SourceColumnDefinition): boolean {
  return !definition.rtrim && physicalName(name, definition) === name.toLowerCase();
}

function projected(name: string, definition: SourceColumnDefinition): string {
  const column = doubleQuoted(physicalName(name, definition));
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
      return { kind: 'unreadable', reasons: [`source ${source.name} declares no athenaDatabase`] };
    }
    const reasons = unnamed([[definition.table, definition], ...columns]).map(
      (name) =>
        `{${reference}}: ${JSON.stringify(name)} has no physical name on Athena; declare \`athena\` on it`,
    );
    if (reasons.length > 0) return { kind: 'unreadable', reasons };
    const name = [source.athenaDatabase, physicalName(definition.table, definition)]
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
