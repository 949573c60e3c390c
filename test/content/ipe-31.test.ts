import { describe, expect, it } from 'vitest';
import { reasonsOf } from './expect-tied.ts';
import { handBooks } from './hand-books.ts';
import {
  booksOfAllPopulations,
  booksWithSetUp,
  CLOSED,
  company,
  DEPOSIT,
  delivery,
  deposit,
  list,
  MOVED,
  moved,
  NIGERIA,
  openItems,
  PACKAGES,
  PAY,
  TX,
} from './ipe-31-rows.ts';

describe('IPE_31 decorates open items', () => {
  it('with hub, partner, country and the lowest bank account, and the cutoff day', async () => {
    const books = await booksOfAllPopulations();
    await books.insert('fin_rec.RPT_HUBS_3PL_MAPPING', {
      ID_COMPANY: 'EC_NG',
      NODE: 'Swift',
      SERVICE_PROVIDER: 'Swift Ltd',
    });
    await books.insert('fin_rec.RPT_COLLECTIONPARTNERS', {
      ...company,
      Name: 'Swift',
      Type: '3PL',
      ERP_Name: 'SP1',
    });
    const bank = { ...company, 'Service Provider No_': 'SP1' };
    await books.insert(
      'nav_dw.Bank Accounts',
      { ...bank, No_: 'B1', 'Bank Account Posting Group': 'G1' },
      { ...bank, No_: 'B2', 'Bank Account Posting Group': 'G2' },
      { ...bank, No_: 'B3', 'Bank Account Posting Group': 'G3' },
      { ...bank, No_: 'B4', 'Bank Account Posting Group': 'G4' },
    );
    await books.insert(
      'nav_dw.Bank Account Posting Group',
      { ...company, Code: 'G1', 'G_L Bank Account No_': '10099' },
      { ...company, Code: 'G2', 'G_L Bank Account No_': '10060' },
      { ...company, Code: 'G3', 'G_L Bank Account No_': '10058' },
      { ...company, Code: 'G4', 'G_L Bank Account No_': null },
    );
    const rows = await books.extract('IPE_31', NIGERIA);
    expect(await openItems(books)).toHaveLength(5);
    expect(rows[0]).toMatchObject({
      SERVICE_PROVIDER: 'Swift Ltd',
      Type: '3PL',
      ERP_Name: 'SP1',
      Company_Country: 'NG',
      Closing_date: '2025-09-30',
      'G_L Bank Account No_': '10060',
    });
    expect(rows[1]).toMatchObject({
      CP: 'Pay',
      SERVICE_PROVIDER: null,
      Type: null,
      'G_L Bank Account No_': null,
    });
    expect((await books.ask('IPE_31', 'fan_out', NIGERIA)).rows).toEqual([
      {
        look_up: 'bank account of a service provider',
        company: 'EC_NG',
        look_up_key: 'SP1',
        matches: '2',
      },
    ]);
  });

  it.each([
    ['fin_rec.Dim_Company', { Company_Code: 'EC_NG', Flg_In_Conso_Scope: 'true' }],
    ['fin_rec.RPT_CASHDEPOSIT', { ...deposit, OMS_Payment_No: 'P5', OMS_Payment_Status: null }],
    ['fin_rec.RPT_HUBS_3PL_MAPPING', { ID_COMPANY: 'EC_NG', NODE: 'Swift' }],
    ['fin_rec.RPT_COLLECTIONPARTNERS', { ...company, Name: 'Swift' }],
    ['nav_dw.Bank Accounts', { ...company, No_: 'B1' }],
    ['nav_dw.Bank Account Posting Group', { ...company, Code: 'G1' }],
  ])('F-4 names a second row of %s', async (table, row) => {
    const books = await booksOfAllPopulations();
    await books.insert(table, row, row);
    const { rows } = await books.ask('IPE_31', 'fan_out', NIGERIA);
    expect(rows).toMatchObject([{ look_up: table.split('.')[1], company: 'EC_NG' }]);
    const { rows: figures } = await books.ask('IPE_31', 'completeness', NIGERIA);
    expect(figures.map((figure) => Number(figure['row_count'])).reduce((a, b) => a + b)).toBe(5);
  });

  it('RU-9 states the account of each, by the type of the partner', async () => {
    const books = await booksOfAllPopulations();
    await books.insert(
      'fin_rec.RPT_COLLECTIONPARTNERS',
      { ...company, Name: 'Swift', Type: 'Hub' },
      { ...company, Name: 'Pay', Type: 'PSP' },
    );
    await books.insert(TX, { ...delivery, Transaction_ID: '3', Collection_Partner: 'New' });
    const { rows } = await books.ask('IPE_31', 'accounts', NIGERIA);
    expect(
      rows
        .map((row) => [row['Type'], row['Group_COA_Account_no'], row['row_count'], row['amount']])
        .sort(),
    ).toEqual([
      [null, '13001', '1', '10.0000'],
      ['Hub', '13001', '4', '0.0000'],
      ['PSP', '13002', '1', '10.0000'],
    ]);
    expect(await openItems(books)).toHaveLength(6);
  });

  it('RU-9 states both accounts of a company where nothing is open on them', async () => {
    const { rows } = await (await booksWithSetUp()).ask('IPE_31', 'accounts', NIGERIA);
    expect(
      rows.map((row) => [row['Group_COA_Account_no'], row['row_count'], row['amount']]).sort(),
    ).toEqual([
      ['13001', '0', '0.0000'],
      ['13002', '0', '0.0000'],
    ]);
  });
});

