-- Look-up keys of delivered items that stand more than once in their table: each would multiply rows of the extract.
SELECT
  'PACKAGE_CASHREC' AS "look_up",
  r."ID_COMPANY" AS "company",
  r."package_nr" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "STG_FIN_REC"."OMS"."PACKAGE_CASHREC" AS r
WHERE r."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND EXISTS (
    SELECT 1 FROM "FIN_REC"."dbo"."RPT_SOI" AS s
    WHERE s."ID_COMPANY" = r."ID_COMPANY"
      AND s."PACKAGE_NUMBER" = r."package_nr"
      AND s."DELIVERED_DATE" >= $since_delivered
      AND s."DELIVERED_DATE" < $period_next
      AND CAST(s."IS_PREPAYMENT" AS INTEGER) = 0
  )
GROUP BY r."ID_COMPANY", r."package_nr"
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
