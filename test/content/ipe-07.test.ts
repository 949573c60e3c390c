import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';

const LEDGER = 'nav_dw.Customer Ledger Entries';
const DETAIL = 'nav_dw.Detailed Customer Ledg_ Entry';
const NIGERIA = { entities: ['NG'] } as const;

interface Posting {
  readonly entry: string;
  readonly customer: string;
  readonly amount: string;
  readonly company?: string;
  readonly group?: string;
  readonly type?: string;
  readonly posted?: string;
  readonly due?: string;
}

async function post(books: HandBooks, posting: Posting): Promise<void> {
  const { entry, customer, amount, company = 'EC_NG', posted = '2025-09-10' } = posting;
  await books.insert(LEDGER, {
    id_company: company,
    'Entry No_': entry,
    'Document Type': posting.type ?? 'Invoice',
    'Posting Date': posted,
    'Due Date': posting.due ?? '2025-10-10',
    'Customer No_': customer,
    'Customer Posting Group': posting.group ?? 'B2C-NG-NAT',
    'Original Amount': amount,
    'Original Amount (LCY)': amount,
  });
  await apply(books, { entry, customer, amount, company, posted, type: 'Initial Entry' });
}

/** A detailed entry: the initial one, or what a payment takes off an invoice. */
async function apply(
  books: HandBooks,
  detail: {
    readonly entry: string;
    readonly customer: string;
    readonly amount: string;
    readonly posted: string;
    readonly company?: string;
    readonly type?: string;
  },
): Promise<void> {
  await books.insert(DETAIL, {
    id_company: detail.company ?? 'EC_NG',
    'Cust_ Ledger Entry No_': detail.entry,
    'Customer No_': detail.customer,
    'Posting Date': detail.posted,
    'Entry Type': detail.type ?? 'Application',
    'Amount (LCY)': detail.amount,
  });
}

/** Set-up of a Nigerian and a Ghanaian company, one company out of scope, three accounts. */
async function booksWithSetUp(): Promise<HandBooks> {
  const books = await handBooks();
  await books.insert(
    'fin_rec.Dim_Company',
    { Company_Code: 'EC_NG', Company_Country: 'NG', Flg_In_Conso_Scope: 'true' },
    { Company_Code: 'JD_GH', Company_Country: 'GH', Flg_In_Conso_Scope: 'true' },
    { Company_Code: 'EC_KE', Company_Country: 'KE', Flg_In_Conso_Scope: 'false' },
  );
  for (const company of ['EC_NG', 'JD_GH', 'EC_KE']) {
    await books.insert(
      'nav_dw.Customer Posting Group',
      { id_company: company, Code: 'B2C-NG-NAT', 'Receivables Account': '130031' },
      { id_company: company, Code: 'LOAN-REC-NAT', 'Receivables Account': '13004' },
      { id_company: company, Code: 'IC-INT', 'Receivables Account': '19999' },
    );
    await books.insert(
      'fin_rec.Dim_ChartOfAccounts',
      { Company_Code: company, 'G/L_Account_No': '130031', Group_COA_Account_no: '13003' },
      { Company_Code: company, 'G/L_Account_No': '13004', Group_COA_Account_no: '13004' },
      { Company_Code: company, 'G/L_Account_No': '19999', Group_COA_Account_no: '19999' },
    );
  }
  return books;
}

async function openEntries(books: HandBooks): Promise<readonly (string | null | undefined)[]> {
  return (await books.extract('IPE_07', NIGERIA)).map((row) => row['Entry No_']);
}

async function amounts(books: HandBooks) {
  const rows = await books.extract('IPE_07', NIGERIA);
  return Object.fromEntries(rows.map((row) => [row['Entry No_'], row['rem_amt_LCY']]));
}

async function reasons(books: HandBooks) {
  const { rows } = await books.ask('IPE_07', 'exclusions', NIGERIA);
  return Object.fromEntries(rows.map(({ reason, row_count }) => [reason, row_count]));
}

