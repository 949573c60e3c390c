-- Look-up keys that transactions of the period use and that stand more than once in their table.
WITH [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [ID_Transaction], [Created_Date], [Transaction_Type] COLLATE Latin1_General_100_BIN2 AS [Transaction_Type], [BOB_ID_Vendor], [ID_Account_Statement] FROM [FIN_REC].[dbo].[RPT_TRANSACTIONS_SELLER]), [src_fin_rec_GDOC_DIM_ASG_V2] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [SC_ASG_Name] COLLATE Latin1_General_100_BIN2 AS [SC_ASG_Name] FROM [FIN_REC].[dbo].[GDOC_DIM_ASG_V2]), [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [RING_ID_Transaction_Statement], [Created_Date] FROM [FIN_REC].[RING].[RPT_ACCOUNTSTATEMENTS]), [src_fin_rec_RPT_VENDORS] AS (SELECT CAST([ID_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_company], [BOB_ID_Vendor] FROM [FIN_REC].[dbo].[RPT_VENDORS]), [src_fin_rec_RPT_TRANSACTIONS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [ID_Transaction] FROM [FIN_REC].[RING].[RPT_TRANSACTIONS]), used AS (
  SELECT
    t.[ID_Company] AS company,
    t.[ID_Transaction] AS transaction_id,
    t.[Transaction_Type] AS asg_name,
    t.[ID_Account_Statement] AS statement_id,
    t.[BOB_ID_Vendor] AS vendor_id
  FROM [src_fin_rec_RPT_TRANSACTIONS_SELLER] AS t
  WHERE t.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND t.[Created_Date] >= @period_start
    AND t.[Created_Date] < @period_next
)
SELECT
  'GDOC_DIM_ASG_V2' AS [look_up],
  a.[ID_Company] AS [company],
  CAST(a.[SC_ASG_Name] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_GDOC_DIM_ASG_V2] AS a
WHERE EXISTS (SELECT 1 FROM used AS u WHERE u.company = a.[ID_Company] AND u.asg_name = a.[SC_ASG_Name])
GROUP BY a.[ID_Company], a.[SC_ASG_Name]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_ACCOUNTSTATEMENTS' AS [look_up],
  s.[id_company] AS [company],
  CAST(s.[RING_ID_Transaction_Statement] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
WHERE EXISTS (
  SELECT 1 FROM used AS u
  WHERE u.company = s.[id_company] AND u.statement_id = s.[RING_ID_Transaction_Statement]
)
GROUP BY s.[id_company], s.[RING_ID_Transaction_Statement]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_VENDORS' AS [look_up],
  v.[ID_company] AS [company],
  CAST(v.[BOB_ID_Vendor] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_VENDORS] AS v
WHERE EXISTS (SELECT 1 FROM used AS u WHERE u.company = v.[ID_company] AND u.vendor_id = v.[BOB_ID_Vendor])
GROUP BY v.[ID_company], v.[BOB_ID_Vendor]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_TRANSACTIONS' AS [look_up],
  r.[ID_Company] AS [company],
  CAST(r.[ID_Transaction] AS NVARCHAR(100)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_TRANSACTIONS] AS r
WHERE EXISTS (
  SELECT 1 FROM used AS u WHERE u.company = r.[ID_Company] AND u.transaction_id = r.[ID_Transaction]
)
GROUP BY r.[ID_Company], r.[ID_Transaction]
HAVING COUNT(*) > 1
