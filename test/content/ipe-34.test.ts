import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';
import { expectTied, reasonsOf } from './ties.ts';

const NIGERIA = { entities: ['NG'] } as const;

type Row = Readonly<Record<string, string | null>>;

/** A delivered marketplace item, neither returned nor refunded. */
const DELIVERED: Row = {
  ID_COMPANY: 'EC_NG',
  ORDER_NR: '300000001',
  IS_MARKETPLACE: 'true',
  BOB_CUSTOMER_TYPE: 'person',
  VOUCHER_TYPE: null,
  DELIVERED_DATE: '2025-08-15 10:00:00',
  RETURN_DATE: null,
  REFUND_DATE: null,
};
const REFUNDED: Row = { ...DELIVERED, REFUND_DATE: '2025-09-20' };
const RETURNED: Row = { ...DELIVERED, RETURN_DATE: '2025-09-20' };

async function booksWith(...items: readonly Row[]): Promise<HandBooks> {
  const books = await handBooks();
  const numbered = items.map((item, index) => ({
    ...item,
    COD_OMS_SALES_ORDER_ITEM: String(index + 1),
  }));
  await books.insert('fin_rec.RPT_SOI', ...numbered);
  return books;
}

async function caseOf(item: Row): Promise<string | null | undefined> {
  const books = await booksWith(item);
  await expectTied(books, 'IPE_34', NIGERIA);
  return (await books.extract('IPE_34', NIGERIA))[0]?.['Case_Type'];
}

const CLAIM = 'Refunded not yet returned';
const DEBT = 'Returned not yet refunded';

describe('IPE_34 takes an item', () => {
  it.each<readonly [string, Row, string | undefined]>([
    ['refunded in the period, not returned', REFUNDED, CLAIM],
    [
      'refunded in the last fraction of the last second',
      { ...DELIVERED, REFUND_DATE: '2025-09-30 23:59:59.5' },
      CLAIM,
    ],
    [
      'refunded, returned in the first instant after the period',
      { ...REFUNDED, RETURN_DATE: '2025-10-01 00:00:00' },
      CLAIM,
    ],
    ['refunded and never delivered: not', { ...REFUNDED, DELIVERED_DATE: null }, undefined],
    [
      'returned in the last fraction of the last second, refunded the day after',
      { ...DELIVERED, RETURN_DATE: '2025-09-30 23:59:59.5', REFUND_DATE: '2025-10-01' },
      DEBT,
    ],
    ['returned and never delivered', { ...RETURNED, DELIVERED_DATE: null }, DEBT],
    [
      'refunded and returned by the cutoff: not',
      { ...RETURNED, REFUND_DATE: '2025-09-30 23:59:59.999' },
      undefined,
    ],
    [
      'refunded and returned after the cutoff: not',
      { ...DELIVERED, RETURN_DATE: '2025-10-01', REFUND_DATE: '2025-10-01' },
      undefined,
    ],
    ['neither refunded nor returned: not', DELIVERED, undefined],
    [
      'refunded in the first instant of 2019',
      { ...DELIVERED, REFUND_DATE: '2019-01-01', RETURN_DATE: '2025-11-01' },
      CLAIM,
    ],
    ['refunded before 2019: not', { ...DELIVERED, REFUND_DATE: '2018-12-31' }, undefined],
    ['returned before 2019: not', { ...DELIVERED, RETURN_DATE: '2018-12-31' }, undefined],
    [
      'returned before 2019 and refunded in the period: not',
      { ...REFUNDED, RETURN_DATE: '2018-12-31' },
      undefined,
    ],
    ['of an excluded company: not', { ...REFUNDED, ID_COMPANY: 'AT_TN' }, undefined],
    ['of a company that was not selected: not', { ...REFUNDED, ID_COMPANY: 'JD_GH' }, undefined],
  ])('%s', async (_, item, expected) => {
    expect(await caseOf(item)).toBe(expected);
  });
});