/** The independent query finds the same rows and totals as the extract. */
async function expectComplete(books: HandBooks): Promise<void> {
  const rows = await books.extract('IPE_07', NIGERIA);
  const { rows: figures } = await books.ask('IPE_07', 'completeness', NIGERIA);
  const count = figures.reduce((sum, { row_count }) => sum + Number(row_count), 0);
  const cents = (text: string | null | undefined) => BigInt((text ?? '').replace('.', ''));
  const total = (column: readonly (string | null | undefined)[]) =>
    column.map(cents).reduce((sum, value) => sum + value, 0n);
  expect(count).toBe(rows.length);
  for (const column of ['rem_amt_LCY', 'Original Amount', 'Original Amount (LCY)']) {
    expect(total(figures.map((row) => row[column]))).toBe(total(rows.map((row) => row[column])));
  }
}

describe('IPE_07 takes an entry', () => {
  it('posted on the cutoff day, and none of the day after', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '10', posted: '2025-09-30' });
    await post(books, { entry: '2', customer: 'C2', amount: '10', posted: '2025-10-01' });
    expect(await openEntries(books)).toEqual(['1']);
    await expectComplete(books);
  });

  it('at what is open at the cutoff: a payment applied later does not reduce it', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '100.05' });
    await apply(books, { entry: '1', customer: 'C1', amount: '-40.02', posted: '2025-09-30' });
    await apply(books, { entry: '1', customer: 'C1', amount: '-60.03', posted: '2025-10-01' });
    expect(await amounts(books)).toEqual({ '1': '60.0300' });
    await expectComplete(books);
  });

  it('only while something of it is open', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '100' });
    await post(books, { entry: '2', customer: 'C1', amount: '7' });
    await apply(books, { entry: '1', customer: 'C1', amount: '-100', posted: '2025-09-20' });
    expect(await openEntries(books)).toEqual(['2']);
    expect(await reasons(books)).toMatchObject({ 'entry settled at the cutoff': '1' });
  });

  it('of a listed posting group as stored on the entry, not the customer’s current one', async () => {
    const books = await booksWithSetUp();
    await books.insert('nav_dw.Customers', {
      id_company: 'EC_NG',
      No_: 'C1',
      'Customer Posting Group': 'IC-INT',
    });
    await post(books, { entry: '1', customer: 'C1', amount: '5', group: 'LOAN-REC-NAT' });
    await post(books, { entry: '2', customer: 'C1', amount: '5', group: 'IC-INT' });
    const rows = await books.extract('IPE_07', NIGERIA);
    expect(rows).toMatchObject([
      {
        'Entry No_': '1',
        currentpostinggroup: 'IC-INT',
        'Receivables Account': '13004',
        Group_COA_Account_no: '13004',
      },
    ]);
    await expectComplete(books);
  });

  it('of selected companies in the consolidation scope', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '5' });
    await post(books, { entry: '1', customer: 'C1', amount: '5', company: 'JD_GH' });
    await post(books, { entry: '1', customer: 'C1', amount: '5', company: 'EC_KE' });
    const question = { entities: ['NG', 'KE'] };
    const rows = await books.extract('IPE_07', question);
    expect(rows.map(({ id_company }) => id_company)).toEqual(['EC_NG']);
    const { rows: out } = await books.ask('IPE_07', 'out_of_scope', question);
    expect(out).toMatchObject([{ id_company: 'EC_KE' }]);
    const { rows: why } = await books.ask('IPE_07', 'exclusions', question);
    expect(why.map(({ reason, row_count }) => [reason, row_count]).sort()).toEqual([
      ['company not selected', '1'],
      ['company outside the consolidation scope', '1'],
      ['included', '1'],
      ['unfiltered', '3'],
    ]);
  });

  it('when customer, business line and account are not found, with empty attributes', async () => {
    const books = await handBooks();
    await books.insert('fin_rec.Dim_Company', {
      Company_Code: 'EC_NG',
      Flg_In_Conso_Scope: 'true',
    });
    await post(books, { entry: '1', customer: 'C1', amount: '5' });
    expect(await books.extract('IPE_07', NIGERIA)).toMatchObject([
      {
        'Customer Name': null,
        'Automatically integrated': null,
        Busline_Vertical_Name_1: null,
        'Receivables Account': null,
        Group_COA_Account_no: null,
      },
    ]);
    await expectComplete(books);
  });
});

