import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';
import { expectTied, reasonsOf } from './ties.ts';

const NIGERIA = { entities: ['NG'] } as const;
const ITEMS = 'fin_rec.RPT_SOI';

type Row = Readonly<Record<string, string | null>>;

/** A marketplace item paid in advance in August and still owed. */
const OWED: Row = {
  ID_COMPANY: 'EC_NG',
  ORDER_NR: '300000001',
  CURRENT_STATUS: 'shipped',
  IS_MARKETPLACE: 'true',
  IS_PREPAYMENT: 'true',
  DELIVERY_TYPE: 'Standard',
  ORDER_CREATION_DATE: '2025-08-01 09:00:00',
  FINANCE_VERIFIED_DATE: '2025-08-02 10:00:00',
  DELIVERED_DATE: null,
  PACKAGE_DELIVERY_DATE: null,
  REFUND_DATE: null,
  FAIL_DATE: null,
};
const RETAIL: Row = { ...OWED, IS_MARKETPLACE: 'false' };

async function booksWith(...items: readonly Row[]): Promise<HandBooks> {
  const books = await handBooks();
  const numbered = items.map((item, index) => ({
    ...item,
    COD_OMS_SALES_ORDER_ITEM: String(index + 1),
  }));
  await books.insert(ITEMS, ...numbered);
  return books;
}

async function isIn(item: Row): Promise<boolean> {
  const books = await booksWith(item);
  return (await expectTied(books, 'IPE_10', NIGERIA)) === 1;
}

describe('IPE_10 takes an item', () => {
  it.each<readonly [string, Row, boolean]>([
    [
      'verified during the cutoff day, undelivered',
      { ...OWED, FINANCE_VERIFIED_DATE: '2025-09-30 10:00:00' },
      true,
    ],
    [
      'verified in the last millisecond of the period',
      { ...OWED, FINANCE_VERIFIED_DATE: '2025-09-30 23:59:59.999' },
      true,
    ],
    [
      'verified in the first instant after it: not',
      { ...OWED, FINANCE_VERIFIED_DATE: '2025-10-01 00:00:00' },
      false,
    ],
    ['never verified: not', { ...OWED, FINANCE_VERIFIED_DATE: null }, false],
    [
      'marketplace, delivered during the cutoff day: not',
      { ...OWED, DELIVERED_DATE: '2025-09-30 15:00:00' },
      false,
    ],
    [
      'marketplace, delivered in the first instant after the period',
      { ...OWED, DELIVERED_DATE: '2025-10-01 00:00:00' },
      true,
    ],
    [
      'marketplace, only its package delivered',
      { ...OWED, PACKAGE_DELIVERY_DATE: '2025-09-10' },
      true,
    ],
    ['retail without a delivery type, undelivered', { ...RETAIL, DELIVERY_TYPE: null }, true],
    [
      'retail without a delivery type, package delivered: not',
      { ...RETAIL, DELIVERY_TYPE: null, PACKAGE_DELIVERY_DATE: '2025-09-10' },
      false,
    ],
    [
      'retail gift card, only its package delivered',
      { ...RETAIL, DELIVERY_TYPE: 'Gift Card', PACKAGE_DELIVERY_DATE: '2025-09-10' },
      true,
    ],
    [
      'retail digital content, delivered: not',
      { ...RETAIL, DELIVERY_TYPE: 'Digital Content', DELIVERED_DATE: '2025-09-10' },
      false,
    ],
    [
      'retail other, item delivered, package not',
      { ...RETAIL, DELIVERED_DATE: '2025-09-10' },
      true,
    ],
    [
      'retail other, package delivered: not',
      { ...RETAIL, PACKAGE_DELIVERY_DATE: '2025-09-30 23:59:59.999' },
      false,
    ],
    ['refunded after the cutoff', { ...OWED, REFUND_DATE: '2025-10-02' }, true],
    ['refunded during the cutoff day: not', { ...OWED, REFUND_DATE: '2025-09-30 12:00:00' }, false],
    [
      'delivered and refunded: not, and not twice not',
      { ...OWED, DELIVERED_DATE: '2025-09-10', REFUND_DATE: '2025-09-20' },
      false,
    ],
    ['without a marketplace flag', { ...OWED, IS_MARKETPLACE: null }, true],
    [
      'cancelled and never refunded',
      { ...OWED, CURRENT_STATUS: 'cancelled', CANCELLATION_DATE: '2025-09-05' },
      true,
    ],
    ['not paid in advance: not', { ...OWED, IS_PREPAYMENT: 'false' }, false],
    [
      'ordered in the first instant of 2018, verified the same day',
      { ...OWED, ORDER_CREATION_DATE: '2018-01-01', FINANCE_VERIFIED_DATE: '2018-01-01' },
      true,
    ],
    ['ordered before 2018: not', { ...OWED, ORDER_CREATION_DATE: '2017-12-31 23:59:59' }, false],
    ['verified before 2018: not', { ...OWED, FINANCE_VERIFIED_DATE: '2017-12-31 23:59:59' }, false],
    ['of a company that was not selected: not', { ...OWED, ID_COMPANY: 'JD_GH' }, false],
  ])('%s', async (_, item, expected) => {
    expect(await isIn(item)).toBe(expected);
  });
});

