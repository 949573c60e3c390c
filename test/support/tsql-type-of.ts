import type { DataType } from '../../src/kernel/data-type.ts';

/** What a SQL Server would describe a declared column as. */
export function tsqlTypeOf(type: DataType): string {
  switch (type.kind) {
    case 'boolean':
      return 'bit';
    case 'date':
      return 'date';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'integer':
      return 'bigint';
    case 'time':
      return `time(${type.fraction})`;
    case 'timestamp':
      return `${type.zoned ? 'datetimeoffset' : 'datetime2'}(${type.fraction})`;
    case 'uuid':
      return 'uniqueidentifier';
    case 'binary':
      return 'varbinary(max)';
    case 'json':
    case 'text':
      return 'nvarchar(4000)';
  }
}
