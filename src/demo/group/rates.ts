import type { Company } from './companies.ts';

/** Digits behind the point of a rate: DECIMAL(18,8). */
export const RATE_SCALE = 8;
const ONE = 10n ** BigInt(RATE_SCALE);

/** A row of Dim_Country, with the country's closing rate of the reference month in hundredths. */
interface Country {
  readonly code: string;
  readonly name: string;
  /** LCY per 1 USD x 100; null where the mart holds no rate. */
  readonly hundredths: number | null;
}

/** The two spellings the rate rules test (domain/catalog.md 3.15) are kept exactly. */
export const COUNTRIES: readonly Country[] = [
  { code: 'NG', name: 'Nigeria', hundredths: 165_000 },
  { code: 'GH', name: 'Ghana', hundredths: 1_550 },
  { code: 'CI', name: "Côte d'Ivoire", hundredths: 60_000 },
  { code: 'SN', name: 'Senegal', hundredths: 60_000 },
  { code: 'KE', name: 'Kenya', hundredths: 14_200 },
  { code: 'UG', name: 'Uganda', hundredths: 360_000 },
  { code: 'DZ', name: 'Algeria', hundredths: 13_200 },
  { code: 'EG', name: 'Egypt', hundredths: 4_890 },
  { code: 'MA', name: 'Morocco', hundredths: 960 },
  { code: 'TN', name: 'Tunisia', hundredths: 295 },
  { code: 'CM', name: 'Cameroon', hundredths: 60_000 },
  { code: 'TZ', name: 'Tanzania', hundredths: 248_000 },
  { code: 'ZA', name: 'South Africa', hundredths: 1_760 },
  { code: 'US', name: 'United States of America', hundredths: null },
  { code: 'DE', name: 'Germany', hundredths: 86 },
  { code: 'RW', name: 'Rwanda', hundredths: null },
  { code: 'AE', name: 'United arab emirates (the)', hundredths: 367 },
  { code: 'ET', name: 'Ethiopia', hundredths: 14_400 },
];

const REFERENCE_MONTH = 2025 * 12 + 9;

/**
 * Closing rate of a country in a month (YYYY-MM): LCY per 1 USD, scaled by 10^8; null where there is none.
 * In 2025-09 the rates of domain/catalog.md 1.5; each month away is two thousandths lower or higher.
 */
export function closingRate(country: string, month: string): bigint | null {
  const hundredths = COUNTRIES.find(({ code }) => code === country)?.hundredths ?? null;
  if (hundredths === null) return null;
  const distance = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - REFERENCE_MONTH;
  return (BigInt(hundredths) * (ONE / 100n) * BigInt(1000 + 2 * distance)) / 1000n;
}

/** Rate that turns a company's LCY into USD: 1 for the US and for `_USD` books (domain/catalog.md 3.15). */
export function companyRate({ country, currency }: Company, month: string): bigint | null {
  return currency === 'USD' ? ONE : closingRate(country, month);
}

/** USD cents in minor units (hundredths) of the company's currency, half up, whole units where it has no cents. */
export function inLocalCurrency(usdCents: bigint, company: Company, month: string): bigint {
  const unit = company.wholeUnits ? 100n : 1n;
  const rate = companyRate(company, month) ?? ONE;
  const divisor = ONE * unit;
  return ((usdCents * rate + divisor / 2n) / divisor) * unit;
}
