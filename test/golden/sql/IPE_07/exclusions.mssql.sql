-- Every customer ledger entry once, by the first reason that keeps it out. The amount is given where the audited
-- rule drops entries that are still open: customers whose entries net to zero, per company and group account.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company]), [src_nav_dw_Detailed_Customer_Ledg__Entry] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Cust_ Ledger Entry No_], CAST([Customer No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer No_], [Posting Date], [Amount (LCY)] FROM [NAV_DW].[dbo].[Detailed Customer Ledg_ Entry]), [src_nav_dw_Customer_Posting_Group] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], CAST([Code] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Code], CAST([Receivables Account] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Receivables Account] FROM [NAV_DW].[dbo].[Customer Posting Group]), [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No], CAST([Group_COA_Account_no] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Group_COA_Account_no] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts]), [src_nav_dw_Customer_Ledger_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Posting Date], CAST([Customer No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer No_], CAST([Customer Posting Group] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer Posting Group] FROM [NAV_DW].[dbo].[Customer Ledger Entries]), in_scope AS (
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  WHERE CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
  GROUP BY c.[Company_Code]
),
customer_balance AS (
  SELECT d.[id_company] AS company, d.[Customer No_] AS customer_no
  FROM [src_nav_dw_Detailed_Customer_Ledg__Entry] AS d
  WHERE d.[Posting Date] < @period_next AND d.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  GROUP BY d.[id_company], d.[Customer No_]
  HAVING SUM(d.[Amount (LCY)]) <> 0
),
entry_balance AS (
  SELECT
    d.[id_company] AS company,
    d.[Cust_ Ledger Entry No_] AS entry_no,
    CAST(ROUND(SUM(d.[Amount (LCY)]), 4) AS DECIMAL(19,4)) AS remaining
  FROM [src_nav_dw_Detailed_Customer_Ledg__Entry] AS d
  WHERE d.[Posting Date] < @period_next AND d.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  GROUP BY d.[id_company], d.[Cust_ Ledger Entry No_]
  HAVING SUM(d.[Amount (LCY)]) <> 0
),
group_account AS (
  SELECT
    g.[id_company] AS company,
    g.[Code] AS posting_group,
    MIN(a.[Group_COA_Account_no]) AS account
  FROM [src_nav_dw_Customer_Posting_Group] AS g
  JOIN [src_fin_rec_Dim_ChartOfAccounts] AS a
    ON a.[Company_Code] = g.[id_company] AND a.[G/L_Account_No] = g.[Receivables Account]
  GROUP BY g.[id_company], g.[Code]
),
classified AS (
  SELECT
    CASE
      WHEN e.[id_company] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.company IS NULL THEN 'company outside the consolidation scope'
      WHEN e.[Posting Date] >= @period_next THEN 'posted after the cutoff'
      WHEN e.[Customer Posting Group] NOT IN (@posting_groups_0, @posting_groups_1, @posting_groups_2, @posting_groups_3, @posting_groups_4, @posting_groups_5, @posting_groups_6, @posting_groups_7, @posting_groups_8, @posting_groups_9, @posting_groups_10, @posting_groups_11, @posting_groups_12, @posting_groups_13, @posting_groups_14, @posting_groups_15, @posting_groups_16) THEN 'posting group not in the list'
      WHEN r.company IS NULL THEN 'entry settled at the cutoff'
      WHEN o.company IS NULL AND a.account IS NULL
        THEN CONCAT('customer nets to zero: ', COALESCE(e.[id_company], ''), ', account unknown')
      WHEN o.company IS NULL
        THEN CONCAT('customer nets to zero: ', COALESCE(e.[id_company], ''), ', account ', COALESCE(a.account, ''))
      ELSE 'included'
    END AS reason,
    CASE
      WHEN s.company IS NOT NULL
        AND e.[Posting Date] < @period_next
        AND e.[Customer Posting Group] IN (@posting_groups_0, @posting_groups_1, @posting_groups_2, @posting_groups_3, @posting_groups_4, @posting_groups_5, @posting_groups_6, @posting_groups_7, @posting_groups_8, @posting_groups_9, @posting_groups_10, @posting_groups_11, @posting_groups_12, @posting_groups_13, @posting_groups_14, @posting_groups_15, @posting_groups_16)
        AND o.company IS NULL
        THEN r.remaining
    END AS suppressed
  FROM [src_nav_dw_Customer_Ledger_Entries] AS e
  LEFT JOIN in_scope AS s ON s.company = e.[id_company]
  LEFT JOIN entry_balance AS r ON r.company = e.[id_company] AND r.entry_no = e.[Entry No_]
  LEFT JOIN customer_balance AS o ON o.company = e.[id_company] AND o.customer_no = e.[Customer No_]
  LEFT JOIN group_account AS a ON a.company = e.[id_company] AND a.posting_group = e.[Customer Posting Group]
)
SELECT
  x.reason AS [reason],
  COUNT(*) AS [row_count],
  CAST(SUM(x.suppressed) AS DECIMAL(38,4)) AS [amount]
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS [reason], COUNT(*) AS [row_count], CAST(NULL AS DECIMAL(38,4)) AS [amount]
FROM [src_nav_dw_Customer_Ledger_Entries] AS e
