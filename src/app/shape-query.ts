import type { SourceDefinition } from '../catalog/definition.ts';
import type { SqlDialect } from '../catalog/portable-sql/dialect.ts';
import { sha256 } from '../kernel/digest.ts';
import type { BoundQuery } from '../kernel/query.ts';

/** A query that names every column of a table and can deliver no row: the table is there as declared. */
export function shapeQuery(
  { database, tables }: SourceDefinition,
  name: string,
  { engine, quote, castTarget }: SqlDialect,
): BoundQuery {
  const table = tables[name];
  const columns = Object.keys(table?.columns ?? {});
  const list = columns.map(
    (column) => `CAST(${quote(column)} AS ${castTarget('VARCHAR')}(4000)) AS ${quote(column)}`,
  );
  const place = [database, table?.schema ?? '', table?.table ?? ''].map(quote).join('.');
  const text = `SELECT ${list.join(', ')} FROM ${place} WHERE 1 = 0`;
  return {
    name: 'shape',
    engine,
    text,
    sha256: sha256(text),
    parameters: [],
    columns: columns.map((column) => ({ name: column, type: { kind: 'text' }, nullable: true })),
  };
}
