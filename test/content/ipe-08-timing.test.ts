import { describe, expect, it } from 'vitest';
import { findItem } from '../../src/catalog/compiled-catalog.ts';
import { COMPANIES } from '../../src/catalog/entities.ts';
import { type HandBooks, handBooks } from './hand-books.ts';
import { catalog } from './the-catalog.ts';
import { breaking, expectComplete, expectConserved, expectValuesTied } from './ties.ts';

const ITEM = 'IPE_08_TIMING';
const VIEW = 'fin_rec.V_STORECREDITVOUCHER_CLOSING';
const NIGERIA = { entities: ['NG'] } as const;
const TWO = { entities: ['NG', 'GH'] } as const;

type Cells = Readonly<Record<string, string | null>>;

/** An inactive voucher of 100 in the snapshot of September 2025, valid until March. */
async function issue(books: HandBooks, id: string, cells: Cells = {}): Promise<void> {
  await books.insert(VIEW, {
    ID_COMPANY: 'EC_NG',
    id,
    code: `V${id}`,
    business_use: 'refund',
    is_active: 'false',
    discount_amount: '100',
    created_at: '2025-09-10 09:00:00',
    to_date: '2026-03-10 09:00:00',
    snapshot_date: '2025-10-01 00:00:00',
    ...cells,
  });
}

/** An order item of September 2025 that names a voucher's code, neither delivered nor cancelled. */
async function order(books: HandBooks, item: string, code: string, cells: Cells = {}) {
  await books.insert('fin_rec.RPT_SOI', {
    ID_COMPANY: 'EC_NG',
    COD_OMS_SALES_ORDER_ITEM: item,
    ID_Sales_Order_Item: `1${item}`,
    voucher_code: code,
    CURRENT_STATUS: 'shipped',
    ORDER_CREATION_DATE: '2025-09-12 10:00:00',
    DELIVERED_DATE: null,
    CANCELLATION_DATE: null,
    ...cells,
  });
}

async function lines(books: HandBooks, question: typeof NIGERIA | typeof TWO = NIGERIA) {
  const rows = await books.extract(ITEM, question);
  return rows.map((row) => `${row['Voucher_ID']}/${row['fk_Sales_Order_Item']}`);
}

async function expectTied(books: HandBooks, question: typeof NIGERIA | typeof TWO = NIGERIA) {
  await expectComplete(books, ITEM, question);
  await expectValuesTied(books, ITEM, question);
  await expectConserved(books, ITEM, 'exclusions', question);
  await expectConserved(books, ITEM, 'face_value', question);
}

describe('IPE_08_TIMING takes a voucher', () => {
  it.each([
    ['inactive', {}, true],
    ['active', { is_active: 'true' }, false],
    ['without an active flag', { is_active: null }, true],
    ['expired on the cutoff day', { to_date: '2025-09-30 23:59:59.999' }, false],
    ['expiring at the first moment after it', { to_date: '2025-10-01 00:00:00' }, true],
    ['without an expiry', { to_date: null }, true],
    ['issued long ago', { created_at: '2012-01-01 00:00:00' }, true],
    ['issued in the last millisecond', { created_at: '2025-09-30 23:59:59.999' }, true],
    ['issued after the cutoff', { created_at: '2025-10-01 00:00:00' }, false],
    ['of an earlier snapshot', { snapshot_date: '2025-09-01 00:00:00' }, false],
    ['of a later snapshot', { snapshot_date: '2025-11-01 00:00:00' }, false],
    ['of another company', { ID_COMPANY: 'JD_GH' }, false],
  ])('%s', async (_what, cells, taken) => {
    const books = await handBooks();
    await issue(books, '1', cells);
    expect(await lines(books)).toEqual(taken ? ['1/0'] : []);
    await expectTied(books);
  });

  it('RU-11 without an active flag and names it', async () => {
    const books = await handBooks();
    await issue(books, '1', { is_active: null });
    await issue(books, '2');
    await issue(books, '3', { is_active: null, snapshot_date: '2025-09-01 00:00:00' });
    expect((await books.ask(ITEM, 'missing_flags', NIGERIA)).rows).toEqual([
      { ID_Company: 'EC_NG', Voucher_ID: '1', Amount: '100.0000' },
    ]);
  });
});

