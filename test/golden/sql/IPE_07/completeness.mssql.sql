-- Starts at the detailed entries and asks by existence what the extract asks by joining look-ups.
WITH [src_nav_dw_Detailed_Customer_Ledg__Entry] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Cust_ Ledger Entry No_], CAST([Customer No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer No_], [Posting Date], [Amount (LCY)] FROM [NAV_DW].[dbo].[Detailed Customer Ledg_ Entry]), [src_nav_dw_Customer_Ledger_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], [Posting Date], CAST([Customer No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer No_], CAST([Customer Posting Group] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Customer Posting Group], [Original Amount], [Original Amount (LCY)] FROM [NAV_DW].[dbo].[Customer Ledger Entries]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company]), moved AS (
  -- each detailed entry with the posting group of its ledger entry, if that entry is in the population
  SELECT
    e.[id_company] AS company,
    e.[Customer No_] AS customer_no,
    e.[Customer Posting Group] AS posting_group,
    d.[Cust_ Ledger Entry No_] AS entry_no,
    d.[Amount (LCY)] AS amount,
    e.[Original Amount] AS original,
    e.[Original Amount (LCY)] AS original_lcy
  FROM [src_nav_dw_Detailed_Customer_Ledg__Entry] AS d
  JOIN [src_nav_dw_Customer_Ledger_Entries] AS e
    ON e.[id_company] = d.[id_company] AND e.[Entry No_] = d.[Cust_ Ledger Entry No_]
  WHERE d.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND d.[Posting Date] < @period_next
    AND e.[Posting Date] < @period_next
    AND e.[Customer Posting Group] IN (@posting_groups_0, @posting_groups_1, @posting_groups_2, @posting_groups_3, @posting_groups_4, @posting_groups_5, @posting_groups_6, @posting_groups_7, @posting_groups_8, @posting_groups_9, @posting_groups_10, @posting_groups_11, @posting_groups_12, @posting_groups_13, @posting_groups_14, @posting_groups_15, @posting_groups_16)
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Company] AS c
      WHERE c.[Company_Code] = d.[id_company] AND CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
    )
),
owing AS (
  SELECT d.[id_company] AS company, d.[Customer No_] AS customer_no
  FROM [src_nav_dw_Detailed_Customer_Ledg__Entry] AS d
  WHERE d.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND d.[Posting Date] < @period_next
  GROUP BY d.[id_company], d.[Customer No_]
  HAVING SUM(d.[Amount (LCY)]) <> 0
),
remaining AS (
  SELECT
    m.company AS company,
    m.posting_group AS posting_group,
    m.entry_no AS entry_no,
    CAST(ROUND(SUM(m.amount), 4) AS DECIMAL(19,4)) AS amount,
    CAST(ROUND(MIN(m.original), 4) AS DECIMAL(19,4)) AS original,
    CAST(ROUND(MIN(m.original_lcy), 4) AS DECIMAL(19,4)) AS original_lcy
  FROM moved AS m
  WHERE EXISTS (
    SELECT 1 FROM owing AS o WHERE o.company = m.company AND o.customer_no = m.customer_no
  )
  GROUP BY m.company, m.posting_group, m.entry_no
  HAVING SUM(m.amount) <> 0
)
SELECT
  r.company AS [id_company],
  r.posting_group AS [Customer Posting Group],
  COUNT(*) AS [row_count],
  CAST(SUM(r.amount) AS DECIMAL(38,4)) AS [rem_amt_LCY],
  CAST(SUM(r.original) AS DECIMAL(38,4)) AS [Original Amount],
  CAST(SUM(r.original_lcy) AS DECIMAL(38,4)) AS [Original Amount (LCY)],
  CAST(SUM(CAST(r.entry_no AS DECIMAL(19,0))) AS DECIMAL(38,0)) AS [Entry No_]
FROM remaining AS r
GROUP BY r.company, r.posting_group
