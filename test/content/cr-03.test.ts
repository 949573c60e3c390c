import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';

const NIGERIA = { entities: ['NG'] } as const;
const VIEW = 'fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT';

interface Posting {
  readonly entry: string;
  readonly amount: string;
  readonly account?: string;
  readonly posted?: string;
  readonly company?: string;
  readonly text?: string;
  /** Amounts of the detailed entries; the whole amount when not given. */
  readonly details?: readonly string[];
}

async function post(books: HandBooks, posting: Posting): Promise<void> {
  const { entry, amount, account = '18412', company = 'EC_NG', posted = '2025-09-10' } = posting;
  await books.insert('nav_dw.G_L Entries', {
    id_company: company,
    'Entry No_': entry,
    'Chart of Accounts No_': account,
    'Posting Date': posted,
    'Document Date': '1753-01-01',
    'Document Description': posting.text ?? '',
    Amount: amount,
  });
  for (const detail of posting.details ?? [amount]) {
    await books.insert('nav_dw.Detailed G_L Entry', {
      id_company: company,
      'Gen_ Ledger Entry No_': entry,
      'G_L Account No_': account,
      'Posting Date': posted,
      Amount: detail,
    });
  }
}

async function booksWithChart(): Promise<HandBooks> {
  const books = await handBooks();
  await books.insert(
    'fin_rec.Dim_Company',
    { Company_Code: 'EC_NG', Company_Country: 'NG', Flg_In_Conso_Scope: 'true' },
    { Company_Code: 'EC_KE', Company_Country: 'KE', Flg_In_Conso_Scope: 'false' },
  );
  const account = (company: string, local: string, group: string) => ({
    Company_Code: company,
    'G/L_Account_No': local,
    Group_COA_Account_no: group,
  });
  await books.insert(
    'fin_rec.Dim_ChartOfAccounts',
    account('EC_NG', '18412', '18412'),
    account('EC_NG', '13011', '13001'),
    account('EC_NG', '10590', '10590'),
    account('EC_KE', '18412', '18412'),
  );
  await books.insert('fin_rec.GDOC_IFRS_Tabular_Mapping', {
    Level_4_Code: '18412',
    Level_1_Name: 'Liabilities',
  });
  return books;
}

async function entries(books: HandBooks, question: object = NIGERIA) {
  return (await books.extract('CR_03', question)).map((row) => row['Entry No_']);
}

async function reasons(books: HandBooks) {
  const { rows } = await books.ask('CR_03', 'exclusions', NIGERIA);
  return Object.fromEntries(rows.map(({ reason, row_count }) => [reason, row_count]));
}

