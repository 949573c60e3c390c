-- Inactive vouchers still valid at the end of the period, as the snapshot taken at that moment shows them, one row per
-- voucher and order item it is used on that was neither delivered nor cancelled by then; a voucher that no order item
-- names has one row.
WITH [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], CAST([code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [code], CAST([business_use] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [business_use], CAST([type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [type], [is_active], [discount_amount], [from_date], [to_date], [created_at], [snapshot_date], [description] COLLATE Latin1_General_100_BIN2 AS [description], [fk_Customer] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], [ID_Sales_Order_Item], [COD_OMS_SALES_ORDER], CAST([ORDER_NR] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [ORDER_NR], CAST([CURRENT_STATUS] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [CURRENT_STATUS], CAST([PAYMENT_METHOD] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [PAYMENT_METHOD], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [ORDER_CREATION_DATE], [DELIVERED_DATE], [CANCELLATION_DATE] FROM [FIN_REC].[dbo].[RPT_SOI]), voucher AS (
  SELECT
    v.[ID_COMPANY] AS company,
    v.[id] AS voucher_id,
    v.[code] AS voucher_code,
    v.[discount_amount] AS face_value,
    CASE
      WHEN v.[ID_COMPANY] IN (@companies_in_ngn_0) THEN 'NGN'
      WHEN v.[ID_COMPANY] IN (@companies_in_ghs_0) THEN 'GHS'
      WHEN v.[ID_COMPANY] IN (@companies_in_xof_0, @companies_in_xof_1) THEN 'XOF'
      WHEN v.[ID_COMPANY] IN (@companies_in_kes_0) THEN 'KES'
      WHEN v.[ID_COMPANY] IN (@companies_in_ugx_0) THEN 'UGX'
      WHEN v.[ID_COMPANY] IN (@companies_in_dzd_0) THEN 'DZD'
      WHEN v.[ID_COMPANY] IN (@companies_in_egp_0) THEN 'EGP'
      WHEN v.[ID_COMPANY] IN (@companies_in_mad_0) THEN 'MAD'
    END AS currency,
    v.[business_use] AS business_use,
    v.[type] AS origin,
    CASE WHEN CAST(v.[is_active] AS INTEGER) = 1 THEN 'active' ELSE 'inactive' END AS status,
    v.[created_at] AS created_at,
    v.[from_date] AS from_date,
    v.[to_date] AS to_date,
    v.[fk_Customer] AS customer,
    v.[description] AS description
  FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
  WHERE v.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
    AND v.[created_at] < @period_next
    AND COALESCE(CAST(v.[is_active] AS INTEGER), 0) = 0
    AND (v.[to_date] IS NULL OR v.[to_date] >= @period_next)
)
SELECT
  v.company AS [ID_Company],
  v.voucher_id AS [Voucher_ID],
  v.voucher_code AS [Code],
  CAST(ROUND(v.face_value, 4) AS DECIMAL(19,4)) AS [Amount],
  v.currency AS [Currency],
  v.business_use AS [Business_Use],
  v.origin AS [Origin],
  v.status AS [Status],
  v.created_at AS [Creation_Date],
  v.from_date AS [Start_Date],
  v.to_date AS [End_Date],
  i.[COD_OMS_SALES_ORDER_ITEM] AS [fk_Sales_Order_Item],
  i.[ID_Sales_Order_Item] AS [ID_Sales_Order_Item],
  i.[ORDER_CREATION_DATE] AS [Order_Creation_Date],
  i.[DELIVERED_DATE] AS [Order_Delivery_Date],
  i.[CANCELLATION_DATE] AS [Order_Cancellation_Date],
  i.[CURRENT_STATUS] AS [Order_Item_Status],
  i.[PAYMENT_METHOD] AS [Payment_Method],
  v.customer AS [fk_Customer],
  i.[COD_OMS_SALES_ORDER] AS [fk_Sales_Order],
  i.[ORDER_NR] AS [Order_Nr],
  v.description AS [Comment]
FROM [src_fin_rec_RPT_SOI] AS i
JOIN voucher AS v
  ON v.company = i.[ID_COMPANY] AND v.voucher_code = i.[voucher_code]
WHERE (i.[DELIVERED_DATE] IS NULL OR i.[DELIVERED_DATE] >= @period_next)
  AND (i.[CANCELLATION_DATE] IS NULL OR i.[CANCELLATION_DATE] >= @period_next)
UNION ALL
SELECT
  v.company AS [ID_Company],
  v.voucher_id AS [Voucher_ID],
  v.voucher_code AS [Code],
  CAST(ROUND(v.face_value, 4) AS DECIMAL(19,4)) AS [Amount],
  v.currency AS [Currency],
  v.business_use AS [Business_Use],
  v.origin AS [Origin],
  v.status AS [Status],
  v.created_at AS [Creation_Date],
  v.from_date AS [Start_Date],
  v.to_date AS [End_Date],
  CAST(0 AS BIGINT) AS [fk_Sales_Order_Item],
  CAST(NULL AS BIGINT) AS [ID_Sales_Order_Item],
  CAST(NULL AS DATETIME2(3)) AS [Order_Creation_Date],
  CAST(NULL AS DATETIME2(3)) AS [Order_Delivery_Date],
  CAST(NULL AS DATETIME2(3)) AS [Order_Cancellation_Date],
  CAST(NULL AS NVARCHAR(50)) AS [Order_Item_Status],
  CAST(NULL AS NVARCHAR(50)) AS [Payment_Method],
  v.customer AS [fk_Customer],
  CAST(NULL AS BIGINT) AS [fk_Sales_Order],
  CAST(NULL AS NVARCHAR(20)) AS [Order_Nr],
  v.description AS [Comment]
FROM voucher AS v
WHERE NOT EXISTS (
  SELECT 1 FROM [src_fin_rec_RPT_SOI] AS i
  WHERE i.[ID_COMPANY] = v.company AND i.[voucher_code] = v.voucher_code
)
