import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';

const NIGERIA = { entities: ['NG'] } as const;
const VIEW = 'fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT';
const LINE = {
  ID_COMPANY: 'EC_NG',
  CLOSING_DATE: '2025-09-30',
  GROUP_COA_ACCOUNT_NO: '18412',
  REAL_COA: '184121',
  FX_RATE: '1500.00000025',
  BALANCE_AT_DATE: '-5.25',
} as const;

async function booksWithBalances(): Promise<HandBooks> {
  const books = await handBooks();
  await books.insert('fin_rec.Dim_Company', { Company_Code: 'EC_NG', Flg_In_Conso_Scope: 'true' });
  await books.insert('fin_rec.Dim_ChartOfAccounts', {
    Company_Code: 'EC_NG',
    'G/L_Account_No': '184121',
    Group_COA_Account_no: '18412',
  });
  await books.insert(
    VIEW,
    LINE,
    { ...LINE, CURRENCY: 'USD', BALANCE_AT_DATE: '1' },
    { ...LINE, CLOSING_DATE: '2025-08-31' },
    { ...LINE, ID_COMPANY: 'JD_GH' },
    { ...LINE, GROUP_COA_ACCOUNT_NO: '18650' },
  );
  return books;
}

describe('CR_04', () => {
  it('takes the accounts of the control at the cutoff, for selected companies', async () => {
    const rows = await (await booksWithBalances()).extract('CR_04', NIGERIA);
    expect(rows.map((row) => row['BALANCE_AT_DATE']).sort()).toEqual(['-5.2500', '1.0000']);
  });

  it('E-5 counts and totals the same per company and account', async () => {
    expect((await (await booksWithBalances()).ask('CR_04', 'completeness', NIGERIA)).rows).toEqual([
      {
        ID_COMPANY: 'EC_NG',
        GROUP_COA_ACCOUNT_NO: '18412',
        row_count: '2',
        BALANCE_AT_DATE: '-4.2500',
        FX_RATE: '3000.00000050',
      },
    ]);
  });

  it('E-6 counts every row of the view once, by reason', async () => {
    const { rows } = await (await booksWithBalances()).ask('CR_04', 'exclusions', NIGERIA);
    expect(rows.map(({ reason, row_count }) => [reason, row_count]).sort()).toEqual([
      ['account not in the list', '1'],
      ['company not selected', '1'],
      ['included', '2'],
      ['other closing date', '1'],
      ['unfiltered', '5'],
    ]);
  });

  it('E-7 finds voucher balances by their local account', async () => {
    const books = await booksWithBalances();
    await books.insert(VIEW, { ...LINE, REAL_COA: '99999', CURRENCY: 'EUR' });
    const { rows } = await books.ask('CR_04', 'witnesses', NIGERIA);
    const found = rows.map((row) => [row['GROUP_COA_ACCOUNT_NO'], row['CURRENCY']]).sort();
    expect(found).toEqual([
      ['18412', ''],
      ['18412', 'USD'],
      ['18650', ''],
    ]);
  });

  it('names companies without a voucher balance', async () => {
    const books = await booksWithBalances();
    await books.insert('fin_rec.Dim_Company', { Company_Code: 'EC_KE' });
    const { rows } = await books.ask('CR_04', 'missing_voucher_balance', {
      entities: ['NG', 'KE'],
    });
    expect(rows).toMatchObject([{ ID_COMPANY: 'EC_KE' }]);
  });

  it('E-2 adds up the ledger, and E-8 names an account with entries but no balance', async () => {
    const books = await booksWithBalances();
    await books.insert('fin_rec.Dim_ChartOfAccounts', {
      Company_Code: 'EC_NG',
      'G/L_Account_No': '13011',
      Group_COA_Account_no: '13001',
    });
    const entry = { id_company: 'EC_NG', 'Chart of Accounts No_': '184121' };
    await books.insert(
      'nav_dw.G_L Entries',
      { ...entry, 'Posting Date': '2023-01-01', Amount: '-4' },
      { ...entry, 'Posting Date': '2025-09-30', Amount: '-0.25' },
      { ...entry, 'Posting Date': '2025-10-01', Amount: '-100' },
      { ...entry, 'Chart of Accounts No_': '13011', Amount: '3' },
      { ...entry, 'Chart of Accounts No_': '13011', Amount: '-3' },
    );
    const { rows } = await books.ask('CR_04', 'ledger_entries', NIGERIA);
    expect(rows.map((row) => [row['GROUP_COA_ACCOUNT_NO'], row['balance']]).sort()).toEqual([
      ['13001', '0.0000'],
      ['18412', '-4.2500'],
    ]);
    expect((await books.ask('CR_04', 'missing_balances', NIGERIA)).rows).toEqual([
      { ID_COMPANY: 'EC_NG', GROUP_COA_ACCOUNT_NO: '13001', ledger_entries: '2' },
    ]);
  });

  it('delivers REFRESH_DATE as the view holds it, also when it is missing or stale', async () => {
    const books = await handBooks();
    await books.insert(
      VIEW,
      { ...LINE, REFRESH_DATE: '2025-09-29 23:00:00' },
      { ...LINE, CURRENCY: 'USD', REFRESH_DATE: null },
    );
    const rows = await books.extract('CR_04', NIGERIA);
    expect(rows.map((row) => row['REFRESH_DATE'])).toEqual(['2025-09-29 23:00:00', null]);
  });
});
