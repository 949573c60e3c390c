import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';
import { breaking, expectComplete, expectConserved, expectValuesTied } from './ties.ts';

const ITEM = 'IPE_08_USAGE';
const NIGERIA = { entities: ['NG'] } as const;
const TWO = { entities: ['NG', 'GH'] } as const;

type Cells = Readonly<Record<string, string | null>>;

async function issue(books: HandBooks, id: string, cells: Cells = {}): Promise<void> {
  await books.insert('fin_rec.V_STORECREDITVOUCHER_CLOSING', {
    ID_COMPANY: 'EC_NG',
    id,
    code: `V${id}`,
    business_use: 'refund',
    created_at: '2024-12-31 23:59:59.999',
    snapshot_date: '2025-10-01 00:00:00',
    ...cells,
  });
}

/** An order item delivered on 20 September 2025 that used 10 of a voucher. */
async function use(books: HandBooks, item: string, code: string | null, cells: Cells = {}) {
  await books.insert('fin_rec.RPT_SOI', {
    ID_COMPANY: 'EC_NG',
    COD_OMS_SALES_ORDER_ITEM: item,
    voucher_code: code,
    VOUCHER_TYPE: 'reusablecredit',
    IS_MARKETPLACE: 'false',
    DELIVERED_DATE: '2025-09-20 12:00:00',
    PACKAGE_DELIVERY_DATE: '2025-09-20 12:00:00',
    MTR_COUPON_MONEY_VALUE: '10',
    MTR_SHIPPING_VOUCHER_DISCOUNT: null,
    ...cells,
  });
}

async function usage(books: HandBooks, question: typeof NIGERIA | typeof TWO = NIGERIA) {
  const rows = await books.extract(ITEM, question);
  return rows.map((row) => [row['voucher_code'], row['Delivery_mth'], row['TotalAmountUsed']]);
}

async function expectTied(books: HandBooks, question: typeof NIGERIA | typeof TWO = NIGERIA) {
  await expectComplete(books, ITEM, question);
  await expectValuesTied(books, ITEM, question);
  await expectConserved(books, ITEM, 'exclusions', question);
  expect((await books.ask(ITEM, 'usage_differences', question)).rows).toEqual([]);
  expect(await breaking(books, ITEM, 'none_delivered_after_cutoff', question)).toEqual([]);
}

