-- The first and the last transaction per system, company and status, among those with a status that says they failed or
-- wait and those without a status.
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
by_status AS (
  SELECT
    t.source_system AS source_system,
    t.company AS company,
    t.status AS status,
    MIN(t.transaction_id) AS first_id,
    MAX(t.transaction_id) AS last_id
  FROM transfer AS t
  WHERE t.created_day <= ?
  GROUP BY t.source_system, t.company, t.status
),
edge AS (
  SELECT
    b.source_system AS source_system,
    b.company AS company,
    b.first_id AS first_id,
    b.last_id AS last_id
  FROM by_status AS b
  WHERE b.company IN (?, ?, ?, ?, ?, ?, ?, ?, ?) AND (b.status IS NULL OR b.status NOT IN (?, ?))
)
SELECT
  t.source_system AS "Source_System",
  t.company AS "ID_Company",
  t.transaction_id AS "Transaction_ID",
  CAST(ROUND(MIN(t.amount), 4) AS DECIMAL(19,4)) AS "Amount",
  MIN(t.status) AS "Integration_Status"
FROM edge AS e
JOIN transfer AS t
  ON t.source_system = e.source_system
  AND t.company = e.company
  AND (t.transaction_id = e.first_id OR t.transaction_id = e.last_id)
GROUP BY t.source_system, t.company, t.transaction_id
