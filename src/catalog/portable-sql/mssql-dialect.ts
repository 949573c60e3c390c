import type { SourceColumnDefinition } from '../definition.ts';
import type { SqlDialect } from './dialect.ts';

const BINARY = 'COLLATE Latin1_General_100_BIN2';
const CAST_TARGETS: ReadonlyMap<string, string> = new Map([
  ['VARCHAR', 'NVARCHAR'],
  ['TIMESTAMP', 'DATETIME2'],
]);

function bracketed(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

/** Text columns become Unicode under one binary collation, so that every comparison is exact (portable-sql C1, C2). */
function projected(name: string, { type, rtrim }: SourceColumnDefinition): string {
  const column = bracketed(name);
  const [, national, length] = /^(n?)varchar\(([0-9]+)\)$/.exec(type) ?? [];
  if (length === undefined) return column;
  const unicode = national === 'n' ? column : `CAST(${column} AS NVARCHAR(${length}))`;
  return `${rtrim ? `RTRIM(${unicode})` : unicode} ${BINARY} AS ${column}`;
}

/** SQL Server: brackets, binary collation once per table, Unicode and DATETIME2 as cast targets. */
export const mssqlDialect: SqlDialect = {
  engine: 'mssql',
  listLimit: 1000,
  binding: 'named',
  marker: (name) => `@${name}`,
  quote: bracketed,
  castTarget: (type) => CAST_TARGETS.get(type.toUpperCase()) ?? type,
  table: ({ source, definition }, columns) => {
    const name = [source.database, definition.schema, definition.table].map(bracketed).join('.');
    const list = columns.map(([column, defined]) => projected(column, defined));
    return { kind: 'cte', body: `SELECT ${list.join(', ')} FROM ${name}` };
  },
  bound: (parameter) => parameter,
};
