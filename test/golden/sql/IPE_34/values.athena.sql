-- How often each value of the columns that matter occurs among items that stand in one of two sets only: refunded and
-- returned by the cutoff, by calendar day.
WITH refunded AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    CAST(s."REFUND_DATE" AS DATE) AS refund_day
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE CAST(s."REFUND_DATE" AS DATE) <= ?
),
returned AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    CAST(s."RETURN_DATE" AS DATE) AS return_day
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE CAST(s."RETURN_DATE" AS DATE) <= ?
),
mismatch AS (
  SELECT r.company AS company, r.item_id AS item_id, 'Refunded not yet returned' AS case_type
  FROM refunded AS r
  WHERE r.refund_day >= ?
    AND NOT EXISTS (SELECT 1 FROM returned AS b WHERE b.company = r.company AND b.item_id = r.item_id)
    AND EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS d
      WHERE d."ID_COMPANY" = r.company AND d."COD_OMS_SALES_ORDER_ITEM" = r.item_id AND d."DELIVERED_DATE" IS NOT NULL
    )
  UNION ALL
  SELECT b.company AS company, b.item_id AS item_id, 'Returned not yet refunded' AS case_type
  FROM returned AS b
  WHERE b.return_day >= ?
    AND NOT EXISTS (SELECT 1 FROM refunded AS r WHERE r.company = b.company AND r.item_id = b.item_id)
),
open_item AS (
  SELECT
    m.company AS company,
    m.case_type AS case_type,
    s."ORDER_NR" AS order_nr,
    CAST(s."IS_MARKETPLACE" AS INTEGER) AS marketplace,
    CAST(s."RETURN_DATE" AS DATE) AS return_day,
    CAST(s."REFUND_DATE" AS DATE) AS refund_day
  FROM mismatch AS m
  JOIN "process_central_fin_dwh"."rpt_soi" AS s
    ON s."ID_COMPANY" = m.company AND s."COD_OMS_SALES_ORDER_ITEM" = m.item_id
  WHERE m.company IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND m.company NOT IN (?, ?)
),
cell AS (
  SELECT 'ID_COMPANY' AS column_name, o.company AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'Case_Type' AS column_name, o.case_type AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'ORDER_NR' AS column_name, o.order_nr AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'IS_MARKETPLACE' AS column_name, CAST(o.marketplace AS VARCHAR(1)) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'RETURN_DATE' AS column_name, SUBSTRING(CAST(o.return_day AS VARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
  UNION ALL
  SELECT 'REFUND_DATE' AS column_name, SUBSTRING(CAST(o.refund_day AS VARCHAR(10)), 1, 10) AS cell_value
  FROM open_item AS o
)
SELECT c.column_name AS "column_name", c.cell_value AS "value", COUNT(*) AS "row_count"
FROM cell AS c
GROUP BY c.column_name, c.cell_value
