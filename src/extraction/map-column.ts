import type { DataType } from '../kernel/data-type.ts';
import { csvText, workbenchType } from '../workbench/csv-text.ts';

/**
 * How a delivered cell becomes canonical (design: architecture section 5), as SQL over the delivered column.
 * All three say nothing about NULL, which stays NULL.
 */
export interface ColumnMapping {
  /** True where the cell has the form of its declared type; null when it cannot be otherwise. */
  readonly fits: string | null;
  /** Its value in the workbench, defined where it fits: what rows are sorted by. */
  readonly value: string;
  /** Its csv/v1 text, defined where it fits. */
  readonly text: string;
  /** What was delivered, as text. */
  readonly delivered: string;
}

const YEAR = '(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})';
const DAY = `${YEAR}-[0-9]{2}-[0-9]{2}`;
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';
const ZONE = '( ?UTC|Z|[+-][0-9]{2}(:[0-9]{2})?)';
/** Fraction digits of DuckDB's own times. */
const FINEST = 6;
const FIRST_DAY = "DATE '0001-01-01'";
const AFTER_LAST_DAY = "DATE '10000-01-01'";

/**
 * The mapping of a delivered column of a DuckDB type to its declared type. A type that holds every declared value
 * exactly is taken as it is; any other is judged by its text. @returns undefined for types with no exact text
 */
export function mapColumn(
  column: string,
  delivered: string,
  declared: DataType,
): ColumnMapping | undefined {
  if (
    !/^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL.*|BOOLEAN|DATE|TIME|TIMESTAMP.*|UUID|BLOB|VARCHAR|JSON)$/.test(
      delivered,
    )
  ) {
    return undefined;
  }
  return (
    native(column, delivered, declared) ?? fromText(deliveredText(column, delivered), declared)
  );
}

function deliveredText(column: string, delivered: string): string {
  if (delivered === 'VARCHAR' || delivered === 'JSON') return column;
  if (delivered === 'BLOB') return `'0x' || hex(${column})`;
  return `CAST(${column} AS VARCHAR)`;
}

/** Types that need no look at the text. */
function native(column: string, delivered: string, declared: DataType): ColumnMapping | undefined {
  const exact = (fits: string | null, value: string): ColumnMapping => ({
    fits,
    value,
    text: csvText(value, declared),
    delivered: `CAST(${column} AS VARCHAR)`,
  });
  switch (declared.kind) {
    case 'integer':
      return /^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER)$/.test(delivered)
        ? exact(null, `CAST(${column} AS BIGINT)`)
        : undefined;
    case 'boolean':
      return delivered === 'BOOLEAN' ? exact(null, column) : undefined;
    case 'date':
      return delivered === 'DATE' ? exact(inRange(column), column) : undefined;
    case 'decimal':
      return holds(declared, delivered)
        ? exact(null, `CAST(${column} AS ${workbenchType(declared)})`)
        : undefined;
    case 'timestamp': {
      const whole = declared.zoned ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP';
      if (delivered !== whole || declared.fraction > FINEST) return undefined;
      const value = declared.zoned ? `(${column} AT TIME ZONE 'UTC')` : column;
      const lossless = noFinerThan(`epoch_us(${value})`, declared.fraction);
      return exact(`CASE WHEN ${inRange(value)} THEN ${lossless} ELSE false END`, value);
    }
    case 'time': {
      if (delivered !== 'TIME' || declared.fraction > FINEST) return undefined;
      const lossless = noFinerThan(`date_part('microseconds', ${column})`, declared.fraction);
      return exact(`(${column} < TIME '24:00:00' AND ${lossless})`, column);
    }
    case 'binary':
      return delivered === 'BLOB' ? exact(null, `base64(${column})`) : undefined;
    case 'text':
      return exact(null, deliveredText(column, delivered));
    case 'uuid':
    case 'json':
      return undefined;
  }
}

function inRange(value: string): string {
  return `(${value} >= ${FIRST_DAY} AND ${value} < ${AFTER_LAST_DAY})`;
}

function noFinerThan(micros: string, fraction: number): string {
  return fraction >= FINEST ? 'true' : `${micros} % ${10 ** (FINEST - fraction)} = 0`;
}

function holds({ precision, scale }: { precision: number; scale: number }, delivered: string) {
  const [, digits, fraction] = /^DECIMAL\(([0-9]+),([0-9]+)\)$/.exec(delivered) ?? [];
  if (fraction === undefined) return false;
  return Number(fraction) <= scale && Number(digits) - Number(fraction) <= precision - scale;
}

