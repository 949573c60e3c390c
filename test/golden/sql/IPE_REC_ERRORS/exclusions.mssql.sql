-- Every row of the fifteen tables once, by the first reason that keeps it out.
WITH [src_fin_rec_RPT_3PL_MANUAL_TRANSACTIONS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_3PL_MANUAL_TRANSACTIONS]), [src_fin_rec_RPT_CASHDEPOSIT] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_CASHDEPOSIT]), [src_fin_rec_RPT_COLLECTIONADJ] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_COLLECTIONADJ]), [src_fin_rec_RPT_DELIVERY_FEES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_DELIVERY_FEES]), [src_fin_rec_RPT_EXC_ACCOUNTSTATEMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_EXC_ACCOUNTSTATEMENTS]), [src_fin_rec_RPT_JFORCE_PAYOUTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_JFORCE_PAYOUTS]), [src_fin_rec_RPT_JPAY_APP_TRANSACTION] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_JPAY_APP_TRANSACTION]), [src_fin_rec_RPT_MARKETPLACE_SHIPPING_FEES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_MARKETPLACE_SHIPPING_FEES]), [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_PACKLIST_PAYMENTS]), [src_fin_rec_RPT_PREPAID_DELIVERIES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_PREPAID_DELIVERIES]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [IS_PREPAYMENT], [ORDER_CREATION_DATE], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_SOI]), [src_fin_rec_RPT_REFUNDS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_REFUNDS]), [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_TRANSACTIONS_SELLER]), [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[RING].[RPT_ACCOUNTSTATEMENTS]), [src_fin_rec_RPT_VENDOR_PAYMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], CAST([Nav_Integration_Status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Nav_Integration_Status] FROM [FIN_REC].[dbo].[RPT_VENDOR_PAYMENTS]), classified AS (
  SELECT
    CAST('3PL Manual Transactions' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_3PL_MANUAL_TRANSACTIONS] AS s
  UNION ALL
  SELECT
    CAST('Cash Deposits' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_CASHDEPOSIT] AS s
  UNION ALL
  SELECT
    CAST('Collection Adjustments' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_COLLECTIONADJ] AS s
  UNION ALL
  SELECT
    CAST('Delivery Fees' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_DELIVERY_FEES] AS s
  UNION ALL
  SELECT
    CAST('Exception Account Statements' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_EXC_ACCOUNTSTATEMENTS] AS s
  UNION ALL
  SELECT
    CAST('JForce Payouts' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_JFORCE_PAYOUTS] AS s
  UNION ALL
  SELECT
    CAST('JPay App Transactions' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_JPAY_APP_TRANSACTION] AS s
  UNION ALL
  SELECT
    CAST('Marketplace Shipping Fees' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_MARKETPLACE_SHIPPING_FEES] AS s
  UNION ALL
  SELECT
    CAST('Packlist Payments' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS s
  UNION ALL
  SELECT
    CAST('Prepaid Deliveries' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_PREPAID_DELIVERIES] AS s
  UNION ALL
  SELECT
    CAST('SOI Prepayments' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_COMPANY] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN CASE WHEN CAST(s.[IS_PREPAYMENT] AS INTEGER) = 1 THEN 1 ELSE 0 END = 0 THEN 'not paid in advance'
      WHEN s.[ORDER_CREATION_DATE] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_SOI] AS s
  UNION ALL
  SELECT
    CAST('Refunds' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_REFUNDS] AS s
  UNION ALL
  SELECT
    CAST('Seller Transactions' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS s
  UNION ALL
  SELECT
    CAST('Ring Account Statements' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[id_company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
  UNION ALL
  SELECT
    CAST('Vendor Payments' AS NVARCHAR(50)) AS source_system,
    CASE
      WHEN s.[ID_Company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[Created_Date] >= @period_next THEN 'created after the cutoff'
      WHEN s.[Nav_Integration_Status] IN (@integrated_statuses_0, @integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_VENDOR_PAYMENTS] AS s
)
SELECT x.source_system AS [Source_System], x.reason AS [reason], COUNT(*) AS [row_count]
FROM classified AS x
GROUP BY x.source_system, x.reason
UNION ALL
SELECT CAST('3PL Manual Transactions' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_3PL_MANUAL_TRANSACTIONS] AS s
UNION ALL
SELECT CAST('Cash Deposits' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_CASHDEPOSIT] AS s
UNION ALL
SELECT CAST('Collection Adjustments' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_COLLECTIONADJ] AS s
UNION ALL
SELECT CAST('Delivery Fees' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_DELIVERY_FEES] AS s
UNION ALL
SELECT CAST('Exception Account Statements' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_EXC_ACCOUNTSTATEMENTS] AS s
UNION ALL
SELECT CAST('JForce Payouts' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_JFORCE_PAYOUTS] AS s
UNION ALL
SELECT CAST('JPay App Transactions' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_JPAY_APP_TRANSACTION] AS s
UNION ALL
SELECT CAST('Marketplace Shipping Fees' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_MARKETPLACE_SHIPPING_FEES] AS s
UNION ALL
SELECT CAST('Packlist Payments' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS s
UNION ALL
SELECT CAST('Prepaid Deliveries' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_PREPAID_DELIVERIES] AS s
UNION ALL
SELECT CAST('SOI Prepayments' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_SOI] AS s
UNION ALL
SELECT CAST('Refunds' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_REFUNDS] AS s
UNION ALL
SELECT CAST('Seller Transactions' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS s
UNION ALL
SELECT CAST('Ring Account Statements' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
UNION ALL
SELECT CAST('Vendor Payments' AS NVARCHAR(50)) AS [Source_System], 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_VENDOR_PAYMENTS] AS s
