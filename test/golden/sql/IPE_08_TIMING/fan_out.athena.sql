-- Voucher codes that several vouchers of a company share, so that an order item would stand under each of them, and
-- order items naming a voucher that stand more than once.
SELECT
  'V_STORECREDITVOUCHER_CLOSING' AS "look_up",
  v."ID_COMPANY" AS "company",
  v."code" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
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
  AND i."voucher_code" IS NOT NULL
GROUP BY i."ID_COMPANY", i."COD_OMS_SALES_ORDER_ITEM"
HAVING COUNT(*) > 1