describe('IPE_08_USAGE counts an order item', () => {
  it.each([
    ['of store credit', {}, ['V1', '202509', '10.0000']],
    ['of a coupon', { VOUCHER_TYPE: 'coupon' }, undefined],
    ['of no voucher', { VOUCHER_TYPE: null }, undefined],
    [
      'with its package on the cutoff day',
      { PACKAGE_DELIVERY_DATE: '2025-09-30 23:59:59.999' },
      ['V1', '202509', '10.0000'],
    ],
    [
      'with its package on the day after',
      { PACKAGE_DELIVERY_DATE: '2025-10-01 00:00:00' },
      undefined,
    ],
    ['without a package delivered', { PACKAGE_DELIVERY_DATE: null }, undefined],
    [
      'delivered at the start bound',
      { DELIVERED_DATE: '2015-01-01 00:00:00', PACKAGE_DELIVERY_DATE: '2014-12-31 08:00:00' },
      ['V1', '201412', '10.0000'],
    ],
    ['delivered in 2014', { DELIVERED_DATE: '2014-12-31 23:59:59.999' }, undefined],
    ['not delivered', { DELIVERED_DATE: null }, undefined],
    ['of another company', { ID_COMPANY: 'JD_GH' }, undefined],
  ])('%s', async (_what, cells, row) => {
    const books = await handBooks();
    await issue(books, '1');
    await use(books, '1', 'V1', cells);
    expect(await usage(books)).toEqual(row === undefined ? [] : [row]);
    await expectTied(books);
  });

  it('in the row of its code and month, split by marketplace, retail and shipping', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await use(books, '1', 'V1', { IS_MARKETPLACE: 'true', MTR_SHIPPING_VOUCHER_DISCOUNT: '2.5' });
    await use(books, '2', 'V1', { MTR_COUPON_MONEY_VALUE: '7.25' });
    await use(books, '3', 'V1', { IS_MARKETPLACE: null, MTR_COUPON_MONEY_VALUE: '1' });
    await use(books, '4', 'V1', { PACKAGE_DELIVERY_DATE: '2025-08-31 23:59:59' });
    await use(books, '5', 'V1', { MTR_COUPON_MONEY_VALUE: null });
    expect(await books.extract(ITEM, NIGERIA)).toEqual([
      {
        ID_Company: 'EC_NG',
        id: '1',
        voucher_code: 'V1',
        voucher_type: 'reusablecredit',
        business_use: 'refund',
        creation_year: '2024',
        Delivery_mth: '202508',
        shipping_storecredit: '0.0000',
        MPL_storecredit: '0.0000',
        RTL_storecredit: '10.0000',
        TotalAmountUsed: '10.0000',
      },
      {
        ID_Company: 'EC_NG',
        id: '1',
        voucher_code: 'V1',
        voucher_type: 'reusablecredit',
        business_use: 'refund',
        creation_year: '2024',
        Delivery_mth: '202509',
        shipping_storecredit: '2.5000',
        MPL_storecredit: '10.0000',
        RTL_storecredit: '8.2500',
        TotalAmountUsed: '20.7500',
      },
    ]);
    expect((await books.ask(ITEM, 'missing_flags', NIGERIA)).rows).toMatchObject([
      { COD_OMS_SALES_ORDER_ITEM: '3', amount: '1.0000' },
    ]);
    await expectTied(books);
  });

  it('of a code without a voucher under that code, and reports items and amount', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '2', { snapshot_date: '2025-09-01 00:00:00' });
    await issue(books, '3', { ID_COMPANY: 'JD_GH' });
    await use(books, '1', 'V1');
    await use(books, '2', 'V2');
    await use(books, '3', 'V3');
    await use(books, '4', 'V3', { PACKAGE_DELIVERY_DATE: '2025-08-10 00:00:00' });
    await use(books, '5', null);
    await use(books, '6', 'V4', { PACKAGE_DELIVERY_DATE: '2025-10-10 00:00:00' });
    const rows = await books.extract(ITEM, NIGERIA);
    expect(rows.map((row) => [row['voucher_code'], row['id'], row['creation_year']])).toEqual([
      ['', null, null],
      ['V1', '1', '2024'],
      ['V2', null, null],
      ['V3', null, null],
      ['V3', null, null],
    ]);
    const { rows: unmatched } = await books.ask(ITEM, 'unmatched_codes', NIGERIA);
    expect(
      unmatched.map((row) => [row['voucher_code'], row['row_count'], row['amount']]).sort(),
    ).toEqual([
      ['', '1', '10.0000'],
      ['V2', '1', '10.0000'],
      ['V3', '2', '20.0000'],
    ]);
    await expectTied(books);
  });

  it('of every selected company, codes being those of the company', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '9', { ID_COMPANY: 'JD_GH', code: 'V1', business_use: 'jforce' });
    await use(books, '1', 'V1');
    await use(books, '1', 'V1', { ID_COMPANY: 'JD_GH' });
    const rows = await books.extract(ITEM, TWO);
    expect(rows.map((row) => [row['ID_Company'], row['id'], row['business_use']])).toEqual([
      ['EC_NG', '1', 'refund'],
      ['JD_GH', '9', 'jforce'],
    ]);
    await expectTied(books, TWO);
  });

  it('E-6 once, by reason', async () => {
    const books = await handBooks();
    await use(books, '1', 'V1');
    await use(books, '2', 'V1');
    await use(books, '3', 'V1', { ID_COMPANY: 'JD_GH' });
    await use(books, '4', 'V1', { VOUCHER_TYPE: null });
    await use(books, '5', 'V1', { VOUCHER_TYPE: 'coupon' });
    await use(books, '6', 'V1', { PACKAGE_DELIVERY_DATE: null });
    await use(books, '7', 'V1', { PACKAGE_DELIVERY_DATE: '2025-10-01 00:00:00' });
    await use(books, '8', 'V1', { DELIVERED_DATE: null });
    await use(books, '9', 'V1', { DELIVERED_DATE: '2014-12-31 00:00:00' });
    const { rows } = await books.ask(ITEM, 'exclusions', NIGERIA);
    expect(rows.map(({ reason, row_count }) => [reason, row_count]).sort()).toEqual([
      ['added to the row of its code and month', '1'],
      ['company not selected', '1'],
      ['included', '1'],
      ['no voucher used', '1'],
      ['order item delivered before the start bound', '1'],
      ['package delivered after the cutoff', '1'],
      ['package delivered, order item not', '1'],
      ['package not delivered', '1'],
      ['unfiltered', '9'],
      ['voucher of another type', '1'],
    ]);
  });
});

