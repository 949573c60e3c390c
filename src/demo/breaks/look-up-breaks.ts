import { dateOf } from '../model/calendar.ts';
import { type KnownCustomer, knownCustomerNumber } from '../model/known-records.ts';
import {
  DIM_BUSLINE,
  DIM_CHART_OF_ACCOUNTS,
  DIM_COMPANY,
  DIM_COUNTRY,
  FX_RATES,
  IFRS_MAPPING,
} from '../tables/fin-rec.ts';
import { CUSTOMER_POSTING_GROUPS, CUSTOMERS } from '../tables/nav-dw.ts';
import type { BreakScene } from './break-scene.ts';
import { doubledRows, fails, type PlannedBreak } from './planned-break.ts';
import { copyRow, text } from './statements.ts';

/** IPE_07's findings when a look-up doubles the open entries of one known customer. */
function receivablesDoubled(
  { entries, period }: BreakScene,
  company: string,
  what: KnownCustomer['what'],
  account: string,
  lookUp: readonly string[],
) {
  const doubled = entries(company, what);
  return doubledRows({
    controlTotals: ['rem_amt_lcy', 'original_amount', 'original_amount_lcy', 'entry_no'],
    cells: doubled.flatMap((entry) => [
      ['id_company', company],
      ['Document No_', entry.documentNumber],
      ['Posting Date', dateOf(entry.day)],
      ['Customer No_', entry.customer],
      ['Customer Posting Group', entry.postingGroup],
      ['Due Date', dateOf(entry.dueDay)],
      ['Debit_Credit_DueMonth', dueLabel(entry.dueDay, period)],
      ['Group_COA_Account_no', account],
    ]),
    tieOut: 'tie_out_ledger',
    rows: doubled.map(({ number }) => [company, number.toString()]),
    lookUp,
    partitions: [[company, doubled[0]?.postingGroup ?? '']],
    accounts: [[company, account]],
  });
}

function dueLabel(day: number, { start, next }: BreakScene['period']): string {
  if (day < start) return 'Credit';
  return day < next ? 'Due Month' : 'Debit';
}

/** CR_03's findings when a look-up doubles the ledger entries behind known customers' entries of the year. */
function ledgerDoubled(
  { entries, glEntry, period }: BreakScene,
  companies: readonly string[],
  what: KnownCustomer['what'],
  account: string,
  lookUp: readonly string[],
) {
  const lines = companies.map((company) => [company, account]);
  const doubled = companies
    .flatMap((company) => entries(company, what))
    .filter(({ day }) => day >= period.yearStart)
    .map(glEntry);
  return doubledRows({
    controlTotals: ['amount', 'remaining_amount', 'entry_no'],
    tieOut: 'tie_out_movement',
    rows: doubled.map(({ company, number }) => [company, number.toString()]),
    cells: doubled.flatMap((entry) => [
      ['id_company', entry.company],
      ['Document No_', entry.documentNumber],
      ['Voucher No_', entry.voucher],
      ['Posting Date', dateOf(entry.day)],
      ['Chart of Accounts No_', entry.account],
      ['Group_COA_Account_no', account],
      ['Document Description', entry.description],
      ['User ID', entry.user],
    ]),
    lookUp,
    partitions: lines,
    accounts: lines,
  });
}

function rateBreak({ period }: BreakScene): PlannedBreak {
  const month = dateOf(period.cutoff);
  const key = {
    country_code: text('MA'),
    rate_type: text('Closing'),
    base_currency: text('USD'),
    year: Number(month.slice(0, 4)).toString(),
    cod_month: Number(month.slice(5, 7)).toString(),
  };
  return {
    id: 'rate_twice',
    description: 'Morocco has two closing rates for the month, and they differ',
    statements: [copyRow(FX_RATES, key, { rate: '"rate" + 0.01' })],
    expected: {
      CR_05: [
        fails('independent_count'),
        fails('values_tie', ['Company_Code', 'EC_MA'], ['Company_Country', 'MA']),
        fails('unique_key', ['EC_MA']),
        fails('trace_rates', ['EC_MA']),
        fails('fan_out', ['RPT_FX_RATES', 'MA', '2']),
      ],
    },
  };
}

