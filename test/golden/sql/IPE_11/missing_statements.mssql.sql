-- Revenue transactions by the cutoff whose statement number leads nowhere: nobody can say whether they are billed.
WITH [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [ID_Transaction], [Created_Date], [Transaction_Type] COLLATE Latin1_General_100_BIN2 AS [Transaction_Type], [Transaction_Amount], [ID_Account_Statement] FROM [FIN_REC].[dbo].[RPT_TRANSACTIONS_SELLER]), [src_fin_rec_GDOC_DIM_ASG_V2] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [SC_ASG_Name] COLLATE Latin1_General_100_BIN2 AS [SC_ASG_Name], [ASG_Level_1] COLLATE Latin1_General_100_BIN2 AS [ASG_Level_1] FROM [FIN_REC].[dbo].[GDOC_DIM_ASG_V2]), [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [RING_ID_Transaction_Statement], [Created_Date] FROM [FIN_REC].[RING].[RPT_ACCOUNTSTATEMENTS])
SELECT
  t.[ID_Company] AS [ID_Company],
  t.[ID_Transaction] AS [SC_ID_Transaction],
  t.[ID_Account_Statement] AS [SC_ID_Account_Statement],
  CAST(ROUND(t.[Transaction_Amount], 4) AS DECIMAL(19,4)) AS [SC_Transaction_Amount]
FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS t
WHERE t.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND t.[Created_Date] >= @since_created
  AND t.[Created_Date] < @period_next
  AND t.[ID_Account_Statement] IS NOT NULL
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_GDOC_DIM_ASG_V2] AS a
    WHERE a.[ID_Company] = t.[ID_Company]
      AND a.[SC_ASG_Name] = t.[Transaction_Type]
      AND a.[ASG_Level_1] = 'Revenues'
  )
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
    WHERE s.[id_company] = t.[ID_Company] AND s.[RING_ID_Transaction_Statement] = t.[ID_Account_Statement]
  )
