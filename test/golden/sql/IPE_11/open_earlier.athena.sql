-- Revenue transactions of earlier periods that at the cutoff are still on no closed statement: accrued revenue that the
-- month's window leaves out.
WITH still_open AS (
  SELECT
    t."ID_Company" AS company,
    t."ID_Transaction" AS transaction_id,
    t."Created_Date" AS created,
    t."Transaction_Type" AS asg_name,
    t."Transaction_Amount" AS amount
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
  LEFT JOIN "process_central_fin_dwh"."rpt_accountstatements" AS s
    ON s."id_company" = t."ID_Company" AND s."RING_ID_Transaction_Statement" = t."ID_Account_Statement"
  WHERE t."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND t."Created_Date" >= ?
    AND t."Created_Date" < ?
    AND (t."ID_Account_Statement" IS NULL OR s."RING_End_Date" >= ?)
)
SELECT
  o.company AS "ID_Company",
  o.transaction_id AS "SC_ID_Transaction",
  o.created AS "SC_Created_Date",
  CAST(ROUND(o.amount, 4) AS DECIMAL(19,4)) AS "SC_Transaction_Amount"
FROM still_open AS o
WHERE EXISTS (
  SELECT 1 FROM "process_central_fin_dwh"."gdoc_dim_asg_v2" AS a
  WHERE a."ID_Company" = o.company AND a."SC_ASG_Name" = o.asg_name AND a."ASG_Level_1" = 'Revenues'
)
