-- Voucher codes in use that match several vouchers of the company, and order items that stand more than once: both would
-- count usage twice.
SELECT
  'V_STORECREDITVOUCHER_CLOSING' AS "look_up",
  v."ID_COMPANY" AS "company",
  v."code" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
  AND EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS i
    WHERE i."ID_COMPANY" = v."ID_COMPANY"
      AND i."voucher_code" = v."code"
      AND i."VOUCHER_TYPE" = 'reusablecredit'
      AND i."PACKAGE_DELIVERY_DATE" < ?
      AND i."DELIVERED_DATE" >= ?
  )
GROUP BY v."ID_COMPANY", v."code"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_SOI' AS "look_up",
  i."ID_COMPANY" AS "company",
  CAST(i."COD_OMS_SALES_ORDER_ITEM" AS VARCHAR(20)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_soi" AS i
WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND i."VOUCHER_TYPE" = 'reusablecredit'
  AND i."PACKAGE_DELIVERY_DATE" < ?
  AND i."DELIVERED_DATE" >= ?
GROUP BY i."ID_COMPANY", i."COD_OMS_SALES_ORDER_ITEM"
HAVING COUNT(*) > 1
