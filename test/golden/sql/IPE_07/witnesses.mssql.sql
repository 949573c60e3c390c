-- Invoices posted on the cutoff day to customers with nothing to set off by then: found through their initial detailed
-- entry, not through balances. What remains of each is its initial amount.
WITH [src_nav_dw_Detailed_Customer_Ledg__Entry] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Cust_ Ledger Entry No_], CAST([Customer No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer No_], [Posting Date], CAST([Entry Type] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Entry Type], [Amount (LCY)] FROM [NAV_DW].[dbo].[Detailed Customer Ledg_ Entry]), [src_nav_dw_Customer_Ledger_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], CAST([Document No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Document No_], CAST([Document Type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Document Type], [Posting Date], CAST([Customer No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer No_], CAST([Customer Posting Group] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer Posting Group] FROM [NAV_DW].[dbo].[Customer Ledger Entries]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company])
SELECT
  d.[id_company] AS [id_company],
  d.[Cust_ Ledger Entry No_] AS [Entry No_],
  e.[Document No_] AS [Document No_],
  d.[Posting Date] AS [Posting Date],
  d.[Customer No_] AS [Customer No_],
  e.[Customer Posting Group] AS [Customer Posting Group],
  CAST(ROUND(d.[Amount (LCY)], 4) AS DECIMAL(19,4)) AS [rem_amt_LCY]
FROM [src_nav_dw_Detailed_Customer_Ledg__Entry] AS d
JOIN [src_nav_dw_Customer_Ledger_Entries] AS e
  ON e.[id_company] = d.[id_company] AND e.[Entry No_] = d.[Cust_ Ledger Entry No_]
WHERE d.[Posting Date] = @cutoff
  AND d.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND d.[Entry Type] = 'Initial Entry'
  AND d.[Amount (LCY)] > 0
  AND e.[Document Type] = 'Invoice'
  AND e.[Customer Posting Group] IN (@posting_groups_0, @posting_groups_1, @posting_groups_2, @posting_groups_3, @posting_groups_4, @posting_groups_5, @posting_groups_6, @posting_groups_7, @posting_groups_8, @posting_groups_9, @posting_groups_10, @posting_groups_11, @posting_groups_12, @posting_groups_13, @posting_groups_14, @posting_groups_15, @posting_groups_16)
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Company] AS c
    WHERE c.[Company_Code] = d.[id_company] AND CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
  )
  AND NOT EXISTS (
    SELECT 1 FROM [src_nav_dw_Detailed_Customer_Ledg__Entry] AS n
    WHERE n.[id_company] = d.[id_company]
      AND n.[Customer No_] = d.[Customer No_]
      AND n.[Posting Date] < @period_next
      AND (n.[Amount (LCY)] < 0 OR n.[Entry Type] <> 'Initial Entry')
  )
