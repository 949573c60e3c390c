-- Transaction types of the period that no account group names: nobody can say whether they are revenue.
WITH [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Created_Date], [Transaction_Type] COLLATE Latin1_General_100_BIN2 AS [Transaction_Type], [Transaction_Amount] FROM [FIN_REC].[dbo].[RPT_TRANSACTIONS_SELLER]), [src_fin_rec_GDOC_DIM_ASG_V2] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [SC_ASG_Name] COLLATE Latin1_General_100_BIN2 AS [SC_ASG_Name] FROM [FIN_REC].[dbo].[GDOC_DIM_ASG_V2])
SELECT
  t.[ID_Company] AS [ID_Company],
  t.[Transaction_Type] AS [SC_ASG_Name],
  COUNT(*) AS [row_count],
  CAST(SUM(t.[Transaction_Amount]) AS DECIMAL(38,4)) AS [amount]
FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS t
WHERE t.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND t.[Created_Date] >= @period_start
  AND t.[Created_Date] < @period_next
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_GDOC_DIM_ASG_V2] AS a
    WHERE a.[ID_Company] = t.[ID_Company] AND a.[SC_ASG_Name] = t.[Transaction_Type]
  )
GROUP BY t.[ID_Company], t.[Transaction_Type]
