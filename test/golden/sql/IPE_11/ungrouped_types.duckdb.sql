-- Transaction types of the period that no account group names: nobody can say whether they are revenue.
SELECT
  t."ID_Company" AS "ID_Company",
  t."Transaction_Type" AS "SC_ASG_Name",
  COUNT(*) AS "row_count",
  CAST(SUM(t."Transaction_Amount") AS DECIMAL(38,4)) AS "amount"
FROM "FIN_REC"."dbo"."RPT_TRANSACTIONS_SELLER" AS t
WHERE t."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND t."Created_Date" >= $period_start
  AND t."Created_Date" < $period_next
  AND NOT EXISTS (
    SELECT 1 FROM "FIN_REC"."dbo"."GDOC_DIM_ASG_V2" AS a
    WHERE a."ID_Company" = t."ID_Company" AND a."SC_ASG_Name" = t."Transaction_Type"
  )
GROUP BY t."ID_Company", t."Transaction_Type"
