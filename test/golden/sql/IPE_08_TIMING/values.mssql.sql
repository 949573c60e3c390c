-- How many rows hold each value of the columns that are no amounts, by calendar day, from the same order items less
-- those closed and the vouchers that no order item names.
WITH [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], CAST([code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [code], CAST([business_use] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [business_use], [is_active], [to_date], [created_at], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [ORDER_CREATION_DATE], [DELIVERED_DATE], [CANCELLATION_DATE] FROM [FIN_REC].[dbo].[RPT_SOI]), voucher AS (
  SELECT
    v.[ID_COMPANY] AS company,
    v.[id] AS voucher_id,
    MIN(v.[code]) AS voucher_code,
    MIN(v.[business_use]) AS business_use,
    MIN(CAST(v.[created_at] AS DATE)) AS created_day,
    MIN(CAST(v.[to_date] AS DATE)) AS to_day
  FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
  WHERE v.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
    AND CAST(v.[created_at] AS DATE) <= @cutoff
    AND COALESCE(CAST(v.[is_active] AS INTEGER), 0) <> 1
    AND (v.[to_date] IS NULL OR CAST(v.[to_date] AS DATE) > @cutoff)
  GROUP BY v.[ID_COMPANY], v.[id]
),
closed AS (
  -- order items delivered or cancelled by the cutoff
  SELECT d.[ID_COMPANY] AS company, d.[COD_OMS_SALES_ORDER_ITEM] AS item_no
  FROM [src_fin_rec_RPT_SOI] AS d
  WHERE CAST(d.[DELIVERED_DATE] AS DATE) <= @cutoff
    AND d.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  UNION ALL
  SELECT c.[ID_COMPANY] AS company, c.[COD_OMS_SALES_ORDER_ITEM] AS item_no
  FROM [src_fin_rec_RPT_SOI] AS c
  WHERE CAST(c.[CANCELLATION_DATE] AS DATE) <= @cutoff
    AND c.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
),
line AS (
  SELECT
    v.company AS company,
    v.business_use AS business_use,
    v.created_day AS created_day,
    v.to_day AS to_day,
    CAST(i.[ORDER_CREATION_DATE] AS DATE) AS ordered_day,
    CAST(i.[DELIVERED_DATE] AS DATE) AS delivered_day,
    CAST(i.[CANCELLATION_DATE] AS DATE) AS cancelled_day
  FROM [src_fin_rec_RPT_SOI] AS i
  JOIN voucher AS v
    ON v.company = i.[ID_COMPANY] AND v.voucher_code = i.[voucher_code]
  WHERE NOT EXISTS (
    SELECT 1 FROM closed AS c WHERE c.company = i.[ID_COMPANY] AND c.item_no = i.[COD_OMS_SALES_ORDER_ITEM]
  )
  UNION ALL
  SELECT
    v.company AS company,
    v.business_use AS business_use,
    v.created_day AS created_day,
    v.to_day AS to_day,
    CAST(NULL AS DATE) AS ordered_day,
    CAST(NULL AS DATE) AS delivered_day,
    CAST(NULL AS DATE) AS cancelled_day
  FROM voucher AS v
  WHERE NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_RPT_SOI] AS i
    WHERE i.[ID_COMPANY] = v.company AND i.[voucher_code] = v.voucher_code
  )
)
SELECT 'ID_Company' AS [column_name], l.company AS [value], COUNT(*) AS [row_count]
FROM line AS l
GROUP BY l.company
UNION ALL
SELECT 'Business_Use' AS [column_name], l.business_use AS [value], COUNT(*) AS [row_count]
FROM line AS l
GROUP BY l.business_use
UNION ALL
SELECT 'Currency' AS [column_name], 'NGN' AS [value], COUNT(*) AS [row_count]
FROM line AS l
WHERE l.company IN (@companies_in_ngn_0)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS [column_name], 'GHS' AS [value], COUNT(*) AS [row_count]
FROM line AS l
WHERE l.company IN (@companies_in_ghs_0)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS [column_name], 'XOF' AS [value], COUNT(*) AS [row_count]
FROM line AS l
WHERE l.company IN (@companies_in_xof_0, @companies_in_xof_1)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS [column_name], 'KES' AS [value], COUNT(*) AS [row_count]
FROM line AS l
WHERE l.company IN (@companies_in_kes_0)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS [column_name], 'UGX' AS [value], COUNT(*) AS [row_count]
FROM line AS l
WHERE l.company IN (@companies_in_ugx_0)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS [column_name], 'DZD' AS [value], COUNT(*) AS [row_count]
FROM line AS l
WHERE l.company IN (@companies_in_dzd_0)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS [column_name], 'EGP' AS [value], COUNT(*) AS [row_count]
FROM line AS l
WHERE l.company IN (@companies_in_egp_0)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS [column_name], 'MAD' AS [value], COUNT(*) AS [row_count]
FROM line AS l
WHERE l.company IN (@companies_in_mad_0)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Status' AS [column_name], 'inactive' AS [value], COUNT(*) AS [row_count]
FROM line AS l
HAVING COUNT(*) > 0
UNION ALL
SELECT
  'Creation_Date' AS [column_name],
  SUBSTRING(CAST(l.created_day AS NVARCHAR(10)), 1, 10) AS [value],
  COUNT(*) AS [row_count]
FROM line AS l
GROUP BY l.created_day
UNION ALL
SELECT
  'End_Date' AS [column_name],
  SUBSTRING(CAST(l.to_day AS NVARCHAR(10)), 1, 10) AS [value],
  COUNT(*) AS [row_count]
FROM line AS l
GROUP BY l.to_day
UNION ALL
SELECT
  'Order_Creation_Date' AS [column_name],
  SUBSTRING(CAST(l.ordered_day AS NVARCHAR(10)), 1, 10) AS [value],
  COUNT(*) AS [row_count]
FROM line AS l
GROUP BY l.ordered_day
UNION ALL
SELECT
  'Order_Delivery_Date' AS [column_name],
  SUBSTRING(CAST(l.delivered_day AS NVARCHAR(10)), 1, 10) AS [value],
  COUNT(*) AS [row_count]
FROM line AS l
GROUP BY l.delivered_day
UNION ALL
SELECT
  'Order_Cancellation_Date' AS [column_name],
  SUBSTRING(CAST(l.cancelled_day AS NVARCHAR(10)), 1, 10) AS [value],
  COUNT(*) AS [row_count]
FROM line AS l
GROUP BY l.cancelled_day
