-- Items refunded by the cutoff, not returned by then and never delivered: there is nothing to be returned, so none of them may
-- stand in the report.
SELECT
  s."ID_COMPANY" AS "ID_COMPANY",
  s."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM"
FROM "process_central_fin_dwh"."rpt_soi" AS s
WHERE s."DELIVERED_DATE" IS NULL
  AND s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND CAST(s."REFUND_DATE" AS DATE) <= ?
  AND (s."RETURN_DATE" IS NULL OR CAST(s."RETURN_DATE" AS DATE) > ?)
