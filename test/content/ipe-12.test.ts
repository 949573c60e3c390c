import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';
import { expectTied, reasonsOf } from './ties.ts';

const NIGERIA = { entities: ['NG'] } as const;

type Row = Readonly<Record<string, string | null>>;

/** An item paid on delivery, delivered in September; its package has no cash record yet. */
const DELIVERED: Row = {
  ID_COMPANY: 'EC_NG',
  COD_OMS_ID_PACKAGE: '900',
  PACKAGE_NUMBER: 'P900',
  IS_PREPAYMENT: 'false',
  PAYMENT_METHOD: 'CashOnDelivery',
  BOB_CUSTOMER_TYPE: 'person',
  DELIVERED_DATE: '2025-09-15 10:00:00',
};

async function booksWith(items: readonly Row[], cash: readonly Row[] = []): Promise<HandBooks> {
  const books = await handBooks();
  const numbered = items.map((item, index) => ({
    ...item,
    COD_OMS_SALES_ORDER_ITEM: String(index + 1),
  }));
  await books.insert('fin_rec.RPT_SOI', ...numbered);
  const records = cash.map((row) => ({
    ID_COMPANY: 'EC_NG',
    package_status: 'delivered',
    troubleshoot_resolution_date: null,
    ...row,
  }));
  await books.insert('stg_fin_rec.PACKAGE_CASHREC', ...records);
  await books.insert('fin_rec.RPT_DIM_BOB_CUSTOMER_TYPE', {
    Bob_Customer_Type: 'person',
    Customer_Type_L1: 'B2C',
  });
  return books;
}

async function isIn(item: Row, cash: readonly Row[] = []): Promise<boolean> {
  return (await expectTied(await booksWith([item], cash), 'IPE_12', NIGERIA)) === 1;
}

describe('IPE_12 takes an item', () => {
  it.each<readonly [string, Row, boolean]>([
    [
      'delivered in the last second of the period',
      { ...DELIVERED, DELIVERED_DATE: '2025-09-30 23:59:59' },
      true,
    ],
    [
      'delivered in the last millisecond',
      { ...DELIVERED, DELIVERED_DATE: '2025-09-30 23:59:59.999' },
      true,
    ],
    [
      'delivered in the first instant after it: not',
      { ...DELIVERED, DELIVERED_DATE: '2025-10-01 00:00:00' },
      false,
    ],
    [
      'delivered in the first instant of 2019',
      { ...DELIVERED, DELIVERED_DATE: '2019-01-01' },
      true,
    ],
    [
      'delivered before 2019: not',
      { ...DELIVERED, DELIVERED_DATE: '2018-12-31 23:59:59.999' },
      false,
    ],
    ['not delivered: not', { ...DELIVERED, DELIVERED_DATE: null }, false],
    ['paid in advance: not', { ...DELIVERED, IS_PREPAYMENT: 'true' }, false],
    ['with nothing to pay: not', { ...DELIVERED, PAYMENT_METHOD: 'NoPayment' }, false],
    ['without a payment method', { ...DELIVERED, PAYMENT_METHOD: null }, true],
    ['without a package number', { ...DELIVERED, PACKAGE_NUMBER: null }, true],
    ['of a company that was not selected: not', { ...DELIVERED, ID_COMPANY: 'JD_GH' }, false],
  ])('%s', async (_, item, expected) => {
    expect(await isIn(item)).toBe(expected);
  });

  it.each<readonly [string, Row, boolean]>([
    ['not resolved', { troubleshoot_resolution_date: null }, true],
    [
      'resolved in the first instant after the period',
      { troubleshoot_resolution_date: '2025-10-01 00:00:00' },
      true,
    ],
    [
      'resolved in the last millisecond: not',
      { troubleshoot_resolution_date: '2025-09-30 23:59:59.999' },
      false,
    ],
    [
      'resolved under the same number in another company',
      { ID_COMPANY: 'JD_GH', troubleshoot_resolution_date: '2025-09-01' },
      true,
    ],
    ['received in full but not resolved', { amount_expected: '9', amount_received: '9' }, true],
  ])('whose package is %s', async (_, cash, expected) => {
    expect(await isIn(DELIVERED, [{ package_nr: 'P900', ...cash }])).toBe(expected);
  });
});

