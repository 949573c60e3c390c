-- Look-up keys that stand more than once in their table: a template would multiply rows, an order item would count twice
-- as usage.
SELECT
  'StoreCreditVoucher' AS "look_up",
  t."ID_COMPANY" AS "company",
  CAST(t."id" AS VARCHAR(20)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."dbo"."StoreCreditVoucher" AS t
WHERE t."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND EXISTS (
    SELECT 1 FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
    WHERE v."ID_COMPANY" = t."ID_COMPANY"
      AND v."id" = t."id"
      AND v."snapshot_date" = CAST($period_next AS TIMESTAMP(3))
  )
GROUP BY t."ID_COMPANY", t."id"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_SOI' AS "look_up",
  i."ID_COMPANY" AS "company",
  CAST(i."COD_OMS_SALES_ORDER_ITEM" AS VARCHAR(20)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."dbo"."RPT_SOI" AS i
WHERE i."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND i."PACKAGE_DELIVERY_DATE" < $period_next
  AND i."DELIVERED_DATE" >= $since_delivered
  AND i."voucher_code" IS NOT NULL
GROUP BY i."ID_COMPANY", i."COD_OMS_SALES_ORDER_ITEM"
HAVING COUNT(*) > 1
