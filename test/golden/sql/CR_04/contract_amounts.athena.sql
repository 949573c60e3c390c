-- Written by the catalog compiler: amounts this item reads that have more than four decimals, which rounding would
-- change.
WITH "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries")
SELECT
  'nav_dw.G_L Entries' AS "table_name",
  v.column_name AS "column_name",
  f.row_key AS "row_key",
  CAST(CASE v.n WHEN 1 THEN f.amount_1 END AS DECIMAL(38,20)) AS "amount"
FROM (
  SELECT
    CONCAT(COALESCE(h."id_company", ''), ' / ', COALESCE(CAST(h."Entry No_" AS VARCHAR(50)), '')) AS row_key,
    h."Amount" AS amount_1
  FROM "src_nav_dw_G_L_Entries" AS h
  WHERE h."Amount" <> ROUND(h."Amount", 4)
) AS f
CROSS JOIN (VALUES (1, 'Amount')) AS v (n, column_name)
WHERE CASE v.n WHEN 1 THEN f.amount_1 END IS NOT NULL
  AND CASE v.n WHEN 1 THEN f.amount_1 END <> ROUND(CASE v.n WHEN 1 THEN f.amount_1 END, 4)
