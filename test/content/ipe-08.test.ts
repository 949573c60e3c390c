import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';
import { breaking, expectComplete, expectConserved, expectValuesTied } from './ties.ts';

const VIEW = 'fin_rec.V_STORECREDITVOUCHER_CLOSING';
const ITEMS = 'fin_rec.RPT_SOI';
const NIGERIA = { entities: ['NG'] } as const;
const TWO = { entities: ['NG', 'GH'] } as const;

type Cells = Readonly<Record<string, string | null>>;

/** A voucher of 100 in the snapshot of September 2025, issued on the 10th, valid and active, never used. */
async function issue(books: HandBooks, id: string, cells: Cells = {}): Promise<void> {
  await books.insert(VIEW, {
    ID_COMPANY: 'EC_NG',
    id,
    code: `V${id}`,
    business_use: 'refund',
    type: 'reusablecredit',
    is_active: 'true',
    discount_amount: '100',
    used_discount_amount: '0',
    remaining_amount: '100',
    created_at: '2025-09-10 09:00:00',
    to_date: '2026-03-10 09:00:00',
    voucher_inactive_date: null,
    template_inactive_date: null,
    snapshot_date: '2025-10-01 00:00:00',
    ...cells,
  });
}

/** An order item delivered on 20 September 2025 that names a voucher's code. */
async function use(books: HandBooks, item: string, code: string, cells: Cells = {}): Promise<void> {
  await books.insert(ITEMS, {
    ID_COMPANY: 'EC_NG',
    COD_OMS_SALES_ORDER_ITEM: item,
    voucher_code: code,
    VOUCHER_TYPE: 'reusablecredit',
    IS_MARKETPLACE: 'false',
    DELIVERED_DATE: '2025-09-20 12:00:00',
    PACKAGE_DELIVERY_DATE: '2025-09-20 12:00:00',
    MTR_COUPON_MONEY_VALUE: '10',
    MTR_SHIPPING_VOUCHER_DISCOUNT: null,
    MTR_SHIPPING_DISCOUNT_AMOUNT: null,
    ...cells,
  });
}

async function column(books: HandBooks, name: string) {
  const rows = await books.extract('IPE_08', NIGERIA);
  return Object.fromEntries(rows.map((row) => [row['id'], row[name]]));
}

async function ids(books: HandBooks): Promise<readonly string[]> {
  return Object.keys(await column(books, 'id'));
}

async function expectTied(books: HandBooks, question: typeof NIGERIA | typeof TWO = NIGERIA) {
  await expectComplete(books, 'IPE_08', question);
  await expectValuesTied(books, 'IPE_08', question);
  await expectConserved(books, 'IPE_08', 'exclusions', question);
  await expectConserved(books, 'IPE_08', 'target_value', question);
}

