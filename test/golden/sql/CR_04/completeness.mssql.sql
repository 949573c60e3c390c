-- Totals the whole view by day, company and account first, then asks which totals belong to the period's last day.
WITH [src_fin_rec_V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [CLOSING_DATE], CAST([GROUP_COA_ACCOUNT_NO] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [GROUP_COA_ACCOUNT_NO], [FX_RATE], [BALANCE_AT_DATE] FROM [FIN_REC].[dbo].[V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT]), per_account AS (
  SELECT
    v.[ID_COMPANY] AS company,
    v.[GROUP_COA_ACCOUNT_NO] AS account,
    v.[CLOSING_DATE] AS closing_date,
    COUNT(*) AS lines,
    SUM(v.[BALANCE_AT_DATE]) AS balance,
    SUM(v.[FX_RATE]) AS rates
  FROM [src_fin_rec_V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT] AS v
  GROUP BY v.[ID_COMPANY], v.[GROUP_COA_ACCOUNT_NO], v.[CLOSING_DATE]
)
SELECT
  p.company AS [ID_COMPANY],
  p.account AS [GROUP_COA_ACCOUNT_NO],
  CAST(p.lines AS BIGINT) AS [row_count],
  CAST(p.balance AS DECIMAL(38,4)) AS [BALANCE_AT_DATE],
  CAST(p.rates AS DECIMAL(38,8)) AS [FX_RATE]
FROM per_account AS p
WHERE p.closing_date = @cutoff
  AND p.company IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND p.account IN (@gl_accounts_0, @gl_accounts_1, @gl_accounts_2, @gl_accounts_3, @gl_accounts_4, @gl_accounts_5, @gl_accounts_6, @gl_accounts_7, @gl_accounts_8, @gl_accounts_9, @gl_accounts_10)
