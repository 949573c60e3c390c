/** A legal entity of the Savanna group (domain/catalog.md 1.5, 4.2). */
export interface Company {
  /** Position in the list; keys the company's random stream. */
  readonly index: number;
  readonly code: string;
  readonly name: string;
  /** ISO code. */
  readonly country: string;
  readonly kind: 'OpCo' | 'Central';
  readonly active: boolean;
  readonly inScope: boolean;
  /** Has a row in Dim_Company. */
  readonly listed: boolean;
  readonly currency: string;
  /** The currency is booked in whole units. */
  readonly wholeUnits: boolean;
  /** One of the nine companies `--entity all` means (domain/catalog.md RU-3). */
  readonly covered: boolean;
  /** Share of the order items, in thousandths. */
  readonly share: number;
}

type Given = readonly [
  code: string,
  name: string,
  country: string,
  currency: string,
  share: number,
  traits: string,
];

const GIVEN: readonly Given[] = [
  ['EC_NG', 'Savanna Nigeria', 'NG', 'NGN', 275, 'covered active scope'],
  ['JD_GH', 'Savanna Ghana', 'GH', 'GHS', 69, 'covered active scope'],
  ['EC_IC', "Savanna Côte d'Ivoire", 'CI', 'XOF', 88, 'covered active scope'],
  ['HF_SN', 'Savanna Sénégal', 'SN', 'XOF', 30, 'covered active scope'],
  ['EC_KE', 'Savanna Kenya', 'KE', 'KES', 118, 'covered active scope'],
  ['JD_UG', 'Savanna Uganda', 'UG', 'UGX', 39, 'covered active scope'],
  ['JD_DZ', 'Savanna Algérie', 'DZ', 'DZD', 49, 'covered active scope'],
  ['JM_EG', 'Savanna Egypt', 'EG', 'EGP', 216, 'covered active scope'],
  ['EC_MA', 'Savanna Maroc', 'MA', 'MAD', 98, 'covered active scope'],
  ['AT_TN', 'Savanna Tunisie', 'TN', 'TND', 4, 'active scope'],
  ['EC_CM', 'Savanna Cameroun', 'CM', 'XAF', 4, ''],
  ['EC_TZ', 'Savanna Tanzania', 'TZ', 'TZS', 3, ''],
  ['EC_ZA', 'Savanna South Africa', 'ZA', 'ZAR', 3, 'scope'],
  ['SV_US', 'Savanna Holding, Inc.', 'US', 'USD', 2, 'central active scope'],
  ['SV_LLC', 'Savanna Services LLC', 'US', 'USD', 0, 'central active'],
  ['SV_DE_USD', 'Savanna Europe GmbH (USD books)', 'DE', 'USD', 0, 'central active scope'],
  ['SV_DE', 'Savanna Europe GmbH', 'DE', 'EUR', 0, 'central active scope'],
  ['EC_RW', 'Savanna Rwanda (dormant)', 'RW', 'RWF', 0, ''],
  ['SV_AE', 'Savanna Trading FZE (dormant)', 'AE', 'AED', 0, 'central'],
  ['EC_ET', 'Savanna Ethiopia', 'ET', 'ETB', 2, 'active scope unlisted'],
];

const WHOLE_UNITS = ['XOF', 'XAF', 'UGX'];

/** Every company that occurs anywhere in the books. */
export const COMPANIES: readonly Company[] = GIVEN.map(
  ([code, name, country, currency, share, traits], index) => {
    const has = (trait: string): boolean => traits.split(' ').includes(trait);
    return {
      index,
      code,
      name,
      country,
      kind: has('central') ? 'Central' : 'OpCo',
      active: has('active'),
      inScope: has('scope'),
      listed: !has('unlisted'),
      currency,
      wholeUnits: WHOLE_UNITS.includes(currency),
      covered: has('covered'),
      share,
    };
  },
);

/** Order items of each company; the shares of all companies add up to `rows` exactly. */
export function itemsOf(company: Company, rows: number): number {
  const before = COMPANIES.slice(0, company.index).reduce((sum, { share }) => sum + share, 0);
  return Math.floor((rows * (before + company.share)) / 1000) - Math.floor((rows * before) / 1000);
}
