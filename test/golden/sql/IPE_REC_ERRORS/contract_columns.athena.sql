-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
SELECT
  'fin_rec.RPT_3PL_MANUAL_TRANSACTIONS' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_ID" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_ID") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_ID")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_3pl_manual_transactions" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_ID'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_CASHDEPOSIT' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Payment_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."OMS_Payment_No") AS exact_2,
    COUNT(DISTINCT UPPER(h."OMS_Payment_No")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'OMS_Payment_No'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_COLLECTIONADJ' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Entity_Type" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."OMS_Entity_Type") AS exact_2,
    COUNT(DISTINCT UPPER(h."OMS_Entity_Type")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Entity_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."OMS_Entity_No") AS exact_3,
    COUNT(DISTINCT UPPER(h."OMS_Entity_No")) AS folded_3,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_4,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_4,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_4
  FROM "process_central_fin_dwh"."rpt_collectionadj" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'OMS_Entity_Type'), (3, 'OMS_Entity_No'), (4, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_DELIVERY_FEES' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_ID" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_ID") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_ID")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_delivery_fees" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_ID'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_EXC_ACCOUNTSTATEMENTS' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_ID" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_ID") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_ID")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_exc_accountstatements" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_ID'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_JFORCE_PAYOUTS' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_ID" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_ID") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_ID")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_jforce_payouts" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_ID'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_JPAY_APP_TRANSACTION' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_ID" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_ID") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_ID")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_jpay_app_transaction" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_ID'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_MARKETPLACE_SHIPPING_FEES' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_ID" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_ID") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_ID")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_marketplace_shipping_fees" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_ID'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_PACKLIST_PAYMENTS' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."OMS_Payment_No" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."OMS_Payment_No") AS exact_2,
    COUNT(DISTINCT UPPER(h."OMS_Payment_No")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'OMS_Payment_No'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_PREPAID_DELIVERIES' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_ID" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_ID") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_ID")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_prepaid_deliveries" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_ID'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_SOI' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_2,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_2
  FROM "process_central_fin_dwh"."rpt_soi" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_COMPANY'), (2, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_REFUNDS' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_ID" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_ID") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_ID")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_refunds" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_ID'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_TRANSACTIONS_SELLER' AS "table_name",
  v.column_name AS "column_name",
  t.row_count AS "row_count",
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 END AS "trailing_blanks",
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 END AS "exact_forms",
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 END AS "folded_forms",
  CAST(NULL AS DECIMAL(19,0)) AS "largest_amount"
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h."ID_Company" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h."ID_Company") AS exact_1,
    COUNT(DISTINCT UPPER(h."ID_Company")) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_2,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_2
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_ACCOUNTSTATEMENTS' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_2,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_2
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS h
) AS t
CROSS JOIN (VALUES (1, 'id_company'), (2, 'Nav_Integration_Status')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_VENDOR_PAYMENTS' AS "table_name",
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
    COALESCE(CAST(SUM(CASE WHEN h."Transaction_ID" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h."Transaction_ID") AS exact_2,
    COUNT(DISTINCT UPPER(h."Transaction_ID")) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h."Nav_Integration_Status" LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h."Nav_Integration_Status") AS exact_3,
    COUNT(DISTINCT UPPER(h."Nav_Integration_Status")) AS folded_3
  FROM "process_central_fin_dwh"."rpt_vendor_payments" AS h
) AS t
CROSS JOIN (VALUES (1, 'ID_Company'), (2, 'Transaction_ID'), (3, 'Nav_Integration_Status')) AS v (n, column_name)