/** Look-up tables whose key is no key: one break for each look-up (domain/catalog.md 4.8, fan-out traps). */
export function lookUpBreaks(scene: BreakScene): readonly PlannedBreak[] {
  const companies = scene.covered.map(({ code }) => code);
  const loan = knownCustomerNumber('loan');
  return [
    {
      id: 'customer_twice',
      description: 'A customer of EC_NG stands twice in the customer master',
      statements: [copyRow(CUSTOMERS, { id_company: text('EC_NG'), No_: text(loan) })],
      expected: {
        IPE_07: receivablesDoubled(scene, 'EC_NG', 'loan', '13004', ['Customers', 'EC_NG', loan]),
      },
    },
    {
      id: 'busline_twice',
      description: 'A business line of EC_KE stands twice in its dimension',
      statements: [
        copyRow(DIM_BUSLINE, { Company_Code: text('EC_KE'), Busline_Code: text('BL90') }),
      ],
      expected: {
        IPE_07: receivablesDoubled(scene, 'EC_KE', 'doubtful', '13009', [
          'Dim_Busline',
          'EC_KE',
          'BL90',
        ]),
      },
    },
    {
      id: 'posting_group_twice',
      description: 'A customer posting group of HF_SN is set up twice',
      statements: [
        copyRow(CUSTOMER_POSTING_GROUPS, { id_company: text('HF_SN'), Code: text('EXPORT') }),
      ],
      expected: {
        IPE_07: receivablesDoubled(scene, 'HF_SN', 'export', '13003', [
          'Customer Posting Group',
          'HF_SN',
          'EXPORT',
        ]),
      },
    },
    {
      id: 'account_twice',
      description: 'A local account of EC_IC stands twice in the chart of accounts',
      statements: [
        copyRow(DIM_CHART_OF_ACCOUNTS, {
          Company_Code: text('EC_IC'),
          'G/L_Account_No': text('130032'),
        }),
      ],
      expected: {
        IPE_07: receivablesDoubled(scene, 'EC_IC', 'overseas', '13003', [
          'Dim_ChartOfAccounts',
          'EC_IC',
          '130032',
        ]),
        CR_03: ledgerDoubled(scene, ['EC_IC'], 'overseas', '13003', [
          'Dim_ChartOfAccounts',
          'EC_IC',
          '130032',
        ]),
      },
    },
    {
      id: 'ifrs_account_twice',
      description: 'The group account 13009 stands twice in the IFRS mapping',
      statements: [copyRow(IFRS_MAPPING, { Level_4_Code: text('13009') })],
      expected: {
        CR_03: ledgerDoubled(scene, companies, 'doubtful', '13009', [
          'GDOC_IFRS_Tabular_Mapping',
          '',
          '13009',
        ]),
      },
    },
    {
      id: 'country_twice',
      description: 'Ghana stands twice in the country dimension',
      statements: [copyRow(DIM_COUNTRY, { Country_Code: text('GH') })],
      expected: {
        CR_05: [
          fails('independent_count'),
          fails('control_total_fx_rate'),
          fails('control_total_year'),
          fails('control_total_cod_month'),
          fails('values_tie', ['Company_Code', 'JD_GH'], ['Company_Country', 'GH']),
          fails('unique_key', ['JD_GH']),
          fails('fan_out', ['Dim_Country', 'GH', '2']),
        ],
      },
    },
    {
      id: 'company_twice',
      description: 'The company of South Africa stands twice in the company dimension',
      statements: [copyRow(DIM_COMPANY, { Company_Code: text('EC_ZA') })],
      expected: { CR_05: [fails('unique_key', ['EC_ZA'])] },
    },
    rateBreak(scene),
  ];
}
