-- Order items that count as usage but do not say whether they are marketplace or retail; they are counted as retail.
WITH [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], [IS_MARKETPLACE], CAST([VOUCHER_TYPE] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [VOUCHER_TYPE], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [DELIVERED_DATE], [PACKAGE_DELIVERY_DATE], [MTR_COUPON_MONEY_VALUE] FROM [FIN_REC].[dbo].[RPT_SOI])
SELECT
  i.[ID_COMPANY] AS [ID_Company],
  i.[COD_OMS_SALES_ORDER_ITEM] AS [COD_OMS_SALES_ORDER_ITEM],
  i.[voucher_code] AS [voucher_code],
  CAST(ROUND(COALESCE(i.[MTR_COUPON_MONEY_VALUE], 0), 4) AS DECIMAL(19,4)) AS [amount]
FROM [src_fin_rec_RPT_SOI] AS i
WHERE i.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND i.[VOUCHER_TYPE] = 'reusablecredit'
  AND i.[PACKAGE_DELIVERY_DATE] < @period_next
  AND i.[DELIVERED_DATE] >= @since_delivered
  AND CAST(i.[IS_MARKETPLACE] AS INTEGER) IS NULL
