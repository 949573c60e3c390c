-- Revenue transactions by the cutoff whose statement number leads nowhere: nobody can say whether they are billed.
SELECT
  t."ID_Company" AS "ID_Company",
  t."ID_Transaction" AS "SC_ID_Transaction",
  t."ID_Account_Statement" AS "SC_ID_Account_Statement",
  CAST(ROUND(t."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "SC_Transaction_Amount"
FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
WHERE t."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND t."Created_Date" >= ?
  AND t."Created_Date" < ?
  AND t."ID_Account_Statement" IS NOT NULL
  AND EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."gdoc_dim_asg_v2" AS a
    WHERE a."ID_Company" = t."ID_Company"
      AND a."SC_ASG_Name" = t."Transaction_Type"
      AND a."ASG_Level_1" = 'Revenues'
  )
  AND NOT EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
    WHERE s."id_company" = t."ID_Company" AND s."RING_ID_Transaction_Statement" = t."ID_Account_Statement"
  )
