import { type GROUP_ACCOUNTS, groupAccountOf } from '../group/chart-of-accounts.ts';
import { COMPANIES, type Company } from '../group/companies.ts';
import { COUNTRIES, companyRate } from '../group/rates.ts';
import { dateOf, MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { BuslineFact, ChartFact, RateFact } from '../model/dimension-facts.ts';
import type { BalanceFact } from '../model/facts.ts';
import { column, type DemoTable } from './table.ts';

const location = { database: 'FIN_REC', schema: 'dbo' } as const;
const dimension = { database: 'FIN_REC', schema: 'fdw' } as const;

export const DIM_COMPANY: DemoTable<Company> = {
  ...dimension,
  name: 'Dim_Company',
  columns: [
    column('Company_Code', 'text', (company) => company.code),
    column('Company_Name', 'text', (company) => company.name),
    column('Opco/Central_?', 'text', (company) => company.kind),
    column('Company_Country', 'text', (company) => company.country),
    column('Is_Active?', 'flag', (company) => company.active),
    column('Flg_In_Conso_Scope', 'flag', (company) => company.inScope),
  ],
};

export const DIM_COUNTRY: DemoTable<(typeof COUNTRIES)[number]> = {
  ...dimension,
  name: 'Dim_Country',
  columns: [
    column('Country_Code', 'text', (country) => country.code),
    column('Country_Name', 'text', (country) => country.name),
  ],
};

export const DIM_BUSLINE: DemoTable<BuslineFact> = {
  ...dimension,
  name: 'Dim_Busline',
  columns: [
    column('Company_Code', 'text', (busline) => busline.company),
    column('Busline_Code', 'text', (busline) => busline.code),
    column('Busline_Vertical_Name_1', 'text', (busline) => busline.names[0] ?? null),
    column('Busline_Vertical_Name_2', 'text', (busline) => busline.names[1] ?? null),
    column('Busline_Vertical_Name_3', 'text', (busline) => busline.names[2] ?? null),
  ],
};

export const DIM_CHART_OF_ACCOUNTS: DemoTable<ChartFact> = {
  ...dimension,
  name: 'Dim_ChartOfAccounts',
  columns: [
    column('Company_Code', 'text', (account) => account.company),
    column('G/L_Account_No', 'text', (account) => account.local),
    column('Group_COA_Account_no', 'text', (account) => account.group),
    column('Group_COA_Account_Name', 'text', (account) => account.groupName),
  ],
};

export const IFRS_MAPPING: DemoTable<(typeof GROUP_ACCOUNTS)[number]> = {
  ...location,
  name: 'GDOC_IFRS_Tabular_Mapping',
  columns: [
    column('Level_4_Code', 'text', (account) => account.number),
    column('Level_1_Name', 'text', (account) => account.levels[0]),
    column('Level_2_Name', 'text', (account) => account.levels[1]),
    column('Level_3_Name', 'text', (account) => account.levels[2]),
  ],
};

export const FX_RATES: DemoTable<RateFact> = {
  ...location,
  name: 'RPT_FX_RATES',
  columns: [
    column('country_code', 'text', (rate) => rate.country),
    column('country', 'text', (rate) => rate.countryName),
    column('rate_type', 'text', (rate) => rate.type),
    column('year', 'integer', (rate) => rate.year),
    column('cod_month', 'integer', (rate) => rate.month),
    column('base_currency', 'text', (rate) => rate.base),
    column('rate', 'rate', (rate) => rate.rate),
  ],
};

const REFRESH_DELAY = 3 * MILLISECONDS_PER_DAY + 22_500_000;

const COMPANY_BY_CODE: ReadonlyMap<string, Company> = new Map(
  COMPANIES.map((company) => [company.code, company]),
);
const COUNTRY_NAMES: ReadonlyMap<string, string> = new Map(
  COUNTRIES.map(({ code, name }) => [code, name]),
);

function companyOf({ company }: BalanceFact): Company | undefined {
  return COMPANY_BY_CODE.get(company);
}

function countryName(balance: BalanceFact): string | null {
  return COUNTRY_NAMES.get(companyOf(balance)?.country ?? '') ?? null;
}

function groupOf({ account }: BalanceFact) {
  return groupAccountOf(account);
}

function rateAt(balance: BalanceFact): bigint | null {
  const company = companyOf(balance);
  const month = dateOf(balance.closingDay).slice(0, 7);
  return company === undefined ? null : companyRate(company, month);
}

export const BALANCE_VIEW: DemoTable<BalanceFact> = {
  ...location,
  name: 'V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT',
  columns: [
    column('ID_COMPANY', 'text', (balance) => balance.company),
    column('COMPANY_NAME', 'text', (balance) => companyOf(balance)?.name ?? null),
    column('COUNTRY_CODE', 'text', (balance) => companyOf(balance)?.country ?? null),
    column('COUNTRY_NAME', 'text', countryName),
    column('CLOSING_DATE', 'date', (balance) => balance.closingDay),
    column(
      'REFRESH_DATE',
      'moment',
      (balance) => (balance.closingDay + 1) * MILLISECONDS_PER_DAY + REFRESH_DELAY,
    ),
    column('GROUP_COA_ACCOUNT_NO', 'text', (balance) => groupOf(balance)?.number ?? null),
    column('GROUP_COA_ACCOUNT_NAME', 'text', (balance) => groupOf(balance)?.name ?? null),
    column('REAL_COA', 'text', (balance) => balance.account),
    column('CURRENCY', 'text', (balance) => companyOf(balance)?.currency ?? null),
    column('FX_RATE', 'rate', rateAt),
    column('BALANCE_AT_DATE', 'money', (balance) => balance.balance),
    column('BUSLINE_CODE', 'text', (balance) => balance.busline),
    column('REPORTING_COUNTRY_CODE', 'text', (balance) => companyOf(balance)?.country ?? null),
    column('REPORTING_COUNTRY_NAME', 'text', countryName),
    column('PARTNER_CODE', 'text', (balance) => balance.partner),
    column('IC_PARTNER_CODE', 'text', (balance) => balance.icPartner),
    column('IS_RECHARGE', 'flag', () => false),
    column('IS_RETAINED_EARNINGS', 'flag', () => false),
    column('CONSO_ACCOUNT_NO', 'text', (balance) => groupOf(balance)?.number ?? null),
    column('CONSO_ACCOUNT_NAME', 'text', (balance) => groupOf(balance)?.name ?? null),
    column('IFRS_LEVEL_1_NAME', 'text', (balance) => groupOf(balance)?.levels[0] ?? null),
    column('IFRS_LEVEL_2_NAME', 'text', (balance) => groupOf(balance)?.levels[1] ?? null),
    column('IFRS_LEVEL_3_NAME', 'text', (balance) => groupOf(balance)?.levels[2] ?? null),
    column('IS_INTERCO', 'flag', (balance) => balance.icPartner !== ''),
  ],
};
