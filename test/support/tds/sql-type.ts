import { SqlError } from './sql-error.ts';

const families = {
  bit: 'bit',
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'integer',
  decimal: 'decimal',
  numeric: 'decimal',
  money: 'money',
  smallmoney: 'money',
  float: 'float',
  real: 'float',
  date: 'date',
  time: 'time',
  smalldatetime: 'datetime',
  datetime: 'datetime',
  datetime2: 'datetime',
  datetimeoffset: 'offset',
  char: 'text',
  varchar: 'text',
  text: 'text',
  nchar: 'text',
  nvarchar: 'text',
  ntext: 'text',
  xml: 'text',
  json: 'text',
  binary: 'binary',
  varbinary: 'binary',
  image: 'binary',
  rowversion: 'binary',
  uniqueidentifier: 'guid',
  sql_variant: 'variant',
  hierarchyid: 'clr',
  geography: 'clr',
  geometry: 'clr',
  vector: 'clr',
} as const;

export type SqlTypeName = keyof typeof families;
export type SqlFamily = (typeof families)[SqlTypeName];

/** A T-SQL type: of a column, a variable or a conversion's target. */
export interface SqlType {
  readonly name: SqlTypeName;
  readonly family: SqlFamily;
  /** Characters or bytes; Infinity is `max` and the old large types. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
}

const synonyms: Readonly<Record<string, SqlTypeName>> = {
  dec: 'decimal',
  integer: 'int',
  timestamp: 'rowversion',
};

const withScale: ReadonlySet<string> = new Set(['time', 'datetime2', 'datetimeoffset']);
const withLength: ReadonlySet<string> = new Set([
  'char',
  'varchar',
  'nchar',
  'nvarchar',
  'binary',
  'varbinary',
]);
const large: ReadonlySet<string> = new Set(['text', 'ntext', 'image', 'xml', 'json']);
const digits: Readonly<Record<string, number>> = {
  bit: 1,
  tinyint: 3,
  smallint: 5,
  int: 10,
  bigint: 19,
  money: 19,
  smallmoney: 10,
  float: 53,
  real: 24,
};

function isTypeName(name: string): name is SqlTypeName {
  return name in families;
}

/**
 * Parses `decimal(19,4)`, `nvarchar(max)` … `missingLength` is what `varchar` alone means: 30 in a conversion,
 * 1 in a declaration.
 * @throws SqlError 243 for a type the stand-in does not know
 */
export function parseSqlType(text: string, missingLength = 1): SqlType {
  const match = /^\s*([a-z_]\w*)\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/i.exec(text);
  const word = (match?.[1] ?? '').toLowerCase();
  if (word === 'sysname') return parseSqlType('nvarchar(128)');
  const known = synonyms[word] ?? word;
  if (match === null || !isTypeName(known)) {
    throw new SqlError(243, `Type ${text.trim()} is not a defined system type.`);
  }
  const first = match[2]?.toLowerCase();
  const count = first === undefined || first === 'max' ? null : Number(first);
  const name = known === 'float' && count !== null && count <= 24 ? 'real' : known;
  let length = 0;
  if (withLength.has(name))
    length = first === 'max' ? Number.POSITIVE_INFINITY : (count ?? missingLength);
  if (large.has(name)) length = Number.POSITIVE_INFINITY;
  if (name === 'rowversion') length = 8;
  let precision = digits[name] ?? 0;
  let scale = families[name] === 'money' ? 4 : 0;
  if (families[name] === 'decimal') {
    precision = count ?? 18;
    scale = Number(match[3] ?? 0);
  }
  if (withScale.has(name)) scale = count ?? 7;
  if (name === 'datetime') scale = 3;
  return { name, family: families[name], length, precision, scale };
}

const atLeastOne = (type: SqlType) => (Number.isFinite(type.length) ? `${type.length}` : 'max');

/** The type as describe prints it. */
export function printSqlType(type: SqlType): string {
  if (type.name === 'rowversion') return 'timestamp';
  if (withLength.has(type.name)) return `${type.name}(${atLeastOne(type)})`;
  if (type.family === 'decimal') return `${type.name}(${type.precision},${type.scale})`;
  if (withScale.has(type.name)) return `${type.name}(${type.scale})`;
  return type.name;
}

export const isNational = (type: SqlType) =>
  type.name === 'nchar' || type.name === 'nvarchar' || type.name === 'ntext';
