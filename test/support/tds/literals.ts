/** Literal texts of the stand-in's rows, taken apart without any floating point. */

const dayMs = 86_400_000;

function epochDay(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / dayMs);
}

const firstDay = epochDay(1, 1, 1);
const day1900 = epochDay(1900, 1, 1);

export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits of the fraction, as written. */
  readonly fraction: string;
  /** Minutes east of UTC; null when none is written. */
  readonly offset: number | null;
}

const form =
  /^(?:(\d{4})-(\d\d)-(\d\d))?(?:[ T]?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?)?(?: ?([+-])(\d\d):(\d\d))?$/;

/** A date, a time or both; null when it is none or no existing day. */
export function parseMoment(text: string): Moment | null {
  const match = form.exec(text);
  if (match === null || text === '') return null;
  const [, y, mo, d, h, mi, s, fraction = '', sign, oh, om] = match;
  const year = Number(y ?? 1900);
  const month = Number(mo ?? 1);
  const day = Number(d ?? 1);
  const hour = Number(h ?? 0);
  const minute = Number(mi ?? 0);
  const second = Number(s ?? 0);
  if (year < 1 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) {
    return null;
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return null;
  const minutes = Number(oh ?? 0) * 60 + Number(om ?? 0);
  const offset = sign === undefined ? null : sign === '-' ? -minutes : minutes;
  return { year, month, day, hour, minute, second, fraction, offset };
}

/** Days since 0001-01-01. */
export const daysOf = (moment: Moment) =>
  epochDay(moment.year, moment.month, moment.day) - firstDay;
/** Days since 1900-01-01. */
export const daysSince1900 = (moment: Moment) =>
  epochDay(moment.year, moment.month, moment.day) - day1900;

/** Whole units of 10^-scale seconds since midnight; further digits are cut. */
export function ticksOf(moment: Moment, scale: number): number {
  const seconds = moment.hour * 3600 + moment.minute * 60 + moment.second;
  const fraction = moment.fraction.padEnd(scale, '0').slice(0, scale);
  return seconds * 10 ** scale + Number(fraction === '' ? '0' : fraction);
}

/** The day `days` after 0001-01-01, as yyyy-mm-dd. */
export function dayText(days: number): string {
  const date = new Date((days + firstDay) * dayMs);
  const year = `${date.getUTCFullYear()}`.padStart(4, '0');
  return `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

export const two = (value: number) => `${value}`.padStart(2, '0');

/** A decimal as a whole number of 10^-scale; null when it is none. Extra digits are rounded half away from zero. */
export function unitsOf(text: string, scale: number): bigint | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (match === null || `${match[2]}${match[3] ?? ''}` === '') return null;
  const fraction = (match[3] ?? '').padEnd(scale + 1, '0');
  const kept = BigInt(`${match[2]}${fraction.slice(0, scale)}` || '0');
  const rounded = (fraction[scale] ?? '0') >= '5' ? kept + 1n : kept;
  return match[1] === '-' ? -rounded : rounded;
}

/** Units of 10^-scale as text with exactly `scale` decimals. */
export function decimalText(units: bigint, scale: number): string {
  const negative = units < 0n;
  const digits = `${negative ? -units : units}`.padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${negative ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
}

/** Bytes of a hex literal, with or without 0x. */
export const bytesOf = (text: string) => Buffer.from(text.replace(/^0x/i, ''), 'hex');
