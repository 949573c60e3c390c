import { BUSLINES } from '../group/buslines.ts';
import { GROUP_ACCOUNTS } from '../group/chart-of-accounts.ts';
import { COMPANIES, type Company } from '../group/companies.ts';
import { POSTING_GROUPS } from '../group/posting-groups.ts';
import { COUNTRIES, closingRate } from '../group/rates.ts';
import { CUSTOMER_TYPES } from './item-facts.ts';

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
