-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
SELECT
  'fin_rec.RPT_SOI' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 WHEN 4 THEN t.blanks_4 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 WHEN 4 THEN t.exact_4 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 WHEN 4 THEN t.folded_4 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_COMPANY" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_COMPANY") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_COMPANY")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."CURRENT_STATUS" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."CURRENT_STATUS") AS exact_2,
    COUNT(DISTINCT UPPER(h."CURRENT_STATUS")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."PAYMENT_METHOD" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."PAYMENT_METHOD") AS exact_3,
    COUNT(DISTINCT UPPER(h."PAYMENT_METHOD")) AS folded_3,
    COALESCE(CAST(SUM(CASE WHEN h."DELIVERY_TYPE" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_4,
    COUNT(DISTINCT h."DELIVERY_TYPE") AS exact_4,
    COUNT(DISTINCT UPPER(h."DELIVERY_TYPE")) AS folded_4
  FROM "process_central_fin_dwh"."rpt_soi" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_COMPANY'), (2, 'CURRENT_STATUS'), (3, 'PAYMENT_METHOD'), (4, 'DELIVERY_TYPE')) AS v (n, column_name)
