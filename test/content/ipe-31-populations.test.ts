import { describe, expect, it } from 'vitest';
import { expectTied } from './expect-tied.ts';
import type { HandBooks } from './hand-books.ts';
import {
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
