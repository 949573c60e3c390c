-- Operational transactions by the end of the period that failed on their way to NAV or have not reached it, one row each.
WITH [src_fin_rec_RPT_3PL_MANUAL_TRANSACTIONS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Transaction_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_3PL_MANUAL_TRANSACTIONS]), [src_fin_rec_RPT_CASHDEPOSIT] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([OMS_Payment_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Payment_No], [OMS_Payment_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_CASHDEPOSIT]), [src_fin_rec_RPT_COLLECTIONADJ] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([OMS_Entity_Type] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Entity_Type], CAST([OMS_Entity_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Entity_No], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_COLLECTIONADJ]), [src_fin_rec_RPT_DELIVERY_FEES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_DELIVERY_FEES]), [src_fin_rec_RPT_EXC_ACCOUNTSTATEMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Total_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_EXC_ACCOUNTSTATEMENTS]), [src_fin_rec_RPT_JFORCE_PAYOUTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_JFORCE_PAYOUTS]), [src_fin_rec_RPT_JPAY_APP_TRANSACTION] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Transaction_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_JPAY_APP_TRANSACTION]), [src_fin_rec_RPT_MARKETPLACE_SHIPPING_FEES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_MARKETPLACE_SHIPPING_FEES]), [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Reconcile_ID], CAST([OMS_Payment_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Payment_No], [OMS_Payment_Reconciled_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_PACKLIST_PAYMENTS]), [src_fin_rec_RPT_PREPAID_DELIVERIES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_PREPAID_DELIVERIES]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], [IS_PREPAYMENT], [ORDER_CREATION_DATE], [MTR_PAID_PRICE], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_SOI]), [src_fin_rec_RPT_REFUNDS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_REFUNDS]), [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [ID_Transaction], [Created_Date], [Transaction_Amount], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_TRANSACTIONS_SELLER]), [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [RING_ID_Transaction_Statement], [Statement_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[RING].[RPT_ACCOUNTSTATEMENTS]), [src_fin_rec_RPT_VENDOR_PAYMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status], [Nav_Error_Message] COLLATE Latin1_General_100_BIN2 AS [Nav_Error_Message] FROM [FIN_REC].[dbo].[RPT_VENDOR_PAYMENTS])
SELECT
  CAST('3PL Manual Transactions' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Transaction_Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_3PL_MANUAL_TRANSACTIONS] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Cash Deposits' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[OMS_Payment_No] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[OMS_Payment_Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_CASHDEPOSIT] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Collection Adjustments' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(
    CONCAT(COALESCE(s.[OMS_Entity_Type], ''), '/', COALESCE(s.[OMS_Entity_No], '')) AS NVARCHAR(255)
  ) AS [Transaction_ID],
  CAST(ROUND(s.[Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_COLLECTIONADJ] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Delivery Fees' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_DELIVERY_FEES] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Exception Account Statements' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Total_Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_EXC_ACCOUNTSTATEMENTS] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('JForce Payouts' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_JFORCE_PAYOUTS] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('JPay App Transactions' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Transaction_Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_JPAY_APP_TRANSACTION] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Marketplace Shipping Fees' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_MARKETPLACE_SHIPPING_FEES] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Packlist Payments' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Reconcile_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[OMS_Payment_Reconciled_Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Prepaid Deliveries' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_PREPAID_DELIVERIES] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('SOI Prepayments' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_COMPANY] AS [ID_Company],
  CAST(s.[COD_OMS_SALES_ORDER_ITEM] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[MTR_PAID_PRICE], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_SOI] AS s
WHERE s.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[ORDER_CREATION_DATE] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
  AND CAST(s.[IS_PREPAYMENT] AS INTEGER) = 1
UNION ALL
SELECT
  CAST('Refunds' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_REFUNDS] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Seller Transactions' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[ID_Transaction] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Transaction_Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Ring Account Statements' AS NVARCHAR(50)) AS [Source_System],
  s.[id_company] AS [ID_Company],
  CAST(s.[RING_ID_Transaction_Statement] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Statement_Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
WHERE s.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
UNION ALL
SELECT
  CAST('Vendor Payments' AS NVARCHAR(50)) AS [Source_System],
  s.[ID_Company] AS [ID_Company],
  CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS [Transaction_ID],
  CAST(ROUND(s.[Amount], 4) AS DECIMAL(19,4)) AS [Amount],
  s.[Nav_Integration_Status] AS [Integration_Status],
  s.[Nav_Error_Message] AS [Error_Message]
FROM [src_fin_rec_RPT_VENDOR_PAYMENTS] AS s
WHERE s.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND s.[Created_Date] < @period_next
  AND COALESCE(s.[Nav_Integration_Status], '') NOT IN (@integrated_statuses_0, @integrated_statuses_1)
