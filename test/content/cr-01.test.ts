import { describe, expect, it } from 'vitest';
import { expectTied, reasonsOf } from './expect-tied.ts';
import { type HandBooks, handBooks } from './hand-books.ts';

const SELLER = 'fin_rec.RPT_TRANSACTIONS_SELLER';
const STATEMENTS = 'fin_rec.RPT_ACCOUNTSTATEMENTS';
const LEDGER = 'nav_dw.G_L Entries';
const CHART = 'fin_rec.Dim_ChartOfAccounts';
const NIGERIA = { entities: ['NG'] } as const;

async function booksWithChart(): Promise<HandBooks> {
  const books = await handBooks();
  for (const Company_Code of ['EC_NG', 'JD_GH']) {
    await books.insert(
      CHART,
      { Company_Code, 'G/L_Account_No': '18314', Group_COA_Account_no: '18314' },
      { Company_Code, 'G/L_Account_No': '183141', Group_COA_Account_no: '18314' },
      { Company_Code, 'G/L_Account_No': '13023', Group_COA_Account_no: '13023' },
      { Company_Code, 'G/L_Account_No': '70020', Group_COA_Account_no: '70020' },
    );
  }
  return books;
}

/** A statement with transactions of these amounts; its number is `S` and its id. */
async function close(
  books: HandBooks,
  id: string,
  amounts: readonly string[],
  end = '2025-09-21 00:00:00',
  company = 'EC_NG',
): Promise<void> {
  await books.insert(STATEMENTS, {
    id_company: company,
    RING_ID_Transaction_Statement: id,
    RING_Transaction_Statement_No: `S${id}`,
    RING_End_Date: end,
  });
  await books.insert(
    SELLER,
    ...amounts.map((Transaction_Amount, index) => ({
      ID_Company: company,
      ID_Transaction: `${id}${index}`,
      ID_Account_Statement: id,
      Transaction_Amount,
    })),
  );
}

interface Booking {
  readonly amount: string;
  readonly counter?: string;
  readonly posted?: string;
  readonly document?: string;
  readonly account?: string;
  readonly company?: string;
}

let entryNo = 0;

/** A document that debits the statement account and credits its counter-account. */
async function book(books: HandBooks, number: string, booking: Booking): Promise<void> {
  const { amount, counter = negated(amount), posted = '2025-09-22' } = booking;
  const entry = {
    id_company: booking.company ?? 'EC_NG',
    'Document No_': booking.document ?? `D-${number}`,
    'External Document No_': number,
    'Posting Date': posted,
  };
  entryNo += 2;
  await books.insert(
    LEDGER,
    {
      ...entry,
      'Entry No_': String(entryNo),
      'Chart of Accounts No_': booking.account ?? '18314',
      Amount: amount,
    },
    {
      ...entry,
      'Entry No_': String(entryNo + 1),
      'Chart of Accounts No_': '13023',
      Amount: counter,
    },
  );
}

const negated = (amount: string) => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

/** Status of each number. */
async function statuses(books: HandBooks, question: { entities: readonly string[] } = NIGERIA) {
  await expectTied(books, 'CR_01', question);
  const rows = await books.extract('CR_01', question);
  return Object.fromEntries(rows.map((row) => [row['SC_Statement_No'], row['Match_Status']]));
}

