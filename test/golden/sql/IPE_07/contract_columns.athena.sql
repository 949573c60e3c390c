-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
WITH "src_nav_dw_Detailed_Customer_Ledg__Entry" AS (SELECT "id_company" AS "id_company", "customer_no" AS "Customer No_", "amount_lcy" AS "Amount (LCY)" FROM "process_central_fin_dwh"."detailed_customer_ledg_entry"), "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "customer_no" AS "Customer No_", "customer_posting_group" AS "Customer Posting Group", "busline_code" AS "Busline Code", "original_amount" AS "Original Amount", "original_amount_lcy" AS "Original Amount (LCY)" FROM "process_central_fin_dwh"."customer_ledger_entries"), "src_nav_dw_Customers" AS (SELECT "id_company" AS "id_company", "no" AS "No_", "busline_code" AS "Busline Code", "customer_posting_group" AS "Customer Posting Group" FROM "process_central_fin_dwh"."customers"), "src_nav_dw_Customer_Posting_Group" AS (SELECT "id_company" AS "id_company", "code" AS "Code", "receivables_account" AS "Receivables Account" FROM "process_central_fin_dwh"."customer_posting_group"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts")
SELECT
  'nav_dw.Detailed Customer Ledg_ Entry' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 END AS "folded_forms",
  CAST(CASE v.n WHEN 3 THEN t.largest_3 END AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."id_company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."id_company") AS exact_1,
    COUNT(DISTINCT UPPER(h."id_company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."Customer No_" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Customer No_") AS exact_2,
    COUNT(DISTINCT UPPER(h."Customer No_")) AS folded_2,
    CAST(ROUND(MAX(ABS(h."Amount (LCY)")), 0) AS DECIMAL(19,0)) AS largest_3
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS h
) AS t
CROSS JOIN (VALUES (1, 'id_company'), (2, 'Customer No_'), (3, 'Amount (LCY)')) AS v (n, column_name)
UNION ALL
SELECT
  'nav_dw.Customer Ledger Entries' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 WHEN 4 THEN t.blanks_4 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 WHEN 4 THEN t.exact_4 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 WHEN 4 THEN t.folded_4 END AS "folded_forms",
  CAST(CASE v.n WHEN 5 THEN t.largest_5 WHEN 6 THEN t.largest_6 END AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."id_company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."id_company") AS exact_1,
    COUNT(DISTINCT UPPER(h."id_company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."Customer No_" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Customer No_") AS exact_2,
    COUNT(DISTINCT UPPER(h."Customer No_")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Customer Posting Group" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Customer Posting Group") AS exact_3,
    COUNT(DISTINCT UPPER(h."Customer Posting Group")) AS folded_3,
    COALESCE(CAST(SUM(CASE WHEN h."Busline Code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_4,
    COUNT(DISTINCT h."Busline Code") AS exact_4,
    COUNT(DISTINCT UPPER(h."Busline Code")) AS folded_4,
    CAST(ROUND(MAX(ABS(h."Original Amount")), 0) AS DECIMAL(19,0)) AS largest_5,
    CAST(ROUND(MAX(ABS(h."Original Amount (LCY)")), 0) AS DECIMAL(19,0)) AS largest_6
  FROM "src_nav_dw_Customer_Ledger_Entries" AS h
) AS t
CROSS JOIN (VALUES (1, 'id_company'), (2, 'Customer No_'), (3, 'Customer Posting Group'), (4, 'Busline Code'), (5, 'Original Amount'), (6, 'Original Amount (LCY)')) AS v (n, column_name)
UNION ALL
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
  'fin_rec.Dim_Busline' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Busline_Code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Busline_Code") AS exact_2,
    COUNT(DISTINCT UPPER(h."Busline_Code")) AS folded_2
  FROM "process_central_fin_dwh"."dim_busline" AS h
) AS t
CROSS JOIN (VALUES (1, 'Company_Code'), (2, 'Busline_Code')) AS v (n, column_name)
UNION ALL
SELECT
  'nav_dw.Customers' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."No_" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."No_") AS exact_2,
    COUNT(DISTINCT UPPER(h."No_")) AS folded_2
  FROM "src_nav_dw_Customers" AS h
) AS t
CROSS JOIN (VALUES (1, 'id_company'), (2, 'No_')) AS v (n, column_name)
UNION ALL
SELECT
  'nav_dw.Customer Posting Group' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."id_company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."id_company") AS exact_1,
    COUNT(DISTINCT UPPER(h."id_company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."Code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Code") AS exact_2,
    COUNT(DISTINCT UPPER(h."Code")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Receivables Account" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Receivables Account") AS exact_3,
    COUNT(DISTINCT UPPER(h."Receivables Account")) AS folded_3
  FROM "src_nav_dw_Customer_Posting_Group" AS h
) AS t
CROSS JOIN (VALUES (1, 'id_company'), (2, 'Code'), (3, 'Receivables Account')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.Dim_ChartOfAccounts' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."Company_Code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."Company_Code") AS exact_1,
    COUNT(DISTINCT UPPER(h."Company_Code")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."G/L_Account_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."G/L_Account_No") AS exact_2,
    COUNT(DISTINCT UPPER(h."G/L_Account_No")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Group_COA_Account_no" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Group_COA_Account_no") AS exact_3,
    COUNT(DISTINCT UPPER(h."Group_COA_Account_no")) AS folded_3
  FROM "src_fin_rec_Dim_ChartOfAccounts" AS h
) AS t
CROSS JOIN (VALUES (1, 'Company_Code'), (2, 'G/L_Account_No'), (3, 'Group_COA_Account_no')) AS v (n, column_name)
