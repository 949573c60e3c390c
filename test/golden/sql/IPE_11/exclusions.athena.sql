-- Every Seller Center transaction once, by the first reason that keeps it out.
WITH type_group AS (
  SELECT
    a."ID_Company" AS company,
    a."SC_ASG_Name" AS asg_name,
    MAX(CASE WHEN a."ASG_Level_1" = 'Revenues' THEN 1 ELSE 0 END) AS revenue
  FROM "process_central_fin_dwh"."gdoc_dim_asg_v2" AS a
  GROUP BY a."ID_Company", a."SC_ASG_Name"
),
closing AS (
  SELECT
    s."id_company" AS company,
    s."RING_ID_Transaction_Statement" AS statement_id,
    MAX(s."RING_End_Date") AS end_date
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
  GROUP BY s."id_company", s."RING_ID_Transaction_Statement"
),
classified AS (
  SELECT
    CASE
      WHEN t."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN t."Created_Date" < ? THEN 'created before the start of the history'
      WHEN t."Created_Date" < ? THEN 'created before the period'
      WHEN t."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN g.company IS NULL THEN 'transaction type without account group'
      WHEN g.revenue = 0 THEN 'account group is not revenue'
      WHEN t."ID_Account_Statement" IS NOT NULL AND c.company IS NULL THEN 'statement not found'
      WHEN c.end_date < ? THEN 'on a statement closed by the cutoff'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
  LEFT JOIN type_group AS g
    ON g.company = t."ID_Company" AND g.asg_name = t."Transaction_Type"
  LEFT JOIN closing AS c
    ON c.company = t."ID_Company" AND c.statement_id = t."ID_Account_Statement"
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
