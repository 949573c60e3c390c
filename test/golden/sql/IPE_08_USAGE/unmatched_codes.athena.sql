-- Voucher codes used by delivered order items that no voucher of the company has, with the amount used.
SELECT
  i."ID_COMPANY" AS "ID_Company",
  COALESCE(i."voucher_code", '') AS "voucher_code",
  COUNT(*) AS "row_count",
  CAST(
    SUM(COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) + COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)) AS DECIMAL(38,4)
  ) AS "amount"
FROM "process_central_fin_dwh"."rpt_soi" AS i
WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND i."VOUCHER_TYPE" = 'reusablecredit'
  AND i."PACKAGE_DELIVERY_DATE" < ?
  AND i."DELIVERED_DATE" >= ?
  AND NOT EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
    WHERE v."ID_COMPANY" = i."ID_COMPANY"
      AND v."code" = i."voucher_code"
      AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
  )
GROUP BY i."ID_COMPANY", COALESCE(i."voucher_code", '')