describe('IPE_34', () => {
  const AMOUNTS: Row = {
    MTR_PRICE_AFTER_DISCOUNT: '100',
    MTR_BASE_SHIPPING_AMOUNT: '20',
    MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT: '8',
    MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT: '3',
    MTR_SHIPPING_CART_RULE_DISCOUNT: '1',
    MTR_SHIPPING_VOUCHER_DISCOUNT: '2.5',
  };

  it('takes the shipping voucher off only for coupons, and turns the sign of debts', async () => {
    const books = await booksWith(
      { ...REFUNDED, ...AMOUNTS, VOUCHER_TYPE: 'coupon' },
      { ...REFUNDED, ...AMOUNTS, VOUCHER_TYPE: 'reusablecredit' },
      { ...REFUNDED, ...AMOUNTS, VOUCHER_TYPE: null },
      { ...RETURNED, ...AMOUNTS, VOUCHER_TYPE: 'coupon' },
      { ...RETURNED, ...AMOUNTS, MTR_SHIPPING_CART_RULE_DISCOUNT: null },
    );
    const rows = await books.extract('IPE_34', NIGERIA);
    expect(rows.map((row) => row['AmountToRefund'])).toEqual([
      '121.5000',
      '124.0000',
      '124.0000',
      '-121.5000',
      '-125.0000',
    ]);
    await expectTied(books, 'IPE_34', NIGERIA);
  });

  it('RU-10 shows the marketplace total, which is the target value, apart from the retail one', async () => {
    const books = await booksWith(
      { ...REFUNDED, MTR_PRICE_AFTER_DISCOUNT: '10' },
      { ...REFUNDED, MTR_PRICE_AFTER_DISCOUNT: '20', IS_MARKETPLACE: 'false' },
      { ...RETURNED, MTR_PRICE_AFTER_DISCOUNT: '4' },
      { ...RETURNED, MTR_PRICE_AFTER_DISCOUNT: '1', IS_MARKETPLACE: null },
    );
    expect(await expectTied(books, 'IPE_34', NIGERIA)).toBe(4);
    const { rows } = await books.ask('IPE_34', 'completeness', NIGERIA);
    const lines = rows.map((row) =>
      [row['Case_Type'], row['IS_MARKETPLACE'], row['AmountToRefund']].join(' | '),
    );
    expect(lines.toSorted()).toEqual([
      'Refunded not yet returned | 0 | 20.0000',
      'Refunded not yet returned | 1 | 10.0000',
      'Returned not yet refunded |  | -1.0000',
      'Returned not yet refunded | 1 | -4.0000',
    ]);
  });

  it('E-6 counts every item once, by reason', async () => {
    const books = await booksWith(
      REFUNDED,
      RETURNED,
      DELIVERED,
      { ...REFUNDED, ID_COMPANY: 'AT_TN' },
      { ...REFUNDED, ID_COMPANY: 'JD_GH' },
      { ...REFUNDED, DELIVERED_DATE: null },
      { ...REFUNDED, RETURN_DATE: '2025-09-25' },
      { ...DELIVERED, REFUND_DATE: '2018-06-01' },
      { ...DELIVERED, RETURN_DATE: '2018-06-01' },
      { ...DELIVERED, RETURN_DATE: '2025-10-01' },
    );
    expect(await reasonsOf(books, 'IPE_34', NIGERIA)).toEqual({
      included: 2,
      'company excluded': 1,
      'company not selected': 1,
      'refunded and returned by the cutoff': 1,
      'refunded before the start bound': 1,
      'refunded, never delivered': 1,
      'returned before the start bound': 1,
      'neither refunded nor returned by the cutoff': 2,
    });
  });

  it('F-6 names items refunded without ever being delivered', async () => {
    const books = await booksWith(
      { ...REFUNDED, DELIVERED_DATE: null },
      { ...REFUNDED, DELIVERED_DATE: null, RETURN_DATE: '2025-09-21' },
      REFUNDED,
    );
    const { rows } = await books.ask('IPE_34', 'never_delivered', NIGERIA);
    expect(rows).toEqual([{ ID_COMPANY: 'EC_NG', COD_OMS_SALES_ORDER_ITEM: '1' }]);
  });

  it('looks up the refund without return and the customer type; F-4 names those that stand twice', async () => {
    const books = await booksWith(REFUNDED, DELIVERED);
    const look = { ID_Company: 'EC_NG', OMS_Type: 'lost' };
    const type = { Bob_Customer_Type: 'person', Customer_Type_L1: 'B2C' };
    await books.insert(
      'fin_rec.RPT_REFUND_NO_RETURN',
      { ...look, OMS_ID_Sales_Order_Item: '1' },
      { ...look, OMS_ID_Sales_Order_Item: '2' },
      { ...look, OMS_ID_Sales_Order_Item: '2' },
      { ...look, OMS_ID_Sales_Order_Item: '1', ID_Company: 'JD_GH' },
    );
    await books.insert('fin_rec.RPT_DIM_BOB_CUSTOMER_TYPE', type);
    expect(await books.extract('IPE_34', NIGERIA)).toMatchObject([
      { OMS_Type: 'lost', Customer_Type_L1: 'B2C' },
    ]);
    expect((await books.ask('IPE_34', 'fan_out', NIGERIA)).rows).toEqual([]);

    await books.insert('fin_rec.RPT_REFUND_NO_RETURN', { ...look, OMS_ID_Sales_Order_Item: '1' });
    await books.insert('fin_rec.RPT_DIM_BOB_CUSTOMER_TYPE', type);
    expect(await books.extract('IPE_34', NIGERIA)).toHaveLength(4);
    expect((await books.ask('IPE_34', 'fan_out', NIGERIA)).rows).toEqual([
      { look_up: 'RPT_REFUND_NO_RETURN', company: 'EC_NG', look_up_key: '1', matches: '2' },
      {
        look_up: 'RPT_DIM_BOB_CUSTOMER_TYPE',
        company: '',
        look_up_key: 'person',
        matches: '2',
      },
    ]);
  });

  it('E-7 knows items of each case at the edges and of the cutoff day', async () => {
    const books = await booksWith(
      REFUNDED,
      { ...DELIVERED, REFUND_DATE: '2025-09-30 23:59:59.5' },
      REFUNDED,
      { ...RETURNED, REFUND_DATE: '2025-09-30' },
      RETURNED,
      { ...REFUNDED, DELIVERED_DATE: null },
      REFUNDED,
    );
    const { rows } = await books.ask('IPE_34', 'witnesses', NIGERIA);
    const found = rows.map((row) => `${row['COD_OMS_SALES_ORDER_ITEM']} ${row['Case_Type']}`);
    expect(found.toSorted()).toEqual([`1 ${CLAIM}`, `2 ${CLAIM}`, `5 ${DEBT}`, `7 ${CLAIM}`]);
  });
});
