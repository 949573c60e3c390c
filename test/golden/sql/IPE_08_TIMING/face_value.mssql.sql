-- Face value per company over distinct vouchers: vouchers of which no order item exists or some order item is open. A
-- voucher on several order items counts once.
WITH [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], CAST([code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [code], [is_active], [discount_amount], [to_date], [created_at], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [DELIVERED_DATE], [CANCELLATION_DATE] FROM [FIN_REC].[dbo].[RPT_SOI]), voucher AS (
  SELECT
    v.[ID_COMPANY] AS company,
    v.[id] AS voucher_id,
    MIN(v.[code]) AS voucher_code,
    MIN(COALESCE(v.[discount_amount], 0)) AS face_value
  FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
  WHERE v.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
    AND CAST(v.[created_at] AS DATE) <= @cutoff
    AND COALESCE(CAST(v.[is_active] AS INTEGER), 0) <> 1
    AND (v.[to_date] IS NULL OR CAST(v.[to_date] AS DATE) > @cutoff)
  GROUP BY v.[ID_COMPANY], v.[id]
),
named AS (
  -- voucher codes that order items name, and how many of these items were open at the cutoff
  SELECT
    i.[ID_COMPANY] AS company,
    i.[voucher_code] AS voucher_code,
    SUM(
      CASE
        WHEN CAST(i.[DELIVERED_DATE] AS DATE) <= @cutoff THEN 0
        WHEN CAST(i.[CANCELLATION_DATE] AS DATE) <= @cutoff THEN 0
        ELSE 1
      END
    ) AS open_items
  FROM [src_fin_rec_RPT_SOI] AS i
  WHERE i.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  GROUP BY i.[ID_COMPANY], i.[voucher_code]
)
SELECT
  v.company AS [ID_Company],
  COUNT(*) AS [vouchers],
  CAST(SUM(v.face_value) AS DECIMAL(38,4)) AS [face_value]
FROM voucher AS v
WHERE NOT EXISTS (
  SELECT 1 FROM named AS n
  WHERE n.company = v.company AND n.voucher_code = v.voucher_code AND n.open_items = 0
)
GROUP BY v.company
