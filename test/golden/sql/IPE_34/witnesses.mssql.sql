-- Items of each case found by calendar day: in each company the first and the last number and the first refunded or returned
-- on the cutoff day.
WITH [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COD_OMS_SALES_ORDER_ITEM], CAST([ORDER_NR] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [ORDER_NR], [IS_MARKETPLACE], [DELIVERED_DATE], [RETURN_DATE], [REFUND_DATE] FROM [FIN_REC].[dbo].[RPT_SOI]), candidate AS (
  SELECT
    s.[ID_COMPANY] AS company,
    s.[COD_OMS_SALES_ORDER_ITEM] AS item_id,
    'Refunded not yet returned' AS case_type,
    CAST(s.[REFUND_DATE] AS DATE) AS event_day
  FROM [src_fin_rec_RPT_SOI] AS s
  WHERE CAST(s.[REFUND_DATE] AS DATE) >= @since_refunded
    AND CAST(s.[REFUND_DATE] AS DATE) <= @cutoff
    AND COALESCE(CAST(s.[RETURN_DATE] AS DATE), @period_next) > @cutoff
    AND s.[DELIVERED_DATE] IS NOT NULL
  UNION ALL
  SELECT
    s.[ID_COMPANY] AS company,
    s.[COD_OMS_SALES_ORDER_ITEM] AS item_id,
    'Returned not yet refunded' AS case_type,
    CAST(s.[RETURN_DATE] AS DATE) AS event_day
  FROM [src_fin_rec_RPT_SOI] AS s
  WHERE CAST(s.[RETURN_DATE] AS DATE) >= @since_returned
    AND CAST(s.[RETURN_DATE] AS DATE) <= @cutoff
    AND COALESCE(CAST(s.[REFUND_DATE] AS DATE), @period_next) > @cutoff
),
edge AS (
  SELECT
    c.company AS company,
    c.case_type AS case_type,
    MIN(c.item_id) AS first_item,
    MAX(c.item_id) AS last_item,
    MIN(CASE WHEN c.event_day = @cutoff THEN c.item_id END) AS first_of_cutoff
  FROM candidate AS c
  WHERE c.company IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND c.company NOT IN (@excluded_companies_0, @excluded_companies_1)
  GROUP BY c.company, c.case_type
)
SELECT
  w.[ID_COMPANY] AS [ID_COMPANY],
  w.[COD_OMS_SALES_ORDER_ITEM] AS [COD_OMS_SALES_ORDER_ITEM],
  e.case_type AS [Case_Type],
  w.[ORDER_NR] AS [ORDER_NR],
  CAST(w.[IS_MARKETPLACE] AS INTEGER) AS [IS_MARKETPLACE],
  w.[RETURN_DATE] AS [RETURN_DATE],
  w.[REFUND_DATE] AS [REFUND_DATE]
FROM edge AS e
JOIN [src_fin_rec_RPT_SOI] AS w
  ON w.[ID_COMPANY] = e.company
  AND (
    w.[COD_OMS_SALES_ORDER_ITEM] = e.first_item
    OR w.[COD_OMS_SALES_ORDER_ITEM] = e.last_item
    OR w.[COD_OMS_SALES_ORDER_ITEM] = e.first_of_cutoff
  )
