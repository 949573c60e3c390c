import { describe, expect, it } from 'vitest';
import { expectTied, reasonsOf } from './expect-tied.ts';
import { type HandBooks, handBooks } from './hand-books.ts';

const TX = 'fin_rec.RPT_CASHREC_TRANSACTION';
const MOVED = 'fin_rec.RPT_CASHREC_REALLOCATIONS';
const PACKAGES = 'fin_rec.RPT_PACKLIST_PACKAGES';
const PAY = 'fin_rec.RPT_PACKLIST_PAYMENTS';
const DEPOSIT = 'fin_rec.RPT_CASHDEPOSIT';
const CLOSED = 'fin_rec.RPT_COLLECTIONADJ';
const NIGERIA = { entities: ['NG'] } as const;

const company = { ID_Company: 'EC_NG' } as const;
const delivery = {
  ...company,
  Transaction_ID: '1',
  Transaction_Type: 'Delivery',
  Related_Entity: 'PK1',
  Created_Date: '2025-09-10 10:00:00',
  Collection_Partner: 'Swift',
  Amount: '10',
  Transaction_List_Nr: null,
  Transaction_List_Date: null,
} as const;
const moved = {
  ...company,
  id: '1',
  Original_Transaction_date: '2025-09-10 10:00:00',
  Reallocated_Transaction_Date: '2025-10-02 10:00:00',
  Collection_Partner_From: 'Swift',
  Transaction_type: 'Delivery',
  Amount: '3',
} as const;
/** A list of 100, of which 60 and a charge of 1 are applied by the cutoff. */
const list = {
  ...company,
  Reconcile_ID: '1',
  OMS_Packlist_No: 'L1',
  OMS_Packlist_Status: 'inProgress',
  OMS_Packlist_Created_Date: '2025-09-12 10:00:00',
  OMS_Collection_Partner_Name: 'Swift',
  OMS_Amount_Received: '100',
  OMS_Payment_No: 'P9',
  OMS_Payment_Date: '2025-09-20 10:00:00',
  OMS_Payment_Status: 'closed',
  OMS_Payment_Reconciled_Amount: '60',
  OMS_Payment_Charges_Reconciled_Amount: '1',
} as const;
const deposit = {
  ...company,
  OMS_Payment_No: 'P1',
  OMS_Payment_Date: '2025-09-25 10:00:00',
  OMS_Type: 'Payment',
  OMS_Collection_Partner: 'Swift',
  OMS_Payment_Amount: '50',
  OMS_Charges_Amount: '2',
  OMS_Payment_Status: 'closed',
  payment_reversal_date: null,
} as const;

async function booksWithSetUp(): Promise<HandBooks> {
  const books = await handBooks();
  await books.insert(
    'fin_rec.Dim_Company',
    { Company_Code: 'EC_NG', Company_Country: 'NG', Flg_In_Conso_Scope: 'true' },
    { Company_Code: 'JD_GH', Company_Country: 'TZ', Flg_In_Conso_Scope: 'true' },
    { Company_Code: 'EC_KE', Company_Country: 'KE', Flg_In_Conso_Scope: 'false' },
  );
  return books;
}

/** Population, number and amount of each open item. */
async function openItems(books: HandBooks, question: { entities: readonly string[] } = NIGERIA) {
  const rows = await books.extract('IPE_31', question);
  await expectTied(books, 'IPE_31', question);
  return rows.map((row) => `${row['Population']} ${row['source_row_id']} ${row['Amount']}`);
}

type Row = Readonly<Record<string, string | null>>;
/** What a row is like, how it differs, and whether it is in the report. */
type Case = readonly [name: string, change: Row, isIn: boolean];
/** What a row is like, how it differs, and its amount in the report, if it is in. */
type AmountCase = readonly [name: string, change: Row, amount: string | null];
/** An adjustment: kind, flag, closing date, and whether the entity stays in the report. */
type Closing = readonly [
  kind: string | null,
  forced: string | null,
  day: string | null,
  isIn: boolean,
];

function closing([kind, forced, day]: Closing, index: number): Row {
  return {
    ...company,
    OMS_Entity_Type: kind,
    OMS_Entity_No: `N${index}`,
    OMS_Force_Closed: forced,
    OMS_Close_Date: day,
  };
}

function namesIn(cases: readonly Case[]): readonly string[] {
  return cases.flatMap(([name, , isIn]) => (isIn ? [name] : [])).toSorted();
}

