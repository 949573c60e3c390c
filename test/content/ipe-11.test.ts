import { describe, expect, it } from 'vitest';
import { expectTied, reasonsOf } from './expect-tied.ts';
import { type HandBooks, handBooks } from './hand-books.ts';

const SELLER = 'fin_rec.RPT_TRANSACTIONS_SELLER';
const STATEMENTS = 'fin_rec.RPT_ACCOUNTSTATEMENTS';
const GROUPS = 'fin_rec.GDOC_DIM_ASG_V2';
const NIGERIA = { entities: ['NG'] } as const;

type Row = Readonly<Record<string, string | null>>;

const fee = {
  ID_Company: 'EC_NG',
  Transaction_Type: 'Commission',
  Created_Date: '2025-09-15 10:00:00',
  Transaction_Amount: '-12.5',
  BOB_ID_Vendor: '7',
  ID_Account_Statement: null,
} as const;

/** Two revenue types, one that is none, and statements closing before and after the end of September. */
async function booksWithSetUp(): Promise<HandBooks> {
  const books = await handBooks();
  for (const ID_Company of ['EC_NG', 'JD_GH']) {
    const group = { ID_Company, ASG_Level_1: 'Revenues', ASG_Level_2: 'Fees' };
    await books.insert(
      GROUPS,
      { ...group, SC_ASG_Name: 'Commission' },
      { ...group, SC_ASG_Name: 'Shipping', ASG_Level_2: null },
      { ...group, SC_ASG_Name: 'Item Price Credit', ASG_Level_1: 'Seller payable' },
    );
    const statement = { id_company: ID_Company, RING_Start_Date: '2025-09-20 00:00:00' };
    await books.insert(
      STATEMENTS,
      {
        ...statement,
        RING_ID_Transaction_Statement: '28',
        RING_Transaction_Statement_No: 'S28',
        RING_End_Date: '2025-09-28 00:00:00',
      },
      {
        ...statement,
        RING_ID_Transaction_Statement: '30',
        RING_Transaction_Statement_No: 'S30',
        RING_End_Date: '2025-09-30 23:59:59.999',
      },
      {
        ...statement,
        RING_ID_Transaction_Statement: '31',
        RING_Transaction_Statement_No: 'S31',
        RING_End_Date: '2025-10-01 00:00:00',
      },
      {
        ...statement,
        RING_ID_Transaction_Statement: '35',
        RING_Transaction_Statement_No: 'S35',
        RING_End_Date: '2025-10-05 00:00:00',
      },
    );
  }
  return books;
}

async function transactions(books: HandBooks) {
  return (await books.extract('IPE_11', NIGERIA)).map((row) => row['SC_ID_Transaction']);
}