describe('IPE_10', () => {
  it('calculates what was paid for items and shipping, a missing amount being 0', async () => {
    const books = await booksWith(
      {
        ...OWED,
        CURRENT_STATUS: 'closed',
        MTR_UNIT_PRICE: '100.5',
        MTR_COUPON_MONEY_VALUE: '10.25',
        MTR_CART_RULE_DISCOUNT: '0.05',
        MTR_PAID_PRICE: '90',
        MTR_BASE_SHIPPING_AMOUNT: '20',
        MTR_SHIPPING_CART_RULE_DISCOUNT: '1',
        MTR_SHIPPING_VOUCHER_DISCOUNT: '2',
        MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT: '8',
        MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT: '3',
        MTR_INTERNATIONAL_FREIGHT_FEE: '5',
        MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE: '0.5',
      },
      { ...OWED, CURRENT_STATUS: null, MTR_UNIT_PRICE: '7', MTR_COUPON_MONEY_VALUE: null },
    );
    expect(await books.extract('IPE_10', NIGERIA)).toMatchObject([
      {
        PAID_FOR_ITEMS: '90.2000',
        PAID_PRICE: '90.0000',
        PAID_FOR_SHIPPING: '26.5000',
        IS_CLOSED: '1',
      },
      { PAID_FOR_ITEMS: '7.0000', PAID_PRICE: '0.0000', IS_CLOSED: '0' },
    ]);
    await expectTied(books, 'IPE_10', NIGERIA);
  });

  it('E-6 counts every item once by reason, and discloses the delivery-fee cart rule', async () => {
    const cartRule = { MTR_UNIT_PRICE: '10', MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE: '1.5' };
    const books = await booksWith(
      { ...OWED, ...cartRule },
      { ...RETAIL, ...cartRule },
      { ...OWED, ID_COMPANY: 'AT_TN' },
      { ...OWED, IS_PREPAYMENT: 'false' },
      { ...OWED, ORDER_CREATION_DATE: '2017-06-01' },
      { ...OWED, FINANCE_VERIFIED_DATE: null },
      { ...OWED, FINANCE_VERIFIED_DATE: '2017-06-01' },
      { ...OWED, FINANCE_VERIFIED_DATE: '2025-10-01' },
      { ...OWED, REFUND_DATE: '2025-09-30' },
      { ...OWED, DELIVERED_DATE: '2025-09-30' },
      { ...RETAIL, DELIVERY_TYPE: 'Gift Card', DELIVERED_DATE: '2025-09-30' },
      { ...RETAIL, DELIVERY_TYPE: 'Gift Card', PACKAGE_DELIVERY_DATE: '2025-09-30' },
      { ...RETAIL, DELIVERY_TYPE: null, PACKAGE_DELIVERY_DATE: '2025-09-30' },
    );
    expect(await reasonsOf(books, 'IPE_10', NIGERIA)).toEqual({
      included: 3,
      'company not selected': 1,
      'not paid in advance': 1,
      'ordered before the start bound': 1,
      'payment not verified': 1,
      'payment verified before the start bound': 1,
      'payment verified after the cutoff': 1,
      'refunded by the cutoff': 1,
      'delivered by the cutoff': 3,
    });
    const { rows } = await books.ask('IPE_10', 'exclusions', NIGERIA);
    expect(rows.filter(({ reason }) => reason === 'included')).toEqual([
      {
        ID_COMPANY: 'EC_NG',
        reason: 'included',
        row_count: '3',
        target_value: '17.0000',
        delivery_fee_cart_rule: '3.0000',
      },
    ]);
  });

  it('RU-11 names items without a marketplace flag that are open under either reading', async () => {
    const books = await booksWith(
      { ...OWED, IS_MARKETPLACE: null },
      { ...OWED, IS_MARKETPLACE: null, PACKAGE_DELIVERY_DATE: '2025-09-10' },
      { ...OWED, IS_MARKETPLACE: null, DELIVERED_DATE: '2025-09-10' },
      {
        ...OWED,
        IS_MARKETPLACE: null,
        DELIVERED_DATE: '2025-09-10',
        PACKAGE_DELIVERY_DATE: '2025-09-10',
      },
      {
        ...OWED,
        IS_MARKETPLACE: null,
        DELIVERY_TYPE: 'Gift Card',
        DELIVERED_DATE: '2025-09-10',
      },
      { ...OWED, IS_MARKETPLACE: null, REFUND_DATE: '2025-09-10' },
    );
    const { rows } = await books.ask('IPE_10', 'missing_flags', NIGERIA);
    expect(rows.map((row) => row['COD_OMS_SALES_ORDER_ITEM']).toSorted()).toEqual(['1', '2', '3']);
    expect(await expectTied(books, 'IPE_10', NIGERIA)).toBe(2);
  });

  it('E-7 knows unsettled items at the edges, of the cutoff day and without delivery type', async () => {
    const books = await booksWith(
      OWED,
      { ...OWED, DELIVERED_DATE: '2025-09-29' },
      { ...OWED, FINANCE_VERIFIED_DATE: '2025-09-30 23:59:59.999' },
      OWED,
      { ...RETAIL, DELIVERY_TYPE: null },
      { ...OWED, REFUND_DATE: '2025-10-01' },
    );
    const { rows } = await books.ask('IPE_10', 'witnesses', NIGERIA);
    expect(rows.map((row) => row['COD_OMS_SALES_ORDER_ITEM']).toSorted()).toEqual([
      '1',
      '3',
      '5',
      '6',
    ]);
  });
});