describe('IPE_08_TIMING judges an order item by its dates alone', () => {
  it.each([
    ['not delivered, not cancelled', {}, true],
    [
      'delivered after the cutoff, status now delivered',
      { DELIVERED_DATE: '2025-10-01 00:00:00', CURRENT_STATUS: 'delivered' },
      true,
    ],
    ['delivered on the cutoff day', { DELIVERED_DATE: '2025-09-30 23:59:59.999' }, false],
    [
      'cancelled after the cutoff',
      { CANCELLATION_DATE: '2025-10-01 00:00:00', CURRENT_STATUS: 'cancelled' },
      true,
    ],
    ['cancelled on the cutoff day', { CANCELLATION_DATE: '2025-09-30 00:00:00' }, false],
    [
      'delivered by, cancelled after',
      { DELIVERED_DATE: '2025-09-29 00:00:00', CANCELLATION_DATE: '2025-10-02 00:00:00' },
      false,
    ],
    [
      'delivered and cancelled by the cutoff',
      { DELIVERED_DATE: '2025-09-29 00:00:00', CANCELLATION_DATE: '2025-09-30 00:00:00' },
      false,
    ],
    ['closed without dates', { CURRENT_STATUS: 'closed' }, true],
  ])('%s', async (_what, cells, taken) => {
    const books = await handBooks();
    await issue(books, '1');
    await order(books, '7', 'V1', cells);
    expect(await lines(books)).toEqual(taken ? ['1/7'] : []);
    await expectTied(books);
  });

  it('one row per open item; a voucher with closed items only has none', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '2', { discount_amount: '40' });
    await issue(books, '3', { discount_amount: '7' });
    await issue(books, '1', { ID_COMPANY: 'JD_GH', discount_amount: '3' });
    await order(books, '7', 'V1');
    await order(books, '8', 'V1', { DELIVERED_DATE: '2025-10-05 00:00:00' });
    await order(books, '9', 'V1', { DELIVERED_DATE: '2025-09-05 00:00:00' });
    await order(books, '10', 'V2', { DELIVERED_DATE: '2025-09-05 00:00:00' });
    await order(books, '11', 'V9');
    expect(await lines(books, TWO)).toEqual(['1/7', '1/8', '3/0', '1/0']);
    const { rows } = await books.ask(ITEM, 'face_value', TWO);
    expect(
      rows
        .filter(({ reason }) => reason === 'included')
        .map(
          (row) =>
            `${row['ID_Company']} ${row['row_count']} ${row['vouchers']} ${row['face_value']}`,
        )
        .toSorted(),
    ).toEqual(['EC_NG 3 2 107.0000', 'JD_GH 1 1 3.0000']);
    await expectTied(books, TWO);
  });

  it('E-6 or counts it under the first reason that keeps it out', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '2', { is_active: 'true' });
    await issue(books, '3', { to_date: '2025-09-01 00:00:00' });
    await issue(books, '4', { created_at: '2025-10-01 00:00:00' });
    await issue(books, '5', { snapshot_date: '2025-09-01 00:00:00' });
    await issue(books, '5', { snapshot_date: '2025-11-01 00:00:00' });
    await issue(books, '6', { ID_COMPANY: 'JD_GH' });
    await order(books, '1', 'V1', { DELIVERED_DATE: '2025-09-05 00:00:00' });
    await order(books, '2', 'V1', { CANCELLATION_DATE: '2025-09-05 00:00:00' });
    await order(books, '3', 'V1');
    await order(books, '4', 'V2');
    await order(books, '5', 'V2');
    const { rows } = await books.ask(ITEM, 'exclusions', NIGERIA);
    expect(rows.map(({ reason, row_count }) => [reason, row_count]).sort()).toEqual([
      ['company not selected', '1'],
      ['included', '1'],
      ['order item cancelled by the cutoff', '1'],
      ['order item delivered by the cutoff', '1'],
      ['snapshot of a later moment', '1'],
      ['snapshot of an earlier moment', '1'],
      ['unfiltered', '10'],
      ['voucher active', '2'],
      ['voucher created after the cutoff', '1'],
      ['voucher expired by the cutoff', '1'],
    ]);
  });
});

