import { describe, expect, it } from 'vitest';
import { expectedOf } from '../../src/demo/expected.ts';
import { demoSettings } from '../../src/demo/settings.ts';
import { askSharedBooks } from './ask-shared-books.ts';

describe('order items of clean books', () => {
  const ask = askSharedBooks({ rows: 20_000 });
  const items = '"FIN_REC"."dbo"."RPT_SOI"';

  it('are as many as were asked for, the known ones among them', async () => {
    expect(await ask(`SELECT count(*) FROM ${items}`)).toEqual([['20000']]);
  });

  it('live in order: created, verified, shipped, delivered, returned, and nothing after its end', async () => {
    const faults = await ask(
      `SELECT 'verified before created' FROM ${items} WHERE FINANCE_VERIFIED_DATE < ORDER_CREATION_DATE
       UNION ALL SELECT 'verified, not prepaid' FROM ${items} WHERE FINANCE_VERIFIED_DATE IS NOT NULL AND NOT IS_PREPAYMENT
       UNION ALL SELECT 'shipped early' FROM ${items} WHERE SHIPPED_DATE < coalesce(FINANCE_VERIFIED_DATE, ORDER_CREATION_DATE)
       UNION ALL SELECT 'shipped unpaid' FROM ${items} WHERE SHIPPED_DATE IS NOT NULL AND IS_PREPAYMENT AND FINANCE_VERIFIED_DATE IS NULL
       UNION ALL SELECT 'delivered before shipped' FROM ${items} WHERE DELIVERED_DATE < SHIPPED_DATE
       UNION ALL SELECT 'package delivered before shipped' FROM ${items} WHERE PACKAGE_DELIVERY_DATE < SHIPPED_DATE
       UNION ALL SELECT 'returned before delivered' FROM ${items} WHERE RETURN_DATE < DELIVERED_DATE
       UNION ALL SELECT 'returned, never delivered' FROM ${items} WHERE RETURN_DATE IS NOT NULL AND DELIVERED_DATE IS NULL
       UNION ALL SELECT 'refunded before delivered' FROM ${items} WHERE REFUND_DATE < DELIVERED_DATE
       UNION ALL SELECT 'refunded without reason' FROM ${items} WHERE REFUND_DATE IS NOT NULL
         AND coalesce(DELIVERED_DATE, CANCELLATION_DATE, FAIL_DATE) IS NULL
       UNION ALL SELECT 'delivered and ended' FROM ${items}
         WHERE DELIVERED_DATE IS NOT NULL AND coalesce(CANCELLATION_DATE, FAIL_DATE) IS NOT NULL
       UNION ALL SELECT 'status' FROM ${items} WHERE (CURRENT_STATUS = 'cancelled') <> (CANCELLATION_DATE IS NOT NULL)
         OR (CURRENT_STATUS IN ('delivered', 'closed', 'returned', 'item_received')) <> (DELIVERED_DATE IS NOT NULL)
       UNION ALL SELECT 'package' FROM ${items} WHERE (COD_OMS_ID_PACKAGE IS NULL) <> (SHIPPED_DATE IS NULL)`,
    );
    expect(faults).toEqual([]);
  });

  it('have amounts in order: unit price, after discount, paid; fees of the border only when global', async () => {
    const faults = await ask(
      `SELECT 'order of prices' FROM ${items} WHERE NOT (MTR_UNIT_PRICE >= MTR_PRICE_AFTER_DISCOUNT
         AND MTR_PRICE_AFTER_DISCOUNT >= MTR_PAID_PRICE AND MTR_PAID_PRICE >= 0)
       UNION ALL SELECT 'paid price' FROM ${items}
         WHERE MTR_PAID_PRICE > MTR_UNIT_PRICE - MTR_CART_RULE_DISCOUNT - MTR_COUPON_MONEY_VALUE
            OR MTR_AMOUNT_PAID > MTR_PAID_PRICE
       UNION ALL SELECT 'coupon without voucher' FROM ${items} WHERE MTR_COUPON_MONEY_VALUE > 0 AND voucher_code IS NULL
       UNION ALL SELECT 'border' FROM ${items} WHERE NOT IS_GLOBAL AND MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT IS NOT NULL
       UNION ALL SELECT 'whole units' FROM ${items} WHERE ID_COMPANY IN ('EC_IC', 'HF_SN', 'JD_UG')
         AND (MTR_PAID_PRICE <> round(MTR_PAID_PRICE, 0) OR MTR_BASE_SHIPPING_AMOUNT <> round(MTR_BASE_SHIPPING_AMOUNT, 0)
           OR MTR_SHIPPING_VOUCHER_DISCOUNT <> round(MTR_SHIPPING_VOUCHER_DISCOUNT, 0)
           OR MTR_INTERNATIONAL_FREIGHT_FEE <> round(MTR_INTERNATIONAL_FREIGHT_FEE, 0))`,
    );
    expect(faults).toEqual([]);
  });

  it('have about the ratios of 4.3, 4.4 and 4.6', async () => {
    const [shares = []] = await ask(
      `SELECT 1000 * count(*) FILTER (IS_MARKETPLACE) // count(*), 1000 * count(*) FILTER (IS_PREPAYMENT) // count(*),
              1000 * count(*) FILTER (IS_GLOBAL) // count(*),
              1000 * count(*) FILTER (CANCELLATION_DATE IS NOT NULL) // count(*),
              1000 * count(*) FILTER (RETURN_DATE IS NOT NULL) // count(DELIVERED_DATE),
              1000 * count(*) FILTER (VOUCHER_TYPE = 'reusablecredit') // count(*),
              1000 * count(*) FILTER (MTR_BASE_SHIPPING_AMOUNT IS NULL) // count(*),
              1000 * count(*) // count(DISTINCT (ID_COMPANY, COD_OMS_SALES_ORDER))
       FROM ${items}`,
    );
    const names = [
      'marketplace',
      'prepaid',
      'global',
      'cancelled',
      'returned',
      'voucher',
      'no fee',
    ];
    const wanted = [620, 350, 60, 140, 70, 130, 140, 1_280];
    shares.forEach((share, index) => {
      const near = Math.abs(Number(share) - (wanted[index] ?? 0));
      expect({ of: names[index] ?? 'items', share, near: near <= 35 }).toMatchObject({
        near: true,
      });
    });
    const [[rows, resolved] = []] = await ask(
      `SELECT 1000 * count(c.package_nr) // count(*),
              1000 * count(c.troubleshoot_resolution_date) // count(c.package_nr)
       FROM (SELECT DISTINCT ID_COMPANY, PACKAGE_NUMBER FROM ${items}
             WHERE NOT IS_PREPAYMENT AND PAYMENT_METHOD <> 'NoPayment' AND DELIVERED_DATE < '2025-09-01') AS p
       LEFT JOIN "STG_FIN_REC"."OMS"."PACKAGE_CASHREC" AS c
         ON c.ID_COMPANY = p.ID_COMPANY AND c.package_nr = p.PACKAGE_NUMBER`,
    );
    expect(Number(rows)).toBeGreaterThanOrEqual(945);
    expect(Number(resolved)).toBeGreaterThanOrEqual(935);
  });

  it('leave the sizes of 4.3 to the items, about', () => {
    const rows = 20_000;
    const { answers } = expectedOf(demoSettings({ rows, periods: ['2025-09'] }));
    const of = (item: string) =>
      answers.find((one) => one.item === item && one.entity === 'ALL')?.rows ?? 0;
    expect(of('IPE_10')).toBeGreaterThan(rows * 0.012);
    expect(of('IPE_10')).toBeLessThan(rows * 0.035);
    expect(of('IPE_12')).toBeGreaterThan(rows * 0.02);
    expect(of('IPE_12')).toBeLessThan(rows * 0.05);
    expect(of('IPE_34')).toBeGreaterThan(rows * 0.006);
    expect(of('IPE_34')).toBeLessThan(rows * 0.025);
  });

  it('hold nothing that is an exception: no missing flag, method or code, no voucher without its row', async () => {
    const view = '"FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING"';
    const faults = await ask(
      `SELECT 'missing' FROM ${items} WHERE IS_MARKETPLACE IS NULL OR PAYMENT_METHOD IS NULL OR IS_GLOBAL IS NULL
       UNION ALL SELECT 'use without voucher' FROM (SELECT DISTINCT ID_COMPANY, voucher_code FROM ${items}
         WHERE VOUCHER_TYPE = 'reusablecredit' AND ORDER_CREATION_DATE < '2025-10-01') AS i
         ANTI JOIN ${view} AS v ON v.ID_COMPANY = i.ID_COMPANY AND v.code = i.voucher_code
       UNION ALL SELECT 'over-used' FROM ${view} WHERE remaining_amount < 0 OR discount_amount <= 0
         OR remaining_amount <> discount_amount - used_discount_amount OR is_active IS NULL OR to_date IS NULL
       UNION ALL SELECT 'code twice' FROM ${view} GROUP BY ID_COMPANY, code, snapshot_date HAVING count(*) > 1
       UNION ALL SELECT 'digital' FROM ${items} WHERE DELIVERY_TYPE IN ('Digital Content', 'Gift Card') AND voucher_code IS NOT NULL
       UNION ALL SELECT 'customer type' FROM ${items} AS i
         ANTI JOIN "FIN_REC"."dbo"."RPT_DIM_BOB_CUSTOMER_TYPE" AS t ON t.Bob_Customer_Type = i.BOB_CUSTOMER_TYPE`,
    );
    expect(faults).toEqual([]);
  });

  it('post voucher lines under the voucher id, by the integration more often than not', async () => {
    const [[blank, unknown] = []] = await ask(
      `SELECT count(*) FILTER (g."Voucher No_" = ''), count(*) FILTER (v.id IS NULL AND g."Posting Date" < '2025-10-01')
       FROM "NAV_DW"."dbo"."G_L Entries" AS g
       LEFT JOIN (SELECT DISTINCT ID_COMPANY, id FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING") AS v
         ON v.ID_COMPANY = g.id_company AND CAST(v.id AS VARCHAR) = g."Voucher No_"
       WHERE g."Chart of Accounts No_" = '18412'`,
    );
    expect([blank, unknown]).toEqual(['0', '0']);
  });

  it.each([
    ['FINANCE_VERIFIED_DATE', 'IS_PREPAYMENT'],
    ['DELIVERED_DATE', 'NOT IS_PREPAYMENT'],
    ['PACKAGE_DELIVERY_DATE', "VOUCHER_TYPE = 'reusablecredit'"],
    ['ORDER_CREATION_DATE', 'true'],
  ])('stand on every boundary of every covered company: %s where %s', async (column, which) => {
    const rows = await ask(
      `SELECT count(*), count(DISTINCT ID_COMPANY) FROM (
         SELECT ID_COMPANY, ${column} FROM ${items} WHERE ${which} AND ${column} IN (
           '2025-08-31 00:00:00', '2025-08-31 23:59:59.999', '2025-09-01 00:00:00',
           '2025-09-30 00:00:00', '2025-09-30 23:59:59.999', '2025-10-01 00:00:00')
         GROUP BY ALL)`,
    );
    expect(rows).toEqual([['54', '9']]);
  });
});
