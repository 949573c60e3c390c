import { ParseError } from './errors.ts';

/**
 * Type of an extract's column as the catalog declares it. There is no float: a definition casts
 * to a declared decimal (evidence-package 3.1).
 */
export type DataType =
  | { readonly kind: 'integer' | 'boolean' | 'date' | 'text' | 'uuid' | 'binary' | 'json' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'timestamp'; readonly fraction: number; readonly zoned: boolean }
  | { readonly kind: 'time'; readonly fraction: number };

/** `integer boolean date text uuid binary json decimal(19,4) timestamp(3) timestamptz(3) time(0)` */
export type DataTypeText =
  | 'integer'
  | 'boolean'
  | 'date'
  | 'text'
  | 'uuid'
  | 'binary'
  | 'json'
  | `decimal(${number},${number})`
  | `timestamp(${number})`
  | `timestamptz(${number})`
  | `time(${number})`;

/** @throws ParseError BAD_DATA_TYPE */
export function parseDataType(text: string): DataType {
  const match = /^([a-z]+)(?:\(([0-9]{1,2})(?:,([0-9]{1,2}))?\))?$/.exec(text);
  const [, name, first, second] = match ?? [];
  const a = first === undefined ? undefined : Number(first);
  const b = second === undefined ? undefined : Number(second);
  switch (name) {
    case 'integer':
    case 'boolean':
    case 'date':
    case 'text':
    case 'uuid':
    case 'binary':
    case 'json':
      if (a === undefined) return { kind: name };
      break;
    case 'decimal':
      if (a !== undefined && b !== undefined && a >= 1 && a <= 38 && b <= a) {
        return { kind: 'decimal', precision: a, scale: b };
      }
      break;
    case 'timestamp':
    case 'timestamptz':
      if (a !== undefined && b === undefined && a <= 9) {
        return { kind: 'timestamp', fraction: a, zoned: name === 'timestamptz' };
      }
      break;
    case 'time':
      if (a !== undefined && b === undefined && a <= 9) return { kind: 'time', fraction: a };
      break;
  }
  throw new ParseError(
    'BAD_DATA_TYPE',
    `expected a column type such as text, integer, date, decimal(19,4) or timestamp(3), got ${JSON.stringify(text)}`,
  );
}

/** The inverse of parseDataType. */
export function dataTypeText(type: DataType): DataTypeText {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamp':
      return `${type.zoned ? 'timestamptz' : 'timestamp'}(${type.fraction})`;
    case 'time':
      return `time(${type.fraction})`;
    default:
      return type.kind;
  }
}