async function relatedEntities(books: HandBooks) {
  const rows = await books.extract('IPE_31', NIGERIA);
  await expectTied(books, 'IPE_31', NIGERIA);
  return rows.map((row) => row['Related_Entity']).sort();
}

function amountsIn(cases: readonly AmountCase[]): Row {
  return Object.fromEntries(
    cases.flatMap(([name, , amount]) => (amount === null ? [] : [[name, amount]])),
  );
}

async function amounts(books: HandBooks): Promise<Row> {
  const rows = await books.extract('IPE_31', NIGERIA);
  await expectTied(books, 'IPE_31', NIGERIA);
  return Object.fromEntries(rows.map((row) => [row['source_row_id'], row['Amount'] ?? null]));
}

describe('IPE_31 population 1 takes an open transaction', () => {
  it('by its list, date, kind, amount and company', async () => {
    const cases: readonly Case[] = [
      ['on no list', {}, true],
      ['with a blank list number', { Transaction_List_Nr: '' }, true],
      [
        'on a list of a later day',
        { Transaction_List_Nr: 'L9', Transaction_List_Date: '2025-10-01 00:00:00' },
        true,
      ],
      [
        'on a list of the last millisecond of the cutoff day',
        { Transaction_List_Nr: 'L9', Transaction_List_Date: '2025-09-30 23:59:59.999' },
        false,
      ],
      ['on a list without a date', { Transaction_List_Nr: 'L9' }, false],
      ['created at the last millisecond', { Created_Date: '2025-09-30 23:59:59.999' }, true],
      ['created at the first moment after', { Created_Date: '2025-10-01 00:00:00' }, false],
      ['created years ago', { Created_Date: '2019-01-01 00:00:00' }, true],
      ['of amount zero', { Amount: '0' }, false],
      ['of a negative amount', { Amount: '-4' }, true],
      ['of another company', { ID_Company: 'JD_GH' }, false],
      ...[
        'Payment',
        'Collection Adjustment (over)',
        'Collection Adjustment (under)',
        'Payment Charges',
        'Reallocation From',
        'Transfer From',
        'Payment Charges Rev',
      ].map((kind) => [`of the kind ${kind}`, { Transaction_Type: kind }, false] as const),
      ['of the kind Reallocation To', { Transaction_Type: 'Reallocation To' }, true],
    ];
    const books = await booksWithSetUp();
    await books.insert(
      TX,
      ...cases.map(([name, change], index) => ({
        ...delivery,
        Related_Entity: name,
        ...change,
        Transaction_ID: String(index),
      })),
    );
    expect(await relatedEntities(books)).toEqual(namesIn(cases));
  });

  it('dated by the deposit that settles its kind, if there is one', async () => {
    const cases = [
      ['Transfer to', 'Transfer', '2025-09-30 08:00:00', null, '2025-09-30 08:00:00'],
      ['Transfer to', 'Transfer', '2025-10-01 00:00:00', null, null],
      ['Transfer to', 'Payment', '2025-10-01 00:00:00', null, '2025-09-10 10:00:00'],
      ['Transfer to', 'Transfer', null, null, '2025-09-10 10:00:00'],
      ['Third Party Collection', 'Payment', '2025-09-30 08:00:00', null, '2025-09-30 08:00:00'],
      ['Third Party Collection', 'Payment', '2025-10-01 00:00:00', null, null],
      ['Third Party Collection', 'Transfer', '2025-10-01 00:00:00', null, '2025-09-10 10:00:00'],
      [
        'Payment - Rev',
        'Payment',
        '2025-10-09 00:00:00',
        '2025-09-29 00:00:00',
        '2025-09-29 00:00:00',
      ],
      ['Payment - Rev', 'Payment', '2025-09-09 00:00:00', '2025-10-01 00:00:00', null],
      ['Payment - Rev', 'Payment', '2025-10-09 00:00:00', null, '2025-09-10 10:00:00'],
      [
        'Payment - Rev',
        'Transfer',
        '2025-10-09 00:00:00',
        '2025-10-09 00:00:00',
        '2025-09-10 10:00:00',
      ],
      ['Delivery', 'Payment', '2025-10-09 00:00:00', '2025-10-09 00:00:00', '2025-09-10 10:00:00'],
      ['Delivery', null, '2025-10-09 00:00:00', null, '2025-09-10 10:00:00'],
    ] as const;
    const books = await booksWithSetUp();
    for (const [index, [kind, type, paid, reversed]] of cases.entries()) {
      const payment = { OMS_Payment_No: `P${index}`, OMS_Payment_Status: 'cancelled' };
      await books.insert(TX, {
        ...delivery,
        Transaction_ID: String(100 + index),
        Transaction_Type: kind,
        Related_Entity: payment.OMS_Payment_No,
      });
      await books.insert(DEPOSIT, {
        ...deposit,
        ...payment,
        OMS_Type: type,
        OMS_Payment_Date: paid,
        payment_reversal_date: reversed,
      });
    }
    const rows = await books.extract('IPE_31', NIGERIA);
    expect(rows.map((row) => [row['Related_Entity'], row['Event_date']])).toEqual(
      cases.flatMap(([, , , , event], index) => (event === null ? [] : [[`P${index}`, event]])),
    );
    await expectTied(books, 'IPE_31', NIGERIA);
  });

  it('does not take the deposit of another company', async () => {
    const books = await booksWithSetUp();
    await books.insert(TX, { ...delivery, Transaction_Type: 'Transfer to', Related_Entity: 'P1' });
    await books.insert(DEPOSIT, { ...deposit, ID_Company: 'JD_GH', OMS_Type: 'Transfer' });
    expect(await books.extract('IPE_31', NIGERIA)).toMatchObject([
      { Event_date: '2025-09-10 10:00:00' },
    ]);
  });
});

