-- Voucher codes in use that match several vouchers of the company, and order items that stand more than once: both would
-- count usage twice.
SELECT
  'V_STORECREDITVOUCHER_CLOSING' AS "look_up",
  v."ID_COMPANY" AS "company",
  v."code" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
WHERE v."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND v."snapshot_date" = CAST($period_next AS TIMESTAMP(3))
  AND EXISTS (
    SELECT 1 FROM "FIN_REC"."dbo"."RPT_SOI" AS i
    WHERE i."ID_COMPANY" = v."ID_COMPANY"
      AND i."voucher_code" = v."code"
      AND i."VOUCHER_TYPE" = 'reusablecredit'
      AND i."PACKAGE_DELIVERY_DATE" < $period_next
      AND i."DELIVERED_DATE" >= $since_delivered
  )
GROUP BY v."ID_COMPANY", v."code"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_SOI' AS "look_up",
  i."ID_COMPANY" AS "company",
  CAST(i."COD_OMS_SALES_ORDER_ITEM" AS VARCHAR(20)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."dbo"."RPT_SOI" AS i
WHERE i."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND i."VOUCHER_TYPE" = 'reusablecredit'
  AND i."PACKAGE_DELIVERY_DATE" < $period_next
  AND i."DELIVERED_DATE" >= $since_delivered
GROUP BY i."ID_COMPANY", i."COD_OMS_SALES_ORDER_ITEM"
HAVING COUNT(*) > 1
