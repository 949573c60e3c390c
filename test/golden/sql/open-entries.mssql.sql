WITH [src_nav_dw_Detailed_Customer_Ledg__Entry] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Cust_ Ledger Entry No_], [Posting Date], [Amount (LCY)] FROM [NAV_DW].[dbo].[Detailed Customer Ledg_ Entry]), open_entry AS (
  SELECT d.[id_company] AS company, d.[Cust_ Ledger Entry No_] AS entry_no, SUM(d.[Amount (LCY)]) AS amount
  FROM [src_nav_dw_Detailed_Customer_Ledg__Entry] AS d
  WHERE d.[Posting Date] < @period_next AND d.[id_company] IN (@companies_0, @companies_1)
  GROUP BY d.[id_company], d.[Cust_ Ledger Entry No_] HAVING SUM(d.[Amount (LCY)]) <> 0
)
SELECT o.company AS [id_company], o.entry_no AS [Entry No_], CAST(ROUND(o.amount, 4) AS DECIMAL(19,4)) AS [rem_amt_LCY] FROM open_entry AS o