describe('IPE_31 helper set: a transaction on an earlier list is open while the list waits', () => {
  const listed = {
    ...delivery,
    Created_Date: '2025-06-10 10:00:00',
    Transaction_List_Nr: 'L1',
    Transaction_List_Date: '2025-06-12 10:00:00',
  } as const;
  it('for approval, or for confirmation with nothing reconciled', async () => {
    const cases = [
      ['waitingApproval', null, true],
      ['waitingApproval', '5', true],
      ['waitingConfirmation', null, true],
      ['waitingConfirmation', '5', false],
      ['waitingConfirmation', '0', false],
      ['inProgress', null, false],
      ['cancelled', null, false],
      [null, null, false],
    ] as const;
    const books = await booksWithSetUp();
    for (const [index, [status, reconciled]] of cases.entries()) {
      const number = { ...company, OMS_Packlist_No: `L${index}`, OMS_Packlist_Status: status };
      await books.insert(TX, {
        ...listed,
        Transaction_ID: String(index),
        Transaction_List_Nr: number.OMS_Packlist_No,
      });
      await books.insert(
        PACKAGES,
        { ...number, OMS_Package_No: 'A' },
        { ...number, OMS_Package_No: 'B' },
      );
      await books.insert(PAY, {
        ...list,
        OMS_Packlist_No: number.OMS_Packlist_No,
        OMS_Packlist_Status: 'open',
        OMS_Payment_Reconciled_Amount: reconciled,
      });
    }
    expect(await openItems(books)).toEqual(
      cases.flatMap(([, , isIn], index) => (isIn ? [`1 ${index} 10.0000`] : [])),
    );
  });

  it('compares company and list number as two values', async () => {
    const books = await booksWithSetUp();
    await books.insert(TX, { ...listed, ID_Company: 'EC_NG', Transaction_List_Nr: '11' });
    await books.insert(PACKAGES, {
      ID_Company: 'EC_NG1',
      OMS_Packlist_No: '1',
      OMS_Packlist_Status: 'waitingApproval',
    });
    expect(await openItems(books)).toEqual([]);
  });
});

describe('IPE_31 population 2 takes a transaction', () => {
  it('reallocated later', async () => {
    const cases: readonly Case[] = [
      ['after the cutoff', {}, true],
      [
        'at the first moment after it',
        { Reallocated_Transaction_Date: '2025-10-01 00:00:00' },
        true,
      ],
      [
        'at the last millisecond of the cutoff day',
        { Reallocated_Transaction_Date: '2025-09-30 23:59:59.999' },
        false,
      ],
      ['dated after the cutoff', { Original_Transaction_date: '2025-10-01 00:00:00' }, false],
      ['of any kind', { Transaction_type: 'Payment' }, true],
    ];
    const books = await booksWithSetUp();
    await books.insert(
      MOVED,
      ...cases.map(([name, change], index) => ({
        ...moved,
        Related_Entity: name,
        ...change,
        id: String(index),
      })),
    );
    expect(await relatedEntities(books)).toEqual(namesIn(cases));
  });
});