describe('IPE_12', () => {
  it('calculates price and shipping, a missing amount being 0, and looks up cash and customer', async () => {
    const books = await booksWith(
      [
        {
          ...DELIVERED,
          ORDER_NR: '300000001',
          MTR_AMOUNT_PAID: null,
          MTR_PAID_PRICE: '90.5',
          MTR_SHIPPING_FEE_MODIFICATION: null,
          MTR_BASE_SHIPPING_AMOUNT: '20',
          MTR_SHIPPING_CART_RULE_DISCOUNT: '1',
          MTR_SHIPPING_VOUCHER_DISCOUNT: '2',
          MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT: '8',
          MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT: '3',
          MTR_INTERNATIONAL_FREIGHT_FEE: null,
          MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE: '0.5',
        },
        {
          ...DELIVERED,
          BOB_CUSTOMER_TYPE: 'unheard of',
          MTR_SHIPPING_FEE_MODIFICATION: '-1.25',
        },
      ],
      [
        {
          package_nr: 'P900',
          amount_expected: '99.75',
          amount_received: '12.5',
          order_nr: '399999999',
        },
      ],
    );
    expect(await books.extract('IPE_12', NIGERIA)).toMatchObject([
      {
        amount_paid: '0.0000',
        paid_price: '90.5000',
        paid_shipping: '21.5000',
        amount_received: '12.5000',
        ORDER_NR: '300000001',
        cashrec_order_nr: '399999999',
        'Customer Type': 'B2C',
      },
      { 'Customer Type': null, amount_received: '12.5000' },
    ]);
    await expectTied(books, 'IPE_12', NIGERIA);
    expect((await books.ask('IPE_12', 'completeness', NIGERIA)).rows).toMatchObject([
      {
        amount_expected: '199.5000',
        amount_received: '25.0000',
        MTR_SHIPPING_FEE_MODIFICATION: '-1.2500',
      },
    ]);
  });

  it('E-6 counts every item once, by reason', async () => {
    const books = await booksWith(
      [
        DELIVERED,
        { ...DELIVERED, ID_COMPANY: 'JD_GH' },
        { ...DELIVERED, IS_PREPAYMENT: 'true' },
        { ...DELIVERED, PAYMENT_METHOD: 'NoPayment' },
        { ...DELIVERED, DELIVERED_DATE: null },
        { ...DELIVERED, DELIVERED_DATE: '2018-01-01' },
        { ...DELIVERED, DELIVERED_DATE: '2025-10-01' },
        { ...DELIVERED, PACKAGE_NUMBER: 'P901' },
        { ...DELIVERED, PACKAGE_NUMBER: 'P901' },
      ],
      [{ package_nr: 'P901', troubleshoot_resolution_date: '2025-09-30' }],
    );
    expect(await reasonsOf(books, 'IPE_12', NIGERIA)).toEqual({
      included: 1,
      'company not selected': 1,
      'paid in advance': 1,
      'nothing to pay': 1,
      'not delivered': 1,
      'delivered before the start bound': 1,
      'delivered after the cutoff': 1,
      'reconciled by the cutoff': 2,
    });
  });

  it('RU-9 adds up distinct packages by account, status and cash received', async () => {
    const item = (number: string | null): Row => ({
      ...DELIVERED,
      PACKAGE_NUMBER: number,
      MTR_PAID_PRICE: '10',
      MTR_BASE_SHIPPING_AMOUNT: '1',
    });
    const books = await booksWith(
      ['P1', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', null].map(item),
      [
        { package_nr: 'P1', amount_expected: '20', amount_received: '20' },
        { package_nr: 'P2', amount_expected: '10', amount_received: '4' },
        { package_nr: 'P3', amount_expected: '10', amount_received: '11' },
        { package_nr: 'P4', amount_expected: '10', amount_received: '0' },
        { package_nr: 'P5', amount_expected: null, amount_received: '3' },
        {
          package_nr: 'P6',
          amount_expected: '10',
          amount_received: '10',
          troubleshoot_resolution_date: '2025-09-20',
        },
      ],
    );
    const { rows } = await books.ask('IPE_12', 'package_totals', NIGERIA);
    const lines = rows.map((row) =>
      [
        row['account'],
        row['receipt'],
        row['reason'],
        row['row_count'],
        row['packages'],
        row['paid_price'],
        row['amount_received'],
      ].join(' | '),
    );
    expect(lines.filter((line) => !line.includes('unfiltered')).toSorted()).toEqual([
      '13005 | no cash record | included | 2 | 1 | 20.0000 | ',
      '13005 | nothing received | included | 1 | 1 | 10.0000 | 0.0000',
      '13024 | received as expected | included | 2 | 1 | 20.0000 | 20.0000',
      '13024 | received as expected | reconciled by the cutoff | 1 | 1 | 10.0000 | 10.0000',
      '13024 | received less than expected | included | 1 | 1 | 10.0000 | 4.0000',
      '13024 | received more than expected | included | 1 | 1 | 10.0000 | 11.0000',
      '13024 | received, nothing expected | included | 1 | 1 | 10.0000 | 3.0000',
    ]);
    expect(lines.filter((line) => line.includes('as expected | unfiltered'))).toEqual([
      '13024 | received as expected | unfiltered | 3 | 2 | 30.0000 | 30.0000',
    ]);
    expect(await expectTied(books, 'IPE_12', NIGERIA)).toBe(8);
  });

  it('E-6 has a line of zero where nothing was ever delivered, so that it can be tested', async () => {
    const { rows } = await (await booksWith([])).ask('IPE_12', 'package_totals', NIGERIA);
    expect(rows).toMatchObject([{ receipt: 'no item', reason: 'unfiltered', row_count: '0' }]);
  });

  it('F-4 names a package with two cash records and a customer type that stands twice', async () => {
    const books = await booksWith([DELIVERED], [{ package_nr: 'P900' }, { package_nr: 'P900' }]);
    await books.insert('fin_rec.RPT_DIM_BOB_CUSTOMER_TYPE', { Bob_Customer_Type: 'person' });
    expect(await books.extract('IPE_12', NIGERIA)).toHaveLength(4);
    expect((await books.ask('IPE_12', 'completeness', NIGERIA)).rows).toMatchObject([
      { row_count: '1' },
    ]);
    const { rows } = await books.ask('IPE_12', 'fan_out', NIGERIA);
    expect(rows).toEqual([
      { look_up: 'PACKAGE_CASHREC', company: 'EC_NG', look_up_key: 'P900', matches: '2' },
      {
        look_up: 'RPT_DIM_BOB_CUSTOMER_TYPE',
        company: '',
        look_up_key: 'person',
        matches: '2',
      },
    ]);
  });

  it('E-7 knows open items at the edges, of the cutoff day and resolved the day after', async () => {
    const books = await booksWith(
      [
        { ...DELIVERED, PACKAGE_NUMBER: 'none' },
        DELIVERED,
        { ...DELIVERED, DELIVERED_DATE: '2025-09-30 23:59:59' },
        { ...DELIVERED, PACKAGE_NUMBER: 'P901' },
        DELIVERED,
        { ...DELIVERED, PACKAGE_NUMBER: 'P902' },
      ],
      [
        { package_nr: 'P900' },
        { package_nr: 'P901', troubleshoot_resolution_date: '2025-10-01 00:00:00' },
        { package_nr: 'P902', troubleshoot_resolution_date: '2025-09-30 23:59:59' },
      ],
    );
    const { rows } = await books.ask('IPE_12', 'witnesses', NIGERIA);
    expect(rows.map((row) => row['COD_OMS_SALES_ORDER_ITEM']).toSorted()).toEqual([
      '1',
      '3',
      '4',
      '5',
    ]);
  });
});
