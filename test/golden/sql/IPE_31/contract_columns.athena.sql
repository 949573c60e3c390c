-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
WITH "src_nav_dw_Bank_Accounts" AS (SELECT "id_company" AS "ID_Company", "service_provider_no" AS "Service Provider No_", "bank_account_posting_group" AS "Bank Account Posting Group" FROM "process_central_fin_dwh"."bank_accounts"), "src_nav_dw_Bank_Account_Posting_Group" AS (SELECT "id_company" AS "ID_Company", "code" AS "Code", "gl_bank_account_no" AS "G_L Bank Account No_" FROM "process_central_fin_dwh"."bank_account_posting_group")
SELECT
  'fin_rec.RPT_PACKLIST_PAYMENTS' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 WHEN 4 THEN t.blanks_4 WHEN 5 THEN t.blanks_5 WHEN 6 THEN t.blanks_6 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 WHEN 4 THEN t.exact_4 WHEN 5 THEN t.exact_5 WHEN 6 THEN t.exact_6 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 WHEN 4 THEN t.folded_4 WHEN 5 THEN t.folded_5 WHEN 6 THEN t.folded_6 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_Company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_Company") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_Company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Packlist_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."OMS_Packlist_No") AS exact_2,
    COUNT(DISTINCT UPPER(h."OMS_Packlist_No")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Packlist_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."OMS_Packlist_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."OMS_Packlist_Status")) AS folded_3,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Collection_Partner_Name" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_4,
    COUNT(DISTINCT h."OMS_Collection_Partner_Name") AS exact_4,
    COUNT(DISTINCT UPPER(h."OMS_Collection_Partner_Name")) AS folded_4,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Payment_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_5,
    COUNT(DISTINCT h."OMS_Payment_No") AS exact_5,
    COUNT(DISTINCT UPPER(h."OMS_Payment_No")) AS folded_5,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Payment_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_6,
    COUNT(DISTINCT h."OMS_Payment_Status") AS exact_6,
    COUNT(DISTINCT UPPER(h."OMS_Payment_Status")) AS folded_6
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'OMS_Packlist_No'), (3, 'OMS_Packlist_Status'), (4, 'OMS_Collection_Partner_Name'), (5, 'OMS_Payment_No'), (6, 'OMS_Payment_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_PACKLIST_PACKAGES' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Packlist_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."OMS_Packlist_No") AS exact_2,
    COUNT(DISTINCT UPPER(h."OMS_Packlist_No")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Packlist_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."OMS_Packlist_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."OMS_Packlist_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_packlist_packages" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'OMS_Packlist_No'), (3, 'OMS_Packlist_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_CASHREC_TRANSACTION' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 WHEN 4 THEN t.blanks_4 WHEN 5 THEN t.blanks_5 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 WHEN 4 THEN t.exact_4 WHEN 5 THEN t.exact_5 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 WHEN 4 THEN t.folded_4 WHEN 5 THEN t.folded_5 END AS "folded_forms",
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
    COALESCE(CAST(SUM(CASE WHEN h."Related_Entity" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Related_Entity") AS exact_3,
    COUNT(DISTINCT UPPER(h."Related_Entity")) AS folded_3,
    COALESCE(CAST(SUM(CASE WHEN h."Collection_Partner" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_4,
    COUNT(DISTINCT h."Collection_Partner") AS exact_4,
    COUNT(DISTINCT UPPER(h."Collection_Partner")) AS folded_4,
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_List_Nr" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_5,
    COUNT(DISTINCT h."Transaction_List_Nr") AS exact_5,
    COUNT(DISTINCT UPPER(h."Transaction_List_Nr")) AS folded_5
  FROM "process_central_fin_dwh"."rpt_cashrec_transaction" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_Type'), (3, 'Related_Entity'), (4, 'Collection_Partner'), (5, 'Transaction_List_Nr')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_CASHDEPOSIT' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 WHEN 4 THEN t.blanks_4 WHEN 5 THEN t.blanks_5 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 WHEN 4 THEN t.exact_4 WHEN 5 THEN t.exact_5 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 WHEN 4 THEN t.folded_4 WHEN 5 THEN t.folded_5 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_Company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_Company") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_Company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Payment_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."OMS_Payment_No") AS exact_2,
    COUNT(DISTINCT UPPER(h."OMS_Payment_No")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Type" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."OMS_Type") AS exact_3,
    COUNT(DISTINCT UPPER(h."OMS_Type")) AS folded_3,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Collection_Partner" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_4,
    COUNT(DISTINCT h."OMS_Collection_Partner") AS exact_4,
    COUNT(DISTINCT UPPER(h."OMS_Collection_Partner")) AS folded_4,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Payment_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_5,
    COUNT(DISTINCT h."OMS_Payment_Status") AS exact_5,
    COUNT(DISTINCT UPPER(h."OMS_Payment_Status")) AS folded_5
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'OMS_Payment_No'), (3, 'OMS_Type'), (4, 'OMS_Collection_Partner'), (5, 'OMS_Payment_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_COLLECTIONADJ' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Entity_Type" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."OMS_Entity_Type") AS exact_2,
    COUNT(DISTINCT UPPER(h."OMS_Entity_Type")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Entity_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."OMS_Entity_No") AS exact_3,
    COUNT(DISTINCT UPPER(h."OMS_Entity_No")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_collectionadj" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'OMS_Entity_Type'), (3, 'OMS_Entity_No')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_CASHREC_REALLOCATIONS' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 WHEN 4 THEN t.blanks_4 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 WHEN 4 THEN t.exact_4 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 WHEN 4 THEN t.folded_4 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_Company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_Company") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_Company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."Collection_Partner_From" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Collection_Partner_From") AS exact_2,
    COUNT(DISTINCT UPPER(h."Collection_Partner_From")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_type" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Transaction_type") AS exact_3,
    COUNT(DISTINCT UPPER(h."Transaction_type")) AS folded_3,
    COALESCE(CAST(SUM(CASE WHEN h."Related_Entity" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_4,
    COUNT(DISTINCT h."Related_Entity") AS exact_4,
    COUNT(DISTINCT UPPER(h."Related_Entity")) AS folded_4
  FROM "process_central_fin_dwh"."rpt_cashrec_reallocations" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Collection_Partner_From'), (3, 'Transaction_type'), (4, 'Related_Entity')) AS v (n, column_name)
UNION ALL
SELECT
  'nav_dw.Bank Accounts' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Service Provider No_" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Service Provider No_") AS exact_2,
    COUNT(DISTINCT UPPER(h."Service Provider No_")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Bank Account Posting Group" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Bank Account Posting Group") AS exact_3,
    COUNT(DISTINCT UPPER(h."Bank Account Posting Group")) AS folded_3
  FROM "src_nav_dw_Bank_Accounts" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Service Provider No_'), (3, 'Bank Account Posting Group')) AS v (n, column_name)
UNION ALL
SELECT
  'nav_dw.Bank Account Posting Group' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Code" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Code") AS exact_2,
    COUNT(DISTINCT UPPER(h."Code")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."G_L Bank Account No_" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."G_L Bank Account No_") AS exact_3,
    COUNT(DISTINCT UPPER(h."G_L Bank Account No_")) AS folded_3
  FROM "src_nav_dw_Bank_Account_Posting_Group" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Code'), (3, 'G_L Bank Account No_')) AS v (n, column_name)
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
  'fin_rec.RPT_HUBS_3PL_MAPPING' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."NODE" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."NODE") AS exact_2,
    COUNT(DISTINCT UPPER(h."NODE")) AS folded_2
  FROM "process_central_fin_dwh"."rpt_hubs_3pl_mapping" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_COMPANY'), (2, 'NODE')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_COLLECTIONPARTNERS' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 WHEN 4 THEN t.blanks_4 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 WHEN 4 THEN t.exact_4 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 WHEN 4 THEN t.folded_4 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_Company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_Company") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_Company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."Name" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Name") AS exact_2,
    COUNT(DISTINCT UPPER(h."Name")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Type" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Type") AS exact_3,
    COUNT(DISTINCT UPPER(h."Type")) AS folded_3,
    COALESCE(CAST(SUM(CASE WHEN h."ERP_Name" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_4,
    COUNT(DISTINCT h."ERP_Name") AS exact_4,
    COUNT(DISTINCT UPPER(h."ERP_Name")) AS folded_4
  FROM "process_central_fin_dwh"."rpt_collectionpartners" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Name'), (3, 'Type'), (4, 'ERP_Name')) AS v (n, column_name)