describe('IPE_31 population 3 takes what is left of a list', () => {
  it('received less applied, by its status and dates', async () => {
    const cases: readonly AmountCase[] = [
      ['received less applied and charges', {}, '39.0000'],
      ['not less what is paid later', { OMS_Payment_Date: '2025-10-01 00:00:00' }, '100.0000'],
      ['not less what has no payment date', { OMS_Payment_Date: null }, '100.0000'],
      ['missing charges are none', { OMS_Payment_Charges_Reconciled_Amount: null }, '40.0000'],
      ['applied in full', { OMS_Payment_Reconciled_Amount: '99' }, null],
      ['applied beyond', { OMS_Payment_Reconciled_Amount: '120' }, null],
      ['nothing reconciled', { OMS_Payment_Reconciled_Amount: null }, null],
      ['amount received missing', { OMS_Amount_Received: null }, null],
      ['closed', { OMS_Packlist_Status: 'closed' }, '39.0000'],
      ['waitingConfirmation', { OMS_Packlist_Status: 'waitingConfirmation' }, '39.0000'],
      ['waitingApproval', { OMS_Packlist_Status: 'waitingApproval' }, null],
      ['without a status', { OMS_Packlist_Status: null }, null],
      ['created after the cutoff', { OMS_Packlist_Created_Date: '2025-10-01 00:00:00' }, null],
    ];
    const books = await booksWithSetUp();
    await books.insert(
      PAY,
      ...cases.map(([name, change], index) => ({
        ...list,
        OMS_Payment_No: null,
        OMS_Packlist_No: name,
        ...change,
        Reconcile_ID: String(index),
      })),
    );
    expect(await amounts(books)).toEqual(amountsIn(cases));
  });

  it('less every payment row of it, whatever its status', async () => {
    const books = await booksWithSetUp();
    await books.insert(
      PAY,
      list,
      {
        ...list,
        Reconcile_ID: '2',
        OMS_Payment_Status: 'cancelled',
        OMS_Payment_Reconciled_Amount: '9',
      },
      {
        ...list,
        Reconcile_ID: '3',
        OMS_Payment_Reconciled_Amount: null,
        OMS_Payment_Charges_Reconciled_Amount: '4',
      },
      { ...list, Reconcile_ID: '4', ID_Company: 'JD_GH' },
    );
    expect(await openItems(books)).toEqual(['3 L1 25.0000']);
  });

  it('unless an adjustment force-closes it', async () => {
    const cases: readonly Closing[] = [
      ['packlist', 'true', null, false],
      ['packlist', 'true', '2025-09-30 23:59:59.999', false],
      ['packlist', 'true', '2025-10-01 00:00:00', true],
      ['packlist', 'false', '2025-09-01 00:00:00', true],
      ['packlist', null, '2025-09-01 00:00:00', true],
      ['payment', 'true', null, true],
      [null, 'true', null, true],
    ];
    const books = await booksWithSetUp();
    await books.insert(
      PAY,
      ...cases.map((_, index) => ({
        ...list,
        OMS_Payment_No: null,
        OMS_Packlist_No: `N${index}`,
        Reconcile_ID: String(index),
      })),
    );
    await books.insert(CLOSED, ...cases.map(closing));
    expect(await openItems(books)).toEqual(
      cases.flatMap(([, , , isIn], index) => (isIn ? [`3 N${index} 39.0000`] : [])),
    );
  });

  it('once, as its row created last has it, and reports that its rows differ', async () => {
    const books = await booksWithSetUp();
    await books.insert(
      PAY,
      { ...list, Reconcile_ID: '5', OMS_Payment_Reconciled_Amount: '10' },
      {
        ...list,
        Reconcile_ID: '4',
        OMS_Packlist_Created_Date: '2025-09-13 10:00:00',
        OMS_Amount_Received: '90',
        OMS_Collection_Partner_Name: 'Hub 1',
        OMS_Payment_Reconciled_Amount: '20',
      },
      { ...list, OMS_Packlist_No: 'L2', Reconcile_ID: '6' },
      { ...list, OMS_Packlist_No: 'L2', Reconcile_ID: '7', OMS_Amount_Received: '200' },
    );
    expect(await openItems(books)).toEqual(['3 L1 58.0000', '3 L2 78.0000']);
    expect(await books.extract('IPE_31', NIGERIA)).toMatchObject([
      { CP: 'Hub 1', Event_date: '2025-09-13 10:00:00', Related_Entity: 'L1' },
      { CP: 'Swift', Transaction_Type: 'Translist in progress' },
    ]);
    const { rows } = await books.ask('IPE_31', 'changed_lists', NIGERIA);
    expect(rows.map((row) => [row['OMS_Packlist_No'], row['forms']]).sort()).toEqual([
      ['L1', '2'],
      ['L2', '2'],
    ]);
  });
});