describe('IPE_08 takes a voucher', () => {
  it('issued by the last millisecond of the cutoff day and not before the start bound', async () => {
    const books = await handBooks();
    await issue(books, '1', { created_at: '2016-12-30 23:59:59.999' });
    await issue(books, '2', { created_at: '2016-12-31 00:00:00' });
    await issue(books, '3', { created_at: '2025-09-30 23:59:59.999' });
    await issue(books, '4', { created_at: '2025-10-01 00:00:00' });
    expect(await ids(books)).toEqual(['2', '3']);
    await expectTied(books);
  });

  it('only from the snapshot of the end of the period, to the moment', async () => {
    const books = await handBooks();
    await issue(books, '1', { remaining_amount: '60' });
    await issue(books, '1', { remaining_amount: '80', snapshot_date: '2025-09-01 00:00:00' });
    await issue(books, '1', { remaining_amount: '50', snapshot_date: '2025-11-01 00:00:00' });
    await issue(books, '2', { snapshot_date: '2025-10-01 00:00:00.001' });
    await issue(books, '3', { snapshot_date: '2025-09-30 23:59:59.999' });
    expect(await column(books, 'remaining_amount')).toEqual({ '1': '60.0000' });
    await expectTied(books);
  });

  it('of selected companies, with templates where one is found', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '1', { ID_COMPANY: 'JD_GH', discount_amount: '7' });
    await issue(books, '2', { ID_COMPANY: 'EC_KE' });
    await books.insert('fin_rec.StoreCreditVoucher', {
      ID_COMPANY: 'JD_GH',
      id: '1',
      template_id: '5',
      template_name: 'Apology',
    });
    const rows = await books.extract('IPE_08', TWO);
    expect(rows.map((row) => [row['ID_COMPANY'], row['template_id']])).toEqual([
      ['EC_NG', null],
      ['JD_GH', '5'],
    ]);
    await expectTied(books, TWO);
  });

  it('E-6 or counts it under the first reason that keeps it out', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '1', { snapshot_date: '2025-09-01 00:00:00' });
    await issue(books, '1', { snapshot_date: '2025-11-01 00:00:00' });
    await issue(books, '2', { created_at: '2015-01-01 00:00:00' });
    await issue(books, '3', { created_at: '2025-10-01 00:00:00' });
    await issue(books, '4', { ID_COMPANY: 'JD_GH', created_at: '2015-01-01 00:00:00' });
    const { rows } = await books.ask('IPE_08', 'exclusions', NIGERIA);
    expect(rows.map(({ reason, row_count }) => [reason, row_count]).sort()).toEqual([
      ['company not selected', '1'],
      ['created after the cutoff', '1'],
      ['created before the start bound', '1'],
      ['included', '1'],
      ['snapshot of a later moment', '1'],
      ['snapshot of an earlier moment', '1'],
      ['unfiltered', '6'],
    ]);
  });
});

describe('IPE_08 counts as used', () => {
  it('what order items delivered by the cutoff and after 2014 used, by shipping, marketplace and retail', async () => {
    const books = await handBooks();
    await issue(books, '1');
    const marketplace = { IS_MARKETPLACE: 'true', MTR_COUPON_MONEY_VALUE: '20.5' };
    await use(books, '1', 'V1', { ...marketplace, MTR_SHIPPING_VOUCHER_DISCOUNT: '3' });
    await use(books, '2', 'V1', { MTR_SHIPPING_DISCOUNT_AMOUNT: '1.25' });
    await use(books, '3', 'V1', { IS_MARKETPLACE: null, MTR_COUPON_MONEY_VALUE: '4' });
    expect(await books.extract('IPE_08', NIGERIA)).toMatchObject([
      {
        voucher_type: 'reusablecredit',
        shipping_discount: '1.2500',
        shipping_storecredit: '3.0000',
        MPL_storecredit: '20.5000',
        RTL_storecredit: '14.0000',
        TotalAmountUsed: '37.5000',
        TotalRemainingAmount: '62.5000',
      },
    ]);
    await expectTied(books);
    expect((await books.ask('IPE_08', 'missing_flags', NIGERIA)).rows).toEqual([
      {
        ID_COMPANY: 'EC_NG',
        COD_OMS_SALES_ORDER_ITEM: '3',
        voucher_code: 'V1',
        amount: '4.0000',
      },
    ]);
  });

  it.each([
    ['package on the cutoff day', { PACKAGE_DELIVERY_DATE: '2025-09-30 23:59:59.999' }, '10.0000'],
    ['package on the day after', { PACKAGE_DELIVERY_DATE: '2025-10-01 00:00:00' }, '0.0000'],
    ['no package delivered', { PACKAGE_DELIVERY_DATE: null }, '0.0000'],
    ['item delivered at the bound', { DELIVERED_DATE: '2015-01-01 00:00:00' }, '10.0000'],
    ['item delivered in 2014', { DELIVERED_DATE: '2014-12-31 23:59:59.999' }, '0.0000'],
    ['item not delivered', { DELIVERED_DATE: null }, '0.0000'],
    ['code of another company', { ID_COMPANY: 'JD_GH' }, '0.0000'],
    ['no code', { voucher_code: null }, '0.0000'],
  ])('%s', async (_what, cells, used) => {
    const books = await handBooks();
    await issue(books, '1');
    await use(books, '1', 'V1', cells);
    expect(await column(books, 'TotalAmountUsed')).toEqual({ '1': used });
    await expectTied(books);
  });

  it.each([
    [['reusablecredit', 'coupon'], 'mixed'],
    [['reusablecredit', null], 'mixed'],
    [['coupon', 'coupon'], 'coupon'],
    [[null, null], null],
  ])('items of types %s once: the voucher has the type %s and one row', async (types, type) => {
    const books = await handBooks();
    await issue(books, '1');
    for (const [index, VOUCHER_TYPE] of types.entries()) {
      await use(books, String(index), 'V1', { VOUCHER_TYPE });
    }
    expect(await books.extract('IPE_08', NIGERIA)).toMatchObject([
      { voucher_type: type, discount_amount: '100.0000', TotalAmountUsed: '20.0000' },
    ]);
    await expectTied(books);
  });

  it('more than the face value when the items say so, and shows it', async () => {
    const books = await handBooks();
    await issue(books, '1', { discount_amount: '5' });
    await issue(books, '2', { discount_amount: null });
    await use(books, '1', 'V1');
    expect(await column(books, 'TotalRemainingAmount')).toEqual({ '1': '-5.0000', '2': '0.0000' });
    await expectTied(books);
  });
});

