-- Written by the catalog compiler: amounts this item reads that have more than four decimals, which rounding would
-- change.
WITH "src_nav_dw_Detailed_Customer_Ledg__Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "amount_lcy" AS "Amount (LCY)" FROM "process_central_fin_dwh"."detailed_customer_ledg_entry"), "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "original_amount" AS "Original Amount", "original_amount_lcy" AS "Original Amount (LCY)" FROM "process_central_fin_dwh"."customer_ledger_entries")
SELECT
  'nav_dw.Detailed Customer Ledg_ Entry' AS "table_name",
  v.column_name AS "column_name",
  f.row_key AS "row_key",
  CAST(CASE v.n WHEN 1 THEN f.amount_1 END AS DECIMAL(38,20)) AS "amount"
FROM (
  SELECT
    CONCAT(COALESCE(h."id_company", ''), ' / ', COALESCE(CAST(h."Entry No_" AS VARCHAR(50)), '')) AS row_key,
    h."Amount (LCY)" AS amount_1
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS h
  WHERE h."Amount (LCY)" <> ROUND(h."Amount (LCY)", 4)
) AS f
CROSS JOIN (VALUES (1, 'Amount (LCY)')) AS v (n, column_name)
WHERE CASE v.n WHEN 1 THEN f.amount_1 END IS NOT NULL
  AND CASE v.n WHEN 1 THEN f.amount_1 END <> ROUND(CASE v.n WHEN 1 THEN f.amount_1 END, 4)
UNION ALL
SELECT
  'nav_dw.Customer Ledger Entries' AS "table_name",
  v.column_name AS "column_name",
  f.row_key AS "row_key",
  CAST(CASE v.n WHEN 1 THEN f.amount_1 WHEN 2 THEN f.amount_2 END AS DECIMAL(38,20)) AS "amount"
FROM (
  SELECT
    CONCAT(COALESCE(h."id_company", ''), ' / ', COALESCE(CAST(h."Entry No_" AS VARCHAR(50)), '')) AS row_key,
    h."Original Amount" AS amount_1,
    h."Original Amount (LCY)" AS amount_2
  FROM "src_nav_dw_Customer_Ledger_Entries" AS h
  WHERE h."Original Amount" <> ROUND(h."Original Amount", 4)
    OR h."Original Amount (LCY)" <> ROUND(h."Original Amount (LCY)", 4)
) AS f
CROSS JOIN (VALUES (1, 'Original Amount'), (2, 'Original Amount (LCY)')) AS v (n, column_name)
WHERE CASE v.n WHEN 1 THEN f.amount_1 WHEN 2 THEN f.amount_2 END IS NOT NULL
  AND CASE v.n WHEN 1 THEN f.amount_1 WHEN 2 THEN f.amount_2 END <> ROUND(CASE v.n WHEN 1 THEN f.amount_1 WHEN 2 THEN f.amount_2 END, 4)
