import type { SourceDefinition } from '../catalog/definition.ts';
import type { SqlDialect } from '../catalog/portable-sql/dialect.ts';
import { physicalName } from '../catalog/portable-sql/lake-names.ts';
import { sha256 } from '../kernel/digest.ts';
import type { BoundQuery } from '../kernel/query.ts';

/** A query that names every column of a table and can deliver no row: the table is there as declared. */
export function shapeQuery(
  { database, athenaDatabase = database, tables }: SourceDefinition,
  name: string,
  { engine, quote, castTarget }: SqlDialect,
): BoundQuery {
  const table = tables[name];
  const columns = Object.keys(table?.columns ?? {});
  const lake = engine === 'athena';
  const inSource = (column: string) =>
    lake ? physicalName(column, table?.columns[column] ?? {}) : column;
  const list = columns.map(
    (column) =>
      `CAST(${quote(inSource(column))} AS ${castTarget('VARCHAR')}(4000)) AS ${quote(column)}`,
  );
  const path = lake
    ? [athenaDatabase, physicalName(table?.table ?? '', table ?? {})]
    : [database, table?.schema ?? '', table?.table ?? ''];
  const place = path.map(quote).join('.');
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
