-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
SELECT
  'fin_rec.RPT_TRANSACTIONS_SELLER' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_Company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_Company") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_Company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_Type" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_Type") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_Type")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Type" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Type") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Type")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_Type'), (3, 'Nav_Type')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.GDOC_DIM_ASG_V2' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_Company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_Company") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_Company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."SC_ASG_Name" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."SC_ASG_Name") AS exact_2,
    COUNT(DISTINCT UPPER(h."SC_ASG_Name")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."ASG_Level_1" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."ASG_Level_1") AS exact_3,
    COUNT(DISTINCT UPPER(h."ASG_Level_1")) AS folded_3
  FROM "process_central_fin_dwh"."gdoc_dim_asg_v2" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'SC_ASG_Name'), (3, 'ASG_Level_1')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_ACCOUNTSTATEMENTS' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."id_company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."id_company") AS exact_1,
    COUNT(DISTINCT UPPER(h."id_company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."RING_Transaction_Statement_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."RING_Transaction_Statement_No") AS exact_2,
    COUNT(DISTINCT UPPER(h."RING_Transaction_Statement_No")) AS folded_2
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS h
) AS t
CROSS JOIN (VALUES (1, 'id_company'), (2, 'RING_Transaction_Statement_No')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_VENDORS' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_company") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_company")) AS folded_1
  FROM "process_central_fin_dwh"."rpt_vendors" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_company')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_TRANSACTIONS' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_Company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_Company") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_Company")) AS folded_1
  FROM "process_central_fin_dwh"."rpt_transactions" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company')) AS v (n, column_name)
