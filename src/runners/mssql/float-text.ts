/**
 * Scientific text as CONVERT style 3 prints it: 17 digits, which identify a double. A server that does not know the
 * style prints six, and has then rounded. Nine identify a float32.
 */
const SCIENTIFIC = /^-?[0-9]\.[0-9]{16}[eE][+-]?[0-9]{1,3}$/;
const SCIENTIFIC_SINGLE = /^-?[0-9]\.[0-9]{8,16}[eE][+-]?[0-9]{1,3}$/;

/** A float32 has at most nine significant digits in the shortest text that names it. */
const SINGLE_DIGITS = 9;

/** The text of a number; the sign of zero is kept, which String drops. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * Shortest decimal text that reads back as the same double. Exact both ways: 17 digits identify a double.
 * @returns null when the text is no finite number, or has lost digits
 */
export function shortestDouble(text: string): string | null {
  const value = SCIENTIFIC.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? numberText(value) : null;
}

/** The same for a 32-bit float. @returns null when the text is no finite float32, or has lost digits */
export function shortestSingle(text: string): string | null {
  const value = SCIENTIFIC_SINGLE.test(text) ? Math.fround(Number(text)) : Number.NaN;
  if (!Number.isFinite(value)) return null;
  if (value === 0) return numberText(value);
  for (let digits = 1; digits < SINGLE_DIGITS; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return numberText(shorter);
  }
  return numberText(Number(value.toPrecision(SINGLE_DIGITS)));
}
