-- How often each value of the columns that matter occurs among prepaid verified items that are not settled: all by calendar
-- day, those delivered or refunded by the cutoff taken out by their keys.
WITH verified AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    s."ORDER_NR" AS order_nr,
    CAST(s."IS_PREPAYMENT" AS INTEGER) AS prepaid,
    CAST(s."IS_MARKETPLACE" AS INTEGER) AS marketplace,
    CAST(s."FINANCE_VERIFIED_DATE" AS DATE) AS verified_day,
    CAST(s."DELIVERED_DATE" AS DATE) AS delivered_day,
    CAST(s."PACKAGE_DELIVERY_DATE" AS DATE) AS package_day,
    CAST(s."REFUND_DATE" AS DATE) AS refund_day,
    CASE
      WHEN CAST(s."IS_MARKETPLACE" AS INTEGER) = 1 THEN CAST(s."DELIVERED_DATE" AS DATE)
      WHEN COALESCE(s."DELIVERY_TYPE", '') NOT IN ('Digital Content', 'Gift Card') THEN CAST(s."PACKAGE_DELIVERY_DATE" AS DATE)
      ELSE CAST(s."DELIVERED_DATE" AS DATE)
    END AS fulfilled_day
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(s."IS_PREPAYMENT" AS INTEGER) <> 0
    AND CAST(s."ORDER_CREATION_DATE" AS DATE) >= ?
    AND CAST(s."FINANCE_VERIFIED_DATE" AS DATE) >= ?
    AND CAST(s."FINANCE_VERIFIED_DATE" AS DATE) <= ?
),
settled AS (
  SELECT v.company AS company, v.item_id AS item_id
  FROM verified AS v
  WHERE v.fulfilled_day <= ?
  UNION ALL
  SELECT v.company AS company, v.item_id AS item_id
  FROM verified AS v
  WHERE v.refund_day <= ?
),
open_item AS (
  SELECT
    v.company AS company,
    v.item_id AS item_id,
    v.order_nr AS order_nr,
    v.prepaid AS prepaid,
    v.marketplace AS marketplace,
    v.verified_day AS verified_day,
    v.delivered_day AS delivered_day,
    v.package_day AS package_day,
    v.refund_day AS refund_day
  FROM verified AS v
  WHERE NOT EXISTS (
    SELECT 1 FROM settled AS e
    WHERE e.company = v.company AND e.item_id = v.item_id
  )
),
cell AS (
  SELECT 'ID_COMPANY' AS column_name, o.company AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'ORDER_NR' AS column_name, o.order_nr AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'IS_PREPAYMENT' AS column_name, CAST(o.prepaid AS VARCHAR(1)) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'IS_MARKETPLACE' AS column_name, CAST(o.marketplace AS VARCHAR(1)) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'FINANCE_VERIFIED_DATE' AS column_name, SUBSTRING(CAST(o.verified_day AS VARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'DELIVERED_DATE' AS column_name, SUBSTRING(CAST(o.delivered_day AS VARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'PACKAGE_DELIVERY_DATE' AS column_name, SUBSTRING(CAST(o.package_day AS VARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'REFUND_DATE' AS column_name, SUBSTRING(CAST(o.refund_day AS VARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
)
SELECT c.column_name AS "column_name", c.cell_value AS "value", COUNT(*) AS "row_count"
FROM cell AS c
GROUP BY c.column_name, c.cell_value
