import { closingRate, RATE_SCALE } from '../group/rates.ts';
import { dateOf } from './calendar.ts';
import type { Timeline } from './timeline.ts';

/** DZD for units of another currency from a day on; both scaled by 10^8. */
export interface DinarRateFact {
  readonly currency: string;
  readonly day: number;
  readonly units: bigint;
  readonly dinars: bigint;
}

const ONE = 10n ** BigInt(RATE_SCALE);

/** Currencies with a rate and the country whose closing rate it is; the last two nobody in the control needs. */
const CURRENCIES: readonly { readonly currency: string; readonly country: string }[] = [
  { currency: 'NGN', country: 'NG' },
  { currency: 'GHS', country: 'GH' },
  { currency: 'XOF', country: 'CI' },
  { currency: 'KES', country: 'KE' },
  { currency: 'UGX', country: 'UG' },
  { currency: 'EGP', country: 'EG' },
  { currency: 'MAD', country: 'MA' },
  { currency: 'USD', country: 'US' },
  { currency: 'EUR', country: 'DE' },
  { currency: 'TND', country: 'TN' },
];

/** Weekdays have rates, weekends have none. */
function isWeekday(day: number): boolean {
  // Day 0 was a Thursday.
  const weekday = (day + 4) % 7;
  return weekday !== 0 && weekday !== 6;
}

/** LCY of the country for 1 USD, scaled by 10^8. */
function perDollar(country: string, month: string): bigint {
  return country === 'US' ? ONE : (closingRate(country, month) ?? ONE);
}

/**
 * The rate of a weekday. The last ones of a month are the closing rate, the others differ by up to two thousandths.
 * A hundred units stand for one of a currency that is worth little: the ratio of the two amounts says the rate.
 */
function rateOf(currency: string, country: string, day: number): DinarRateFact {
  const month = dateOf(day).slice(0, 7);
  const [dinar, other] = [perDollar('DZ', month), perDollar(country, month)];
  const units = other > dinar ? 100n * ONE : ONE;
  const closing = (dinar * units + other / 2n) / other;
  const monthEnds = dateOf(day + 4).slice(0, 7) !== month;
  const drift = monthEnds ? 0n : BigInt((day % 5) - 2);
  return { currency, day, units, dinars: closing + (closing * drift) / 1000n };
}

/** Daily rates of the Algerian company, in its own currency, which therefore has none (domain/catalog.md 3.16). */
export function dinarRateFacts({
  firstDay,
  endDay,
}: Pick<Timeline, 'firstDay' | 'endDay'>): DinarRateFact[] {
  const days = Array.from({ length: endDay - firstDay }, (_, index) => firstDay + index);
  return days
    .filter(isWeekday)
    .flatMap((day) => CURRENCIES.map(({ currency, country }) => rateOf(currency, country, day)));
}