describe('IPE_08 derives', () => {
  it.each([
    ['2025-09-30 23:59:59.999', 'expired', '2025-09'],
    ['2025-10-01 00:00:00', 'valid', '2025-10'],
    [null, 'valid', null],
  ])('of an expiry at %s: %s', async (to_date, Is_Valid, expiration_ym) => {
    const books = await handBooks();
    await issue(books, '1', { to_date });
    expect(await books.extract('IPE_08', NIGERIA)).toMatchObject([{ Is_Valid, expiration_ym }]);
    expect(await breaking(books, 'IPE_08', 'is_valid_recalculated', NIGERIA)).toEqual([]);
    expect(await breaking(books, 'IPE_08', 'expiration_ym_recalculated', NIGERIA)).toEqual([]);
    await expectTied(books);
  });

  const A = '2025-09-01 00:00:00';
  const B = '2025-10-02 00:00:00';
  const C = '2025-11-03 00:00:00';
  it.each([
    [null, null, null, null],
    [A, null, null, A],
    [null, B, null, B],
    [null, null, C, C],
    [A, B, null, A],
    [B, A, null, A],
    [A, null, B, A],
    [B, null, A, A],
    [null, A, B, A],
    [null, B, A, A],
    [A, A, A, A],
    [A, A, B, A],
    [A, B, A, A],
    [B, A, A, A],
    [A, A, null, A],
    [A, null, A, A],
    [null, A, A, A],
    [A, B, C, A],
    [C, B, A, A],
    [B, A, C, A],
  ])('from %s, %s and %s the first end %s', async (to, voucher, template, first) => {
    const books = await handBooks();
    const ends = { voucher_inactive_date: voucher, template_inactive_date: template };
    await issue(books, '1', { to_date: to, ...ends });
    expect(await column(books, 'min_inactive_date')).toEqual({ '1': first });
    expect(await breaking(books, 'IPE_08', 'min_inactive_date_recalculated', NIGERIA)).toEqual([]);
    await expectTied(books);
  });

  it.each([
    ['jpay_store_credit', 'GC77', 'jpay_store_credit_gift'],
    ['jpay_store_credit', 'JP77', 'jpay_store_credit_DS'],
    ['Jpay store_credit', 'X77', 'jpay_store_credit_other'],
    ['store_credit', 'GC77', 'store_credit'],
    [null, 'GC77', null],
  ])(
    'from the use %s and the code %s the formatted use %s',
    async (business_use, code, formatted) => {
      const books = await handBooks();
      await issue(books, '1', { business_use, code });
      expect(await column(books, 'business_use_formatted')).toEqual({ '1': formatted });
      expect(await breaking(books, 'IPE_08', 'use_formatted', NIGERIA)).toEqual([]);
      await expectTied(books);
    },
  );
});

