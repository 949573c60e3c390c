-- Items of each case found by calendar day: in each company the first and the last number and the first refunded or returned
-- on the cutoff day.
WITH candidate AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    'Refunded not yet returned' AS case_type,
    CAST(s."REFUND_DATE" AS DATE) AS event_day
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE CAST(s."REFUND_DATE" AS DATE) >= ?
    AND CAST(s."REFUND_DATE" AS DATE) <= ?
    AND COALESCE(CAST(s."RETURN_DATE" AS DATE), ?) > ?
    AND s."DELIVERED_DATE" IS NOT NULL
  UNION ALL
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    'Returned not yet refunded' AS case_type,
    CAST(s."RETURN_DATE" AS DATE) AS event_day
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE CAST(s."RETURN_DATE" AS DATE) >= ?
    AND CAST(s."RETURN_DATE" AS DATE) <= ?
    AND COALESCE(CAST(s."REFUND_DATE" AS DATE), ?) > ?
),
edge AS (
  SELECT
    c.company AS company,
    c.case_type AS case_type,
    MIN(c.item_id) AS first_item,
    MAX(c.item_id) AS last_item,
    MIN(CASE WHEN c.event_day = ? THEN c.item_id END) AS first_of_cutoff
  FROM candidate AS c
  WHERE c.company IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND c.company NOT IN (?, ?)
  GROUP BY c.company, c.case_type
)
SELECT
  w."ID_COMPANY" AS "ID_COMPANY",
  w."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM",
  e.case_type AS "Case_Type",
  w."ORDER_NR" AS "ORDER_NR",
  CAST(w."IS_MARKETPLACE" AS INTEGER) AS "IS_MARKETPLACE",
  w."RETURN_DATE" AS "RETURN_DATE",
  w."REFUND_DATE" AS "REFUND_DATE"
FROM edge AS e
JOIN "process_central_fin_dwh"."rpt_soi" AS w
  ON w."ID_COMPANY" = e.company
  AND (
    w."COD_OMS_SALES_ORDER_ITEM" = e.first_item
    OR w."COD_OMS_SALES_ORDER_ITEM" = e.last_item
    OR w."COD_OMS_SALES_ORDER_ITEM" = e.first_of_cutoff
  )
