import type { ByteWriter } from './byte-writer.ts';
import type { SqlType } from './sql-type.ts';
import { COLLATION } from './tokens.ts';

/** A column of a result set as the wire carries it. */
export interface ResultColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** The type inside a sql_variant. */
  readonly variantOf?: string;
}

const fixedTokens: Readonly<Record<string, number>> = {
  tinyint: 0x30,
  bit: 0x32,
  smallint: 0x34,
  int: 0x38,
  smalldatetime: 0x3a,
  real: 0x3b,
  money: 0x3c,
  datetime: 0x3d,
  float: 0x3e,
  smallmoney: 0x7a,
  bigint: 0x7f,
};

const nullableTokens: Readonly<Record<string, readonly number[]>> = {
  tinyint: [0x26, 1],
  smallint: [0x26, 2],
  int: [0x26, 4],
  bigint: [0x26, 8],
  bit: [0x68, 1],
  float: [0x6d, 8],
  real: [0x6d, 4],
  money: [0x6e, 8],
  smallmoney: [0x6e, 4],
  datetime: [0x6f, 8],
  smalldatetime: [0x6f, 4],
  date: [0x28],
  uniqueidentifier: [0x24, 16],
};

/** NOT NULL columns of the old fixed types carry bare bytes. */
export const isFixed = (column: ResultColumn) =>
  !column.nullable && fixedTokens[column.type.name] !== undefined;

function writeLength(out: ByteWriter, bytes: number): void {
  out.u16(Number.isFinite(bytes) ? bytes : 0xffff);
}

function writeTypeInfo(out: ByteWriter, column: ResultColumn): void {
  const { type } = column;
  const fixed = fixedTokens[type.name];
  if (isFixed(column) && fixed !== undefined) {
    out.u8(fixed);
    return;
  }
  const simple = nullableTokens[type.name];
  if (simple !== undefined) {
    out.raw(Buffer.from(simple));
    return;
  }
  switch (type.name) {
    case 'decimal':
    case 'numeric': {
      const { precision, scale } = type;
      const size = precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
      out
        .u8(type.name === 'decimal' ? 0x6a : 0x6c)
        .u8(size)
        .u8(precision)
        .u8(scale);
      return;
    }
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      out.u8({ time: 0x29, datetime2: 0x2a, datetimeoffset: 0x2b }[type.name]).u8(type.scale);
      return;
    case 'char':
    case 'varchar':
      out.u8(type.name === 'char' ? 0xaf : 0xa7);
      writeLength(out, type.length);
      out.raw(COLLATION);
      return;
    case 'nchar':
    case 'nvarchar':
    case 'json':
      out.u8(type.name === 'nchar' ? 0xef : 0xe7);
      writeLength(out, type.length * 2);
      out.raw(COLLATION);
      return;
    case 'binary':
    case 'rowversion':
    case 'varbinary':
      out.u8(type.name === 'varbinary' ? 0xa5 : 0xad);
      writeLength(out, type.length);
      return;
    case 'text':
    case 'ntext':
      out
        .u8(type.name === 'text' ? 0x23 : 0x63)
        .u32(0x7fff_ffff)
        .raw(COLLATION);
      out.u8(1).longText('t');
      return;
    case 'image':
      out.u8(0x22).u32(0x7fff_ffff).u8(1).longText('t');
      return;
    case 'xml':
      out.u8(0xf1).u8(0);
      return;
    case 'sql_variant':
      out.u8(0x62).u32(8009);
      return;
    default:
      out.u8(0xf0).u16(0xffff).shortText('ledger').shortText('sys').shortText(type.name);
      out.longText(`Microsoft.SqlServer.Types.${type.name}`);
  }
}

export function writeColumns(out: ByteWriter, columns: readonly ResultColumn[]): void {
  out.u8(0x81).u16(columns.length);
  for (const column of columns) {
    out.u32(0).u16(column.nullable ? 0x09 : 0x08);
    writeTypeInfo(out, column);
    out.shortText(column.name);
  }
}
