-- Starts at the revenue types and at the statements that close after the cutoff, and compares calendar days.
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
SELECT
  p.company AS "ID_Company",
  p.level_2 AS "ASG_Level_2",
  COUNT(*) AS "row_count",
  CAST(SUM(p.amount) AS DECIMAL(38,4)) AS "SC_Transaction_Amount",
  CAST(SUM(CAST(p.transaction_id AS BIGINT)) AS DECIMAL(38,0)) AS "SC_ID_Transaction",
  CAST(SUM(CAST(p.statement_id AS BIGINT)) AS DECIMAL(38,0)) AS "SC_ID_Account_Statement"
FROM of_period AS p
GROUP BY p.company, p.level_2