describe('IPE_31 keeps companies out', () => {
  it('that were not selected, are out of scope or in an excluded country, and counts them', async () => {
    const books = await booksOfAllPopulations();
    const others = ['JD_GH', 'EC_KE', 'EC_MA'].map((ID_Company) => ({ ID_Company }));
    await books.insert(TX, ...others.map((other) => ({ ...delivery, ...other })));
    await books.insert(MOVED, ...others.map((other) => ({ ...moved, ...other })));
    await books.insert(PAY, ...others.map((other) => ({ ...list, ...other })));
    await books.insert(DEPOSIT, ...others.map((other) => ({ ...deposit, ...other })));
    const question = { entities: ['NG', 'GH', 'KE'] };
    expect(await openItems(books, question)).toHaveLength(5);
    const reasons = await reasonsOf(books, 'IPE_31', question);
    expect(reasons).toEqual(
      Object.fromEntries(
        ['1 transactions', '2 reallocations', '3 list rows', '4 payments'].flatMap((population) => [
          [`${population}: included`, population.startsWith('1') ? '2' : '1'],
          [`${population}: company not selected`, '1'],
          [`${population}: company outside the consolidation scope`, '1'],
          [`${population}: country excluded`, '1'],
          [`${population}: unfiltered`, population.startsWith('1') ? '5' : '4'],
        ]),
      ),
    );
    const { rows } = await books.ask('IPE_31', 'out_of_scope', question);
    expect(rows.map(({ id_company }) => id_company).sort()).toEqual(['EC_KE', 'JD_GH']);
  });

  it('but not one in scope without a country', async () => {
    const books = await handBooks();
    await books.insert('fin_rec.Dim_Company', {
      Company_Code: 'EC_NG',
      Company_Country: null,
      Flg_In_Conso_Scope: 'true',
    });
    await books.insert(TX, delivery);
    expect(await openItems(books)).toEqual(['1 1 10.0000']);
  });
});

