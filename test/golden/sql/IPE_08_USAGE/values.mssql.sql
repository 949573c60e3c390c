-- How many rows hold each value of the columns that are no amounts: voucher codes and months taken from the order items,
-- the use and the year of creation from the vouchers whose code is among them.
WITH [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], CAST([VOUCHER_TYPE] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [VOUCHER_TYPE], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [DELIVERED_DATE], [PACKAGE_DELIVERY_DATE] FROM [FIN_REC].[dbo].[RPT_SOI]), [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [id], CAST([code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [code], CAST([business_use] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [business_use], [snapshot_date] FROM [FIN_REC].[dbo].[V_STORECREDITVOUCHER_CLOSING]), spent AS (
  -- order items that count as usage, by calendar day
  SELECT
    i.[ID_COMPANY] AS company,
    COALESCE(i.[voucher_code], '') AS voucher_code,
    CAST(SUBSTRING(CAST(CAST(i.[PACKAGE_DELIVERY_DATE] AS DATE) AS NVARCHAR(10)), 1, 4) AS INTEGER) * 100
      + CAST(SUBSTRING(CAST(CAST(i.[PACKAGE_DELIVERY_DATE] AS DATE) AS NVARCHAR(10)), 6, 2) AS INTEGER) AS delivery_month
  FROM [src_fin_rec_RPT_SOI] AS i
  WHERE i.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND i.[VOUCHER_TYPE] = 'reusablecredit'
    AND CAST(i.[PACKAGE_DELIVERY_DATE] AS DATE) <= @cutoff
    AND CAST(i.[DELIVERED_DATE] AS DATE) >= @since_delivered
),
voucher AS (
  SELECT
    v.[ID_COMPANY] AS company,
    v.[code] AS voucher_code,
    MIN(v.[id]) AS voucher_id,
    MIN(v.[business_use]) AS business_use
  FROM [src_fin_rec_V_STORECREDITVOUCHER_CLOSING] AS v
  WHERE v.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND v.[snapshot_date] = CAST(@period_next AS DATETIME2(3))
  GROUP BY v.[ID_COMPANY], v.[code]
),
code_month AS (
  SELECT s.company AS company, s.voucher_code AS voucher_code, s.delivery_month AS delivery_month
  FROM spent AS s
  GROUP BY s.company, s.voucher_code, s.delivery_month
),
known AS (
  SELECT v.business_use AS business_use
  FROM voucher AS v
  JOIN code_month AS m
    ON m.company = v.company AND m.voucher_code = v.voucher_code
  UNION ALL
  SELECT CAST(NULL AS NVARCHAR(50)) AS business_use
  FROM code_month AS m
  WHERE NOT EXISTS (
    SELECT 1 FROM voucher AS v WHERE v.company = m.company AND v.voucher_code = m.voucher_code
  )
)
SELECT 'ID_Company' AS [column_name], m.company AS [value], COUNT(*) AS [row_count]
FROM code_month AS m
GROUP BY m.company
UNION ALL
SELECT 'voucher_code' AS [column_name], m.voucher_code AS [value], COUNT(*) AS [row_count]
FROM code_month AS m
GROUP BY m.voucher_code
UNION ALL
SELECT 'voucher_type' AS [column_name], 'reusablecredit' AS [value], COUNT(*) AS [row_count]
FROM code_month AS m
HAVING COUNT(*) > 0
UNION ALL
SELECT 'business_use' AS [column_name], k.business_use AS [value], COUNT(*) AS [row_count]
FROM known AS k
GROUP BY k.business_use
