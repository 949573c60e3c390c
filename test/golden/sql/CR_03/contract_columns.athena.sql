-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
WITH "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_Detailed_G_L_Entry" AS (SELECT "id_company" AS "id_company", "gl_account_no" AS "G_L Account No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."detailed_gl_entry"), "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries")
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
UNION ALL
SELECT
  'nav_dw.Detailed G_L Entry' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."G_L Account No_" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."G_L Account No_") AS exact_2,
    COUNT(DISTINCT UPPER(h."G_L Account No_")) AS folded_2,
    CAST(ROUND(MAX(ABS(h."Amount")), 0) AS DECIMAL(19,0)) AS largest_3
  FROM "src_nav_dw_Detailed_G_L_Entry" AS h
) AS t
CROSS JOIN (VALUES (1, 'id_company'), (2, 'G_L Account No_'), (3, 'Amount')) AS v (n, column_name)
UNION ALL
SELECT
  'nav_dw.G_L Entries' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Chart of Accounts No_" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Chart of Accounts No_") AS exact_2,
    COUNT(DISTINCT UPPER(h."Chart of Accounts No_")) AS folded_2,
    CAST(ROUND(MAX(ABS(h."Amount")), 0) AS DECIMAL(19,0)) AS largest_3
  FROM "src_nav_dw_G_L_Entries" AS h
) AS t
CROSS JOIN (VALUES (1, 'id_company'), (2, 'Chart of Accounts No_'), (3, 'Amount')) AS v (n, column_name)
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
  'fin_rec.GDOC_IFRS_Tabular_Mapping' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."Level_4_Code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."Level_4_Code") AS exact_1,
    COUNT(DISTINCT UPPER(h."Level_4_Code")) AS folded_1
  FROM "process_central_fin_dwh"."gdoc_ifrs_tabular_mapping" AS h
) AS t
CROSS JOIN (VALUES (1, 'Level_4_Code')) AS v (n, column_name)