/** A cell judged by its text: form first, then whether it is a value at all. Nothing is rounded, cut or guessed. */
function fromText(text: string, declared: DataType): ColumnMapping {
  switch (declared.kind) {
    case 'integer':
      return judged(text, '-?(0|[1-9][0-9]*)', `TRY_CAST(${text} AS BIGINT)`, declared);
    case 'boolean':
      return judged(text, '0|1|true|false', `TRY_CAST(${text} AS BOOLEAN)`, declared);
    case 'date':
      return judged(text, DAY, `TRY_CAST(${text} AS DATE)`, declared);
    case 'decimal': {
      const { precision, scale } = declared;
      const whole = precision === scale ? '0' : `(0|[1-9][0-9]{0,${precision - scale - 1}})`;
      return judged(text, `-?${whole}${fractionForm(scale)}`, tryDecimal(text, declared), declared);
    }
    case 'timestamp':
      return stampFromText(text, declared);
    case 'time':
      return timeFromText(text, declared);
    case 'uuid':
      return judged(
        text,
        '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
        `lower(${text})`,
        declared,
      );
    case 'binary':
      return judged(text, '0[xX]([0-9a-fA-F]{2})*', `base64(TRY(unhex(${text}[3:])))`, declared);
    case 'json':
      return { fits: `json_valid(${text})`, value: text, text, delivered: text };
    case 'text':
      return { fits: null, value: text, text, delivered: text };
  }
}

function judged(text: string, form: string, value: string, declared: DataType): ColumnMapping {
  return {
    fits: `(regexp_full_match(${text}, '${form}') AND ${value} IS NOT NULL)`,
    value,
    text: csvText(value, declared),
    delivered: text,
  };
}

/** At most `digits` fraction digits; more are accepted when they are zeros, for then nothing is lost. */
function fractionForm(digits: number): string {
  return digits === 0 ? '(\\.0+)?' : `(\\.[0-9]{1,${digits}}0*)?`;
}

/** Most values fit a machine word, which is some 100 times faster to read; both ways are exact. */
function tryDecimal(text: string, declared: { precision: number; scale: number }): string {
  const { precision, scale } = declared;
  const whole = `TRY_CAST(${text} AS DECIMAL(${precision},${scale}))`;
  if (precision <= 18 || scale >= 18) return whole;
  const narrow = `CAST(TRY_CAST(${text} AS DECIMAL(18,${scale})) AS DECIMAL(${precision},${scale}))`;
  return `COALESCE(${narrow}, ${whole})`;
}

type Stamp = Extract<DataType, { kind: 'timestamp' }>;

function stampFromText(text: string, declared: Stamp): ColumnMapping {
  const form = `${DAY}[ T]${CLOCK}${fractionForm(declared.fraction)}${declared.zoned ? ZONE : ''}`;
  if (declared.fraction <= FINEST) {
    const { fits, ...mapping } = judged(text, form, tryStamp(text, declared.zoned), declared);
    return { ...mapping, fits: `(${fits} AND ${inRange(mapping.value)})` };
  }
  const zone = `regexp_extract(${text}, '${ZONE}$')`;
  const second = tryStamp(
    declared.zoned ? `(${text}[:19] || ${zone})` : `${text}[:19]`,
    declared.zoned,
  );
  const canonical = `strftime(${second}, '%Y-%m-%dT%H:%M:%S.') || ${fractionText(text, declared.fraction)}${declared.zoned ? " || 'Z'" : ''}`;
  return {
    fits: `(regexp_full_match(${text}, '${form}') AND ${inRange(second)} IS TRUE)`,
    value: canonical,
    text: canonical,
    delivered: text,
  };
}

function tryStamp(text: string, zoned: boolean): string {
  return zoned
    ? `(TRY_CAST(${text} AS TIMESTAMP WITH TIME ZONE) AT TIME ZONE 'UTC')`
    : `TRY_CAST(${text} AS TIMESTAMP)`;
}

function timeFromText(text: string, declared: { kind: 'time'; fraction: number }): ColumnMapping {
  const form = `${CLOCK}${fractionForm(declared.fraction)}`;
  const value =
    declared.fraction <= FINEST
      ? `TRY_CAST(${text} AS TIME)`
      : `(${text}[:8] || '.' || ${fractionText(text, declared.fraction)})`;
  return judged(text, form, value, declared);
}

/** Exactly `digits` fraction digits of a time's text. */
function fractionText(text: string, digits: number): string {
  return `rpad(regexp_extract(${text}, '\\.([0-9]+)', 1)[:${digits}], ${digits}, '0')`;
}