describe('IPE_11 takes a transaction', () => {
  it('of the period, of revenue, on no closed statement', async () => {
    const cases: readonly (readonly [name: string, change: Row, isIn: boolean])[] = [
      ['on a statement ending 10-05', { ID_Account_Statement: '35' }, true],
      ['on no statement', {}, true],
      [
        'on a statement ending at the first moment of the next period',
        { ID_Account_Statement: '31' },
        true,
      ],
      ['on a statement ended 09-28', { ID_Account_Statement: '28' }, false],
      [
        'on a statement ended in the last millisecond of the cutoff day',
        { ID_Account_Statement: '30' },
        false,
      ],
      ['of another account group than Revenues', { Transaction_Type: 'Item Price Credit' }, false],
      ['of a type without account group', { Transaction_Type: 'New Fee' }, false],
      ['without a type', { Transaction_Type: null }, false],
      ['created at the first moment of the period', { Created_Date: '2025-09-01 00:00:00' }, true],
      ['created at its last millisecond', { Created_Date: '2025-09-30 23:59:59.999' }, true],
      ['created 10-01 00:00:00', { Created_Date: '2025-10-01 00:00:00' }, false],
      ['created in August', { Created_Date: '2025-08-31 23:59:59.999' }, false],
      ['of another company', { ID_Company: 'JD_GH' }, false],
      ['on a statement that does not exist', { ID_Account_Statement: '99' }, false],
    ];
    const books = await booksWithSetUp();
    await books.insert(
      SELLER,
      ...cases.map(([Transaction_No, change], index) => ({
        ...fee,
        Transaction_No,
        ...change,
        ID_Transaction: String(index),
      })),
    );
    const rows = await books.extract('IPE_11', NIGERIA);
    expect(rows.map((row) => row['SC_Transaction_No']).sort()).toEqual(
      cases.flatMap(([name, , isIn]) => (isIn ? [name] : [])).toSorted(),
    );
    await expectTied(books, 'IPE_11', NIGERIA);
  });

  it('with what statement, seller and type list say of it', async () => {
    const books = await booksWithSetUp();
    await books.insert(SELLER, { ...fee, ID_Transaction: '1', ID_Account_Statement: '35' });
    await books.insert('fin_rec.RPT_VENDORS', {
      ID_company: 'EC_NG',
      BOB_ID_Vendor: '7',
      Is_Global: 'true',
    });
    await books.insert('fin_rec.RPT_TRANSACTIONS', {
      ID_Company: 'EC_NG',
      ID_Transaction: '1',
      Transaction_Type_Name: 'Commission fee',
    });
    expect(await books.extract('IPE_11', NIGERIA)).toMatchObject([
      {
        SC_Transaction_Type: 'Commission fee',
        SC_ASG_Name: 'Commission',
        SC_Transaction_Amount: '-12.5000',
        Is_Global: '1',
        SC_Transaction_Statement_No: 'S35',
        SC_End_Date: '2025-10-05 00:00:00',
        ASG_Level_1: 'Revenues',
        ASG_Level_2: 'Fees',
      },
    ]);
  });

  it('also when seller, type list and level 2 are not found', async () => {
    const books = await booksWithSetUp();
    await books.insert(SELLER, { ...fee, ID_Transaction: '1', Transaction_Type: 'Shipping' });
    await books.insert(SELLER, { ...fee, ID_Transaction: '2', BOB_ID_Vendor: null });
    expect(await books.extract('IPE_11', NIGERIA)).toMatchObject([
      { SC_Transaction_Type: null, Is_Global: null, SC_End_Date: null, ASG_Level_2: null },
      { Is_Global: null, ASG_Level_2: 'Fees' },
    ]);
    expect(await expectTied(books, 'IPE_11', NIGERIA)).toBe(2);
  });
});

