-- Look-up keys the ledger uses that stand more than once in their table: each would multiply rows of the extract.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Busline] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Busline_Code] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Busline_Code] FROM [FIN_REC].[fdw].[Dim_Busline]), [src_nav_dw_Customer_Ledger_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], CAST([Customer No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer No_], CAST([Busline Code] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Busline Code] FROM [NAV_DW].[dbo].[Customer Ledger Entries]), [src_nav_dw_Customers] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], CAST([No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [No_], CAST([Busline Code] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Busline Code] FROM [NAV_DW].[dbo].[Customers]), [src_nav_dw_Customer_Posting_Group] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], CAST([Code] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Code], CAST([Receivables Account] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Receivables Account] FROM [NAV_DW].[dbo].[Customer Posting Group]), [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts])
SELECT 'Dim_Company' AS [look_up], c.[Company_Code] AS [company], c.[Company_Code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_Company] AS c
WHERE c.[Company_Code] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
GROUP BY c.[Company_Code]
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Dim_Busline' AS [look_up], b.[Company_Code] AS [company], b.[Busline_Code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_Busline] AS b
WHERE b.[Company_Code] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND EXISTS (
    SELECT 1 FROM [src_nav_dw_Customer_Ledger_Entries] AS e
    WHERE e.[id_company] = b.[Company_Code] AND e.[Busline Code] = b.[Busline_Code]
  )
GROUP BY b.[Company_Code], b.[Busline_Code]
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Customers' AS [look_up], k.[id_company] AS [company], k.[No_] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_nav_dw_Customers] AS k
WHERE k.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND EXISTS (
    SELECT 1 FROM [src_nav_dw_Customer_Ledger_Entries] AS e
    WHERE e.[id_company] = k.[id_company] AND e.[Customer No_] = k.[No_]
  )
GROUP BY k.[id_company], k.[No_]
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Customer Posting Group' AS [look_up], g.[id_company] AS [company], g.[Code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_nav_dw_Customer_Posting_Group] AS g
WHERE g.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND g.[Code] IN (@posting_groups_0, @posting_groups_1, @posting_groups_2, @posting_groups_3, @posting_groups_4, @posting_groups_5, @posting_groups_6, @posting_groups_7, @posting_groups_8, @posting_groups_9, @posting_groups_10, @posting_groups_11, @posting_groups_12, @posting_groups_13, @posting_groups_14, @posting_groups_15, @posting_groups_16)
GROUP BY g.[id_company], g.[Code]
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
    SELECT 1 FROM [src_nav_dw_Customer_Posting_Group] AS g
    WHERE g.[id_company] = a.[Company_Code]
      AND g.[Receivables Account] = a.[G/L_Account_No]
      AND g.[Code] IN (@posting_groups_0, @posting_groups_1, @posting_groups_2, @posting_groups_3, @posting_groups_4, @posting_groups_5, @posting_groups_6, @posting_groups_7, @posting_groups_8, @posting_groups_9, @posting_groups_10, @posting_groups_11, @posting_groups_12, @posting_groups_13, @posting_groups_14, @posting_groups_15, @posting_groups_16)
  )
GROUP BY a.[Company_Code], a.[G/L_Account_No]
HAVING COUNT(*) > 1
