-- The first and the last entry with an amount that each company posted to a requested account within the period, found
-- in the ledger itself through the chart of accounts, without its detailed entries.
WITH [src_nav_dw_G_L_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], CAST([Document No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Document No_], CAST([Voucher No_] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Voucher No_], [Posting Date], CAST([Chart of Accounts No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Chart of Accounts No_], [Amount] FROM [NAV_DW].[dbo].[G_L Entries]), [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No], CAST([Group_COA_Account_no] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Group_COA_Account_no] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company]), edge AS (
  SELECT g.[id_company] AS company, MIN(g.[Entry No_]) AS first_entry, MAX(g.[Entry No_]) AS last_entry
  FROM [src_nav_dw_G_L_Entries] AS g
  WHERE g.[Posting Date] >= @period_start
    AND g.[Posting Date] < @period_next
    AND g.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND g.[Amount] <> 0
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_ChartOfAccounts] AS a
      WHERE a.[Company_Code] = g.[id_company]
        AND a.[G/L_Account_No] = g.[Chart of Accounts No_]
        AND a.[Group_COA_Account_no] IN (@gl_accounts_0, @gl_accounts_1, @gl_accounts_2, @gl_accounts_3, @gl_accounts_4, @gl_accounts_5, @gl_accounts_6, @gl_accounts_7, @gl_accounts_8, @gl_accounts_9, @gl_accounts_10)
    )
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Company] AS c
      WHERE c.[Company_Code] = g.[id_company] AND CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
    )
  GROUP BY g.[id_company]
)
SELECT
  w.[id_company] AS [id_company],
  w.[Entry No_] AS [Entry No_],
  w.[Document No_] AS [Document No_],
  w.[Voucher No_] AS [Voucher No_],
  w.[Posting Date] AS [Posting Date],
  w.[Chart of Accounts No_] AS [Chart of Accounts No_],
  CAST(ROUND(w.[Amount], 4) AS DECIMAL(19,4)) AS [Amount]
FROM edge AS e
JOIN [src_nav_dw_G_L_Entries] AS w
  ON w.[id_company] = e.company AND (w.[Entry No_] = e.first_entry OR w.[Entry No_] = e.last_entry)