describe('IPE_08_TIMING', () => {
  it('RU-24 adds up to zero for a company without a voucher in flight', async () => {
    const books = await handBooks();
    await issue(books, '1', { is_active: 'true' });
    expect((await books.ask(ITEM, 'face_value', NIGERIA)).rows).toEqual([
      {
        ID_Company: 'EC_NG',
        reason: 'unfiltered',
        row_count: '0',
        vouchers: '0',
        face_value: '0.0000',
      },
    ]);
    await expectTied(books);
  });

  it.each(COMPANIES)('gives $code the currency $currency', async ({ code, currency, entity }) => {
    const books = await handBooks();
    await issue(books, '1', { ID_COMPANY: code });
    const question = { entities: [entity] };
    expect(await books.extract(ITEM, question)).toMatchObject([{ Currency: currency }]);
    expect(await breaking(books, ITEM, 'currency_recalculated', question)).toEqual([]);
    await expectValuesTied(books, ITEM, question);
  });

  it('gives no company two currencies', () => {
    const { constants = {} } = findItem(catalog, ITEM).definition.parameters;
    const listed = Object.entries(constants)
      .filter(([name]) => name.startsWith('companies_in_'))
      .flatMap(([, { value }]) => value);
    expect(listed.toSorted()).toEqual(COMPANIES.map(({ code }) => code).toSorted());
  });

  it('holds an order item and its order together, or neither', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '2');
    await order(books, '7', 'V1', { ORDER_NR: '300000007', COD_OMS_SALES_ORDER: '30' });
    const rows = await books.extract(ITEM, NIGERIA);
    expect(rows).toMatchObject([
      {
        ID_Sales_Order_Item: '17',
        fk_Sales_Order: '30',
        Order_Nr: '300000007',
        Status: 'inactive',
      },
      {
        ID_Sales_Order_Item: null,
        fk_Sales_Order: null,
        Order_Nr: null,
        Order_Creation_Date: null,
      },
    ]);
    expect(await breaking(books, ITEM, 'order_item_consistent', NIGERIA)).toEqual([]);
  });

  it('E-7 knows items of the period delivered after it, and vouchers no order item names', async () => {
    const books = await handBooks();
    for (const id of ['1', '2', '3', '4', '5', '6']) await issue(books, id);
    const after = { DELIVERED_DATE: '2025-10-05 00:00:00' };
    await order(books, '7', 'V1', after);
    await order(books, '8', 'V2', { ...after, ORDER_CREATION_DATE: '2025-08-31 10:00:00' });
    await order(books, '9', 'V3', { ...after, CANCELLATION_DATE: '2025-09-30 00:00:00' });
    const { rows } = await books.ask(ITEM, 'witnesses', NIGERIA);
    expect(
      rows.map((row) => `${row['Voucher_ID']}/${row['fk_Sales_Order_Item']}`).toSorted(),
    ).toEqual(['1/7', '4/0', '6/0']);
    expect(await lines(books)).toEqual(expect.arrayContaining(['1/7', '4/0', '6/0']));
  });

  it('F-4 names codes that vouchers share and an order item that stands twice', async () => {
    const books = await handBooks();
    await issue(books, '1', { code: 'TWICE' });
    await issue(books, '2', { code: 'TWICE' });
    await issue(books, '3', { code: 'TWICE', ID_COMPANY: 'JD_GH' });
    await issue(books, '4', { code: 'TWICE', snapshot_date: '2025-09-01 00:00:00' });
    await order(books, '7', 'V3');
    await order(books, '7', 'V3');
    const { rows } = await books.ask(ITEM, 'fan_out', NIGERIA);
    expect(
      rows.map((row) => `${row['look_up']} ${row['look_up_key']} ${row['matches']}`).toSorted(),
    ).toEqual(['RPT_SOI 7 2', 'V_STORECREDITVOUCHER_CLOSING TWICE 2']);
  });

  it('misses a snapshot that is not there instead of taking an older one', async () => {
    const books = await handBooks();
    await issue(books, '1', { snapshot_date: '2025-09-01 00:00:00' });
    expect(await lines(books)).toEqual([]);
    const { rows } = await books.ask(ITEM, 'missing_snapshots', NIGERIA);
    expect(rows.map(({ company }) => company).toSorted()).toEqual([
      'EC_NG',
      'every selected company',
    ]);
  });
});
