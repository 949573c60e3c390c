import { type DataType, type DataTypeText, parseDataType } from '../../../src/kernel/data-type.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import type { BoundParameter, BoundQuery } from '../../../src/kernel/query.ts';
import type { DescribedColumn } from '../../../src/runners/mssql/described-columns.ts';

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

/** The type a server would describe for a declared one. */
function systemTypeOf(type: DataType): string {
  switch (type.kind) {
    case 'integer':
      return 'bigint';
    case 'boolean':
      return 'bit';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamp':
      return `${type.zoned ? 'datetimeoffset' : 'datetime2'}(${type.fraction})`;
    case 'time':
      return `time(${type.fraction})`;
    case 'uuid':
      return 'uniqueidentifier';
    case 'binary':
      return 'varbinary(max)';
    case 'date':
      return 'date';
    case 'text':
    case 'json':
      return 'nvarchar(4000)';
  }
}

/** Columns as the server would describe them when they are the declared ones. */
export function describedAsDeclared(query: BoundQuery): DescribedColumn[] {
  return query.columns.map(({ name, type, nullable }, index) => ({
    ordinal: index + 1,
    name,
    systemType: systemTypeOf(type),
    nullable,
    orderBy: null,
  }));
}
