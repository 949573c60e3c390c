import { ParseError } from './errors.ts';
import type { Branded } from './ids.ts';

/** An exact decimal number as text: `-1250.40`. Money never passes through a JS number (domain/sox.md G-2). */
export type DecimalText = Branded<'DecimalText'>;

/** An exact decimal: `units / 10^scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const FORM = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/** Reads plain decimal text; the scale is the number of fraction digits written. @throws ParseError BAD_DECIMAL */
export function parseDecimal(text: string): Decimal {
  const match = FORM.exec(text);
  if (match === null) {
    throw new ParseError(
      'BAD_DECIMAL',
      `expected a plain decimal such as -1250.40, got ${JSON.stringify(text)}`,
    );
  }
  const [, sign = '', whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

/** Writes exactly `scale` fraction digits, `-` only below zero (csv/v1). */
export function formatDecimal({ units, scale }: Decimal): DecimalText {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const sign = units < 0n ? '-' : '';
  return `${sign}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}` as DecimalText;
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [
    a.units * 10n ** BigInt(scale - a.scale),
    b.units * 10n ** BigInt(scale - b.scale),
    scale,
  ];
}

/** Exact sum, at the larger of the two scales. */
export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b);
  return { units: x + y, scale };
}

/** Exact difference `a - b`, at the larger of the two scales. */
export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  return addDecimal(a, { units: -b.units, scale: b.scale });
}

/** -1, 0 or 1; 1.0 and 1.00 are equal. */
export function compareDecimal(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const [x, y] = aligned(a, b);
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

/** The value without its sign. */
export function absoluteDecimal({ units, scale }: Decimal): Decimal {
  return { units: units < 0n ? -units : units, scale };
}

/** Difference of two decimal texts as text: `a - b`. @throws ParseError BAD_DECIMAL */
export function differenceText(a: string, b: string): DecimalText {
  return formatDecimal(subtractDecimal(parseDecimal(a), parseDecimal(b)));
}
