import { bytesOf, decimalText, type Moment, parseMoment, two, unitsOf } from './literals.ts';
import { SqlError } from './sql-error.ts';
import type { SqlType } from './sql-type.ts';

/** How SQL Server prints a value as text, the lossy styles included. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const badStyle = (style: number, type: SqlType) =>
  new SqlError(
    281,
    `${style} is not a valid style number when converting from ${type.name} to a character string.`,
  );

const dateOf = (m: Moment) => `${`${m.year}`.padStart(4, '0')}-${two(m.month)}-${two(m.day)}`;
const clockOf = (m: Moment) => `${two(m.hour)}:${two(m.minute)}:${two(m.second)}`;

function offsetOf(moment: Moment): string {
  const minutes = Math.abs(moment.offset ?? 0);
  return `${(moment.offset ?? 0) < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `.nnn`, or nothing for scale 0. */
const fractionOf = (moment: Moment, scale: number) =>
  scale === 0 ? '' : `.${moment.fraction.padEnd(scale, '0').slice(0, scale)}`;

function spokenDate(m: Moment, withTime: boolean): string {
  const date = `${months[m.month - 1]} ${`${m.day}`.padStart(2)} ${m.year}`;
  if (!withTime) return date;
  const hour = m.hour % 12 === 0 ? 12 : m.hour % 12;
  return `${date} ${`${hour}`.padStart(2)}:${two(m.minute)}${m.hour < 12 ? 'AM' : 'PM'}`;
}

function momentText(text: string, type: SqlType, style: number): string {
  const moment = parseMoment(text);
  if (moment === null) throw new Error(`the row holds ${text} in a ${type.name} column`);
  const { scale } = type;
  const old = type.name === 'datetime' || type.name === 'smalldatetime';
  const isDate = type.family === 'date';
  const fraction = fractionOf(moment, scale);
  const offset = type.family === 'offset' ? offsetOf(moment) : '';
  if (type.family === 'time') {
    if (style === 8 || style === 108 || style === 20 || style === 120) return clockOf(moment);
    if (style === 126 && /^0*$/.test(moment.fraction)) return clockOf(moment);
    return `${clockOf(moment)}${fraction}`;
  }
  switch (style) {
    case 0:
    case 100:
      if (style === 0 && !old) return momentText(text, type, 121);
      return spokenDate(moment, !isDate);
    case 20:
    case 120:
      return isDate
        ? dateOf(moment)
        : `${dateOf(moment)} ${clockOf(moment)}${offset && ` ${offset}`}`;
    case 21:
    case 25:
    case 121: {
      if (isDate) return dateOf(moment);
      const shown = type.name === 'smalldatetime' ? '.000' : fraction;
      return `${dateOf(moment)} ${clockOf(moment)}${shown}${offset && ` ${offset}`}`;
    }
    case 23:
      return dateOf(moment);
    case 101:
      return `${two(moment.month)}/${two(moment.day)}/${moment.year}`;
    case 103:
      return `${two(moment.day)}/${two(moment.month)}/${moment.year}`;
    case 104:
      return `${two(moment.day)}.${two(moment.month)}.${moment.year}`;
    case 112:
      return dateOf(moment).replaceAll('-', '');
    case 126:
    case 127: {
      if (isDate) return dateOf(moment);
      // The trap of style 126: a fraction of zeros is left out.
      const shown = /^0*$/.test(moment.fraction) ? '' : fraction;
      return `${dateOf(moment)}T${clockOf(moment)}${shown}${offset}`;
    }
    default:
      throw badStyle(style, type);
  }
}

/** C's `%.{digits}e` with SQL Server's three exponent digits. */
function scientific(value: number, digits: number): string {
  const printed = value.toExponential(digits - 1);
  const [mantissa = '', exponent = '0'] = printed.split('e');
  const sign = Object.is(value, -0) ? '-' : '';
  const power = `${Math.abs(Number(exponent))}`.padStart(3, '0');
  return `${sign}${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${power}`;
}

function floatText(text: string, type: SqlType, style: number): string {
  const value = type.name === 'real' ? Math.fround(Number(text)) : Number(text);
  switch (style) {
    case 0: {
      const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
      if (power < -4 || power >= 6) {
        const [mantissa = '', rest = ''] = scientific(value, 6).split('e');
        return `${mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa}e${rest}`;
      }
      return `${Number(value.toPrecision(6))}`;
    }
    case 1:
      return scientific(value, 8);
    case 2:
      return scientific(value, 16);
    case 3:
      return scientific(value, 17);
    default:
      throw badStyle(style, type);
  }
}

function moneyText(text: string, style: number): string {
  if (style === 2 || style === 126) return decimalText(unitsOf(text, 4) ?? 0n, 4);
  // The trap of styles 0 and 1: two decimals.
  const short = decimalText(unitsOf(text, 2) ?? 0n, 2);
  return style === 1 ? short.replaceAll(/\B(?=(\d{3})+\.)/g, ',') : short;
}

function binaryText(text: string, style: number): string {
  const bytes = bytesOf(text);
  if (style === 1) return `0x${bytes.toString('hex').toUpperCase()}`;
  if (style === 2) return bytes.toString('hex').toUpperCase();
  return bytes.toString('utf16le');
}

const overflow = (from: SqlType, target: SqlType) =>
  new SqlError(
    8115,
    `Arithmetic overflow error converting ${from.family === 'decimal' ? 'numeric' : 'expression'} to data type ${target.name}.`,
  );

/** A function that converts literal text of one type to a character type. */
export function toText(
  from: SqlType,
  target: SqlType,
  style: number | null,
): (text: string) => string {
  const { length } = target;
  const pad = target.name === 'char' || target.name === 'nchar';
  const cutTo = (text: string): string => {
    const cut = text.length > length ? text.slice(0, length) : text;
    return pad ? cut.padEnd(length) : cut;
  };
  const whole = (text: string): string => {
    if (text.length > length) throw overflow(from, target);
    return cutTo(text);
  };
  switch (from.family) {
    case 'bit':
    case 'decimal':
      return whole;
    case 'integer':
      // The trap of varchar: an integer that does not cutTo becomes an asterisk.
      return (text) => (text.length > length && target.name === 'varchar' ? '*' : whole(text));
    case 'money':
      return (text) => {
        const printed = moneyText(text, style ?? 0);
        if (printed.length > length) {
          throw new SqlError(
            234,
            `There is insufficient result space to convert a money value to ${target.name}.`,
          );
        }
        return cutTo(printed);
      };
    case 'float':
      return (text) => whole(floatText(text, from, style ?? 0));
    case 'date':
    case 'time':
    case 'datetime':
    case 'offset':
      return (text) => cutTo(momentText(text, from, style ?? 0));
    case 'guid':
      return (text) => {
        if (length < 36) {
          throw new SqlError(
            8170,
            'Insufficient result space to convert uniqueidentifier value to char.',
          );
        }
        return cutTo(text.toUpperCase());
      };
    case 'binary':
      return (text) => cutTo(binaryText(text, style ?? 0));
    case 'text':
      return !pad && !Number.isFinite(length) ? (text) => text : cutTo;
    default:
      throw new SqlError(
        529,
        `Explicit conversion from data type ${from.name} to ${target.name} is not allowed.`,
      );
  }
}
