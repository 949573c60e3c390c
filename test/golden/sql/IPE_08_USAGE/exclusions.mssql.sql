-- Every order item once, by the first reason that keeps it out. Items of one code and month make one row of the report:
-- the one with the lowest number counts as included, the others as added to its row.
WITH [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], CAST([VOUCHER_TYPE] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [VOUCHER_TYPE], CAST([voucher_code] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [voucher_code], [DELIVERED_DATE], [PACKAGE_DELIVERY_DATE] FROM [FIN_REC].[dbo].[RPT_SOI]), first_item AS (
  SELECT
    i.[ID_COMPANY] AS company,
    COALESCE(i.[voucher_code], '') AS voucher_code,
    SUBSTRING(CAST(CAST(i.[PACKAGE_DELIVERY_DATE] AS DATE) AS NVARCHAR(10)), 1, 7) AS delivery_month,
    MIN(i.[COD_OMS_SALES_ORDER_ITEM]) AS item_no
  FROM [src_fin_rec_RPT_SOI] AS i
  WHERE i.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND i.[VOUCHER_TYPE] = 'reusablecredit'
    AND i.[PACKAGE_DELIVERY_DATE] < @period_next
    AND i.[DELIVERED_DATE] >= @since_delivered
  GROUP BY
    i.[ID_COMPANY],
    COALESCE(i.[voucher_code], ''),
    SUBSTRING(CAST(CAST(i.[PACKAGE_DELIVERY_DATE] AS DATE) AS NVARCHAR(10)), 1, 7)
),
classified AS (
  SELECT
    CASE
      WHEN i.[ID_COMPANY] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN i.[VOUCHER_TYPE] IS NULL THEN 'no voucher used'
      WHEN i.[VOUCHER_TYPE] <> 'reusablecredit' THEN 'voucher of another type'
      WHEN i.[PACKAGE_DELIVERY_DATE] IS NULL THEN 'package not delivered'
      WHEN i.[PACKAGE_DELIVERY_DATE] >= @period_next THEN 'package delivered after the cutoff'
      WHEN i.[DELIVERED_DATE] IS NULL THEN 'package delivered, order item not'
      WHEN i.[DELIVERED_DATE] < @since_delivered THEN 'order item delivered before the start bound'
      WHEN f.item_no IS NULL THEN 'added to the row of its code and month'
      ELSE 'included'
    END AS reason
  FROM [src_fin_rec_RPT_SOI] AS i
  LEFT JOIN first_item AS f
    ON f.company = i.[ID_COMPANY] AND f.item_no = i.[COD_OMS_SALES_ORDER_ITEM]
)
SELECT x.reason AS [reason], COUNT(*) AS [row_count]
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_SOI] AS i
