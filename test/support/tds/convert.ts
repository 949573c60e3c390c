import { bytesOf, decimalText, parseMoment, ticksOf, two, unitsOf } from './literals.ts';
import { SqlError } from './sql-error.ts';
import type { SqlType } from './sql-type.ts';
import { toText } from './text-of.ts';

type Conversion = (text: string) => string;

const refused = (from: SqlType, target: SqlType) =>
  new SqlError(
    529,
    `Explicit conversion from data type ${from.name} to ${target.name} is not allowed.`,
  );

const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  tinyint: [0n, 255n],
  smallint: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

function toInteger(from: SqlType, target: SqlType): Conversion {
  const [low, high] = ranges[target.name] ?? [0n, 0n];
  return (text) => {
    const trimmed = text.trim();
    if (from.family === 'text' && !/^[+-]?\d*$/.test(trimmed)) {
      throw target.name === 'bigint'
        ? new SqlError(8114, `Error converting data type ${from.name} to bigint.`)
        : new SqlError(
            245,
            `Conversion failed when converting the ${from.name} value '${text}' to data type ${target.name}.`,
          );
    }
    const value = from.family === 'text' ? BigInt(trimmed.replace('+', '') || '0') : whole(text);
    if (value < low || value > high) {
      if (from.family === 'text' && target.name === 'int') {
        throw new SqlError(
          248,
          `The conversion of the ${from.name} value '${text}' overflowed an int column.`,
        );
      }
      throw new SqlError(
        8115,
        `Arithmetic overflow error converting expression to data type ${target.name}.`,
      );
    }
    return `${value}`;
  };
}

/** Integer part, as SQL Server cuts it. */
const whole = (text: string) => BigInt(/^[+-]?\d+/.exec(text)?.[0].replace('+', '') ?? '0');

function toDecimal(from: SqlType, target: SqlType): Conversion {
  const limit = 10n ** BigInt(target.precision);
  return (text) => {
    const exact =
      from.family === 'float' ? Number(text).toFixed(Math.min(100, target.scale)) : text;
    const units = unitsOf(exact, target.scale);
    if (units === null) {
      throw new SqlError(8114, `Error converting data type ${from.name} to numeric.`);
    }
    if (units >= limit || units <= -limit) {
      throw new SqlError(
        8115,
        `Arithmetic overflow error converting ${from.name} to data type numeric.`,
      );
    }
    return decimalText(units, target.scale);
  };
}

const notADate = () =>
  new SqlError(241, 'Conversion failed when converting date and/or time from character string.');

/** Text forms a style accepts; T-SQL reads some more, which nobody here sends on purpose. */
const textForms: Readonly<Record<number, RegExp>> = {
  23: /^\d{4}-\d\d-\d\d$/,
  120: /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/,
  121: /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,7})?)?( ?[+-]\d\d:\d\d)?$/,
  126: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?([+-]\d\d:\d\d)?$/,
};
const anyForm = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d{1,7})?)?( ?[+-]\d\d:\d\d)?$/;

/** Milliseconds as datetime keeps them: three-hundredths of a second. */
function datetimeFraction(ms: number): string {
  const ticks = Math.round((ms * 3) / 10);
  return `${Math.round((ticks * 10) / 3)}`.padStart(3, '0').slice(-3);
}

function toMoment(from: SqlType, target: SqlType, style: number | null): Conversion {
  return (text) => {
    const form = style === null || style === 0 ? anyForm : (textForms[style] ?? anyForm);
    const moment = parseMoment(text);
    if (moment === null || (from.family === 'text' && !form.test(text))) throw notADate();
    const date = `${`${moment.year}`.padStart(4, '0')}-${two(moment.month)}-${two(moment.day)}`;
    if (target.family === 'date') return date;
    const clock = `${two(moment.hour)}:${two(moment.minute)}:${two(moment.second)}`;
    if (target.name === 'smalldatetime') return `${date} ${clock.slice(0, 5)}:00`;
    if (target.name === 'datetime') {
      if (moment.fraction.length > 3 || moment.year < 1753) throw notADate();
      return `${date} ${clock}.${datetimeFraction(Number(moment.fraction.padEnd(3, '0')))}`;
    }
    const { scale } = target;
    const ticks = ticksOf(moment, scale);
    const rounded = Number(moment.fraction[scale] ?? '0') >= 5;
    if (rounded) throw new Error(`the stand-in does not round ${text} to ${scale} digits`);
    const fraction = scale === 0 ? '' : `.${`${ticks % 10 ** scale}`.padStart(scale, '0')}`;
    if (target.family === 'time') return `${clock}${fraction}`;
    if (target.family === 'datetime') return `${date} ${clock}${fraction}`;
    const minutes = Math.abs(moment.offset ?? 0);
    const sign = (moment.offset ?? 0) < 0 ? '-' : '+';
    return `${date} ${clock}${fraction} ${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  };
}

function toBit(from: SqlType): Conversion {
  return (text) => {
    const word = text.trim().toLowerCase();
    if (word === 'true') return '1';
    if (word === 'false') return '0';
    if (!/^[+-]?\d+(\.\d+)?$/.test(word)) {
      throw new SqlError(
        245,
        `Conversion failed when converting the ${from.name} value '${text}' to data type bit.`,
      );
    }
    return /[1-9]/.test(word) ? '1' : '0';
  };
}

function toBinary(from: SqlType, target: SqlType): Conversion {
  if (from.family !== 'binary' && from.family !== 'text') throw refused(from, target);
  return (text) => {
    const bytes = from.family === 'binary' ? bytesOf(text) : Buffer.from(text, 'utf16le');
    const cut = Number.isFinite(target.length) ? bytes.subarray(0, target.length) : bytes;
    return cut.toString('hex').toUpperCase();
  };
}

function toGuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    throw new SqlError(
      8169,
      'Conversion failed when converting from a character string to uniqueidentifier.',
    );
  }
  return text.toUpperCase();
}

/**
 * `CONVERT(target, x, style)` as SQL Server does it, its lossy forms included: works on literal text.
 * @throws SqlError for a pair or a style that does not exist; the conversion itself throws for a bad value
 */
export function conversion(from: SqlType, target: SqlType, style: number | null): Conversion {
  switch (target.family) {
    case 'text':
      return toText(from, target, style);
    case 'integer':
      if (!['text', 'integer', 'bit', 'decimal', 'money'].includes(from.family))
        throw refused(from, target);
      return toInteger(from, target);
    case 'decimal':
    case 'money':
      if (!['text', 'integer', 'bit', 'decimal', 'money', 'float'].includes(from.family))
        throw refused(from, target);
      return toDecimal(from, target);
    case 'bit':
      return toBit(from);
    case 'date':
    case 'time':
    case 'datetime':
    case 'offset':
      if (!['text', 'date', 'time', 'datetime', 'offset'].includes(from.family))
        throw refused(from, target);
      return toMoment(from, target, style);
    case 'binary':
      return toBinary(from, target);
    case 'guid':
      return toGuid;
    case 'float':
      return (text) => {
        if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)) {
          throw new SqlError(8114, `Error converting data type ${from.name} to float.`);
        }
        return text.trim();
      };
    default:
      throw refused(from, target);
  }
}
