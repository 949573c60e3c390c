import { BUSLINES } from '../group/buslines.ts';
import { GROUP_ACCOUNTS } from '../group/chart-of-accounts.ts';
import { COMPANIES, type Company } from '../group/companies.ts';
import { POSTING_GROUPS } from '../group/posting-groups.ts';
import { COUNTRIES, closingRate } from '../group/rates.ts';
import { dateOf } from './calendar.ts';
import { CUSTOMER_TYPES } from './item-facts.ts';
import type { Timeline } from './timeline.ts';

export interface PostingGroupFact {
  readonly company: string;
  readonly code: string;
  readonly account: string;
}

export interface BuslineFact {
  readonly company: string;
  readonly code: string;
  readonly names: readonly string[];
}

export interface ChartFact {
  readonly company: string;
  readonly local: string;
  readonly group: string;
  readonly groupName: string;
}

export interface RateFact {
  readonly country: string;
  readonly countryName: string;
  readonly type: 'Closing' | 'Average';
  readonly year: number;
  readonly month: number;
  readonly base: 'USD' | 'EUR';
  /** Scaled by 10^8. */
  readonly rate: bigint;
}

export function companyFacts(): readonly Company[] {
  return COMPANIES.filter(({ listed }) => listed);
}

export function postingGroupFacts(): PostingGroupFact[] {
  return COMPANIES.flatMap(({ code: company }) =>
    POSTING_GROUPS.map(({ code, account }) => ({ company, code, account })),
  );
}

export function buslineFacts(): BuslineFact[] {
  return COMPANIES.flatMap(({ code: company }) =>
    BUSLINES.map(({ code, names }) => ({ company, code, names })),
  );
}

export function chartFacts(): ChartFact[] {
  return COMPANIES.flatMap(({ code: company }) =>
    GROUP_ACCOUNTS.flatMap(({ number: group, name: groupName, locals }) =>
      locals.map((local) => ({ company, local, group, groupName })),
    ),
  );
}

/** One closing rate per country and month, beside it rates of other types and bases that no item may take. */
export function rateFacts(months: readonly string[]): RateFact[] {
  return months.flatMap((month) =>
    COUNTRIES.flatMap(({ code: country, name: countryName }): RateFact[] => {
      const rate = closingRate(country, month);
      if (rate === null) return [];
      const common = {
        country,
        countryName,
        year: Number(month.slice(0, 4)),
        month: Number(month.slice(5, 7)),
      };
      return [
        { ...common, type: 'Closing', base: 'USD', rate },
        { ...common, type: 'Average', base: 'USD', rate: rate + 100_000n },
        { ...common, type: 'Closing', base: 'EUR', rate: rate + rate / 10n },
      ];
    }),
  );
}

export interface CustomerTypeFact {
  readonly code: (typeof CUSTOMER_TYPES)[number];
  readonly level: 'B2C' | 'B2B' | 'Internal';
}

export function customerTypeFacts(): CustomerTypeFact[] {
  return CUSTOMER_TYPES.map((code) => {
    if (code === 'individual') return { code, level: 'B2C' };
    return { code, level: code === 'employee' ? 'Internal' : 'B2B' };
  });
}

/** DZD for units of another currency from a day on; both in hundredths. */
export interface DinarRateFact {
  readonly currency: string;
  readonly day: number;
  readonly units: bigint;
  readonly dinars: bigint;
}

/** Weekdays of the books have rates, weekends have none. */
function isWeekday(day: number): boolean {
  // Day 0 was a Thursday.
  const weekday = (day + 4) % 7;
  return weekday !== 0 && weekday !== 6;
}

/** Daily rates of the Algerian company: every currency of the covered companies but its own, and USD. */
export function dinarRateFacts({ firstDay, endDay }: Timeline): DinarRateFact[] {
  const days = Array.from({ length: endDay - firstDay }, (_, index) => firstDay + index);
  const currencies = [
    ...new Map(
      COMPANIES.filter(({ covered, currency }) => covered && currency !== 'DZD').map(
        ({ currency, country }) => [currency, country],
      ),
    ),
    ['USD', 'US'],
  ] as const;
  return days.filter(isWeekday).flatMap((day) => {
    const month = dateOf(day).slice(0, 7);
    const dollar = closingRate('DZ', month) ?? 0n;
    return currencies.flatMap(([currency, country]): DinarRateFact[] => {
      const rate = country === 'US' ? 100_000_000n : closingRate(country, month);
      if (rate === null) return [];
      // A hundred units of a currency that is worth little: the ratio says the rate, not one column alone.
      const units = rate > dollar ? 10_000n : 100n;
      return [{ currency, day, units, dinars: (dollar * units) / rate + BigInt(day % 5) }];
    });
  });
}
