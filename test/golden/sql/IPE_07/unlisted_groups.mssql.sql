-- Posting groups in use on the receivable accounts that are not in the list: their entries would be missed silently.
WITH [src_nav_dw_Customer_Ledger_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Posting Date], CAST([Customer Posting Group] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer Posting Group] FROM [NAV_DW].[dbo].[Customer Ledger Entries]), [src_nav_dw_Customer_Posting_Group] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], CAST([Code] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Code], CAST([Receivables Account] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Receivables Account] FROM [NAV_DW].[dbo].[Customer Posting Group]), [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No], CAST([Group_COA_Account_no] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Group_COA_Account_no] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts])
SELECT
  e.[id_company] AS [id_company],
  e.[Customer Posting Group] AS [Customer Posting Group],
  a.[Group_COA_Account_no] AS [Group_COA_Account_no],
  COUNT(*) AS [row_count]
FROM [src_nav_dw_Customer_Ledger_Entries] AS e
JOIN [src_nav_dw_Customer_Posting_Group] AS g
  ON g.[id_company] = e.[id_company] AND g.[Code] = e.[Customer Posting Group]
JOIN [src_fin_rec_Dim_ChartOfAccounts] AS a
  ON a.[Company_Code] = g.[id_company] AND a.[G/L_Account_No] = g.[Receivables Account]
WHERE e.[Posting Date] < @period_next
  AND e.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND e.[Customer Posting Group] NOT IN (@posting_groups_0, @posting_groups_1, @posting_groups_2, @posting_groups_3, @posting_groups_4, @posting_groups_5, @posting_groups_6, @posting_groups_7, @posting_groups_8, @posting_groups_9, @posting_groups_10, @posting_groups_11, @posting_groups_12, @posting_groups_13, @posting_groups_14, @posting_groups_15, @posting_groups_16)
  AND a.[Group_COA_Account_no] IN (@gl_accounts_0, @gl_accounts_1, @gl_accounts_2)
GROUP BY e.[id_company], e.[Customer Posting Group], a.[Group_COA_Account_no]
