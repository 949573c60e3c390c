-- Look-up keys that stand more than once in their table: a template would multiply rows, an order item would count twice
-- as usage.
WITH [src_fin_rec_StoreCreditVoucher] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id] FROM [FIN_REC].[dbo].[StoreCreditVoucher]), [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [DELIVERED_DATE], [PACKAGE_DELIVERY_DATE] FROM [FIN_REC].[dbo].[RPT_SOI])
SELECT
  'StoreCreditVoucher' AS [look_up],
  t.[ID_COMPANY] AS [company],
  CAST(t.[id] AS NVARCHAR(20)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_StoreCreditVoucher] AS t
WHERE t.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
    WHERE v.[ID_COMPANY] = t.[ID_COMPANY]
      AND v.[id] = t.[id]
      AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
  )
GROUP BY t.[ID_COMPANY], t.[id]
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_SOI' AS [look_up],
  i.[ID_COMPANY] AS [company],
  CAST(i.[COD_OMS_SALES_ORDER_ITEM] AS NVARCHAR(20)) AS [look_up_key],
  COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_SOI] AS i
WHERE i.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND i.[PACKAGE_DELIVERY_DATE] < @period_next
  AND i.[DELIVERED_DATE] >= @since_delivered
  AND i.[voucher_code] IS NOT NULL
GROUP BY i.[ID_COMPANY], i.[COD_OMS_SALES_ORDER_ITEM]
HAVING COUNT(*) > 1
