-- The balance of each company and group account by the entries of the general ledger itself.
WITH [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No], CAST([Group_COA_Account_no] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Group_COA_Account_no] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts]), [src_nav_dw_G_L_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Posting Date], CAST([Chart of Accounts No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Chart of Accounts No_], [Amount] FROM [NAV_DW].[dbo].[G_L Entries]), chart AS (
  SELECT
    a.[Company_Code] AS company,
    a.[G/L_Account_No] AS local_account,
    MIN(a.[Group_COA_Account_no]) AS group_account
  FROM [src_fin_rec_Dim_ChartOfAccounts] AS a
  GROUP BY a.[Company_Code], a.[G/L_Account_No]
)
SELECT
  g.[id_company] AS [ID_COMPANY],
  c.group_account AS [GROUP_COA_ACCOUNT_NO],
  CAST(ROUND(SUM(g.[Amount]), 4) AS DECIMAL(38,4)) AS [balance]
FROM [src_nav_dw_G_L_Entries] AS g
JOIN chart AS c
  ON c.company = g.[id_company] AND c.local_account = g.[Chart of Accounts No_]
WHERE g.[Posting Date] < @period_next
  AND g.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND c.group_account IN (@gl_accounts_0, @gl_accounts_1, @gl_accounts_2, @gl_accounts_3, @gl_accounts_4, @gl_accounts_5, @gl_accounts_6, @gl_accounts_7, @gl_accounts_8, @gl_accounts_9, @gl_accounts_10)
GROUP BY g.[id_company], c.group_account
