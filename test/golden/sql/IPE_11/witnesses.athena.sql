-- The first and the last number per company of the period's revenue transactions without a statement, and of those whose
-- statement closes after the cutoff, with what the source holds for them.
WITH later_statement AS (
  SELECT s."id_company" AS company, s."RING_ID_Transaction_Statement" AS statement_id
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
  WHERE CAST(s."RING_End_Date" AS DATE) > ?
  GROUP BY s."id_company", s."RING_ID_Transaction_Statement"
),
revenue AS (
  SELECT
    t."ID_Company" AS company,
    t."ID_Transaction" AS transaction_id,
    t."ID_Account_Statement" AS statement_id
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
  WHERE t."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(t."Created_Date" AS DATE) >= ?
    AND CAST(t."Created_Date" AS DATE) >= ?
    AND CAST(t."Created_Date" AS DATE) <= ?
    AND EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."gdoc_dim_asg_v2" AS a
      WHERE a."ID_Company" = t."ID_Company"
        AND a."SC_ASG_Name" = t."Transaction_Type"
        AND a."ASG_Level_1" = 'Revenues'
    )
),
edge AS (
  SELECT v.company AS company, MIN(v.transaction_id) AS first_id, MAX(v.transaction_id) AS last_id
  FROM revenue AS v
  WHERE v.statement_id IS NULL
  GROUP BY v.company
  UNION ALL
  SELECT l.company AS company, MIN(v.transaction_id) AS first_id, MAX(v.transaction_id) AS last_id
  FROM later_statement AS l
  JOIN revenue AS v
    ON v.company = l.company AND v.statement_id = l.statement_id
  GROUP BY l.company
)
SELECT
  w."ID_Company" AS "ID_Company",
  w."ID_Transaction" AS "SC_ID_Transaction",
  w."Created_Date" AS "SC_Created_Date",
  w."Transaction_Type" AS "SC_ASG_Name",
  CAST(ROUND(w."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "SC_Transaction_Amount",
  w."ID_Account_Statement" AS "SC_ID_Account_Statement"
FROM edge AS e
JOIN "process_central_fin_dwh"."rpt_transactions_seller" AS w
  ON w."ID_Company" = e.company AND (w."ID_Transaction" = e.first_id OR w."ID_Transaction" = e.last_id)
