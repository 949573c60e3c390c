-- How many rows hold each value of the columns the control depends on, counted over the ledger entries that detailed
-- entries and existence tests lead to, with the chart of accounts grouped to one row per account.
WITH [src_nav_dw_Detailed_G_L_Entry] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Gen_ Ledger Entry No_], CAST([G_L Account No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G_L Account No_], [Posting Date], [Amount] FROM [NAV_DW].[dbo].[Detailed G_L Entry]), [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No], CAST([Group_COA_Account_no] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Group_COA_Account_no] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company]), [src_nav_dw_G_L_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], CAST([Document No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Document No_], CAST([Voucher No_] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Voucher No_], [Posting Date], CAST([Chart of Accounts No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Chart of Accounts No_], [Document Description] COLLATE Latin1_General_100_BIN2 AS [Document Description], [Amount], CAST([User ID] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [User ID] FROM [NAV_DW].[dbo].[G_L Entries]), moved AS (
  SELECT d.[id_company] AS company, d.[Gen_ Ledger Entry No_] AS entry_no
  FROM [src_nav_dw_Detailed_G_L_Entry] AS d
  WHERE d.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND (@as_of = 1 OR (@as_of = 0 AND d.[Posting Date] >= @year_start))
    AND d.[Posting Date] < @period_next
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_ChartOfAccounts] AS a
      WHERE a.[Company_Code] = d.[id_company]
        AND a.[G/L_Account_No] = d.[G_L Account No_]
        AND a.[Group_COA_Account_no] IN (@gl_accounts_0, @gl_accounts_1, @gl_accounts_2, @gl_accounts_3, @gl_accounts_4, @gl_accounts_5, @gl_accounts_6, @gl_accounts_7, @gl_accounts_8, @gl_accounts_9, @gl_accounts_10)
    )
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Company] AS c
      WHERE c.[Company_Code] = d.[id_company] AND CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
    )
  GROUP BY d.[id_company], d.[Gen_ Ledger Entry No_]
  HAVING SUM(d.[Amount]) <> 0
),
chart AS (
  SELECT
    a.[Company_Code] AS company,
    a.[G/L_Account_No] AS local_account,
    MIN(a.[Group_COA_Account_no]) AS group_account
  FROM [src_fin_rec_Dim_ChartOfAccounts] AS a
  GROUP BY a.[Company_Code], a.[G/L_Account_No]
),
population AS (
  SELECT
    g.[id_company] AS company,
    g.[Document No_] AS document_no,
    g.[Voucher No_] AS voucher_no,
    g.[Posting Date] AS posting_date,
    g.[Chart of Accounts No_] AS local_account,
    h.group_account AS group_account,
    g.[Document Description] AS description,
    g.[User ID] AS user_id
  FROM moved AS m
  JOIN [src_nav_dw_G_L_Entries] AS g
    ON g.[id_company] = m.company AND g.[Entry No_] = m.entry_no
  LEFT JOIN chart AS h
    ON h.company = m.company AND h.local_account = g.[Chart of Accounts No_]
),
cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p.company
      WHEN 2 THEN p.document_no
      WHEN 3 THEN p.voucher_no
      WHEN 4 THEN SUBSTRING(CAST(p.posting_date AS NVARCHAR(10)), 1, 10)
      WHEN 5 THEN p.local_account
      WHEN 6 THEN p.group_account
      WHEN 7 THEN p.description
      WHEN 8 THEN p.user_id
    END AS cell_value
  FROM population AS p
  CROSS JOIN (VALUES
    (1, 'id_company'),
    (2, 'Document No_'),
    (3, 'Voucher No_'),
    (4, 'Posting Date'),
    (5, 'Chart of Accounts No_'),
    (6, 'Group_COA_Account_no'),
    (7, 'Document Description'),
    (8, 'User ID')
  ) AS v (n, column_name)
)
SELECT
  c.column_name AS [column_name],
  c.cell_value AS [value],
  COUNT(*) AS [row_count]
FROM cell AS c
GROUP BY c.column_name, c.cell_value
