import type { ByteWriter } from './byte-writer.ts';
import {
  bytesOf,
  daysOf,
  daysSince1900,
  type Moment,
  parseMoment,
  ticksOf,
  unitsOf,
} from './literals.ts';
import { parseSqlType, type SqlType } from './sql-type.ts';
import { isFixed, type ResultColumn } from './type-info.ts';

/** Writes one value that is not NULL. */
type CellWriter = (out: ByteWriter, text: string) => void;

/** Writes one value of a row, NULL included. */
export type NullableCellWriter = (out: ByteWriter, text: string | null) => void;

function momentOf(text: string): Moment {
  const moment = parseMoment(text);
  if (moment === null) throw new Error(`not a date or time literal: ${text}`);
  return moment;
}

const magnitudeBytes = (precision: number) =>
  precision <= 9 ? 4 : precision <= 19 ? 8 : precision <= 28 ? 12 : 16;

function units(text: string, scale: number): bigint {
  const value = unitsOf(text, scale);
  if (value === null) throw new Error(`not a decimal literal: ${text}`);
  return value;
}

function writeDecimal(out: ByteWriter, text: string, type: SqlType): void {
  const value = units(text, type.scale);
  out.u8(value < 0n ? 0 : 1);
  out.magnitude(value < 0n ? -value : value, magnitudeBytes(type.precision));
}

function writeMoney(out: ByteWriter, text: string, type: SqlType): void {
  const value = units(text, 4);
  if (type.name === 'smallmoney') out.u32(Number(BigInt.asUintN(32, value)));
  else out.u32(Number(BigInt.asUintN(32, value >> 32n))).u32(Number(BigInt.asUintN(32, value)));
}

function writeInteger(out: ByteWriter, text: string, size: number): void {
  if (size === 8) out.u64(BigInt(text));
  else out.magnitude(BigInt.asUintN(size * 8, BigInt(text)), size);
}

const timeBytes = (scale: number) => (scale <= 2 ? 3 : scale <= 4 ? 4 : 5);

function writeTime(out: ByteWriter, ticks: number, scale: number): void {
  out.magnitude(BigInt(ticks), timeBytes(scale));
}

function writeDatetime(out: ByteWriter, text: string, type: SqlType): void {
  const moment = momentOf(text);
  if (type.name === 'smalldatetime') {
    out.u16(daysSince1900(moment)).u16(moment.hour * 60 + moment.minute);
  } else if (type.name === 'datetime') {
    out.u32(daysSince1900(moment)).u32(Math.round((ticksOf(moment, 3) * 3) / 10));
  } else {
    writeTime(out, ticksOf(moment, type.scale), type.scale);
    out.magnitude(BigInt(daysOf(moment)), 3);
  }
}

/** Date and time go in UTC, the offset follows. */
function writeOffset(out: ByteWriter, text: string, scale: number): void {
  const moment = momentOf(text);
  const perDay = 86_400 * 10 ** scale;
  const ticks = ticksOf(moment, scale) - (moment.offset ?? 0) * 60 * 10 ** scale;
  const shift = Math.floor(ticks / perDay);
  writeTime(out, ticks - shift * perDay, scale);
  out.magnitude(BigInt(daysOf(moment) + shift), 3).u16((moment.offset ?? 0) & 0xffff);
}

function guidBytes(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

const cp1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const cp1252Bytes = [
  0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93,
  0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
];

/** Text in the stand-in's code page; what it lacks becomes a question mark. */
function codePageBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const special = cp1252.indexOf(text.charAt(index));
    bytes[index] = special >= 0 ? (cp1252Bytes[special] ?? 0x3f) : unit <= 0xff ? unit : 0x3f;
  }
  return bytes;
}

function writePlp(out: ByteWriter, bytes: Buffer): void {
  out.u64(BigInt(bytes.length));
  for (let at = 0; at < bytes.length; at += 8000) {
    const part = bytes.subarray(at, at + 8000);
    out.u32(part.length).raw(part);
  }
  out.u32(0);
}

/** A value inside sql_variant: base type, properties, data. */
function writeVariant(out: ByteWriter, text: string, inner: SqlType): void {
  const at = out.length;
  out.u32(0);
  if (inner.family === 'money') {
    out.u8(0x3c).u8(0);
    writeMoney(out, text, { ...inner, name: 'money' });
  } else if (inner.family === 'decimal') {
    out.u8(0x6c).u8(2).u8(inner.precision).u8(inner.scale);
    writeDecimal(out, text, inner);
  } else {
    const bytes = Buffer.from(text, 'utf16le');
    out
      .u8(0xe7)
      .u8(7)
      .raw(Buffer.from([0x09, 0x04, 0xd0, 0, 0x34]))
      .u16(bytes.length)
      .raw(bytes);
  }
  out.bytes.writeUInt32LE(out.length - at - 4, at);
}

