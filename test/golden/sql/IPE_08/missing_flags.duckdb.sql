-- Order items that count as usage of a voucher of the report but do not say whether they are marketplace or retail; they
-- are counted as retail.
SELECT
  i."ID_COMPANY" AS "ID_COMPANY",
  i."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM",
  i."voucher_code" AS "voucher_code",
  CAST(ROUND(COALESCE(i."MTR_COUPON_MONEY_VALUE", 0), 4) AS DECIMAL(19,4)) AS "amount"
FROM "FIN_REC"."dbo"."RPT_SOI" AS i
WHERE i."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND i."PACKAGE_DELIVERY_DATE" < $period_next
  AND i."DELIVERED_DATE" >= $since_delivered
  AND CAST(i."IS_MARKETPLACE" AS INTEGER) IS NULL
  AND EXISTS (
    SELECT 1 FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
    WHERE v."ID_COMPANY" = i."ID_COMPANY"
      AND v."code" = i."voucher_code"
      AND v."snapshot_date" = CAST($period_next AS TIMESTAMP(3))
      AND v."created_at" >= $since_created
      AND v."created_at" < $period_next
  )
