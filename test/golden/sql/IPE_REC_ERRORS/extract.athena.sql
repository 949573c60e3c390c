-- Operational transactions by the end of the period that failed on their way to NAV or have not reached it, one row each.
SELECT
  CAST('3PL Manual Transactions' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_3pl_manual_transactions" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Cash Deposits' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."OMS_Payment_No" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."OMS_Payment_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_cashdeposit" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Collection Adjustments' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(
    CONCAT(COALESCE(s."OMS_Entity_Type", ''), '/', COALESCE(s."OMS_Entity_No", '')) AS VARCHAR(255)
  ) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_collectionadj" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Delivery Fees' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_delivery_fees" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Exception Account Statements' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Total_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_exc_accountstatements" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('JForce Payouts' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_jforce_payouts" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('JPay App Transactions' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_jpay_app_transaction" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Marketplace Shipping Fees' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_marketplace_shipping_fees" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Packlist Payments' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Reconcile_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."OMS_Payment_Reconciled_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_packlist_payments" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Prepaid Deliveries' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_prepaid_deliveries" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('SOI Prepayments' AS VARCHAR(50)) AS "Source_System",
  s."ID_COMPANY" AS "ID_Company",
  CAST(s."COD_OMS_SALES_ORDER_ITEM" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."MTR_PAID_PRICE", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_soi" AS s
WHERE s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."ORDER_CREATION_DATE" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
  AND CAST(s."IS_PREPAYMENT" AS INTEGER) = 1
UNION ALL
SELECT
  CAST('Refunds' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_refunds" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Seller Transactions' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."ID_Transaction" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_transactions_seller" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Ring Account Statements' AS VARCHAR(50)) AS "Source_System",
  s."id_company" AS "ID_Company",
  CAST(s."RING_ID_Transaction_Statement" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Statement_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
WHERE s."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
UNION ALL
SELECT
  CAST('Vendor Payments' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "process_central_fin_dwh"."rpt_vendor_payments" AS s
WHERE s."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."Created_Date" < ?
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN (?, ?)
