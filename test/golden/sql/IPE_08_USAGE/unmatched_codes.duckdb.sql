-- Voucher codes used by delivered order items that no voucher of the company has, with the amount used.
SELECT
  i."ID_COMPANY" AS "ID_Company",
  COALESCE(i."voucher_code", '') AS "voucher_code",
  COUNT(*) AS "row_count",
  CAST(
    SUM(COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) + COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)) AS DECIMAL(38,4)
  ) AS "amount"
FROM "FIN_REC"."dbo"."RPT_SOI" AS i
WHERE i."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND i."VOUCHER_TYPE" = 'reusablecredit'
  AND i."PACKAGE_DELIVERY_DATE" < $period_next
  AND i."DELIVERED_DATE" >= $since_delivered
  AND NOT EXISTS (
    SELECT 1 FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
    WHERE v."ID_COMPANY" = i."ID_COMPANY"
      AND v."code" = i."voucher_code"
      AND v."snapshot_date" = CAST($period_next AS TIMESTAMP(3))
  )
GROUP BY i."ID_COMPANY", COALESCE(i."voucher_code", '')
