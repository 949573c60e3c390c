-- Starts at the order items and takes away, by calendar day and by existence, those that were delivered or cancelled;
-- then adds the vouchers that no order item names.
WITH [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], CAST([code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [code], CAST([business_use] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [business_use], [is_active], [to_date], [created_at], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [DELIVERED_DATE], [CANCELLATION_DATE] FROM [FIN_REC].[dbo].[RPT_SOI]), voucher AS (
  SELECT
    v.[ID_COMPANY] AS company,
    v.[id] AS voucher_id,
    MIN(v.[code]) AS voucher_code,
    MIN(v.[business_use]) AS business_use
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
    v.voucher_id AS voucher_id,
    i.[COD_OMS_SALES_ORDER_ITEM] AS item_no
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
    v.voucher_id AS voucher_id,
    CAST(0 AS BIGINT) AS item_no
  FROM voucher AS v
  WHERE NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_RPT_SOI] AS i
    WHERE i.[ID_COMPANY] = v.company AND i.[voucher_code] = v.voucher_code
  )
)
SELECT
  l.company AS [ID_Company],
  l.business_use AS [Business_Use],
  COUNT(*) AS [row_count],
  CAST(SUM(CAST(l.voucher_id AS BIGINT)) AS DECIMAL(38,0)) AS [Voucher_ID],
  CAST(SUM(CAST(l.item_no AS BIGINT)) AS DECIMAL(38,0)) AS [fk_Sales_Order_Item]
FROM line AS l
GROUP BY l.company, l.business_use
