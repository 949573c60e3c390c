-- Look-up keys the ledger uses that stand more than once in their table: each would multiply rows of the extract.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts]), [src_nav_dw_G_L_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Posting Date], CAST([Chart of Accounts No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Chart of Accounts No_] FROM [NAV_DW].[dbo].[G_L Entries]), [src_fin_rec_GDOC_IFRS_Tabular_Mapping] AS (SELECT CAST([Level_4_Code] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Level_4_Code] FROM [FIN_REC].[dbo].[GDOC_IFRS_Tabular_Mapping])
SELECT
  'Dim_Company' AS [look_up],
  c.[Company_Code] AS [company],
  c.[Company_Code] AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_Company] AS c
WHERE c.[Company_Code] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
GROUP BY c.[Company_Code]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'Dim_ChartOfAccounts' AS [look_up],
  a.[Company_Code] AS [company],
  a.[G/L_Account_No] AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_ChartOfAccounts] AS a
WHERE a.[Company_Code] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND EXISTS (
    SELECT 1 FROM [src_nav_dw_G_L_Entries] AS g
    WHERE g.[id_company] = a.[Company_Code]
      AND g.[Chart of Accounts No_] = a.[G/L_Account_No]
      AND g.[Posting Date] < @period_next
  )
GROUP BY a.[Company_Code], a.[G/L_Account_No]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'GDOC_IFRS_Tabular_Mapping' AS [look_up],
  '' AS [company],
  i.[Level_4_Code] AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_GDOC_IFRS_Tabular_Mapping] AS i
WHERE i.[Level_4_Code] IN (@gl_accounts_0, @gl_accounts_1, @gl_accounts_2, @gl_accounts_3, @gl_accounts_4, @gl_accounts_5, @gl_accounts_6, @gl_accounts_7, @gl_accounts_8, @gl_accounts_9, @gl_accounts_10)
GROUP BY i.[Level_4_Code]
HAVING COUNT(*) > 1
