-- Look-up keys of the selected companies that stand more than once, or lead to more than one bank account.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_CASHDEPOSIT] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([OMS_Payment_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Payment_No] FROM [FIN_REC].[dbo].[RPT_CASHDEPOSIT]), [src_fin_rec_RPT_HUBS_3PL_MAPPING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [NODE] COLLATE Latin1_General_100_BIN2 AS [NODE] FROM [FIN_REC].[dbo].[RPT_HUBS_3PL_MAPPING]), [src_fin_rec_RPT_COLLECTIONPARTNERS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Name] COLLATE Latin1_General_100_BIN2 AS [Name] FROM [FIN_REC].[dbo].[RPT_COLLECTIONPARTNERS]), [src_nav_dw_Bank_Accounts] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [No_], CAST([Service Provider No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Service Provider No_], CAST([Bank Account Posting Group] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Bank Account Posting Group] FROM [NAV_DW].[dbo].[Bank Accounts]), [src_nav_dw_Bank_Account_Posting_Group] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Code] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Code], CAST([G_L Bank Account No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G_L Bank Account No_] FROM [NAV_DW].[dbo].[Bank Account Posting Group])
SELECT
  'Dim_Company' AS [look_up],
  c.[Company_Code] AS [company],
  CAST(c.[Company_Code] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_Company] AS c
WHERE c.[Company_Code] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
GROUP BY c.[Company_Code]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_CASHDEPOSIT' AS [look_up],
  d.[ID_Company] AS [company],
  CAST(d.[OMS_Payment_No] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_CASHDEPOSIT] AS d
WHERE d.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
GROUP BY d.[ID_Company], d.[OMS_Payment_No]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_HUBS_3PL_MAPPING' AS [look_up],
  h.[ID_COMPANY] AS [company],
  CAST(h.[NODE] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_HUBS_3PL_MAPPING] AS h
WHERE h.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
GROUP BY h.[ID_COMPANY], h.[NODE]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_COLLECTIONPARTNERS' AS [look_up],
  p.[ID_Company] AS [company],
  CAST(p.[Name] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_COLLECTIONPARTNERS] AS p
WHERE p.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
GROUP BY p.[ID_Company], p.[Name]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'Bank Accounts' AS [look_up],
  b.[ID_Company] AS [company],
  CAST(b.[No_] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_nav_dw_Bank_Accounts] AS b
WHERE b.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
GROUP BY b.[ID_Company], b.[No_]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'Bank Account Posting Group' AS [look_up],
  g.[ID_Company] AS [company],
  CAST(g.[Code] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_nav_dw_Bank_Account_Posting_Group] AS g
WHERE g.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
GROUP BY g.[ID_Company], g.[Code]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'bank account of a service provider' AS [look_up],
  b.[ID_Company] AS [company],
  CAST(b.[Service Provider No_] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(DISTINCT g.[G_L Bank Account No_]) AS [matches]
FROM [src_nav_dw_Bank_Accounts] AS b
JOIN [src_nav_dw_Bank_Account_Posting_Group] AS g
  ON g.[ID_Company] = b.[ID_Company] AND g.[Code] = b.[Bank Account Posting Group]
WHERE b.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND b.[Service Provider No_] <> ''
  AND g.[G_L Bank Account No_] IS NOT NULL
  AND g.[G_L Bank Account No_] NOT IN (@excluded_bank_gl_0)
GROUP BY b.[ID_Company], b.[Service Provider No_]
HAVING COUNT(DISTINCT g.[G_L Bank Account No_]) > 1
