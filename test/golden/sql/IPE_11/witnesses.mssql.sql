-- The first and the last number per company of the period's revenue transactions without a statement, and of those whose
-- statement closes after the cutoff, with what the source holds for them.
WITH [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [RING_ID_Transaction_Statement], [RING_End_Date], [Created_Date] FROM [FIN_REC].[RING].[RPT_ACCOUNTSTATEMENTS]), [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [ID_Transaction], [Created_Date], [Transaction_Type] COLLATE Latin1_General_100_BIN2 AS [Transaction_Type], [Transaction_Amount], [ID_Account_Statement] FROM [FIN_REC].[dbo].[RPT_TRANSACTIONS_SELLER]), [src_fin_rec_GDOC_DIM_ASG_V2] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [SC_ASG_Name] COLLATE Latin1_General_100_BIN2 AS [SC_ASG_Name], [ASG_Level_1] COLLATE Latin1_General_100_BIN2 AS [ASG_Level_1] FROM [FIN_REC].[dbo].[GDOC_DIM_ASG_V2]), later_statement AS (
  SELECT s.[id_company] AS company, s.[RING_ID_Transaction_Statement] AS statement_id
  FROM [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
  WHERE CAST(s.[RING_End_Date] AS DATE) > @cutoff
  GROUP BY s.[id_company], s.[RING_ID_Transaction_Statement]
),
revenue AS (
  SELECT
    t.[ID_Company] AS company,
    t.[ID_Transaction] AS transaction_id,
    t.[ID_Account_Statement] AS statement_id
  FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS t
  WHERE t.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND CAST(t.[Created_Date] AS DATE) >= @since_created
    AND CAST(t.[Created_Date] AS DATE) >= @period_start
    AND CAST(t.[Created_Date] AS DATE) <= @cutoff
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_GDOC_DIM_ASG_V2] AS a
      WHERE a.[ID_Company] = t.[ID_Company]
        AND a.[SC_ASG_Name] = t.[Transaction_Type]
        AND a.[ASG_Level_1] = 'Revenues'
    )
),
edge AS (
  SELECT v.company AS company, MIN(v.transaction_id) AS first_id, MAX(v.transaction_id) AS last_id
  FROM revenue AS v
  WHERE v.statement_id IS NULL
  GROUP BY v.company
  UNION ALL
  SELECT l.company AS company, MIN(v.transaction_id) AS first_id, MAX(v.transaction_id) AS last_id
  FROM later_statement AS l
  JOIN revenue AS v
    ON v.company = l.company AND v.statement_id = l.statement_id
  GROUP BY l.company
)
SELECT
  w.[ID_Company] AS [ID_Company],
  w.[ID_Transaction] AS [SC_ID_Transaction],
  w.[Created_Date] AS [SC_Created_Date],
  w.[Transaction_Type] AS [SC_ASG_Name],
  CAST(ROUND(w.[Transaction_Amount], 4) AS DECIMAL(19,4)) AS [SC_Transaction_Amount],
  w.[ID_Account_Statement] AS [SC_ID_Account_Statement]
FROM edge AS e
JOIN [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS w
  ON w.[ID_Company] = e.company AND (w.[ID_Transaction] = e.first_id OR w.[ID_Transaction] = e.last_id)
