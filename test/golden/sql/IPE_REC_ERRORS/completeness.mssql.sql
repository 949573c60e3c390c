-- All transactions of the fifteen tables by the cutoff day, less those that are integrated: once added, once taken off.
WITH [src_fin_rec_RPT_3PL_MANUAL_TRANSACTIONS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Transaction_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_3PL_MANUAL_TRANSACTIONS]), [src_fin_rec_RPT_CASHDEPOSIT] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([OMS_Payment_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Payment_No], [OMS_Payment_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_CASHDEPOSIT]), [src_fin_rec_RPT_COLLECTIONADJ] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([OMS_Entity_Type] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Entity_Type], CAST([OMS_Entity_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Entity_No], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_COLLECTIONADJ]), [src_fin_rec_RPT_DELIVERY_FEES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_DELIVERY_FEES]), [src_fin_rec_RPT_EXC_ACCOUNTSTATEMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Total_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_EXC_ACCOUNTSTATEMENTS]), [src_fin_rec_RPT_JFORCE_PAYOUTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_JFORCE_PAYOUTS]), [src_fin_rec_RPT_JPAY_APP_TRANSACTION] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Transaction_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_JPAY_APP_TRANSACTION]), [src_fin_rec_RPT_MARKETPLACE_SHIPPING_FEES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_MARKETPLACE_SHIPPING_FEES]), [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Reconcile_ID], CAST([OMS_Payment_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Payment_No], [OMS_Payment_Reconciled_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_PACKLIST_PAYMENTS]), [src_fin_rec_RPT_PREPAID_DELIVERIES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_PREPAID_DELIVERIES]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], [IS_PREPAYMENT], [ORDER_CREATION_DATE], [MTR_PAID_PRICE], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_SOI]), [src_fin_rec_RPT_REFUNDS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_REFUNDS]), [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [ID_Transaction], [Created_Date], [Transaction_Amount], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_TRANSACTIONS_SELLER]), [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [RING_ID_Transaction_Statement], [Statement_Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[RING].[RPT_ACCOUNTSTATEMENTS]), [src_fin_rec_RPT_VENDOR_PAYMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Transaction_ID] AS NVARCHAR(255)) COLLATE Latin1_General_100_BIN2 AS [Transaction_ID], [Amount], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_VENDOR_PAYMENTS]), transfer AS (
  SELECT
    CAST('3PL Manual Transactions' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Transaction_Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_3PL_MANUAL_TRANSACTIONS] AS s
  UNION ALL
  SELECT
    CAST('Cash Deposits' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[OMS_Payment_No] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[OMS_Payment_Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_CASHDEPOSIT] AS s
  UNION ALL
  SELECT
    CAST('Collection Adjustments' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(
      CONCAT(COALESCE(s.[OMS_Entity_Type], ''), '/', COALESCE(s.[OMS_Entity_No], '')) AS NVARCHAR(255)
    ) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_COLLECTIONADJ] AS s
  UNION ALL
  SELECT
    CAST('Delivery Fees' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_DELIVERY_FEES] AS s
  UNION ALL
  SELECT
    CAST('Exception Account Statements' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Total_Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_EXC_ACCOUNTSTATEMENTS] AS s
  UNION ALL
  SELECT
    CAST('JForce Payouts' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_JFORCE_PAYOUTS] AS s
  UNION ALL
  SELECT
    CAST('JPay App Transactions' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Transaction_Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_JPAY_APP_TRANSACTION] AS s
  UNION ALL
  SELECT
    CAST('Marketplace Shipping Fees' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_MARKETPLACE_SHIPPING_FEES] AS s
  UNION ALL
  SELECT
    CAST('Packlist Payments' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Reconcile_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[OMS_Payment_Reconciled_Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS s
  UNION ALL
  SELECT
    CAST('Prepaid Deliveries' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_PREPAID_DELIVERIES] AS s
  UNION ALL
  SELECT
    CAST('SOI Prepayments' AS NVARCHAR(50)) AS source_system,
    s.[ID_COMPANY] AS company,
    CAST(s.[COD_OMS_SALES_ORDER_ITEM] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[ORDER_CREATION_DATE] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[MTR_PAID_PRICE] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_SOI] AS s
  WHERE CAST(s.[IS_PREPAYMENT] AS INTEGER) = 1
  UNION ALL
  SELECT
    CAST('Refunds' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_REFUNDS] AS s
  UNION ALL
  SELECT
    CAST('Seller Transactions' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[ID_Transaction] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Transaction_Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS s
  UNION ALL
  SELECT
    CAST('Ring Account Statements' AS NVARCHAR(50)) AS source_system,
    s.[id_company] AS company,
    CAST(s.[RING_ID_Transaction_Statement] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Statement_Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
  UNION ALL
  SELECT
    CAST('Vendor Payments' AS NVARCHAR(50)) AS source_system,
    s.[ID_Company] AS company,
    CAST(s.[Transaction_ID] AS NVARCHAR(255)) AS transaction_id,
    CAST(s.[Created_Date] AS DATE) AS created_day,
    CAST(s.[Nav_Integration_Status] AS NVARCHAR(20)) AS status,
    CAST(s.[Amount] AS DECIMAL(19,4)) AS amount
  FROM [src_fin_rec_RPT_VENDOR_PAYMENTS] AS s
),
counted AS (
  SELECT
    t.source_system AS source_system,
    t.company AS company,
    CAST(1 AS INTEGER) AS factor,
    t.amount AS amount
  FROM transfer AS t
  WHERE t.company IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) AND t.created_day <= @cutoff
  UNION ALL
  SELECT
    t.source_system AS source_system,
    t.company AS company,
    CAST(-1 AS INTEGER) AS factor,
    CAST(-t.amount AS DECIMAL(19,4)) AS amount
  FROM transfer AS t
  WHERE t.company IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) AND t.created_day <= @cutoff AND t.status IN (@integrated_statuses_0, @integrated_statuses_1)
)
SELECT
  c.source_system AS [Source_System],
  c.company AS [ID_Company],
  CAST(SUM(CAST(c.factor AS BIGINT)) AS BIGINT) AS [row_count],
  CAST(SUM(c.amount) AS DECIMAL(38,4)) AS [Amount]
FROM counted AS c
GROUP BY c.source_system, c.company
HAVING SUM(CAST(c.factor AS BIGINT)) > 0