describe('IPE_08_USAGE agrees with IPE_08', () => {
  it('on vouchers whose order items all name its type, and leaves the others to the reader', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '2');
    await issue(books, '3');
    await use(books, '1', 'V1');
    await use(books, '2', 'V1', { PACKAGE_DELIVERY_DATE: '2025-07-10 00:00:00' });
    await use(books, '3', 'V2');
    await use(books, '4', 'V2', { VOUCHER_TYPE: 'coupon' });
    await use(books, '5', 'V3');
    await use(books, '6', 'V3', { VOUCHER_TYPE: null });
    const { rows } = await books.ask('IPE_08', 'extract', NIGERIA);
    expect(rows.map((row) => `${row['id']} ${row['TotalAmountUsed']}`).toSorted()).toEqual([
      '1 20.0000',
      '2 20.0000',
      '3 20.0000',
    ]);
    expect(await usage(books)).toEqual([
      ['V1', '202507', '10.0000'],
      ['V1', '202509', '10.0000'],
      ['V2', '202509', '10.0000'],
      ['V3', '202509', '10.0000'],
    ]);
    await expectTied(books);
  });
});

describe('IPE_08_USAGE finds trouble', () => {
  it('F-4 codes of several vouchers in use, and order items that count twice', async () => {
    const books = await handBooks();
    await issue(books, '1', { code: 'TWICE' });
    await issue(books, '2', { code: 'TWICE' });
    await issue(books, '3', { code: 'UNUSED' });
    await issue(books, '4', { code: 'UNUSED' });
    await use(books, '7', 'TWICE');
    await use(books, '7', 'TWICE');
    const { rows } = await books.ask(ITEM, 'fan_out', NIGERIA);
    expect(rows.map((row) => [row['look_up'], row['look_up_key'], row['matches']]).sort()).toEqual([
      ['RPT_SOI', '7', '2'],
      ['V_STORECREDITVOUCHER_CLOSING', 'TWICE', '2'],
    ]);
    expect(await usage(books)).toHaveLength(2);
    expect((await books.ask(ITEM, 'completeness', NIGERIA)).rows).toMatchObject([
      { row_count: '1' },
    ]);
  });

  it('a missing snapshot', async () => {
    const books = await handBooks();
    await issue(books, '1', { snapshot_date: '2025-09-01 00:00:00' });
    await use(books, '1', 'V1');
    const { rows } = await books.ask(ITEM, 'missing_snapshots', NIGERIA);
    expect(rows.map(({ company }) => company).toSorted()).toEqual([
      'EC_NG',
      'every selected company',
    ]);
  });

  it('E-7 knows codes of one item alone: of the cutoff day, and the first and last', async () => {
    const books = await handBooks();
    const cutoff = { PACKAGE_DELIVERY_DATE: '2025-09-30 18:00:00' };
    for (const item of ['1', '2', '3', '5']) await use(books, item, `V${item}`);
    await use(books, '4', 'V4', cutoff);
    await use(books, '6', 'V6', cutoff);
    await use(books, '7', 'V6', cutoff);
    const { rows } = await books.ask(ITEM, 'witnesses', NIGERIA);
    expect(rows.map((row) => row['voucher_code']).toSorted()).toEqual(['V1', 'V4', 'V5']);
  });
});
