-- Statement numbers whose entries by the cutoff on the account and its counter-account do not add up to zero: statements
-- closed in the period, and numbers booked like a statement in the period.
WITH [src_nav_dw_G_L_Entries] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [Entry No_], CAST([Document No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Document No_], CAST([External Document No_] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [External Document No_], [Posting Date], CAST([Chart of Accounts No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Chart of Accounts No_], [Amount] FROM [NAV_DW].[dbo].[G_L Entries]), [src_fin_rec_Dim_ChartOfAccounts] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([G/L_Account_No] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G/L_Account_No], CAST([Group_COA_Account_no] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Group_COA_Account_no] FROM [FIN_REC].[fdw].[Dim_ChartOfAccounts]), [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], CAST([RING_Transaction_Statement_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [RING_Transaction_Statement_No], [RING_End_Date] FROM [FIN_REC].[RING].[RPT_ACCOUNTSTATEMENTS]), entry AS (
  SELECT
    g.[id_company] AS company,
    g.[External Document No_] AS statement_no,
    g.[Document No_] AS document_no,
    g.[Posting Date] AS posting_date,
    g.[Amount] AS amount,
    MAX(CASE WHEN a.[Group_COA_Account_no] = @statement_account THEN 1 ELSE 0 END) AS on_account
  FROM [src_nav_dw_G_L_Entries] AS g
  JOIN [src_fin_rec_Dim_ChartOfAccounts] AS a
    ON a.[Company_Code] = g.[id_company] AND a.[G/L_Account_No] = g.[Chart of Accounts No_]
  WHERE g.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND g.[Posting Date] < @period_next
    AND g.[External Document No_] <> ''
    AND (a.[Group_COA_Account_no] = @statement_account OR a.[Group_COA_Account_no] = @counter_account)
  GROUP BY
    g.[id_company],
    g.[Entry No_],
    g.[External Document No_],
    g.[Document No_],
    g.[Posting Date],
    g.[Amount]
),
like_statement AS (
  SELECT e.company AS company, e.document_no AS document_no
  FROM entry AS e
  WHERE e.posting_date >= @period_start
  GROUP BY e.company, e.document_no
  HAVING MIN(e.on_account) = 0 AND MAX(e.on_account) = 1
),
reported AS (
  SELECT s.[id_company] AS company, s.[RING_Transaction_Statement_No] AS statement_no
  FROM [src_fin_rec_RPT_ACCOUNTSTATEMENTS] AS s
  WHERE s.[RING_End_Date] >= @period_start AND s.[RING_End_Date] < @period_next
  UNION ALL
  SELECT e.company AS company, e.statement_no AS statement_no
  FROM like_statement AS l
  JOIN entry AS e
    ON e.company = l.company AND e.document_no = l.document_no
)
SELECT
  e.company AS [ID_Company],
  e.statement_no AS [SC_Statement_No],
  COUNT(*) AS [entries],
  CAST(ROUND(SUM(e.amount), 4) AS DECIMAL(38,4)) AS [amount]
FROM entry AS e
WHERE EXISTS (SELECT 1 FROM reported AS r WHERE r.company = e.company AND r.statement_no = e.statement_no)
GROUP BY e.company, e.statement_no
HAVING SUM(e.amount) <> 0