describe('CR_01 compares a closed statement with what NAV booked', () => {
  it('and gives both sides with their difference', async () => {
    const books = await booksWithChart();
    await close(books, '1', ['100.25', '-20']);
    await book(books, 'S1', { amount: '80.25', account: '183141' });
    await close(books, '2', ['7']);
    await book(books, 'S2', { amount: '5' });
    await close(books, '3', ['9', '1']);
    await book(books, 'S4', { amount: '11' });
    expect(await statuses(books)).toEqual({
      S1: 'MATCHED',
      S2: 'AMOUNT_DIFF',
      S3: 'MISSING_IN_NAV',
      S4: 'MISSING_IN_SC',
    });
    expect(await books.extract('CR_01', NIGERIA)).toEqual([
      {
        ID_Company: 'EC_NG',
        SC_Statement_No: 'S1',
        SC_End_Date: '2025-09-21 00:00:00',
        SC_Amount: '80.2500',
        NAV_Document_No: 'D-S1',
        NAV_Posting_Date: '2025-09-22',
        NAV_Amount: '80.2500',
        Difference: '0.0000',
        Match_Status: 'MATCHED',
      },
      expect.objectContaining({ SC_Amount: '7.0000', NAV_Amount: '5.0000', Difference: '2.0000' }),
      expect.objectContaining({
        SC_Amount: '10.0000',
        NAV_Document_No: null,
        NAV_Posting_Date: null,
        NAV_Amount: null,
        Difference: '10.0000',
      }),
      expect.objectContaining({
        SC_End_Date: null,
        SC_Amount: null,
        NAV_Document_No: 'D-S4',
        NAV_Amount: '11.0000',
        Difference: '-11.0000',
      }),
    ]);
  });

  it('also when it is negative, or nothing', async () => {
    const books = await booksWithChart();
    await close(books, '1', ['-12.5']);
    await book(books, 'S1', { amount: '-12.5' });
    await close(books, '2', []);
    await close(books, '3', ['4', '-4']);
    await close(books, '5', ['4', '-4']);
    await book(books, 'S5', { amount: '3' });
    expect(await statuses(books)).toEqual({
      S1: 'MATCHED',
      S2: 'MATCHED',
      S3: 'MATCHED',
      S5: 'AMOUNT_DIFF',
    });
  });

  it('counting all documents of it by the cutoff', async () => {
    const books = await booksWithChart();
    await close(books, '1', ['10']);
    await book(books, 'S1', { amount: '6', document: 'D2', posted: '2025-09-30' });
    await book(books, 'S1', { amount: '4', document: 'D1', posted: '2025-08-30' });
    await book(books, 'S1', { amount: '4', document: 'D0', posted: '2025-10-01' });
    expect(await statuses(books)).toEqual({ S1: 'MATCHED' });
    expect(await books.extract('CR_01', NIGERIA)).toMatchObject([
      { NAV_Document_No: 'D1', NAV_Posting_Date: '2025-08-30' },
    ]);
  });

  it('that closed in the period, from its first to its last moment', async () => {
    const books = await booksWithChart();
    await close(books, '1', ['1'], '2025-08-31 23:59:59.999');
    await close(books, '2', ['1'], '2025-09-01 00:00:00');
    await close(books, '3', ['1'], '2025-09-30 23:59:59.999');
    await close(books, '4', ['1'], '2025-10-01 00:00:00');
    await close(books, '5', ['1'], '2025-09-21 00:00:00', 'JD_GH');
    expect(Object.keys(await statuses(books))).toEqual(['S2', 'S3']);
    expect(await reasonsOf(books, 'CR_01', NIGERIA)).toEqual({
      'statements: closed before the period': '1',
      'statements: closes after the cutoff': '1',
      'statements: company not selected': '1',
      'statements: included': '2',
      'statements: unfiltered': '5',
      'numbers in the ledger: unfiltered': '0',
    });
  });
});

describe('CR_01 finds what NAV booked without a statement', () => {
  it('in the period, booked like a statement, under an unknown number', async () => {
    const books = await booksWithChart();
    await close(books, '1', ['1'], '2025-08-21 00:00:00');
    await book(books, 'S1', { amount: '1' });
    await book(books, 'X1', { amount: '2' });
    await book(books, 'X2', { amount: '2', posted: '2025-08-31' });
    await book(books, 'X3', { amount: '2', posted: '2025-10-01' });
    await book(books, 'X4', { amount: '2', company: 'JD_GH' });
    await book(books, '', { amount: '3', document: 'D9' });
    const only = { id_company: 'EC_NG', 'Posting Date': '2025-09-10' };
    await books.insert(
      LEDGER,
      { ...only, 'External Document No_': 'ORDER', 'Chart of Accounts No_': '18314', Amount: '7' },
      { ...only, 'External Document No_': 'ORDER', 'Chart of Accounts No_': '70020', Amount: '-7' },
    );
    expect(await statuses(books)).toEqual({ X1: 'MISSING_IN_SC', '': 'MISSING_IN_SC' });
    expect(await reasonsOf(books, 'CR_01', NIGERIA)).toEqual({
      'statements: closed before the period': '1',
      'statements: unfiltered': '1',
      'numbers in the ledger: a statement of the Seller Center': '1',
      'numbers in the ledger: included': '2',
      'numbers in the ledger: not posted in the period': '2',
      'numbers in the ledger: company not selected': '1',
      'numbers in the ledger: not booked like a statement': '1',
      'numbers in the ledger: unfiltered': '7',
    });
  });
});

