/** A column of an answer: its name and Athena's name of its type, `decimal(38,2)`, `varchar`, `timestamp`. */
export interface AthenaColumn {
  readonly name: string;
  readonly type: string;
}

/** Precision of the types that have none of their own (design/aws.md 1.7). */
const PRECISIONS: Readonly<Record<string, number>> = {
  boolean: 0,
  tinyint: 3,
  smallint: 5,
  integer: 10,
  bigint: 19,
  float: 17,
  double: 17,
  varchar: 2_147_483_647,
  date: 0,
  time: 3,
  timestamp: 3,
  'timestamp with time zone': 3,
  varbinary: 1_073_741_824,
};

export interface TypeFacts {
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
  readonly caseSensitive: boolean;
}

export function typeFacts(written: string): TypeFacts {
  const match = /^(decimal|varchar|char)\((\d+)(?:,(\d+))?\)$/.exec(written);
  const [, type = written, first, second] = match ?? [];
  return {
    type,
    precision: first === undefined ? (PRECISIONS[type] ?? 0) : Number(first),
    scale: second === undefined ? 0 : Number(second),
    caseSensitive: type === 'varchar' || type === 'char',
  };
}

/** An entry of ColumnInfo, as real answers carry it. */
export function columnInfo({ name, type: written }: AthenaColumn) {
  const { type, precision, scale, caseSensitive } = typeFacts(written);
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: type,
    Precision: precision,
    Scale: scale,
    Nullable: 'UNKNOWN',
    CaseSensitive: caseSensitive,
  };
}

/** DuckDB's types and Athena's; the sum of integers is a bigint there. */
const ATHENA_NAMES: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'tinyint',
  SMALLINT: 'smallint',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  HUGEINT: 'bigint',
  UBIGINT: 'bigint',
  UINTEGER: 'bigint',
  FLOAT: 'float',
  DOUBLE: 'double',
  VARCHAR: 'varchar',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
  BLOB: 'varbinary',
  JSON: 'json',
  UUID: 'uuid',
};

/** The name Athena has for a type of DuckDB. */
export function athenaType(duckdb: string): string {
  if (duckdb.startsWith('DECIMAL')) return duckdb.toLowerCase();
  if (duckdb.endsWith('[]')) return 'array';
  if (duckdb.startsWith('MAP')) return 'map';
  if (duckdb.startsWith('STRUCT')) return 'row';
  if (duckdb === '"NULL"') return 'unknown';
  const name = ATHENA_NAMES[duckdb];
  if (name === undefined) throw new Error(`no type of Athena for ${duckdb}`);
  return name;
}

/** SQL for DuckDB that gives the text Athena delivers; `digits` of a second where the type does not say. */
export function deliveredText(x: string, duckdb: string, digits: 3 | 6): string {
  const fraction = digits === 6 && !/_M?S$/.test(duckdb) ? '%f' : '%g';
  const moment = (value: string): string => `strftime(${value}, '%Y-%m-%d %H:%M:%S.${fraction}')`;
  switch (athenaType(duckdb)) {
    case 'timestamp':
      return moment(x);
    case 'timestamp with time zone':
      return `${moment(`(${x} AT TIME ZONE 'UTC')`)} || ' UTC'`;
    case 'time':
      return `strftime(DATE '2000-01-01' + ${x}, '%H:%M:%S.%g')`;
    case 'varbinary':
      return `rtrim(regexp_replace(lower(hex(${x})), '(..)', '\\1 ', 'g'))`;
    case 'array':
      return `'[' || array_to_string(list_transform(${x}, lambda e: coalesce(CAST(e AS VARCHAR), 'null')), ', ') || ']'`;
    default:
      return `CAST(${x} AS VARCHAR)`;
  }
}

/** A float's shortest text as Java writes it: `1.5`, `1.0E20`, `NaN`. */
export function javaNotation(text: string): string {
  if (/^nan$/i.test(text)) return 'NaN';
  const [, sign = '', rest = ''] = /^(-?)(.*)$/.exec(text) ?? [];
  if (/^inf/i.test(rest)) return `${sign}Infinity`;
  const [mantissa = '', exponent = '0'] = rest.split(/e/i);
  const [whole = '', decimals = ''] = mantissa.split('.');
  const all = whole + decimals;
  const digits = all.replace(/^0+/, '').replace(/0+$/, '');
  if (digits === '') return `${sign}0.0`;
  // the value is 0.DIGITS times ten to the power of `point`
  const point = whole.length + Number(exponent) - (all.length - all.replace(/^0+/, '').length);
  if (point > 7 || point < -2) {
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${point - 1}`;
  }
  const padded = digits.padEnd(point, '0');
  return point <= 0
    ? `${sign}0.${'0'.repeat(-point)}${digits}`
    : `${sign}${padded.slice(0, point)}.${padded.slice(point) || '0'}`;
}
