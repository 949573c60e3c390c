import type { DataType } from '../kernel/data-type.ts';

/** Widest decimal DuckDB holds in a machine word; wider ones are some 10 times slower to write, 100 to read. */
const NARROW = 18;
/** Fraction digits of DuckDB's times; finer ones are carried as their csv/v1 text, which sorts the same way. */
const FINEST = 6;

/** The type a declared column has in the workbench. Zoned timestamps are UTC, without a zone of their own. */
export function workbenchType(type: DataType): string {
  switch (type.kind) {
    case 'integer':
      return 'BIGINT';
    case 'boolean':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'timestamp':
      return type.fraction <= FINEST ? 'TIMESTAMP' : 'VARCHAR';
    case 'time':
      return type.fraction <= FINEST ? 'TIME' : 'VARCHAR';
    case 'text':
    case 'uuid':
    case 'binary':
    case 'json':
      return 'VARCHAR';
  }
}

/** SQL for the csv/v1 text (evidence-package 3.1) of a value that has its type in the workbench. */
export function csvText(value: string, type: DataType): string {
  switch (type.kind) {
    case 'integer':
    case 'boolean':
    case 'date':
      return `CAST(${value} AS VARCHAR)`;
    case 'decimal':
      return decimalText(value, type);
    case 'timestamp':
      if (type.fraction > FINEST) return value;
      return `${stamp(value, '%Y-%m-%dT%H:%M:%S', type.fraction)}${type.zoned ? " || 'Z'" : ''}`;
    case 'time':
      if (type.fraction > FINEST) return value;
      return stamp(`(DATE '2000-01-01' + ${value})`, '%H:%M:%S', type.fraction);
    case 'text':
    case 'uuid':
    case 'binary':
    case 'json':
      return value;
  }
}

/** SQL for the value of a csv/v1 text; the statement fails when the text does not have the form. */
export function fromCsvText(text: string, type: DataType): string {
  const target = workbenchType(type);
  if (target === 'VARCHAR') return text;
  switch (type.kind) {
    case 'decimal':
      return narrowFirst(text, type, (to) => `CAST(${text} AS ${to})`);
    case 'timestamp':
      return `CAST(${type.zoned ? `rtrim(${text}, 'Z')` : text} AS TIMESTAMP)`;
    default:
      return `CAST(${text} AS ${target})`;
  }
}

function stamp(value: string, seconds: string, fraction: number): string {
  if (fraction === 0) return `strftime(${value}, '${seconds}')`;
  if (fraction === 3) return `strftime(${value}, '${seconds}.%g')`;
  const micros = `strftime(${value}, '${seconds}.%f')`;
  return fraction === FINEST ? micros : `${micros}[:-${FINEST - fraction + 1}]`;
}

type Decimal = Extract<DataType, { kind: 'decimal' }>;

/** Values that fit a machine word take the fast way; both ways are exact. */
function decimalText(value: string, type: Decimal): string {
  const slow = `CAST(${value} AS VARCHAR)`;
  if (type.precision === type.scale) {
    // DuckDB writes no digit before the point of such a type: `.05`
    return `CASE WHEN ${value} < 0 THEN '-0' || ltrim(${slow}, '-') ELSE '0' || ${slow} END`;
  }
  if (type.precision <= NARROW || type.scale >= NARROW) return slow;
  const limit = `CAST('1${'0'.repeat(NARROW - type.scale)}' AS ${workbenchType(type)})`;
  const narrow = `CAST(CAST(${value} AS DECIMAL(${NARROW},${type.scale})) AS VARCHAR)`;
  return `CASE WHEN ${value} > -${limit} AND ${value} < ${limit} THEN ${narrow} ELSE ${slow} END`;
}

/** Text of at most 18 characters with its point holds at most 17 digits, all `scale` fraction digits among them. */
function narrowFirst(text: string, type: Decimal, cast: (to: string) => string): string {
  const wide = workbenchType(type);
  if (type.precision <= NARROW || type.scale > NARROW) return cast(wide);
  const narrow = `CAST(${cast(`DECIMAL(${NARROW},${type.scale})`)} AS ${wide})`;
  return `CASE WHEN length(${text}) <= ${NARROW} THEN ${narrow} ELSE ${cast(wide)} END`;
}
