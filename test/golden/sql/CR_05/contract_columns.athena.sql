-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
SELECT
  'fin_rec.Dim_Company' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."Company_Code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."Company_Code") AS exact_1,
    COUNT(DISTINCT UPPER(h."Company_Code")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."Company_Country" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Company_Country") AS exact_2,
    COUNT(DISTINCT UPPER(h."Company_Country")) AS folded_2
  FROM "process_central_fin_dwh"."dim_company" AS h
) AS t
CROSS JOIN (VALUES (1, 'Company_Code'), (2, 'Company_Country')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_FX_RATES' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."country_code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."country_code") AS exact_1,
    COUNT(DISTINCT UPPER(h."country_code")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."rate_type" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."rate_type") AS exact_2,
    COUNT(DISTINCT UPPER(h."rate_type")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."base_currency" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."base_currency") AS exact_3,
    COUNT(DISTINCT UPPER(h."base_currency")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_fx_rates" AS h
) AS t
CROSS JOIN (VALUES (1, 'country_code'), (2, 'rate_type'), (3, 'base_currency')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.Dim_Country' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."Country_Code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."Country_Code") AS exact_1,
    COUNT(DISTINCT UPPER(h."Country_Code")) AS folded_1
  FROM "process_central_fin_dwh"."dim_country" AS h
) AS t
CROSS JOIN (VALUES (1, 'Country_Code')) AS v (n, column_name)
