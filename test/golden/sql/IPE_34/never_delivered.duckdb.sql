-- Items refunded by the cutoff, not returned by then and never delivered: there is nothing to be returned, so none of them may
-- stand in the report.
SELECT
  s."ID_COMPANY" AS "ID_COMPANY",
  s."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM"
FROM "FIN_REC"."dbo"."RPT_SOI" AS s
WHERE s."DELIVERED_DATE" IS NULL
  AND s."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND CAST(s."REFUND_DATE" AS DATE) <= $cutoff
  AND (s."RETURN_DATE" IS NULL OR CAST(s."RETURN_DATE" AS DATE) > $cutoff)