describe('IPE_07 leaves out customers that net to zero', () => {
  it('and counts what that drops, with its amount, per company and account', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '50' });
    await post(books, { entry: '2', customer: 'C1', amount: '-50', type: 'Payment' });
    await post(books, { entry: '3', customer: 'C2', amount: '8' });
    expect(await openEntries(books)).toEqual(['3']);
    const { rows } = await books.ask('IPE_07', 'exclusions', NIGERIA);
    expect(rows).toContainEqual({
      reason: 'customer nets to zero: EC_NG, account 13003',
      row_count: '2',
      amount: '0.0000',
    });
    expect((await books.ask('IPE_07', 'netting', NIGERIA)).rows).toEqual([]);
    await expectComplete(books);
  });

  it('and names each account whose total that changes', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '50.25' });
    await post(books, { entry: '2', customer: 'C1', amount: '-50.25', group: 'LOAN-REC-NAT' });
    const { rows } = await books.ask('IPE_07', 'netting', NIGERIA);
    expect(
      rows.map(({ Group_COA_Account_no, amount }) => [Group_COA_Account_no, amount]).sort(),
    ).toEqual([
      ['13003', '50.2500'],
      ['13004', '-50.2500'],
    ]);
  });

  it('also when the other half stands in a posting group outside the list', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '50' });
    await post(books, { entry: '2', customer: 'C1', amount: '-50', group: 'IC-INT' });
    const { rows } = await books.ask('IPE_07', 'netting', NIGERIA);
    expect(rows).toMatchObject([
      { Group_COA_Account_no: '13003', row_count: '1', amount: '50.0000' },
    ]);
  });

  it('judged at the cutoff, not later', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '50' });
    await post(books, { entry: '2', customer: 'C1', amount: '-50', posted: '2025-10-02' });
    expect(await openEntries(books)).toEqual(['1']);
  });
});

describe('IPE_07 labels the due month', () => {
  it.each([
    ['2025-08-31', 'Credit'],
    ['2025-09-01', 'Due Month'],
    ['2025-09-30', 'Due Month'],
    ['2025-10-01', 'Debit'],
  ])('of an entry due %s as %s', async (due, label) => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '5', due });
    expect(await books.extract('IPE_07', NIGERIA)).toMatchObject([
      { 'Due Date': due, Debit_Credit_DueMonth: label },
    ]);
  });

  it('of a blank due date as Due Month and delivers the date as missing', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '5', due: '1753-01-01' });
    expect(await books.extract('IPE_07', NIGERIA)).toMatchObject([
      { 'Due Date': null, Debit_Credit_DueMonth: 'Due Month' },
    ]);
  });
});

