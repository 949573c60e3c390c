-- How often each value of the columns that matter occurs among delivered items, found by calendar day, whose package no
-- cash record resolves by the cutoff; what the cash record says comes from one line per package.
WITH package AS (
  SELECT
    r."ID_COMPANY" AS company,
    r."package_nr" AS package_nr,
    MIN(r."package_status") AS package_status,
    MIN(CAST(r."troubleshoot_resolution_date" AS DATE)) AS resolution_day
  FROM "raw_central_fin_dwh"."package_cashrec" AS r
  WHERE r."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY r."ID_COMPANY", r."package_nr"
),
open_item AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."PACKAGE_NUMBER" AS package_nr,
    s."PAYMENT_METHOD" AS payment_method,
    CAST(s."IS_PREPAYMENT" AS INTEGER) AS prepaid,
    CAST(s."DELIVERED_DATE" AS DATE) AS delivered_day
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(s."IS_PREPAYMENT" AS INTEGER) <> 1
    AND COALESCE(s."PAYMENT_METHOD", '') <> 'NoPayment'
    AND CAST(s."DELIVERED_DATE" AS DATE) >= ?
    AND CAST(s."DELIVERED_DATE" AS DATE) <= ?
    AND NOT EXISTS (
      SELECT 1 FROM "raw_central_fin_dwh"."package_cashrec" AS e
      WHERE e."ID_COMPANY" = s."ID_COMPANY"
        AND e."package_nr" = s."PACKAGE_NUMBER"
        AND CAST(e."troubleshoot_resolution_date" AS DATE) <= ?
    )
),
cell AS (
  SELECT 'ID_COMPANY' AS column_name, o.company AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'PAYMENT_METHOD' AS column_name, o.payment_method AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'IS_PREPAYMENT' AS column_name, CAST(o.prepaid AS VARCHAR(1)) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'DELIVERED_DATE' AS column_name, SUBSTRING(CAST(o.delivered_day AS VARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'package_status' AS column_name, p.package_status AS cell_value
  FROM open_item AS o
  LEFT JOIN package AS p
    ON p.company = o.company AND p.package_nr = o.package_nr
  UNION ALL
  SELECT 'troubleshoot_resolution_date' AS column_name, SUBSTRING(CAST(p.resolution_day AS VARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
  LEFT JOIN package AS p
    ON p.company = o.company AND p.package_nr = o.package_nr
)
SELECT c.column_name AS "column_name", c.cell_value AS "value", COUNT(*) AS "row_count"
FROM cell AS c
GROUP BY c.column_name, c.cell_value
