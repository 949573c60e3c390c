-- Vouchers that do not say whether they are active; they are counted as inactive.
WITH [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], [is_active], [discount_amount], [to_date], [created_at], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING])
SELECT
  v.[ID_COMPANY] AS [ID_Company],
  v.[id] AS [Voucher_ID],
  CAST(ROUND(v.[discount_amount], 4) AS DECIMAL(19,4)) AS [Amount]
FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
WHERE v.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
  AND v.[created_at] < @period_next
  AND CAST(v.[is_active] AS INTEGER) IS NULL
  AND (v.[to_date] IS NULL OR v.[to_date] >= @period_next)
