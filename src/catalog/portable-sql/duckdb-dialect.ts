import { doubleQuoted, type SqlDialect } from './dialect.ts';

/** The embedded engine: the text as written, tables by their three-part name, blanks trimmed where declared. */
export const duckdbDialect: SqlDialect = {
  engine: 'duckdb',
  listLimit: 1000,
  binding: 'named',
  marker: (name) => `$${name}`,
  quote: doubleQuoted,
  castTarget: (type) => type,
  table: ({ source, definition }, columns) => {
    const name = [source.database, definition.schema, definition.table].map(doubleQuoted).join('.');
    if (!columns.some(([, { rtrim }]) => rtrim)) return { kind: 'direct', name };
    const list = columns.map(([column, { rtrim }]) => {
      const quoted = doubleQuoted(column);
      return rtrim ? `RTRIM(${quoted}) AS ${quoted}` : quoted;
    });
    return { kind: 'cte', body: `SELECT ${list.join(', ')} FROM ${name}` };
  },
  bound: (parameter) => parameter,
};
