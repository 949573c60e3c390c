-- Transaction types of the period that no account group names: nobody can say whether they are revenue.
SELECT
  t."ID_Company" AS "ID_Company",
  t."Transaction_Type" AS "SC_ASG_Name",
  COUNT(*) AS "row_count",
  CAST(SUM(t."Transaction_Amount") AS DECIMAL(38,4)) AS "amount"
FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
WHERE t."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND t."Created_Date" >= ?
  AND t."Created_Date" < ?
  AND NOT EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."gdoc_dim_asg_v2" AS a
    WHERE a."ID_Company" = t."ID_Company" AND a."SC_ASG_Name" = t."Transaction_Type"
  )
GROUP BY t."ID_Company", t."Transaction_Type"