describe('IPE_07 finds trouble in the source', () => {
  it('E-1 adds up what was posted once an entry, however many details it has', async () => {
    const books = await booksWithSetUp();
    const part = { entry: '1', customer: 'C1', posted: '2025-09-12' };
    await post(books, { entry: '1', customer: 'C1', amount: '100.05' });
    await apply(books, { ...part, amount: '-40' });
    await apply(books, { ...part, amount: '-20' });
    await books.insert(LEDGER, {
      id_company: 'EC_NG',
      'Entry No_': '2',
      'Posting Date': '2025-09-10',
      'Customer No_': 'C1',
      'Customer Posting Group': 'B2C-NG-NAT',
      Currency: 'USD',
      'Original Amount': '3.5',
      'Original Amount (LCY)': '5250.25',
    });
    await apply(books, { ...part, entry: '2', amount: '5250.25' });
    expect((await books.ask('IPE_07', 'completeness', NIGERIA)).rows).toMatchObject([
      {
        row_count: '2',
        rem_amt_LCY: '5290.3000',
        'Original Amount': '103.5500',
        'Original Amount (LCY)': '5350.3000',
      },
    ]);
    await expectComplete(books);
  });

  it('F-4 names every look-up key that matches twice, while the independent count stays', async () => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '5' });
    const twice = { id_company: 'EC_NG', No_: 'C1' };
    await books.insert('nav_dw.Customers', twice, twice);
    await books.insert('nav_dw.Customers', { ...twice, No_: 'C9' }, { ...twice, No_: 'C9' });
    expect(await openEntries(books)).toEqual(['1', '1']);
    expect((await books.ask('IPE_07', 'completeness', NIGERIA)).rows).toMatchObject([
      { row_count: '1', rem_amt_LCY: '5.0000' },
    ]);
    expect((await books.ask('IPE_07', 'fan_out', NIGERIA)).rows).toEqual([
      { look_up: 'Customers', company: 'EC_NG', look_up_key: 'C1', matches: '2' },
    ]);
  });

  it.each([
    ['fin_rec.Dim_Company', { Company_Code: 'EC_NG', Flg_In_Conso_Scope: 'true' }, 'Dim_Company'],
    ['fin_rec.Dim_Busline', { Company_Code: 'EC_NG', Busline_Code: '' }, 'Dim_Busline'],
    [
      'nav_dw.Customer Posting Group',
      { id_company: 'EC_NG', Code: 'B2C-NG-NAT', 'Receivables Account': '130031' },
      'Customer Posting Group',
    ],
    [
      'fin_rec.Dim_ChartOfAccounts',
      { Company_Code: 'EC_NG', 'G/L_Account_No': '130031', Group_COA_Account_no: '13003' },
      'Dim_ChartOfAccounts',
    ],
  ])('F-4 sees a duplicate of %s', async (table, row, lookUp) => {
    const books = await booksWithSetUp();
    await post(books, { entry: '1', customer: 'C1', amount: '5' });
    await books.insert(table, row, row);
    const { rows } = await books.ask('IPE_07', 'fan_out', NIGERIA);
    expect(rows).toMatchObject([{ look_up: lookUp, company: 'EC_NG' }]);
    expect((await books.ask('IPE_07', 'completeness', NIGERIA)).rows).toMatchObject([
      { row_count: '1' },
    ]);
  });

  it('names a posting group in use on a receivable account that is not in the list', async () => {
    const books = await booksWithSetUp();
    await books.insert('nav_dw.Customer Posting Group', {
      id_company: 'EC_NG',
      Code: 'NEW-NAT',
      'Receivables Account': '130031',
    });
    await post(books, { entry: '1', customer: 'C1', amount: '5', group: 'NEW-NAT' });
    await post(books, { entry: '2', customer: 'C1', amount: '5', group: 'IC-INT' });
    expect((await books.ask('IPE_07', 'unlisted_groups', NIGERIA)).rows).toEqual([
      {
        id_company: 'EC_NG',
        'Customer Posting Group': 'NEW-NAT',
        Group_COA_Account_no: '13003',
        row_count: '1',
      },
    ]);
  });
});

describe('IPE_07 looks for known records', () => {
  it('E-7 takes unpaid invoices of the cutoff day, with what is open of them', async () => {
    const books = await booksWithSetUp();
    const day = { posted: '2025-09-30' };
    await post(books, { entry: '1', customer: 'C1', amount: '12.34', ...day });
    await post(books, { entry: '2', customer: 'C2', amount: '5', ...day });
    await apply(books, { entry: '2', customer: 'C2', amount: '-1', ...day });
    await post(books, { entry: '3', customer: 'C3', amount: '5', ...day, type: 'Payment' });
    await post(books, { entry: '4', customer: 'C4', amount: '5', ...day, group: 'IC-INT' });
    await post(books, { entry: '5', customer: 'C5', amount: '5', posted: '2025-09-29' });
    const { rows } = await books.ask('IPE_07', 'witnesses', NIGERIA);
    expect(rows).toMatchObject([{ 'Entry No_': '1', rem_amt_LCY: '12.3400' }]);
    expect(await amounts(books)).toMatchObject({ '1': '12.3400' });
  });

  it('E-2 reads the ledger balance of its three accounts at the cutoff', async () => {
    const books = await booksWithSetUp();
    const line = { ID_COMPANY: 'EC_NG', CLOSING_DATE: '2025-09-30', BALANCE_AT_DATE: '7.5' };
    await books.insert(
      'fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT',
      { ...line, GROUP_COA_ACCOUNT_NO: '13003' },
      { ...line, GROUP_COA_ACCOUNT_NO: '13003', CURRENCY: 'USD' },
      { ...line, GROUP_COA_ACCOUNT_NO: '18412' },
      { ...line, GROUP_COA_ACCOUNT_NO: '13003', CLOSING_DATE: '2025-08-31' },
    );
    expect((await books.ask('IPE_07', 'ledger_balance', NIGERIA)).rows).toEqual([
      { id_company: 'EC_NG', Group_COA_Account_no: '13003', balance: '15.0000' },
    ]);
  });
});