describe('CR_03 takes an entry', () => {
  it('whose details were posted from the first day of the year to the cutoff', async () => {
    const books = await booksWithChart();
    await post(books, { entry: '1', amount: '-5', posted: '2024-12-31' });
    await post(books, { entry: '2', amount: '-5', posted: '2025-01-01' });
    await post(books, { entry: '3', amount: '-5', posted: '2025-09-30' });
    await post(books, { entry: '4', amount: '-5', posted: '2025-10-01' });
    expect(await entries(books)).toEqual(['2', '3']);
    expect(await reasons(books)).toEqual({
      included: '2',
      'posted before the year': '1',
      'posted after the cutoff': '1',
      unfiltered: '4',
    });
  });

  it('on local accounts that lead to a requested group account', async () => {
    const books = await booksWithChart();
    await post(books, { entry: '1', amount: '7', account: '13011' });
    await post(books, { entry: '2', amount: '7', account: '10590' });
    await post(books, { entry: '3', amount: '-7' });
    const rows = await books.extract('CR_03', NIGERIA);
    expect(rows.map((row) => [row['Entry No_'], row['Group_COA_Account_no']])).toEqual([
      ['1', '13001'],
      ['3', '18412'],
    ]);
    const other = { ...NIGERIA, overrides: { gl_accounts: ['10590'] } };
    expect(await entries(books, other)).toEqual(['2']);
    expect((await books.ask('CR_03', 'completeness', other)).rows).toMatchObject([
      { Group_COA_Account_no: '10590', row_count: '1', Remaining_amount: '7.0000' },
    ]);
  });

  it('with the sum of its details, unless they net to zero', async () => {
    const books = await booksWithChart();
    await post(books, { entry: '1', amount: '-9', details: ['-4.5', '-4.5'] });
    await post(books, { entry: '2', amount: '0', details: ['3', '-3'] });
    const rows = await books.extract('CR_03', NIGERIA);
    expect(rows).toMatchObject([
      { 'Entry No_': '1', Amount: '-9.0000', Remaining_amount: '-9.0000', 'Document Date': null },
    ]);
    expect(await reasons(books)).toMatchObject({ 'movement nets to zero': '1' });
    expect((await books.ask('CR_03', 'completeness', NIGERIA)).rows).toEqual([
      {
        id_company: 'EC_NG',
        Group_COA_Account_no: '18412',
        row_count: '1',
        Amount: '-9.0000',
        Remaining_amount: '-9.0000',
        'Entry No_': '1',
      },
    ]);
  });

  it('of companies in the consolidation scope only', async () => {
    const books = await booksWithChart();
    await post(books, { entry: '1', amount: '-9' });
    await post(books, { entry: '1', amount: '-9', company: 'EC_KE' });
    const question = { entities: ['NG', 'KE'] };
    const rows = await books.extract('CR_03', question);
    expect(rows.map(({ id_company }) => id_company)).toEqual(['EC_NG']);
    expect((await books.ask('CR_03', 'completeness', question)).rows).toHaveLength(1);
    expect((await books.ask('CR_03', 'out_of_scope', question)).rows).toHaveLength(1);
  });

  it.each([
    ['Sale BM 09', 'BackMargin'],
    ['backmargin q3', 'BackMargin'],
    ['submission', 'BackMargin'],
    ['VOUCHER ACCRUAL', 'Other'],
  ])('and calls the text %s %s', async (text, type) => {
    const books = await booksWithChart();
    await post(books, { entry: '1', amount: '-9', text });
    expect(await books.extract('CR_03', NIGERIA)).toMatchObject([
      { EntryType: type, Level_1_Name: 'Liabilities' },
    ]);
  });
});

describe('CR_03 finds trouble in the source', () => {
  it('names an entry without details, which the report would miss', async () => {
    const books = await booksWithChart();
    await post(books, { entry: '1', amount: '-9', details: [] });
    await post(books, { entry: '2', amount: '-9', account: '10590', details: [] });
    expect(await entries(books)).toEqual([]);
    expect((await books.ask('CR_03', 'entries_without_detail', NIGERIA)).rows).toMatchObject([
      { 'Entry No_': '1', Amount: '-9.0000' },
    ]);
    expect((await books.ask('CR_03', 'witnesses', NIGERIA)).rows).toMatchObject([
      { 'Entry No_': '1' },
    ]);
    expect(await reasons(books)).toMatchObject({
      'no detailed entry in the span': '1',
      'account not in the list': '1',
    });
  });

  it('F-4 names look-up keys that match twice, while the independent count stays', async () => {
    const books = await booksWithChart();
    await post(books, { entry: '1', amount: '-9' });
    await books.insert('fin_rec.GDOC_IFRS_Tabular_Mapping', { Level_4_Code: '18412' });
    await books.insert('fin_rec.Dim_ChartOfAccounts', {
      Company_Code: 'EC_NG',
      'G/L_Account_No': '18412',
      Group_COA_Account_no: '18412',
    });
    const rows = await books.extract('CR_03', NIGERIA);
    expect(rows.map((row) => row['Remaining_amount'])).toEqual(Array(4).fill('-9.0000'));
    const { rows: found } = await books.ask('CR_03', 'fan_out', NIGERIA);
    expect(
      found.map(({ look_up, look_up_key, matches }) => [look_up, look_up_key, matches]),
    ).toEqual([
      ['Dim_ChartOfAccounts', '18412', '2'],
      ['GDOC_IFRS_Tabular_Mapping', '18412', '2'],
    ]);
    expect((await books.ask('CR_03', 'completeness', NIGERIA)).rows).toMatchObject([
      { row_count: '1', Remaining_amount: '-9.0000' },
    ]);
  });

  it('E-2 works out each account’s movement from its balance and earlier years', async () => {
    const books = await booksWithChart();
    await post(books, { entry: '1', amount: '-100', posted: '2024-12-31' });
    await post(books, { entry: '2', amount: '-9.5' });
    await books.insert(VIEW, {
      ID_COMPANY: 'EC_NG',
      CLOSING_DATE: '2025-09-30',
      GROUP_COA_ACCOUNT_NO: '18412',
      BALANCE_AT_DATE: '-109.5',
    });
    expect((await books.ask('CR_03', 'ledger_movement', NIGERIA)).rows).toEqual([
      {
        id_company: 'EC_NG',
        Group_COA_Account_no: '18412',
        opening: '-100.0000',
        closing: '-109.5000',
        movement: '-9.5000',
      },
    ]);
  });
});

