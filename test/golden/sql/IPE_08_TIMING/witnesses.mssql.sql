-- Order items ordered in the period and delivered after it that name an inactive voucher, and the first and last
-- inactive voucher of each company that no order item names.
WITH [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], CAST([code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [code], [is_active], [discount_amount], [to_date], [created_at], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [ORDER_CREATION_DATE], [DELIVERED_DATE], [CANCELLATION_DATE] FROM [FIN_REC].[dbo].[RPT_SOI]), voucher AS (
  SELECT
    v.[ID_COMPANY] AS company,
    v.[id] AS voucher_id,
    v.[code] AS voucher_code,
    v.[discount_amount] AS face_value,
    v.[created_at] AS created_at,
    v.[to_date] AS to_date
  FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
  WHERE v.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
    AND v.[created_at] < @period_next
    AND COALESCE(CAST(v.[is_active] AS INTEGER), 0) = 0
    AND (v.[to_date] IS NULL OR v.[to_date] >= @period_next)
),
unnamed AS (
  SELECT v.company AS company, MIN(v.voucher_id) AS first_id, MAX(v.voucher_id) AS last_id
  FROM voucher AS v
  WHERE NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_RPT_SOI] AS i
    WHERE i.[ID_COMPANY] = v.company AND i.[voucher_code] = v.voucher_code
  )
  GROUP BY v.company
)
SELECT
  v.company AS [ID_Company],
  v.voucher_id AS [Voucher_ID],
  i.[COD_OMS_SALES_ORDER_ITEM] AS [fk_Sales_Order_Item],
  v.voucher_code AS [Code],
  CAST(ROUND(v.face_value, 4) AS DECIMAL(19,4)) AS [Amount],
  v.created_at AS [Creation_Date],
  v.to_date AS [End_Date],
  i.[DELIVERED_DATE] AS [Order_Delivery_Date]
FROM [src_fin_rec_RPT_SOI] AS i
JOIN voucher AS v
  ON v.company = i.[ID_COMPANY] AND v.voucher_code = i.[voucher_code]
WHERE i.[ORDER_CREATION_DATE] >= @period_start
  AND i.[ORDER_CREATION_DATE] < @period_next
  AND i.[DELIVERED_DATE] >= @period_next
  AND (i.[CANCELLATION_DATE] IS NULL OR i.[CANCELLATION_DATE] >= @period_next)
UNION ALL
SELECT
  v.company AS [ID_Company],
  v.voucher_id AS [Voucher_ID],
  CAST(0 AS BIGINT) AS [fk_Sales_Order_Item],
  v.voucher_code AS [Code],
  CAST(ROUND(v.face_value, 4) AS DECIMAL(19,4)) AS [Amount],
  v.created_at AS [Creation_Date],
  v.to_date AS [End_Date],
  CAST(NULL AS DATETIME2(3)) AS [Order_Delivery_Date]
FROM unnamed AS u
JOIN voucher AS v
  ON v.company = u.company AND (v.voucher_id = u.first_id OR v.voucher_id = u.last_id)
