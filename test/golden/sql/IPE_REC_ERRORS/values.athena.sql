-- Rows per value of the columns the control depends on, over all transactions that are not integrated.
WITH transfer AS (
  SELECT
    CAST('3PL Manual Transactions' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Transaction_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Transaction_Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_3pl_manual_transactions" AS s
  UNION ALL
  SELECT
    CAST('Cash Deposits' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."OMS_Payment_No" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."OMS_Payment_Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS s
  UNION ALL
  SELECT
    CAST('Collection Adjustments' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(
      CONCAT(COALESCE(s."OMS_Entity_Type", ''), '/', COALESCE(s."OMS_Entity_No", '')) AS VARCHAR(255)
    ) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_collectionadj" AS s
  UNION ALL
  SELECT
    CAST('Delivery Fees' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Transaction_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_delivery_fees" AS s
  UNION ALL
  SELECT
    CAST('Exception Account Statements' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Transaction_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Total_Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_exc_accountstatements" AS s
  UNION ALL
  SELECT
    CAST('JForce Payouts' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Transaction_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_jforce_payouts" AS s
  UNION ALL
  SELECT
    CAST('JPay App Transactions' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Transaction_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Transaction_Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_jpay_app_transaction" AS s
  UNION ALL
  SELECT
    CAST('Marketplace Shipping Fees' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Transaction_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_marketplace_shipping_fees" AS s
  UNION ALL
  SELECT
    CAST('Packlist Payments' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Reconcile_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."OMS_Payment_Reconciled_Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS s
  UNION ALL
  SELECT
    CAST('Prepaid Deliveries' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Transaction_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_prepaid_deliveries" AS s
  UNION ALL
  SELECT
    CAST('SOI Prepayments' AS VARCHAR(50)) AS source_system,
    s."ID_COMPANY" AS company,
    CAST(s."COD_OMS_SALES_ORDER_ITEM" AS VARCHAR(255)) AS transaction_id,
    CAST(s."ORDER_CREATION_DATE" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."MTR_PAID_PRICE" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE CAST(s."IS_PREPAYMENT" AS INTEGER) = 1
  UNION ALL
  SELECT
    CAST('Refunds' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Transaction_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_refunds" AS s
  UNION ALL
  SELECT
    CAST('Seller Transactions' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."ID_Transaction" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Transaction_Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS s
  UNION ALL
  SELECT
    CAST('Ring Account Statements' AS VARCHAR(50)) AS source_system,
    s."id_company" AS company,
    CAST(s."RING_ID_Transaction_Statement" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Statement_Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
  UNION ALL
  SELECT
    CAST('Vendor Payments' AS VARCHAR(50)) AS source_system,
    s."ID_Company" AS company,
    CAST(s."Transaction_ID" AS VARCHAR(255)) AS transaction_id,
    CAST(s."Created_Date" AS DATE) AS created_day,
    CAST(s."Nav_Integration_Status" AS VARCHAR(20)) AS status,
    CAST(s."Amount" AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_vendor_payments" AS s
),
waiting AS (
  SELECT
    t.source_system AS source_system,
    t.company AS company,
    t.transaction_id AS transaction_id,
    t.status AS status
  FROM transfer AS t
  WHERE t.company IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND t.created_day <= ?
    AND CASE WHEN t.status IN (?, ?) THEN 1 ELSE 0 END = 0
)
SELECT 'Source_System' AS "column_name", w.source_system AS "value", COUNT(*) AS "row_count"
FROM waiting AS w
GROUP BY w.source_system
UNION ALL
SELECT 'ID_Company' AS "column_name", w.company AS "value", COUNT(*) AS "row_count"
FROM waiting AS w
GROUP BY w.company
UNION ALL
SELECT 'Transaction_ID' AS "column_name", w.transaction_id AS "value", COUNT(*) AS "row_count"
FROM waiting AS w
GROUP BY w.transaction_id
UNION ALL
SELECT 'Integration_Status' AS "column_name", w.status AS "value", COUNT(*) AS "row_count"
FROM waiting AS w
GROUP BY w.status
