-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
SELECT
  'fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_COMPANY" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_COMPANY") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_COMPANY")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."GROUP_COA_ACCOUNT_NO" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."GROUP_COA_ACCOUNT_NO") AS exact_2,
    COUNT(DISTINCT UPPER(h."GROUP_COA_ACCOUNT_NO")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."REAL_COA" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."REAL_COA") AS exact_3,
    COUNT(DISTINCT UPPER(h."REAL_COA")) AS folded_3
  FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_COMPANY'), (2, 'GROUP_COA_ACCOUNT_NO'), (3, 'REAL_COA')) AS v (n, column_name)
UNION ALL
SELECT
  'nav_dw.G_L Entries' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CAST(NULL AS BIGINT) AS "trailing_blanks",
  CAST(NULL AS BIGINT) AS "exact_forms",
  CAST(NULL AS BIGINT) AS "folded_forms",
  CAST(CASE v.n WHEN 1 THEN t.largest_1 END AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    CAST(ROUND(MAX(ABS(h."Amount")), 0) AS DECIMAL(19,0)) AS largest_1
  FROM "process_central_fin_dwh"."g_l_entries" AS h
) AS t
CROSS JOIN (VALUES (1, 'Amount')) AS v (n, column_name)