describe('IPE_31 population 4 takes what is left of a payment, negative', () => {
  it('by its status and date', async () => {
    const cases: readonly AmountCase[] = [
      ['payment and charges', {}, '-52.0000'],
      ['missing charges are none', { OMS_Charges_Amount: null }, '-50.0000'],
      ['a transfer', { OMS_Type: 'Transfer' }, '-52.0000'],
      ['paid at the last millisecond', { OMS_Payment_Date: '2025-09-30 23:59:59.999' }, '-52.0000'],
      ['paid after the cutoff', { OMS_Payment_Date: '2025-10-01 00:00:00' }, null],
      ['without a date', { OMS_Payment_Date: null }, null],
      ['in progress', { OMS_Payment_Status: 'inProgress' }, '-52.0000'],
      ['cancelled', { OMS_Payment_Status: 'cancelled' }, null],
      ['without a status', { OMS_Payment_Status: null }, null],
      ['of nothing', { OMS_Payment_Amount: '0', OMS_Charges_Amount: null }, null],
    ];
    const books = await booksWithSetUp();
    await books.insert(
      DEPOSIT,
      ...cases.map(([name, change]) => ({ ...deposit, OMS_Payment_No: name, ...change })),
    );
    expect(await amounts(books)).toEqual(amountsIn(cases));
  });

  it('less what is applied', async () => {
    const cases: readonly AmountCase[] = [
      ['applied', {}, '-21.0000'],
      [
        'applied to a list of a later day',
        { OMS_Packlist_Created_Date: '2025-10-01 00:00:00' },
        '-52.0000',
      ],
      ['applied later', { OMS_Payment_Date: '2025-10-01 00:00:00' }, '-52.0000'],
      ['by a payment that is no longer', { OMS_Payment_Status: 'cancelled' }, '-52.0000'],
      ['not reconciled', { OMS_Payment_Reconciled_Amount: null }, '-52.0000'],
      ['applied in full', { OMS_Payment_Reconciled_Amount: '51' }, null],
    ];
    const books = await booksWithSetUp();
    await books.insert(DEPOSIT, ...cases.map(([name]) => ({ ...deposit, OMS_Payment_No: name })));
    await books.insert(
      PAY,
      ...cases.map(([name, change], index) => ({
        ...list,
        OMS_Packlist_Status: 'open',
        OMS_Payment_No: name,
        OMS_Payment_Reconciled_Amount: '30',
        ...change,
        Reconcile_ID: String(index),
      })),
    );
    expect(await amounts(books)).toEqual(amountsIn(cases));
  });

  it('unless an adjustment closes it', async () => {
    const cases: readonly Closing[] = [
      ['payment', 'true', null, false],
      ['transfer', 'true', '2025-09-30 23:59:59.999', false],
      ['payment', 'true', '2025-10-01 00:00:00', true],
      ['payment', 'false', '2025-09-01 00:00:00', false],
      ['payment', null, '2025-09-01 00:00:00', false],
      ['payment', null, null, true],
      ['packlist', 'true', null, true],
      [null, 'true', null, false],
    ];
    const books = await booksWithSetUp();
    await books.insert(
      DEPOSIT,
      ...cases.map((_, index) => ({ ...deposit, OMS_Payment_No: `N${index}` })),
    );
    await books.insert(CLOSED, ...cases.map(closing));
    expect(await openItems(books)).toEqual(
      cases.flatMap(([, , , isIn], index) => (isIn ? [`4 N${index} -52.0000`] : [])),
    );
  });

  it('once, where the same deposit stands twice', async () => {
    const books = await booksWithSetUp();
    await books.insert(DEPOSIT, deposit, deposit);
    const rows = await books.extract('IPE_31', NIGERIA);
    expect(rows).toMatchObject([{ Amount: '-52.0000' }]);
    expect((await books.ask('IPE_31', 'fan_out', NIGERIA)).rows).toMatchObject([
      { look_up: 'RPT_CASHDEPOSIT', look_up_key: 'P1', matches: '2' },
    ]);
  });
});

async function booksOfAllPopulations(): Promise<HandBooks> {
  const books = await booksWithSetUp();
  await books.insert(TX, delivery, { ...delivery, Transaction_ID: '2', Collection_Partner: 'Pay' });
  await books.insert(MOVED, moved);
  await books.insert(PAY, list);
  await books.insert(DEPOSIT, deposit);
  return books;
}

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