describe('CR_01 finds trouble in the source', () => {
  it('names numbers whose two accounts do not cancel out', async () => {
    const books = await booksWithChart();
    await close(books, '1', ['8']);
    await book(books, 'S1', { amount: '8', counter: '-7.5' });
    await close(books, '2', ['8']);
    await book(books, 'S2', { amount: '8' });
    await book(books, 'X1', { amount: '5', counter: '-4' });
    await book(books, 'X2', { amount: '5', counter: '-4', posted: '2025-08-01' });
    const { rows } = await books.ask('CR_01', 'unbalanced', NIGERIA);
    expect(rows.map((row) => [row['SC_Statement_No'], row['amount']]).sort()).toEqual([
      ['S1', '0.5000'],
      ['X1', '1.0000'],
    ]);
    expect(await statuses(books)).toEqual({ S1: 'MATCHED', S2: 'MATCHED', X1: 'MISSING_IN_SC' });
  });

  it('F-4 names a statement id, a statement number and a local account that stand twice', async () => {
    const books = await booksWithChart();
    await close(books, '1', ['8']);
    await close(books, '2', ['8'], '2025-08-01 00:00:00');
    const statement = { id_company: 'EC_NG', RING_End_Date: '2025-08-02 00:00:00' };
    await books.insert(
      STATEMENTS,
      {
        ...statement,
        RING_ID_Transaction_Statement: '1',
        RING_Transaction_Statement_No: 'T1',
      },
      {
        ...statement,
        RING_ID_Transaction_Statement: '9',
        RING_Transaction_Statement_No: 'S1',
      },
      {
        ...statement,
        RING_ID_Transaction_Statement: '8',
        RING_Transaction_Statement_No: 'S2',
      },
    );
    await books.insert(
      CHART,
      { Company_Code: 'EC_NG', 'G/L_Account_No': '183141', Group_COA_Account_no: '70020' },
      { Company_Code: 'EC_NG', 'G/L_Account_No': '70020', Group_COA_Account_no: '70020' },
    );
    const { rows } = await books.ask('CR_01', 'fan_out', NIGERIA);
    expect(rows.map((row) => [row['look_up'], row['look_up_key']]).sort()).toEqual([
      ['Dim_ChartOfAccounts', '183141'],
      ['RPT_ACCOUNTSTATEMENTS, id', '1'],
      ['RPT_ACCOUNTSTATEMENTS, number', 'S1'],
    ]);
  });

  it('E-7 knows statements that agree with the counter-account', async () => {
    const books = await booksWithChart();
    for (const id of ['1', '2', '3']) {
      await close(books, id, ['8', '1']);
      await book(books, `S${id}`, { amount: '9' });
    }
    await close(books, '4', ['8']);
    await close(books, '5', ['8']);
    await book(books, 'S5', { amount: '7' });
    const { rows } = await books.ask('CR_01', 'witnesses', NIGERIA);
    const witness = { SC_Amount: '9.0000', NAV_Amount: '9.0000', Match_Status: 'MATCHED' };
    expect(
      rows.toSorted((a, b) =>
        String(a['SC_Statement_No']).localeCompare(String(b['SC_Statement_No'])),
      ),
    ).toMatchObject([
      { ...witness, SC_Statement_No: 'S1' },
      { ...witness, SC_Statement_No: 'S3' },
    ]);
  });
});
