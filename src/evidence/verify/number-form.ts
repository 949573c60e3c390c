import { LIMB_DIGITS, type Limbs, limbsValue } from './exact-sum.ts';

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;

/** How the digits of a number column are written (evidence-package 3.1). */
export interface NumberForm {
  readonly scale: number;
  /** Digits before the point at most; a lone 0 counts as none. */
  readonly wholeDigits: number;
  /** Signed 64 bits at most. */
  readonly isInteger: boolean;
}

/**
 * Reads a number cell into the three limbs at `to`, in units (value times 10^scale).
 * @returns false when the cell does not have the form; the limbs then mean nothing
 */
export function readNumber(
  { scale, wholeDigits, isInteger }: NumberForm,
  bytes: Uint8Array,
  start: number,
  end: number,
  limbs: Limbs,
  to: number,
): boolean {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  const point = scale === 0 ? end : end - scale - 1;
  const whole = point - first;
  if (whole < 1 || (scale > 0 && bytes[point] !== DOT)) return false;
  if (bytes[first] === ZERO ? whole > 1 : whole > wholeDigits) return false;
  if (whole + scale > LIMB_DIGITS) {
    if (!readWide(bytes, first, point, end, negative, limbs, to)) return false;
    return !isInteger || isSigned64(limbsValue(limbs, to));
  }

  let units = 0;
  for (let at = first; at < point; at += 1) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return false;
    units = units * 10 + digit;
  }
  for (let at = point + 1; at < end; at += 1) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return false;
    units = units * 10 + digit;
  }
  limbs[to] = negative ? -units : units;
  limbs[to + 1] = 0;
  limbs[to + 2] = 0;
  return units > 0 || !negative;
}

/** The same for more than 15 digits; `first` is the first of them. */
function readWide(
  bytes: Uint8Array,
  first: number,
  point: number,
  end: number,
  negative: boolean,
  limbs: Limbs,
  to: number,
): boolean {
  const sign = negative ? -1 : 1;
  let remaining = point === end ? end - first : end - first - 1;
  let limb = 0;
  let anyDigit = 0;
  limbs.fill(0, to, to + 3);
  for (let at = first; at < end; at += 1) {
    if (at === point) continue;
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return false;
    anyDigit |= digit;
    limb = limb * 10 + digit;
    remaining -= 1;
    if (remaining % LIMB_DIGITS === 0) {
      limbs[to + remaining / LIMB_DIGITS] = sign * limb;
      limb = 0;
    }
  }
  return !negative || anyDigit !== 0;
}

function isSigned64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}
