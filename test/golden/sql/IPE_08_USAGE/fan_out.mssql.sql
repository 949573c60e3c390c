-- Voucher codes in use that match several vouchers of the company, and order items that stand more than once: both would
-- count usage twice.
WITH [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], CAST([code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [code], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], CAST([VOUCHER_TYPE] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [VOUCHER_TYPE], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [DELIVERED_DATE], [PACKAGE_DELIVERY_DATE] FROM [FIN_REC].[dbo].[RPT_SOI])
SELECT
  'V_STORECREDITVOUCHER_CLOSING' AS [look_up],
  v.[ID_COMPANY] AS [company],
  v.[code] AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
WHERE v.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_RPT_SOI] AS i
    WHERE i.[ID_COMPANY] = v.[ID_COMPANY]
      AND i.[voucher_code] = v.[code]
      AND i.[VOUCHER_TYPE] = 'reusablecredit'
      AND i.[PACKAGE_DELIVERY_DATE] < @period_next
      AND i.[DELIVERED_DATE] >= @since_delivered
  )
GROUP BY v.[ID_COMPANY], v.[code]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_SOI' AS [look_up],
  i.[ID_COMPANY] AS [company],
  CAST(i.[COD_OMS_SALES_ORDER_ITEM] AS NVARCHAR(20)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_SOI] AS i
WHERE i.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND i.[VOUCHER_TYPE] = 'reusablecredit'
  AND i.[PACKAGE_DELIVERY_DATE] < @period_next
  AND i.[DELIVERED_DATE] >= @since_delivered
GROUP BY i.[ID_COMPANY], i.[COD_OMS_SALES_ORDER_ITEM]
HAVING COUNT(*) > 1
