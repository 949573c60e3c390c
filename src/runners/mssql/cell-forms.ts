/** Forms of the texts that a server was asked for: what has another one was not converted as it was told. */

export const DAY = '[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])';
export const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';
export const OFFSET = '[+-](?:0[0-9]|1[0-4]):[0-5][0-9]';
export const OFFSET_LENGTH = 6;

/** Exactly so many digits, as the described type has; up to seven where it does not say. */
export function fraction(digits: string | undefined): string {
  if (digits === undefined) return '(?:\\.[0-9]{1,7})?';
  return digits === '0' ? '' : `\\.[0-9]{${digits}}`;
}

export function momentForm(digits: string | undefined, ending = ''): RegExp {
  return new RegExp(`^${DAY} ${CLOCK}${fraction(digits)}${ending}$`);
}

/** All digits of the scale, and a zero before the point where nothing else is. */
export function decimalForm(precision: number, scale: number): RegExp {
  const more = precision - scale - 1;
  const whole = more < 0 ? '0' : `(?:0|[1-9][0-9]{0,${more}})`;
  return new RegExp(`^-?${whole}${scale === 0 ? '' : `\\.[0-9]{${scale}}`}$`);
}
