-- Rows per value of the columns the control depends on, over the population as the completeness query finds it.
WITH [src_fin_rec_GDOC_DIM_ASG_V2] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [SC_ASG_Name] COLLATE Latin1_General_100_BIN2 AS [SC_ASG_Name], [ASG_Level_1] COLLATE Latin1_General_100_BIN2 AS [ASG_Level_1], [ASG_Level_2] COLLATE Latin1_General_100_BIN2 AS [ASG_Level_2] FROM [FIN_REC].[dbo].[GDOC_DIM_ASG_V2]), [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [RING_ID_Transaction_Statement], [RING_End_Date], [Created_Date] FROM [FIN_REC].[RING].[RPT_ACCOUNTSTATEMENTS]), [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [ID_Transaction], [Created_Date], [Transaction_Type] COLLATE Latin1_General_100_BIN2 AS [Transaction_Type], [Transaction_Amount], [ID_Account_Statement] FROM [FIN_REC].[dbo].[RPT_TRANSACTIONS_SELLER]), revenue_type AS (
  SELECT
    a.[ID_Company] AS company,
    a.[SC_ASG_Name] AS asg_name,
    MIN(a.[ASG_Level_1]) AS level_1,
    MIN(a.[ASG_Level_2]) AS level_2
  FROM [src_fin_rec_GDOC_DIM_ASG_V2] AS a
  WHERE a.[ASG_Level_1] = 'Revenues'
  GROUP BY a.[ID_Company], a.[SC_ASG_Name]
),
later_statement AS (
  SELECT
    s.[id_company] AS company,
    s.[RING_ID_Transaction_Statement] AS statement_id,
    MIN(s.[RING_End_Date]) AS end_date
  FROM [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
  WHERE CAST(s.[RING_End_Date] AS DATE) > @cutoff
  GROUP BY s.[id_company], s.[RING_ID_Transaction_Statement]
),
accrued AS (
  -- billed after the cutoff
  SELECT
    t.[ID_Company] AS company,
    t.[ID_Transaction] AS transaction_id,
    CAST(t.[Created_Date] AS DATE) AS created_day,
    t.[Transaction_Type] AS asg_name,
    t.[Transaction_Amount] AS amount,
    t.[ID_Account_Statement] AS statement_id,
    l.end_date AS end_date
  FROM later_statement AS l
  JOIN [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS t
    ON t.[ID_Company] = l.company AND t.[ID_Account_Statement] = l.statement_id
  UNION ALL
  -- not billed at all
  SELECT
    t.[ID_Company] AS company,
    t.[ID_Transaction] AS transaction_id,
    CAST(t.[Created_Date] AS DATE) AS created_day,
    t.[Transaction_Type] AS asg_name,
    t.[Transaction_Amount] AS amount,
    t.[ID_Account_Statement] AS statement_id,
    CAST(NULL AS DATETIME2(3)) AS end_date
  FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS t
  WHERE t.[ID_Account_Statement] IS NULL
),
of_period AS (
  SELECT
    x.company AS company,
    x.transaction_id AS transaction_id,
    x.created_day AS created_day,
    x.asg_name AS asg_name,
    x.amount AS amount,
    x.statement_id AS statement_id,
    x.end_date AS end_date,
    y.level_1 AS level_1,
    y.level_2 AS level_2
  FROM revenue_type AS y
  JOIN accrued AS x
    ON x.company = y.company AND x.asg_name = y.asg_name
  WHERE y.company IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND x.created_day >= @since_created
    AND x.created_day >= @period_start
    AND x.created_day <= @cutoff
)
SELECT 'ID_Company' AS [column_name], p.company AS [value], COUNT(*) AS [row_count]
FROM of_period AS p
GROUP BY p.company
UNION ALL
SELECT
  'SC_Created_Date' AS [column_name],
  SUBSTRING(CAST(p.created_day AS NVARCHAR(10)), 1, 10) AS [value],
  COUNT(*) AS [row_count]
FROM of_period AS p
GROUP BY p.created_day
UNION ALL
SELECT 'SC_ASG_Name' AS [column_name], p.asg_name AS [value], COUNT(*) AS [row_count]
FROM of_period AS p
GROUP BY p.asg_name
UNION ALL
SELECT
  'SC_End_Date' AS [column_name],
  SUBSTRING(CAST(CAST(p.end_date AS DATE) AS NVARCHAR(10)), 1, 10) AS [value],
  COUNT(*) AS [row_count]
FROM of_period AS p
GROUP BY CAST(p.end_date AS DATE)
UNION ALL
SELECT 'ASG_Level_1' AS [column_name], p.level_1 AS [value], COUNT(*) AS [row_count]
FROM of_period AS p
GROUP BY p.level_1
UNION ALL
SELECT 'ASG_Level_2' AS [column_name], p.level_2 AS [value], COUNT(*) AS [row_count]
FROM of_period AS p
GROUP BY p.level_2
