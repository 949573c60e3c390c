-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
WITH "src_d365_dz_Currency_Exchange_Rate" AS (SELECT "currency_code" AS "Currency Code" FROM "process_central_fin_dwh"."savanna_dz_currency_exchange_rate")
SELECT
  'd365_dz.Currency Exchange Rate' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."Currency Code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."Currency Code") AS exact_1,
    COUNT(DISTINCT UPPER(h."Currency Code")) AS folded_1
  FROM "src_d365_dz_Currency_Exchange_Rate" AS h
) AS t
CROSS JOIN (VALUES (1, 'Currency Code')) AS v (n, column_name)
