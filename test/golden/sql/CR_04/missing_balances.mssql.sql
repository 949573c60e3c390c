-- Companies and group accounts with ledger entries by the cutoff that the balance view does not show at the cutoff.
WITH [src_nav_dw_G_L_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Posting Date], CAST([Chart of Accounts No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Chart of Accounts No_] FROM [NAV_DW].[dbo].[G_L Entries]), [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No], CAST([Group_COA_Account_no] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Group_COA_Account_no] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts]), [src_fin_rec_V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [CLOSING_DATE], CAST([GROUP_COA_ACCOUNT_NO] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [GROUP_COA_ACCOUNT_NO] FROM [FIN_REC].[dbo].[V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT])
SELECT
  g.[id_company] AS [ID_COMPANY],
  a.[Group_COA_Account_no] AS [GROUP_COA_ACCOUNT_NO],
  COUNT(*) AS [ledger_entries]
FROM [src_nav_dw_G_L_Entries] AS g
JOIN [src_fin_rec_Dim_ChartOfAccounts] AS a
  ON a.[Company_Code] = g.[id_company] AND a.[G/L_Account_No] = g.[Chart of Accounts No_]
WHERE g.[Posting Date] < @period_next
  AND g.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND a.[Group_COA_Account_no] IN (@gl_accounts_0, @gl_accounts_1, @gl_accounts_2, @gl_accounts_3, @gl_accounts_4, @gl_accounts_5, @gl_accounts_6, @gl_accounts_7, @gl_accounts_8, @gl_accounts_9, @gl_accounts_10)
  AND NOT EXISTS (
    SELECT 1
    FROM [src_fin_rec_V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT] AS v
    WHERE v.[ID_COMPANY] = g.[id_company]
      AND v.[GROUP_COA_ACCOUNT_NO] = a.[Group_COA_Account_no]
      AND v.[CLOSING_DATE] = @cutoff
  )
GROUP BY g.[id_company], a.[Group_COA_Account_no]
