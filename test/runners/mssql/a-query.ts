import { type DataTypeText, parseDataType } from '../../../src/kernel/data-type.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import type { BoundParameter, BoundQuery } from '../../../src/kernel/query.ts';
import type { DescribedColumn } from '../../../src/runners/mssql/described-columns.ts';
import { tsqlTypeOf } from '../../support/tsql-type-of.ts';

/** A query for SQL Server as the catalog would render it. */
export function aQuery(
  text: string,
  columns: Readonly<Record<string, DataTypeText>> = { a: 'integer' },
  parameters: readonly BoundParameter[] = [],
): BoundQuery {
  return {
    name: 'extract',
    engine: 'mssql',
    text,
    sha256: sha256(text),
    parameters,
    columns: Object.entries(columns).map(([name, type]) => ({
      name,
      type: parseDataType(type),
      nullable: true,
    })),
  };
}

/** Columns as the server would describe them when they are the declared ones. */
export function describedAsDeclared(query: BoundQuery): DescribedColumn[] {
  return query.columns.map(({ name, type, nullable }, index) => ({
    ordinal: index + 1,
    name,
    systemType: tsqlTypeOf(type),
    nullable,
    orderBy: null,
  }));
}
