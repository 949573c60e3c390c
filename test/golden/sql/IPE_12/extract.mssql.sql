-- Order items paid on delivery that were delivered by the cutoff and whose package was not reconciled by then, one row per item.
WITH [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], CAST([ORDER_NR] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [ORDER_NR], [BOB_ID_CUSTOMER], CAST([BOB_CUSTOMER_TYPE] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [BOB_CUSTOMER_TYPE], [IS_MARKETPLACE], [IS_PREPAYMENT], CAST([PAYMENT_METHOD] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [PAYMENT_METHOD], CAST([VOUCHER_TYPE] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [VOUCHER_TYPE], [ORDER_CREATION_DATE], [SHIPPED_DATE], [DELIVERED_DATE], [PACKAGE_DELIVERY_DATE], [COD_OMS_ID_PACKAGE], CAST([PACKAGE_NUMBER] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [PACKAGE_NUMBER], CAST([TRACKING_NUMBER] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [TRACKING_NUMBER], CAST([OMS_PACKAGE_STATUS] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_PACKAGE_STATUS], [MTR_PAID_PRICE], [MTR_AMOUNT_PAID], [MTR_BASE_SHIPPING_AMOUNT], [MTR_SHIPPING_CART_RULE_DISCOUNT], [MTR_SHIPPING_VOUCHER_DISCOUNT], [MTR_SHIPPING_FEE_MODIFICATION], [MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT], [MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT], [MTR_INTERNATIONAL_FREIGHT_FEE], [MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE] FROM [FIN_REC].[dbo].[RPT_SOI]), [src_stg_fin_rec_PACKAGE_CASHREC] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], CAST([package_nr] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [package_nr], [amount_expected], [amount_received], [fk_package_status], CAST([package_status] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [package_status], [delivered_update_date], [delivery_date], [troubleshoot_resolution_date], [fk_collection_partner], [last_mile] COLLATE Latin1_General_100_BIN2 AS [last_mile], CAST([payment_method_confirmed] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [payment_method_confirmed], CAST([order_nr] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [order_nr] FROM [STG_FIN_REC].[OMS].[PACKAGE_CASHREC]), [src_fin_rec_RPT_DIM_BOB_CUSTOMER_TYPE] AS (SELECT CAST([Bob_Customer_Type] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Bob_Customer_Type], CAST([Customer_Type_L1] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Customer_Type_L1] FROM [FIN_REC].[dbo].[RPT_DIM_BOB_CUSTOMER_TYPE])
SELECT
  s.[ID_COMPANY] AS [ID_COMPANY],
  s.[COD_OMS_ID_PACKAGE] AS [COD_OMS_ID_PACKAGE],
  s.[PAYMENT_METHOD] AS [PAYMENT_METHOD],
  CAST(s.[IS_MARKETPLACE] AS INTEGER) AS [IS_MARKETPLACE],
  s.[ORDER_NR] AS [ORDER_NR],
  s.[PACKAGE_NUMBER] AS [PACKAGE_NUMBER],
  s.[VOUCHER_TYPE] AS [VOUCHER_TYPE],
  s.[BOB_ID_CUSTOMER] AS [BOB_ID_CUSTOMER],
  s.[ORDER_CREATION_DATE] AS [ORDER_CREATION_DATE],
  s.[SHIPPED_DATE] AS [SHIPPED_DATE],
  s.[DELIVERED_DATE] AS [DELIVERED_DATE],
  s.[PACKAGE_DELIVERY_DATE] AS [PACKAGE_DELIVERY_DATE],
  CAST(s.[IS_PREPAYMENT] AS INTEGER) AS [IS_PREPAYMENT],
  CAST(ROUND(s.[MTR_SHIPPING_FEE_MODIFICATION], 4) AS DECIMAL(19,4)) AS [MTR_SHIPPING_FEE_MODIFICATION],
  s.[TRACKING_NUMBER] AS [TRACKING_NUMBER],
  s.[OMS_PACKAGE_STATUS] AS [OMS_PACKAGE_STATUS],
  t.[Customer_Type_L1] AS [Customer Type],
  CAST(ROUND(r.[amount_expected], 4) AS DECIMAL(19,4)) AS [amount_expected],
  CAST(ROUND(r.[amount_received], 4) AS DECIMAL(19,4)) AS [amount_received],
  r.[fk_package_status] AS [fk_package_status],
  r.[delivered_update_date] AS [delivered_update_date],
  r.[delivery_date] AS [delivery_date],
  r.[fk_collection_partner] AS [fk_collection_partner],
  r.[last_mile] AS [last_mile],
  r.[package_status] AS [package_status],
  r.[payment_method_confirmed] AS [payment_method_confirmed],
  r.[order_nr] AS [cashrec_order_nr],
  r.[troubleshoot_resolution_date] AS [troubleshoot_resolution_date],
  CAST(ROUND(COALESCE(s.[MTR_AMOUNT_PAID], 0), 4) AS DECIMAL(19,4)) AS [amount_paid],
  CAST(ROUND(COALESCE(s.[MTR_PAID_PRICE], 0), 4) AS DECIMAL(19,4)) AS [paid_price],
  CAST(
    ROUND(
      COALESCE(s.[MTR_BASE_SHIPPING_AMOUNT], 0)
      - COALESCE(s.[MTR_SHIPPING_CART_RULE_DISCOUNT], 0)
      - COALESCE(s.[MTR_SHIPPING_VOUCHER_DISCOUNT], 0)
      + COALESCE(s.[MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT], 0)
      - COALESCE(s.[MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT], 0)
      + COALESCE(s.[MTR_INTERNATIONAL_FREIGHT_FEE], 0)
      - COALESCE(s.[MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE], 0),
      4
    ) AS DECIMAL(19,4)
  ) AS [paid_shipping],
  s.[COD_OMS_SALES_ORDER_ITEM] AS [COD_OMS_SALES_ORDER_ITEM]
FROM [src_fin_rec_RPT_SOI] AS s
LEFT JOIN [src_stg_fin_rec_PACKAGE_CASHREC] AS r
  ON r.[ID_COMPANY] = s.[ID_COMPANY] AND r.[package_nr] = s.[PACKAGE_NUMBER]
LEFT JOIN [src_fin_rec_RPT_DIM_BOB_CUSTOMER_TYPE] AS t
  ON t.[Bob_Customer_Type] = s.[BOB_CUSTOMER_TYPE]
WHERE s.[DELIVERED_DATE] >= @since_delivered
  AND s.[DELIVERED_DATE] < @period_next
  AND s.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND CAST(s.[IS_PREPAYMENT] AS INTEGER) = 0
  AND (s.[PAYMENT_METHOD] IS NULL OR s.[PAYMENT_METHOD] <> 'NoPayment')
  AND (r.[troubleshoot_resolution_date] IS NULL OR r.[troubleshoot_resolution_date] >= @period_next)
