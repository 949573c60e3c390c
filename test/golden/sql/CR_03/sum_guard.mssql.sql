-- Sums of decimal(38,20) stay exact while the largest amount times the number of rows is below 10^18; a row here says
-- that the bound is broken and the sums cannot be trusted.
WITH [src_nav_dw_Detailed_G_L_Entry] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Amount] FROM [NAV_DW].[dbo].[Detailed G_L Entry])
SELECT
  'Detailed G_L Entry.Amount' AS [amount_column],
  COUNT(*) AS [row_count],
  CAST(ROUND(MAX(ABS(d.[Amount])), 0) AS DECIMAL(19,0)) AS [largest_amount]
FROM [src_nav_dw_Detailed_G_L_Entry] AS d
WHERE d.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
HAVING CAST(ROUND(MAX(ABS(d.[Amount])), 0) AS DECIMAL(19,0)) * CAST(COUNT(*) AS DECIMAL(18,0))
  >= CAST('1000000000000000000' AS DECIMAL(19,0))