describe('CR_03 as of the cutoff', () => {
  const AS_OF = { ...NIGERIA, overrides: { as_of: '1' } } as const;

  async function booksOfTwoYears(): Promise<HandBooks> {
    const books = await booksWithChart();
    await post(books, { entry: '1', amount: '-100', posted: '2023-06-30' });
    await post(books, { entry: '2', amount: '40', posted: '2024-12-31' });
    await post(books, { entry: '3', amount: '-9.5' });
    await post(books, { entry: '4', amount: '-7', posted: '2025-10-01' });
    await post(books, { entry: '5', amount: '1', posted: '2024-05-05', details: [] });
    await books.insert(VIEW, {
      ID_COMPANY: 'EC_NG',
      CLOSING_DATE: '2025-09-30',
      GROUP_COA_ACCOUNT_NO: '18412',
      BALANCE_AT_DATE: '-69.5',
    });
    return books;
  }

  it('reports every entry since the books began, by default those of the year', async () => {
    const books = await booksOfTwoYears();
    expect(await entries(books)).toEqual(['3']);
    expect(await entries(books, AS_OF)).toEqual(['1', '2', '3']);
    expect(await entries(books, { ...NIGERIA, overrides: { as_of: '2' } })).toEqual([]);
  });

  it('E-5 finds the same rows, totals and values by another route', async () => {
    const books = await booksOfTwoYears();
    expect((await books.ask('CR_03', 'completeness', AS_OF)).rows).toEqual([
      {
        id_company: 'EC_NG',
        Group_COA_Account_no: '18412',
        row_count: '3',
        Amount: '-69.5000',
        Remaining_amount: '-69.5000',
        'Entry No_': '6',
      },
    ]);
    const { rows } = await books.ask('CR_03', 'values', AS_OF);
    const dates = rows.filter((row) => row['column_name'] === 'Posting Date');
    expect(dates.map((row) => row['value']).sort()).toEqual([
      '2023-06-30',
      '2024-12-31',
      '2025-09-10',
    ]);
  });

  it('E-6 counts every entry once', async () => {
    const { rows } = await (await booksOfTwoYears()).ask('CR_03', 'exclusions', AS_OF);
    expect(Object.fromEntries(rows.map((row) => [row['reason'], row['row_count']]))).toEqual({
      included: '3',
      'posted after the cutoff': '1',
      'no detailed entry in the span': '1',
      unfiltered: '5',
    });
  });

  it('E-2 must give the balance itself (RU-12)', async () => {
    const books = await booksOfTwoYears();
    expect((await books.ask('CR_03', 'ledger_movement', AS_OF)).rows).toMatchObject([
      { opening: '0.0000', closing: '-69.5000', movement: '-69.5000' },
    ]);
    expect((await books.ask('CR_03', 'ledger_movement', NIGERIA)).rows).toMatchObject([
      { opening: '-60.0000', closing: '-69.5000', movement: '-9.5000' },
    ]);
  });

  it('names entries of earlier years without details', async () => {
    const books = await booksOfTwoYears();
    expect((await books.ask('CR_03', 'entries_without_detail', NIGERIA)).rows).toEqual([]);
    expect((await books.ask('CR_03', 'entries_without_detail', AS_OF)).rows).toMatchObject([
      { 'Entry No_': '5' },
    ]);
  });
});
