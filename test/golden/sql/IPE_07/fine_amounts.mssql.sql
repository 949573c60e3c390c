-- Ledger amounts with more than four decimals, which the extract would have to round.
WITH [src_nav_dw_Detailed_Customer_Ledg__Entry] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Posting Date], [Amount (LCY)] FROM [NAV_DW].[dbo].[Detailed Customer Ledg_ Entry]), [src_nav_dw_Customer_Ledger_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Posting Date], [Original Amount], [Original Amount (LCY)] FROM [NAV_DW].[dbo].[Customer Ledger Entries])
SELECT
  'Detailed Customer Ledg_ Entry' AS [table_name],
  d.[id_company] AS [id_company],
  d.[Entry No_] AS [Entry No_],
  CAST(d.[Amount (LCY)] AS DECIMAL(38,20)) AS [amount]
FROM [src_nav_dw_Detailed_Customer_Ledg__Entry] AS d
WHERE d.[Posting Date] < @period_next
  AND d.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND d.[Amount (LCY)] <> ROUND(d.[Amount (LCY)], 4)
UNION ALL
SELECT
  'Customer Ledger Entries' AS [table_name],
  e.[id_company] AS [id_company],
  e.[Entry No_] AS [Entry No_],
  CAST(
    CASE
      WHEN e.[Original Amount] <> ROUND(e.[Original Amount], 4) THEN e.[Original Amount]
      ELSE e.[Original Amount (LCY)]
    END AS DECIMAL(38,20)
  ) AS [amount]
FROM [src_nav_dw_Customer_Ledger_Entries] AS e
WHERE e.[Posting Date] < @period_next
  AND e.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND (
    e.[Original Amount] <> ROUND(e.[Original Amount], 4)
    OR e.[Original Amount (LCY)] <> ROUND(e.[Original Amount (LCY)], 4)
  )
