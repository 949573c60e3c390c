-- Look-up keys of items refunded or returned by the cutoff, and customer types, that stand more than once in their table: each
-- would multiply rows of the extract.
SELECT
  'RPT_REFUND_NO_RETURN' AS "look_up",
  n."ID_Company" AS "company",
  CAST(n."OMS_ID_Sales_Order_Item" AS VARCHAR(20)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."dbo"."RPT_REFUND_NO_RETURN" AS n
WHERE n."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND EXISTS (
    SELECT 1 FROM "FIN_REC"."dbo"."RPT_SOI" AS s
    WHERE s."ID_COMPANY" = n."ID_Company"
      AND s."COD_OMS_SALES_ORDER_ITEM" = n."OMS_ID_Sales_Order_Item"
      AND (s."REFUND_DATE" < $period_next OR s."RETURN_DATE" < $period_next)
  )
GROUP BY n."ID_Company", n."OMS_ID_Sales_Order_Item"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_DIM_BOB_CUSTOMER_TYPE' AS "look_up",
  '' AS "company",
  t."Bob_Customer_Type" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."dbo"."RPT_DIM_BOB_CUSTOMER_TYPE" AS t
GROUP BY t."Bob_Customer_Type"
HAVING COUNT(*) > 1
