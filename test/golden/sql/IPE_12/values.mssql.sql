-- How often each value of the columns that matter occurs among delivered items, found by calendar day, whose package no
-- cash record resolves by the cutoff; what the cash record says comes from one line per package.
WITH [src_stg_fin_rec_PACKAGE_CASHREC] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], CAST([package_nr] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [package_nr], CAST([package_status] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [package_status], [troubleshoot_resolution_date] FROM [STG_FIN_REC].[OMS].[PACKAGE_CASHREC]), [src_fin_rec_RPT_SOI] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [IS_PREPAYMENT], CAST([PAYMENT_METHOD] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [PAYMENT_METHOD], [DELIVERED_DATE], CAST([PACKAGE_NUMBER] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [PACKAGE_NUMBER] FROM [FIN_REC].[dbo].[RPT_SOI]), package AS (
  SELECT
    r.[ID_COMPANY] AS company,
    r.[package_nr] AS package_nr,
    MIN(r.[package_status]) AS package_status,
    MIN(CAST(r.[troubleshoot_resolution_date] AS DATE)) AS resolution_day
  FROM [src_stg_fin_rec_PACKAGE_CASHREC] AS r
  WHERE r.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  GROUP BY r.[ID_COMPANY], r.[package_nr]
),
open_item AS (
  SELECT
    s.[ID_COMPANY] AS company,
    s.[PACKAGE_NUMBER] AS package_nr,
    s.[PAYMENT_METHOD] AS payment_method,
    CAST(s.[IS_PREPAYMENT] AS INTEGER) AS prepaid,
    CAST(s.[DELIVERED_DATE] AS DATE) AS delivered_day
  FROM [src_fin_rec_RPT_SOI] AS s
  WHERE s.[ID_COMPANY] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND CAST(s.[IS_PREPAYMENT] AS INTEGER) <> 1
    AND COALESCE(s.[PAYMENT_METHOD], '') <> 'NoPayment'
    AND CAST(s.[DELIVERED_DATE] AS DATE) >= @since_delivered
    AND CAST(s.[DELIVERED_DATE] AS DATE) <= @cutoff
    AND NOT EXISTS (
      SELECT 1 FROM [src_stg_fin_rec_PACKAGE_CASHREC] AS e
      WHERE e.[ID_COMPANY] = s.[ID_COMPANY]
        AND e.[package_nr] = s.[PACKAGE_NUMBER]
        AND CAST(e.[troubleshoot_resolution_date] AS DATE) <= @cutoff
    )
),
cell AS (
  SELECT 'ID_COMPANY' AS column_name, o.company AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'PAYMENT_METHOD' AS column_name, o.payment_method AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'IS_PREPAYMENT' AS column_name, CAST(o.prepaid AS NVARCHAR(1)) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'DELIVERED_DATE' AS column_name, SUBSTRING(CAST(o.delivered_day AS NVARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'package_status' AS column_name, p.package_status AS cell_value
  FROM open_item AS o
  LEFT JOIN package AS p
    ON p.company = o.company AND p.package_nr = o.package_nr
  UNION ALL
  SELECT 'troubleshoot_resolution_date' AS column_name, SUBSTRING(CAST(p.resolution_day AS NVARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
  LEFT JOIN package AS p
    ON p.company = o.company AND p.package_nr = o.package_nr
)
SELECT c.column_name AS [column_name], c.cell_value AS [value], COUNT(*) AS [row_count]
FROM cell AS c
GROUP BY c.column_name, c.cell_value
