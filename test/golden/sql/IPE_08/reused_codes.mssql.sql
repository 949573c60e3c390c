-- Voucher codes that several vouchers of a company share: their usage cannot be attributed to one of them.
WITH [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], CAST([code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [code], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING])
SELECT
  v.[ID_COMPANY] AS [ID_COMPANY],
  v.[code] AS [code],
  COUNT(*) AS [vouchers],
  MIN(v.[id]) AS [lowest_id],
  MAX(v.[id]) AS [highest_id]
FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
WHERE v.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
GROUP BY v.[ID_COMPANY], v.[code]
HAVING COUNT(*) > 1
