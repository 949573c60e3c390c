-- Revenue transactions of earlier periods that at the cutoff are still on no closed statement: accrued revenue that the
-- month's window leaves out.
WITH [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [ID_Transaction], [Created_Date], [Transaction_Type] COLLATE Latin1_General_100_BIN2 AS [Transaction_Type], [Transaction_Amount], [ID_Account_Statement] FROM [FIN_REC].[dbo].[RPT_TRANSACTIONS_SELLER]), [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [RING_ID_Transaction_Statement], [RING_End_Date], [Created_Date] FROM [FIN_REC].[RING].[RPT_ACCOUNTSTATEMENTS]), [src_fin_rec_GDOC_DIM_ASG_V2] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [SC_ASG_Name] COLLATE Latin1_General_100_BIN2 AS [SC_ASG_Name], [ASG_Level_1] COLLATE Latin1_General_100_BIN2 AS [ASG_Level_1] FROM [FIN_REC].[dbo].[GDOC_DIM_ASG_V2]), still_open AS (
  SELECT
    t.[ID_Company] AS company,
    t.[ID_Transaction] AS transaction_id,
    t.[Created_Date] AS created,
    t.[Transaction_Type] AS asg_name,
    t.[Transaction_Amount] AS amount
  FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS t
  LEFT JOIN [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
    ON s.[id_company] = t.[ID_Company] AND s.[RING_ID_Transaction_Statement] = t.[ID_Account_Statement]
  WHERE t.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND t.[Created_Date] >= @since_created
    AND t.[Created_Date] < @period_start
    AND (t.[ID_Account_Statement] IS NULL OR s.[RING_End_Date] >= @period_next)
)
SELECT
  o.company AS [ID_Company],
  o.transaction_id AS [SC_ID_Transaction],
  o.created AS [SC_Created_Date],
  CAST(ROUND(o.amount, 4) AS DECIMAL(19,4)) AS [SC_Transaction_Amount]
FROM still_open AS o
WHERE EXISTS (
  SELECT 1 FROM [src_fin_rec_GDOC_DIM_ASG_V2] AS a
  WHERE a.[ID_Company] = o.company AND a.[SC_ASG_Name] = o.asg_name AND a.[ASG_Level_1] = 'Revenues'
)
