-- Look-up keys of items refunded or returned by the cutoff, and customer types, that stand more than once in their table: each
-- would multiply rows of the extract.
SELECT
  'RPT_REFUND_NO_RETURN' AS "look_up",
  n."ID_Company" AS "company",
  CAST(n."OMS_ID_Sales_Order_Item" AS VARCHAR(20)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_refund_no_return" AS n
WHERE n."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS s
    WHERE s."ID_COMPANY" = n."ID_Company"
      AND s."COD_OMS_SALES_ORDER_ITEM" = n."OMS_ID_Sales_Order_Item"
      AND (s."REFUND_DATE" < ? OR s."RETURN_DATE" < ?)
  )
GROUP BY n."ID_Company", n."OMS_ID_Sales_Order_Item"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_DIM_BOB_CUSTOMER_TYPE' AS "look_up",
  '' AS "company",
  t."Bob_Customer_Type" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_dim_bob_customer_type" AS t
GROUP BY t."Bob_Customer_Type"
HAVING COUNT(*) > 1
