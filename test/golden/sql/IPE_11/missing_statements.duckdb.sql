-- Revenue transactions by the cutoff whose statement number leads nowhere: nobody can say whether they are billed.
SELECT
  t."ID_Company" AS "ID_Company",
  t."ID_Transaction" AS "SC_ID_Transaction",
  t."ID_Account_Statement" AS "SC_ID_Account_Statement",
  CAST(ROUND(t."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "SC_Transaction_Amount"
FROM "FIN_REC"."dbo"."RPT_TRANSACTIONS_SELLER" AS t
WHERE t."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND t."Created_Date" >= $since_created
  AND t."Created_Date" < $period_next
  AND t."ID_Account_Statement" IS NOT NULL
  AND EXISTS (
    SELECT 1 FROM "FIN_REC"."dbo"."GDOC_DIM_ASG_V2" AS a
    WHERE a."ID_Company" = t."ID_Company"
      AND a."SC_ASG_Name" = t."Transaction_Type"
      AND a."ASG_Level_1" = 'Revenues'
  )
  AND NOT EXISTS (
    SELECT 1 FROM "FIN_REC"."RING"."RPT_ACCOUNTSTATEMENTS" AS s
    WHERE s."id_company" = t."ID_Company" AND s."RING_ID_Transaction_Statement" = t."ID_Account_Statement"
  )
