-- Prepaid items without a marketplace flag that are open at the cutoff as marketplace or as retail item. The report takes
-- them as retail, which decides what delivered means for them.
SELECT
  s."ID_COMPANY" AS "ID_COMPANY",
  s."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM",
  s."DELIVERED_DATE" AS "DELIVERED_DATE",
  s."PACKAGE_DELIVERY_DATE" AS "PACKAGE_DELIVERY_DATE"
FROM "process_central_fin_dwh"."rpt_soi" AS s
WHERE CAST(s."IS_MARKETPLACE" AS INTEGER) IS NULL
  AND CAST(s."IS_PREPAYMENT" AS INTEGER) = 1
  AND s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."ORDER_CREATION_DATE" >= ?
  AND s."FINANCE_VERIFIED_DATE" >= ?
  AND s."FINANCE_VERIFIED_DATE" < ?
  AND (s."REFUND_DATE" IS NULL OR s."REFUND_DATE" >= ?)
  AND (
    s."DELIVERED_DATE" IS NULL
    OR s."DELIVERED_DATE" >= ?
    OR (
      COALESCE(s."DELIVERY_TYPE", '') NOT IN ('Digital Content', 'Gift Card')
      AND (s."PACKAGE_DELIVERY_DATE" IS NULL OR s."PACKAGE_DELIVERY_DATE" >= ?)
    )
  )