describe('IPE_08 gives the target value', () => {
  async function booksWithStates(): Promise<HandBooks> {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '2', { business_use: 'Jpay store_credit', discount_amount: '30' });
    await issue(books, '3', { business_use: 'marketing' });
    await issue(books, '4', { is_active: 'false' });
    await issue(books, '5', { is_active: null });
    await issue(books, '6', { to_date: '2025-09-30 00:00:00' });
    await issue(books, '7', { voucher_inactive_date: '2025-09-30 23:59:59.999' });
    await issue(books, '8', { template_inactive_date: '2025-09-30 00:00:00' });
    await issue(books, '9', { voucher_inactive_date: '2025-10-01 00:00:00', discount_amount: '1' });
    await issue(books, '10', { to_date: null, discount_amount: '2' });
    await use(books, '1', 'V1');
    await use(books, '2', 'V4');
    return books;
  }

  it('RU-10 of valid, active, unended, non-marketing vouchers, per company, beside what BOB keeps', async () => {
    const books = await booksWithStates();
    await issue(books, '1', { ID_COMPANY: 'JD_GH', business_use: 'marketing' });
    const { rows } = await books.ask('IPE_08', 'target_value', TWO);
    const lines = rows
      .filter(({ reason }) => reason === 'included')
      .map((row) => [
        row['ID_COMPANY'],
        row['standing'],
        row['row_count'],
        row['TotalRemainingAmount'],
        row['remaining_amount'],
      ]);
    expect(lines.map((line) => line.join(' ')).toSorted()).toEqual([
      'EC_NG expired 1 100.0000 100.0000',
      'EC_NG marketing or unknown use 1 100.0000 100.0000',
      'EC_NG not active 2 190.0000 200.0000',
      'EC_NG target value 4 123.0000 400.0000',
      'EC_NG template ended by the cutoff 1 100.0000 100.0000',
      'EC_NG voucher ended by the cutoff 1 100.0000 100.0000',
      'JD_GH marketing or unknown use 1 100.0000 100.0000',
    ]);
    await expectTied(books, TWO);
  });

  it('E-5 which the extract gives too, added up over its parts by state', async () => {
    const books = await booksWithStates();
    const { rows } = await books.ask('IPE_08', 'completeness', NIGERIA);
    const open = (month: string | null | undefined) => (month ?? '9999-12') >= '2025-10';
    const counting = rows.filter(
      (row) =>
        row['is_active'] === '1' &&
        row['Is_Valid'] === 'valid' &&
        row['business_use'] !== 'marketing' &&
        open(row['codeinactive_ym']) &&
        open(row['templateinactive_ym']),
    );
    const total = counting.reduce((sum, row) => sum + Number(row['TotalRemainingAmount']), 0);
    expect(total).toBe(123);
  });

  it.each([
    ['refund', []],
    ['marketing', []],
    ['gift', ['EC_NG 1']],
    [null, ['EC_NG 1']],
  ])('RU-17 and takes the use %s as known or names the voucher', async (business_use, named) => {
    const books = await handBooks();
    await issue(books, '1', { business_use });
    expect(await breaking(books, 'IPE_08', 'use_known', NIGERIA)).toEqual(named);
  });

  it('and reports amounts BOB keeps differently', async () => {
    const books = await handBooks();
    await issue(books, '1', { used_discount_amount: '10', remaining_amount: '90' });
    await issue(books, '2', { used_discount_amount: '1', remaining_amount: '99' });
    await use(books, '1', 'V1');
    expect(await breaking(books, 'IPE_08', 'used_as_in_bob', NIGERIA)).toEqual(['EC_NG 2']);
    expect(await breaking(books, 'IPE_08', 'remaining_as_in_bob', NIGERIA)).toEqual(['EC_NG 2']);
  });
});