describe('IPE_11 accounts for every transaction', () => {
  it('E-6 counts each once, by the first reason that keeps it out', async () => {
    const books = await booksWithSetUp();
    const rows = [
      {},
      { ID_Company: 'JD_GH' },
      { Created_Date: '2019-12-31 10:00:00' },
      { Created_Date: '2025-08-31 10:00:00' },
      { Created_Date: '2025-10-01 00:00:00' },
      { Transaction_Type: 'New Fee' },
      { Transaction_Type: 'Item Price Credit' },
      { ID_Account_Statement: '99' },
      { ID_Account_Statement: '28' },
    ];
    await books.insert(
      SELLER,
      ...rows.map((row, index) => ({ ...fee, ...row, ID_Transaction: String(index) })),
    );
    await books.insert(GROUPS, {
      ID_Company: 'EC_NG',
      SC_ASG_Name: 'Item Price Credit',
      ASG_Level_1: null,
    });
    expect(await reasonsOf(books, 'IPE_11', NIGERIA)).toEqual({
      included: '1',
      'company not selected': '1',
      'created before the start of the history': '1',
      'created before the period': '1',
      'created after the cutoff': '1',
      'transaction type without account group': '1',
      'account group is not revenue': '1',
      'statement not found': '1',
      'on a statement closed by the cutoff': '1',
      unfiltered: '9',
    });
    expect(await transactions(books)).toEqual(['0']);
  });

  it('names what the historic query lost: unknown statements and types without a group', async () => {
    const books = await booksWithSetUp();
    await books.insert(
      SELLER,
      { ...fee, ID_Transaction: '1', ID_Account_Statement: '99' },
      { ...fee, ID_Transaction: '2', ID_Account_Statement: '99', ID_Company: 'JD_GH' },
      { ...fee, ID_Transaction: '3', Transaction_Type: 'New Fee' },
      { ...fee, ID_Transaction: '4', Transaction_Type: null },
    );
    expect((await books.ask('IPE_11', 'missing_statements', NIGERIA)).rows).toEqual([
      {
        ID_Company: 'EC_NG',
        SC_ID_Transaction: '1',
        SC_ID_Account_Statement: '99',
        SC_Transaction_Amount: '-12.5000',
      },
    ]);
    const { rows } = await books.ask('IPE_11', 'ungrouped_types', NIGERIA);
    expect(rows.map(({ SC_ASG_Name }) => SC_ASG_Name).sort()).toEqual(['New Fee', null]);
  });

  it('lists unbilled transactions of earlier periods beside the report', async () => {
    const books = await booksWithSetUp();
    const august = { ...fee, Created_Date: '2025-08-31 23:59:59.999' };
    await books.insert(
      SELLER,
      { ...august, ID_Transaction: '1' },
      { ...august, ID_Transaction: '2', ID_Account_Statement: '35' },
      { ...august, ID_Transaction: '3', ID_Account_Statement: '28' },
      { ...august, ID_Transaction: '4', Transaction_Type: 'Item Price Credit' },
      { ...fee, ID_Transaction: '5' },
      { ...fee, ID_Transaction: '6', Created_Date: '2019-12-31 10:00:00' },
    );
    const { rows } = await books.ask('IPE_11', 'open_earlier', NIGERIA);
    expect(rows.map((row) => row['SC_ID_Transaction']).sort()).toEqual(['1', '2']);
  });
});

describe('IPE_11 finds trouble in the source', () => {
  it.each([
    [GROUPS, { ID_Company: 'EC_NG', SC_ASG_Name: 'Commission', ASG_Level_1: 'Revenues' }],
    [STATEMENTS, { id_company: 'EC_NG', RING_ID_Transaction_Statement: '35' }],
    ['fin_rec.RPT_VENDORS', { ID_company: 'EC_NG', BOB_ID_Vendor: '7' }],
    ['fin_rec.RPT_TRANSACTIONS', { ID_Company: 'EC_NG', ID_Transaction: '1' }],
  ])('F-4 names a second row of %s', async (table, row) => {
    const books = await booksWithSetUp();
    await books.insert(SELLER, { ...fee, ID_Transaction: '1', ID_Account_Statement: '35' });
    await books.insert(table, row, row);
    const { rows } = await books.ask('IPE_11', 'fan_out', NIGERIA);
    expect(rows).toMatchObject([{ look_up: table.split('.')[1], company: 'EC_NG' }]);
    expect((await books.ask('IPE_11', 'completeness', NIGERIA)).rows).toMatchObject([
      { row_count: '1', SC_Transaction_Amount: '-12.5000', SC_ID_Transaction: '1' },
    ]);
  });

  it('E-7 knows unbilled transactions and such on later statements', async () => {
    const books = await booksWithSetUp();
    await books.insert(
      SELLER,
      ...['1', '2', '3'].map((ID_Transaction) => ({ ...fee, ID_Transaction })),
      { ...fee, ID_Transaction: '4', ID_Account_Statement: '35' },
      { ...fee, ID_Transaction: '5', ID_Account_Statement: '28' },
    );
    const { rows } = await books.ask('IPE_11', 'witnesses', NIGERIA);
    expect(rows.map((row) => row['SC_ID_Transaction']).sort()).toEqual(['1', '3', '4']);
  });
});
