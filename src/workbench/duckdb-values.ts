import {
  BIGINT,
  DATE,
  DECIMAL,
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBPreparedStatement,
  type DuckDBType,
  type DuckDBValue,
  HUGEINT,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import { parseDataType } from '../kernel/data-type.ts';
import { formatDecimal, parseDecimal } from '../kernel/decimal.ts';
import { ParseError } from '../kernel/errors.ts';
import { parseCalendarDate } from '../kernel/period.ts';
import type { ParameterType } from '../kernel/query.ts';

const DAY_MS = 86_400_000;

/** A value to bind, as exact text; a list is bound as one LIST, for `list_contains($name, x)`. */
export interface TypedValue {
  readonly type: ParameterType;
  readonly value: string | readonly string[];
}

interface Bindable {
  readonly value: DuckDBValue;
  readonly type: DuckDBType;
}

/**
 * Binds by name, and only the names the statement uses; nothing is ever pasted into its text.
 * @throws ParseError when a value does not have the form of its type, or a name the statement uses has no value
 */
export function bindValues(
  statement: DuckDBPreparedStatement,
  values: Readonly<Record<string, TypedValue>>,
): void {
  for (let index = 1; index <= statement.parameterCount; index++) {
    const name = statement.parameterName(index);
    const given = Object.hasOwn(values, name) ? values[name] : undefined;
    if (given === undefined) {
      throw new ParseError('BAD_VALUE', `the statement uses $${name}, which has no value`);
    }
    const { value, type } = bindable(given);
    statement.bindValue(index, value, type);
  }
}

function bindable({ type, value }: TypedValue): Bindable {
  if (typeof value === 'string') return scalar(type, value);
  const items = value.map((item) => scalar(type, item));
  return {
    value: listValue(items.map((item) => item.value)),
    type: LIST(items[0]?.type ?? VARCHAR),
  };
}

function scalar(type: ParameterType, text: string): Bindable {
  switch (type) {
    case 'text':
      return { value: text, type: VARCHAR };
    case 'date':
      return {
        value: new DuckDBDateValue(Date.parse(parseCalendarDate(text)) / DAY_MS),
        type: DATE,
      };
    case 'integer': {
      const value = integer(text);
      return { value, type: BigInt.asIntN(64, value) === value ? BIGINT : HUGEINT };
    }
    default:
      return decimal(type, text);
  }
}

function integer(text: string): bigint {
  const { units, scale } = parseDecimal(text);
  if (scale === 0 && BigInt.asIntN(128, units) === units) return units;
  throw new ParseError('BAD_VALUE', `expected a whole number, got ${JSON.stringify(text)}`);
}

function decimal(declared: `decimal(${number},${number})`, text: string): Bindable {
  const type = parseDataType(declared);
  const { units, scale } = parseDecimal(text);
  if (type.kind === 'decimal' && scale <= type.scale) {
    const scaled = units * 10n ** BigInt(type.scale - scale);
    if (formatDecimal({ units: scaled, scale: 0 }).replace('-', '').length <= type.precision) {
      return {
        value: new DuckDBDecimalValue(scaled, type.precision, type.scale),
        type: DECIMAL(type.precision, type.scale),
      };
    }
  }
  throw new ParseError('BAD_VALUE', `${JSON.stringify(text)} is not a ${declared}`);
}