describe('IPE_08 finds trouble in the source', () => {
  it('a company without the snapshot, with the newest one before it', async () => {
    const books = await handBooks();
    await books.insert('fin_rec.Dim_Company', { Company_Code: 'JD_GH' }, { Company_Code: 'EC_NG' });
    await issue(books, '1');
    await issue(books, '1', { ID_COMPANY: 'JD_GH', snapshot_date: '2025-08-01 00:00:00' });
    await issue(books, '1', { ID_COMPANY: 'JD_GH', snapshot_date: '2025-09-01 00:00:00' });
    await issue(books, '1', { ID_COMPANY: 'JD_GH', snapshot_date: '2025-11-01 00:00:00' });
    expect((await books.ask('IPE_08', 'missing_snapshots', NIGERIA)).rows).toEqual([]);
    expect((await books.ask('IPE_08', 'missing_snapshots', TWO)).rows).toEqual([
      { company: 'JD_GH', newest_earlier_snapshot: '2025-09-01 00:00:00' },
    ]);
  });

  it('no snapshot at all, also where no table knows the company', async () => {
    const books = await handBooks();
    expect((await books.ask('IPE_08', 'missing_snapshots', TWO)).rows).toEqual([
      { company: 'every selected company', newest_earlier_snapshot: null },
    ]);
  });

  it('RU-18 two vouchers of one company with one code', async () => {
    const books = await handBooks();
    await issue(books, '1', { code: 'TWICE' });
    await issue(books, '2', { code: 'TWICE' });
    await issue(books, '3', { code: 'TWICE', ID_COMPANY: 'JD_GH' });
    await issue(books, '4', { code: 'TWICE', snapshot_date: '2025-09-01 00:00:00' });
    expect((await books.ask('IPE_08', 'reused_codes', NIGERIA)).rows).toEqual([
      { ID_COMPANY: 'EC_NG', code: 'TWICE', vouchers: '2', lowest_id: '1', highest_id: '2' },
    ]);
  });

  it('F-4 a template that stands twice, while the independent count stays', async () => {
    const books = await handBooks();
    await issue(books, '1');
    const template = { ID_COMPANY: 'EC_NG', id: '1' };
    await books.insert('fin_rec.StoreCreditVoucher', template, template);
    expect(await books.extract('IPE_08', NIGERIA)).toHaveLength(2);
    const { rows: independent } = await books.ask('IPE_08', 'completeness', NIGERIA);
    expect(independent).toMatchObject([{ row_count: '1', discount_amount: '100.0000' }]);
    expect((await books.ask('IPE_08', 'fan_out', NIGERIA)).rows).toEqual([
      { look_up: 'StoreCreditVoucher', company: 'EC_NG', look_up_key: '1', matches: '2' },
    ]);
  });

  it('F-4 an order item that would count twice as usage, and a voucher that stands twice', async () => {
    const books = await handBooks();
    await issue(books, '1');
    await issue(books, '1');
    await use(books, '8', 'V1');
    await use(books, '8', 'V1');
    expect((await books.ask('IPE_08', 'fan_out', NIGERIA)).rows).toEqual([
      { look_up: 'RPT_SOI', company: 'EC_NG', look_up_key: '8', matches: '2' },
    ]);
    expect((await books.ask('IPE_08', 'completeness', NIGERIA)).rows).toMatchObject([
      { row_count: '1' },
    ]);
  });

  it('E-7 knows what remains of vouchers never used or used in part by one item', async () => {
    const books = await handBooks();
    for (const id of ['1', '2', '3', '4', '5', '6', '7']) await issue(books, id);
    await use(books, '1', 'V4');
    await use(books, '2', 'V5', { MTR_COUPON_MONEY_VALUE: '100' });
    await use(books, '3', 'V6', { PACKAGE_DELIVERY_DATE: null });
    await use(books, '4', 'V7');
    await use(books, '5', 'V7');
    const { rows } = await books.ask('IPE_08', 'witnesses', NIGERIA);
    expect(
      rows.map((row) => [row['id'], row['TotalAmountUsed'], row['TotalRemainingAmount']]).sort(),
    ).toEqual([
      ['1', '0.0000', '100.0000'],
      ['3', '0.0000', '100.0000'],
      ['4', '10.0000', '90.0000'],
    ]);
    expect(await column(books, 'TotalRemainingAmount')).toMatchObject({
      '1': '100.0000',
      '4': '90.0000',
    });
  });
});
