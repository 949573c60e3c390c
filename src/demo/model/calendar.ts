/** Calendar days as whole numbers, 0 = 1970-01-01: no clock, no zone, no locale anywhere in the model. */
const DAYS_PER_ERA = 146_097;

/** Day number of a date written YYYY-MM-DD. */
export function dayNumber(date: string): number {
  const month = Number(date.slice(5, 7));
  // Years counted from March, so that the leap day is the last day of its year.
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + Number(date.slice(8, 10)) - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_PER_ERA + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

/** The date of a day number, YYYY-MM-DD. */
export function dateOf(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year.toString().padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
}

export const MILLISECONDS_PER_DAY = 86_400_000;

/** How NAV writes a blank date (domain/catalog.md 0.3). */
export const BLANK_DATE = dayNumber('1753-01-01');
