-- What IPE_08 counts as used of each voucher whose order items all name the type of this report: delivered order items
-- grouped by code alone, whatever the month.
WITH [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], CAST([VOUCHER_TYPE] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [VOUCHER_TYPE], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [DELIVERED_DATE], [PACKAGE_DELIVERY_DATE], [MTR_COUPON_MONEY_VALUE], [MTR_SHIPPING_VOUCHER_DISCOUNT] FROM [FIN_REC].[dbo].[RPT_SOI]), [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], CAST([code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [code], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING]), used AS (
  SELECT
    i.[ID_COMPANY] AS company,
    i.[voucher_code] AS voucher_code,
    SUM(COALESCE(i.[MTR_SHIPPING_VOUCHER_DISCOUNT], 0)) + SUM(COALESCE(i.[MTR_COUPON_MONEY_VALUE], 0)) AS total
  FROM [src_fin_rec_RPT_SOI] AS i
  WHERE i.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND CAST(i.[PACKAGE_DELIVERY_DATE] AS DATE) <= @cutoff
    AND CAST(i.[DELIVERED_DATE] AS DATE) >= @since_delivered
  GROUP BY i.[ID_COMPANY], i.[voucher_code]
  HAVING SUM(CASE WHEN i.[VOUCHER_TYPE] = 'reusablecredit' THEN 0 ELSE 1 END) = 0
)
SELECT
  v.[ID_COMPANY] AS [ID_Company],
  v.[id] AS [id],
  CAST(ROUND(u.total, 4) AS DECIMAL(19,4)) AS [TotalAmountUsed]
FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
JOIN used AS u
  ON u.company = v.[ID_COMPANY] AND u.voucher_code = v.[code]
WHERE v.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
