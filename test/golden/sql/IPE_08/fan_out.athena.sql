-- Look-up keys that stand more than once in their table: a template would multiply rows, an order item would count twice
-- as usage.
SELECT
  'StoreCreditVoucher' AS "look_up",
  t."ID_COMPANY" AS "company",
  CAST(t."id" AS VARCHAR(20)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."storecreditvoucher" AS t
WHERE t."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
    WHERE v."ID_COMPANY" = t."ID_COMPANY"
      AND v."id" = t."id"
      AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
  )
GROUP BY t."ID_COMPANY", t."id"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_SOI' AS "look_up",
  i."ID_COMPANY" AS "company",
  CAST(i."COD_OMS_SALES_ORDER_ITEM" AS VARCHAR(20)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_soi" AS i
WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND i."PACKAGE_DELIVERY_DATE" < ?
  AND i."DELIVERED_DATE" >= ?
  AND i."voucher_code" IS NOT NULL
GROUP BY i."ID_COMPANY", i."COD_OMS_SALES_ORDER_ITEM"
HAVING COUNT(*) > 1
