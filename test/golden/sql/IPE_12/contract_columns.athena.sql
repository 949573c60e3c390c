-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
SELECT
  'fin_rec.RPT_SOI' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 WHEN 4 THEN t.blanks_4 WHEN 5 THEN t.blanks_5 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 WHEN 4 THEN t.exact_4 WHEN 5 THEN t.exact_5 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 WHEN 4 THEN t.folded_4 WHEN 5 THEN t.folded_5 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_COMPANY" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_COMPANY") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_COMPANY")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."BOB_CUSTOMER_TYPE" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."BOB_CUSTOMER_TYPE") AS exact_2,
    COUNT(DISTINCT UPPER(h."BOB_CUSTOMER_TYPE")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."PAYMENT_METHOD" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."PAYMENT_METHOD") AS exact_3,
    COUNT(DISTINCT UPPER(h."PAYMENT_METHOD")) AS folded_3,
    COALESCE(CAST(SUM(CASE WHEN h."VOUCHER_TYPE" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_4,
    COUNT(DISTINCT h."VOUCHER_TYPE") AS exact_4,
    COUNT(DISTINCT UPPER(h."VOUCHER_TYPE")) AS folded_4,
    COALESCE(CAST(SUM(CASE WHEN h."PACKAGE_NUMBER" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_5,
    COUNT(DISTINCT h."PACKAGE_NUMBER") AS exact_5,
    COUNT(DISTINCT UPPER(h."PACKAGE_NUMBER")) AS folded_5
  FROM "process_central_fin_dwh"."rpt_soi" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_COMPANY'), (2, 'BOB_CUSTOMER_TYPE'), (3, 'PAYMENT_METHOD'), (4, 'VOUCHER_TYPE'), (5, 'PACKAGE_NUMBER')) AS v (n, column_name)
UNION ALL
SELECT
  'stg_fin_rec.PACKAGE_CASHREC' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_COMPANY" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_COMPANY") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_COMPANY")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."package_nr" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."package_nr") AS exact_2,
    COUNT(DISTINCT UPPER(h."package_nr")) AS folded_2
  FROM "raw_central_fin_dwh"."package_cashrec" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_COMPANY'), (2, 'package_nr')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_DIM_BOB_CUSTOMER_TYPE' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."Bob_Customer_Type" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."Bob_Customer_Type") AS exact_1,
    COUNT(DISTINCT UPPER(h."Bob_Customer_Type")) AS folded_1
  FROM "process_central_fin_dwh"."rpt_dim_bob_customer_type" AS h
) AS t
CROSS JOIN (VALUES (1, 'Bob_Customer_Type')) AS v (n, column_name)