describe('IPE_31 accounts for every row of its four tables', () => {
  it('E-6 by the first reason that keeps it out', async () => {
    const books = await booksWithSetUp();
    const tx = [
      { Transaction_Type: 'Payment' },
      { Amount: '0' },
      { Created_Date: '2025-10-01 00:00:00' },
      { Transaction_Type: 'Transfer to', Related_Entity: 'P1' },
      { Transaction_Type: 'Payment - Rev', Related_Entity: 'P2' },
      { Transaction_List_Nr: 'L1', Transaction_List_Date: '2025-10-02 00:00:00' },
      { Transaction_List_Nr: 'LW', Transaction_List_Date: '2025-08-02 00:00:00' },
      { Transaction_List_Nr: 'L1' },
      { Transaction_List_Nr: 'L1', Transaction_List_Date: '2025-08-02 00:00:00' },
    ];
    await books.insert(
      TX,
      ...tx.map((change, index) => ({ ...delivery, ...change, Transaction_ID: String(index) })),
    );
    await books.insert(PACKAGES, {
      ...company,
      OMS_Packlist_No: 'LW',
      OMS_Packlist_Status: 'waitingConfirmation',
    });
    await books.insert(
      MOVED,
      { ...moved, Original_Transaction_date: '2025-10-01 00:00:00' },
      { ...moved, id: '2', Reallocated_Transaction_Date: '2025-09-30 00:00:00' },
    );
    const rows = [
      { OMS_Packlist_Created_Date: '2025-10-01 00:00:00' },
      { OMS_Packlist_Status: null },
      { OMS_Packlist_Status: 'cancelled' },
      { OMS_Payment_Reconciled_Amount: null },
      { OMS_Packlist_No: 'L2' },
      { OMS_Packlist_No: 'L2' },
      { OMS_Packlist_No: 'L3' },
      { OMS_Packlist_No: 'L4', OMS_Amount_Received: null },
      { OMS_Packlist_No: 'L5', OMS_Amount_Received: '61' },
    ];
    await books.insert(
      PAY,
      ...rows.map((change, index) => ({
        ...list,
        OMS_Payment_No: null,
        ...change,
        Reconcile_ID: String(index),
      })),
    );
    await books.insert(
      CLOSED,
      {
        ...company,
        OMS_Entity_Type: 'packlist',
        OMS_Entity_No: 'L3',
        OMS_Force_Closed: 'true',
        OMS_Close_Date: null,
      },
      {
        ...company,
        OMS_Entity_Type: 'payment',
        OMS_Entity_No: 'P5',
        OMS_Force_Closed: 'true',
        OMS_Close_Date: null,
      },
    );
    await books.insert(
      DEPOSIT,
      { ...deposit, OMS_Type: 'Transfer', OMS_Payment_Date: '2025-10-01 00:00:00' },
      { ...deposit, OMS_Payment_No: 'P2', payment_reversal_date: '2025-10-03 00:00:00' },
      { ...deposit, OMS_Payment_No: 'P3', OMS_Payment_Date: null },
      { ...deposit, OMS_Payment_No: 'P4', OMS_Payment_Status: 'open' },
      { ...deposit, OMS_Payment_No: 'P5' },
      { ...deposit, OMS_Payment_No: 'P6', OMS_Payment_Amount: '-2' },
    );
    expect(await reasonsOf(books, 'IPE_31', NIGERIA)).toEqual({
      '1 transactions: transaction type not in the report': '1',
      '1 transactions: amount is zero': '1',
      '1 transactions: dated after the cutoff': '3',
      '1 transactions: included': '2',
      '1 transactions: on a list without a date': '1',
      '1 transactions: on a list by the cutoff': '1',
      '1 transactions: unfiltered': '9',
      '2 reallocations: dated after the cutoff': '1',
      '2 reallocations: reallocated by the cutoff': '1',
      '2 reallocations: unfiltered': '2',
      '3 list rows: dated after the cutoff': '1',
      '3 list rows: status not in progress': '2',
      '3 list rows: not reconciled': '1',
      '3 list rows: older row of the same list': '1',
      '3 list rows: closed by an adjustment': '1',
      '3 list rows: amount received missing': '1',
      '3 list rows: nothing left to apply': '2',
      '3 list rows: unfiltered': '9',
      '4 payments: dated after the cutoff': '1',
      '4 payments: included': '1',
      '4 payments: payment date missing': '1',
      '4 payments: status not in progress': '1',
      '4 payments: closed by an adjustment': '1',
      '4 payments: nothing left to apply': '1',
      '4 payments: unfiltered': '6',
    });
    expect(await openItems(books)).toEqual(['1 5 10.0000', '1 6 10.0000', '4 P2 -52.0000']);
  });
});

describe('IPE_31 looks for known records', () => {
  it('E-7 one of each population, and one on an old list that waits', async () => {
    const books = await booksOfAllPopulations();
    await books.insert(TX, {
      ...delivery,
      Transaction_ID: '9',
      Created_Date: '2025-07-01 10:00:00',
      Transaction_List_Nr: 'L7',
      Transaction_List_Date: '2025-07-02 10:00:00',
    });
    await books.insert(PACKAGES, {
      ...company,
      OMS_Packlist_No: 'L7',
      OMS_Packlist_Status: 'waitingApproval',
    });
    const { rows } = await books.ask('IPE_31', 'witnesses', NIGERIA);
    const named = rows.map(
      (row) => `${row['Population']} ${row['source_row_id']} ${row['Amount']}`,
    );
    expect(named.sort()).toEqual([
      '1 1 10.0000',
      '1 2 10.0000',
      '1 9 10.0000',
      '2 1 3.0000',
      '3 L1 39.0000',
      '4 P1 -52.0000',
    ]);
    expect(await openItems(books)).toEqual(named);
  });
});
