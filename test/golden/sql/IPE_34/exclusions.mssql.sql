-- Every order item once, by the first reason that keeps it out.
WITH [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [DELIVERED_DATE], [RETURN_DATE], [REFUND_DATE] FROM [FIN_REC].[dbo].[RPT_SOI]), classified AS (
  SELECT
    CASE
      WHEN s.[ID_COMPANY] IN (@excluded_companies_0, @excluded_companies_1) THEN 'company excluded'
      WHEN s.[ID_COMPANY] NOT IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8) THEN 'company not selected'
      WHEN s.[REFUND_DATE] < @period_next AND s.[RETURN_DATE] < @period_next THEN 'refunded and returned by the cutoff'
      WHEN s.[REFUND_DATE] < @since_refunded THEN 'refunded before the start bound'
      WHEN s.[REFUND_DATE] < @period_next AND s.[DELIVERED_DATE] IS NULL THEN 'refunded, never delivered'
      WHEN s.[REFUND_DATE] < @period_next THEN 'included'
      WHEN s.[RETURN_DATE] < @since_returned THEN 'returned before the start bound'
      WHEN s.[RETURN_DATE] < @period_next THEN 'included'
      ELSE 'neither refunded nor returned by the cutoff'
    END AS reason
  FROM [src_fin_rec_RPT_SOI] AS s
)
SELECT x.reason AS [reason], COUNT(*) AS [row_count]
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_fin_rec_RPT_SOI] AS s
