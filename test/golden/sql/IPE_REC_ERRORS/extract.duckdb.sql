-- Operational transactions by the end of the period that failed on their way to NAV or have not reached it, one row each.
SELECT
  CAST('3PL Manual Transactions' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_3PL_MANUAL_TRANSACTIONS" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('Cash Deposits' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."OMS_Payment_No" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."OMS_Payment_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_CASHDEPOSIT" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
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
FROM "FIN_REC"."dbo"."RPT_COLLECTIONADJ" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('Delivery Fees' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_DELIVERY_FEES" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('Exception Account Statements' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Total_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_EXC_ACCOUNTSTATEMENTS" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('JForce Payouts' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_JFORCE_PAYOUTS" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('JPay App Transactions' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_JPAY_APP_TRANSACTION" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('Marketplace Shipping Fees' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_MARKETPLACE_SHIPPING_FEES" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('Packlist Payments' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Reconcile_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."OMS_Payment_Reconciled_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_PACKLIST_PAYMENTS" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('Prepaid Deliveries' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_PREPAID_DELIVERIES" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('SOI Prepayments' AS VARCHAR(50)) AS "Source_System",
  s."ID_COMPANY" AS "ID_Company",
  CAST(s."COD_OMS_SALES_ORDER_ITEM" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."MTR_PAID_PRICE", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_SOI" AS s
WHERE s."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."ORDER_CREATION_DATE" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
  AND CAST(s."IS_PREPAYMENT" AS INTEGER) = 1
UNION ALL
SELECT
  CAST('Refunds' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_REFUNDS" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('Seller Transactions' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."ID_Transaction" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_TRANSACTIONS_SELLER" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('Ring Account Statements' AS VARCHAR(50)) AS "Source_System",
  s."id_company" AS "ID_Company",
  CAST(s."RING_ID_Transaction_Statement" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Statement_Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."RING"."RPT_ACCOUNTSTATEMENTS" AS s
WHERE s."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
UNION ALL
SELECT
  CAST('Vendor Payments' AS VARCHAR(50)) AS "Source_System",
  s."ID_Company" AS "ID_Company",
  CAST(s."Transaction_ID" AS VARCHAR(255)) AS "Transaction_ID",
  CAST(ROUND(s."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  s."Nav_Integration_Status" AS "Integration_Status",
  s."Nav_Error_Message" AS "Error_Message"
FROM "FIN_REC"."dbo"."RPT_VENDOR_PAYMENTS" AS s
WHERE s."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."Created_Date" < $period_next
  AND COALESCE(s."Nav_Integration_Status", '') NOT IN ($integrated_statuses_0, $integrated_statuses_1)
