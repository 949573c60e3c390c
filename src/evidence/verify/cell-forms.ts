/** Does the cell bytes[start .. end) have the csv/v1 form of its type (evidence-package 3.1)? */
export type CellForm = (bytes: Uint8Array, start: number, end: number) => boolean;

const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;
const ZERO = 0x30;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isDate(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 10 && isDay(bytes, start);
}

export function timestampForm(fraction: number, zoned: boolean): CellForm {
  const time = timeForm(fraction, zoned);
  return (bytes, start, end) =>
    time(bytes, start + 11, end) && isDay(bytes, start) && bytes[start + 10] === 0x54;
}

export function isBoolean(bytes: Uint8Array, start: number, end: number): boolean {
  return spells(bytes, start, end, 'true') || spells(bytes, start, end, 'false');
}

function spells(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let at = 0; at < word.length; at += 1) {
    if (bytes[start + at] !== word.charCodeAt(at)) return false;
  }
  return true;
}

/** The two digits at `at` as a number, -1 when they are none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : -1;
}

/** A real day YYYY-MM-DD at `start`, years 0001 to 9999. */
function isDay(bytes: Uint8Array, start: number): boolean {
  if (bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return false;
  const century = twoDigits(bytes, start);
  const yearInIt = twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  if (century < 0 || yearInIt < 0 || century + yearInIt === 0) return false;
  if (month < 1 || month > 12 || day < 1) return false;
  if (day <= 28) return true;
  if (month === 2) return day === 29 && isLeap(100 * century + yearInIt);
  return day <= (MONTH_DAYS[month - 1] as number);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** hh:mm:ss, exactly `fraction` further digits, Z when zoned. */
export function timeForm(fraction: number, zoned: boolean): CellForm {
  const length = 8 + (fraction === 0 ? 0 : 1 + fraction) + (zoned ? 1 : 0);
  return (bytes, start, end) => {
    if (end - start !== length) return false;
    if (!isBetween(twoDigits(bytes, start), 23)) return false;
    if (!isBetween(twoDigits(bytes, start + 3), 59)) return false;
    if (!isBetween(twoDigits(bytes, start + 6), 59)) return false;
    if (bytes[start + 2] !== COLON || bytes[start + 5] !== COLON) return false;
    if (zoned && bytes[end - 1] !== 0x5a) return false;
    return fraction === 0 || (bytes[start + 8] === DOT && areDigits(bytes, start + 9, fraction));
  };
}

function isBetween(number: number, most: number): boolean {
  return number >= 0 && number <= most;
}

function areDigits(bytes: Uint8Array, start: number, count: number): boolean {
  for (let at = start; at < start + count; at += 1) {
    const digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}

export function isUuid(bytes: Uint8Array, start: number, end: number): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cellText(bytes, start, end));
}

export function isBase64(bytes: Uint8Array, start: number, end: number): boolean {
  const text = cellText(bytes, start, end);
  return Buffer.from(text, 'base64').toString('base64') === text;
}

export function isJson(bytes: Uint8Array, start: number, end: number): boolean {
  try {
    JSON.parse(cellText(bytes, start, end));
    return true;
  } catch {
    return false;
  }
}

function cellText(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}