const integerSizes: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
};

/** Value bytes without a length in front, and how many they are. */
function fixedCell(type: SqlType): { size: number; write: CellWriter } | null {
  switch (type.family) {
    case 'bit':
      return { size: 1, write: (out, text) => void out.u8(text === '0' ? 0 : 1) };
    case 'integer': {
      const size = integerSizes[type.name] ?? 4;
      return { size, write: (out, text) => writeInteger(out, text, size) };
    }
    case 'decimal':
      return {
        size: magnitudeBytes(type.precision) + 1,
        write: (out, text) => writeDecimal(out, text, type),
      };
    case 'money':
      return {
        size: type.name === 'money' ? 8 : 4,
        write: (out, text) => writeMoney(out, text, type),
      };
    case 'float':
      return type.name === 'real'
        ? { size: 4, write: (out, text) => void out.single(Number(text)) }
        : { size: 8, write: (out, text) => void out.double(Number(text)) };
    case 'date':
      return {
        size: 3,
        write: (out, text) => void out.magnitude(BigInt(daysOf(momentOf(text))), 3),
      };
    case 'time':
      return {
        size: timeBytes(type.scale),
        write: (out, text) => writeTime(out, ticksOf(momentOf(text), type.scale), type.scale),
      };
    case 'datetime':
      return {
        size:
          type.name === 'datetime'
            ? 8
            : type.name === 'smalldatetime'
              ? 4
              : timeBytes(type.scale) + 3,
        write: (out, text) => writeDatetime(out, text, type),
      };
    case 'offset':
      return {
        size: timeBytes(type.scale) + 5,
        write: (out, text) => writeOffset(out, text, type.scale),
      };
    case 'guid':
      return { size: 16, write: (out, text) => void out.raw(guidBytes(text)) };
    default:
      return null;
  }
}

function textCell(type: SqlType): NullableCellWriter {
  const national = type.name === 'nvarchar' || type.name === 'nchar';
  if (national && Number.isFinite(type.length)) {
    return (out, text) => {
      if (text === null) out.u16(0xffff);
      else out.u16(text.length * 2).text(text);
    };
  }
  const encode = (text: string) =>
    type.name === 'varchar' || type.name === 'char' || type.name === 'text'
      ? codePageBytes(text)
      : Buffer.from(text, 'utf16le');
  if (type.name === 'text' || type.name === 'ntext')
    return (out, text) => oldLarge(out, text, encode);
  return bytesCell(type, encode);
}

function bytesCell(type: SqlType, encode: (text: string) => Buffer): NullableCellWriter {
  if (!Number.isFinite(type.length)) {
    return (out, text) => {
      if (text === null) out.u64(0xffff_ffff_ffff_ffffn);
      else writePlp(out, encode(text));
    };
  }
  return (out, text) => {
    if (text === null) out.u16(0xffff);
    else {
      const bytes = encode(text);
      out.u16(bytes.length).raw(bytes);
    }
  };
}

/** text, ntext and image: a text pointer, a timestamp, then the bytes. */
function oldLarge(out: ByteWriter, text: string | null, encode: (text: string) => Buffer): void {
  if (text === null) {
    out.u8(0);
    return;
  }
  const bytes = encode(text);
  out.u8(16).raw(Buffer.alloc(16, 1)).raw(Buffer.alloc(8, 2)).u32(bytes.length).raw(bytes);
}

/** The writer for a column's values in its own wire type. */
export function cellWriter(column: ResultColumn): NullableCellWriter {
  const { type } = column;
  const fixed = fixedCell(type);
  if (fixed !== null) {
    const { size, write } = fixed;
    if (isFixed(column)) {
      return (out, text) => {
        if (text === null) throw new Error(`NULL in ${column.name}, which is NOT NULL`);
        write(out, text);
      };
    }
    return (out, text) => {
      if (text === null) out.u8(0);
      else {
        out.u8(size);
        write(out, text);
      }
    };
  }
  if (type.family === 'text') return textCell(type);
  if (type.family === 'variant') {
    const inner = parseSqlType(column.variantOf ?? 'nvarchar(4000)');
    return (out, text) => {
      if (text === null) out.u32(0);
      else writeVariant(out, text, inner);
    };
  }
  if (type.name === 'image') return (out, text) => oldLarge(out, text, bytesOf);
  return bytesCell(
    type.family === 'clr' ? { ...type, length: Number.POSITIVE_INFINITY } : type,
    bytesOf,
  );
}
