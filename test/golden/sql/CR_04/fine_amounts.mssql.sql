-- Ledger amounts with more than four decimals among the entries the balances are compared with.
WITH [src_nav_dw_G_L_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Posting Date], CAST([Chart of Accounts No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Chart of Accounts No_], [Amount] FROM [NAV_DW].[dbo].[G_L Entries]), [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No], CAST([Group_COA_Account_no] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Group_COA_Account_no] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts])
SELECT
  g.[id_company] AS [id_company],
  g.[Entry No_] AS [Entry No_],
  CAST(g.[Amount] AS DECIMAL(38,20)) AS [amount]
FROM [src_nav_dw_G_L_Entries] AS g
WHERE g.[Posting Date] < @period_next
  AND g.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND g.[Amount] <> ROUND(g.[Amount], 4)
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_ChartOfAccounts] AS a
    WHERE a.[Company_Code] = g.[id_company]
      AND a.[G/L_Account_No] = g.[Chart of Accounts No_]
      AND a.[Group_COA_Account_no] IN (@gl_accounts_0, @gl_accounts_1, @gl_accounts_2, @gl_accounts_3, @gl_accounts_4, @gl_accounts_5, @gl_accounts_6, @gl_accounts_7, @gl_accounts_8, @gl_accounts_9, @gl_accounts_10)
  )
