-- Rows per value of the columns the control depends on, over the population as the completeness query finds it.
WITH revenue_type AS (
  SELECT
    a."ID_Company" AS company,
    a."SC_ASG_Name" AS asg_name,
    MIN(a."ASG_Level_1") AS level_1,
    MIN(a."ASG_Level_2") AS level_2
  FROM "process_central_fin_dwh"."gdoc_dim_asg_v2" AS a
  WHERE a."ASG_Level_1" = 'Revenues'
  GROUP BY a."ID_Company", a."SC_ASG_Name"
),
later_statement AS (
  SELECT
    s."id_company" AS company,
    s."RING_ID_Transaction_Statement" AS statement_id,
    MIN(s."RING_End_Date") AS end_date
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
  WHERE CAST(s."RING_End_Date" AS DATE) > ?
  GROUP BY s."id_company", s."RING_ID_Transaction_Statement"
),
accrued AS (
  -- billed after the cutoff
  SELECT
    t."ID_Company" AS company,
    t."ID_Transaction" AS transaction_id,
    CAST(t."Created_Date" AS DATE) AS created_day,
    t."Transaction_Type" AS asg_name,
    t."Transaction_Amount" AS amount,
    t."ID_Account_Statement" AS statement_id,
    l.end_date AS end_date
  FROM later_statement AS l
  JOIN "process_central_fin_dwh"."rpt_transactions_seller" AS t
    ON t."ID_Company" = l.company AND t."ID_Account_Statement" = l.statement_id
  UNION ALL
  -- not billed at all
  SELECT
    t."ID_Company" AS company,
    t."ID_Transaction" AS transaction_id,
    CAST(t."Created_Date" AS DATE) AS created_day,
    t."Transaction_Type" AS asg_name,
    t."Transaction_Amount" AS amount,
    t."ID_Account_Statement" AS statement_id,
    CAST(NULL AS TIMESTAMP(3)) AS end_date
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
  WHERE t."ID_Account_Statement" IS NULL
),
of_period AS (
  SELECT
    x.company AS company,
    x.transaction_id AS transaction_id,
    x.created_day AS created_day,
    x.asg_name AS asg_name,
    x.amount AS amount,
    x.statement_id AS statement_id,
    x.end_date AS end_date,
    y.level_1 AS level_1,
    y.level_2 AS level_2
  FROM revenue_type AS y
  JOIN accrued AS x
    ON x.company = y.company AND x.asg_name = y.asg_name
  WHERE y.company IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND x.created_day >= ?
    AND x.created_day >= ?
    AND x.created_day <= ?
)
SELECT 'ID_Company' AS "column_name", p.company AS "value", COUNT(*) AS "row_count"
FROM of_period AS p
GROUP BY p.company
UNION ALL
SELECT
  'SC_Created_Date' AS "column_name",
  SUBSTRING(CAST(p.created_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM of_period AS p
GROUP BY p.created_day
UNION ALL
SELECT 'SC_ASG_Name' AS "column_name", p.asg_name AS "value", COUNT(*) AS "row_count"
FROM of_period AS p
GROUP BY p.asg_name
UNION ALL
SELECT
  'SC_End_Date' AS "column_name",
  SUBSTRING(CAST(CAST(p.end_date AS DATE) AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM of_period AS p
GROUP BY CAST(p.end_date AS DATE)
UNION ALL
SELECT 'ASG_Level_1' AS "column_name", p.level_1 AS "value", COUNT(*) AS "row_count"
FROM of_period AS p
GROUP BY p.level_1
UNION ALL
SELECT 'ASG_Level_2' AS "column_name", p.level_2 AS "value", COUNT(*) AS "row_count"
FROM of_period AS p
GROUP BY p.level_2
