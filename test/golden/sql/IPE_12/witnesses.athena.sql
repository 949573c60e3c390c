-- Items to be paid on delivery whose package is open at the cutoff, found from the cash records and, without one, from the
-- items: in each company the first and last number, the first delivered on the cutoff day, and the first whose package was
-- resolved on the first day after it.
WITH open_package AS (
  SELECT
    r."ID_COMPANY" AS company,
    r."package_nr" AS package_nr,
    CASE WHEN CAST(r."troubleshoot_resolution_date" AS DATE) = ? THEN 1 ELSE 0 END AS next_day
  FROM "raw_central_fin_dwh"."package_cashrec" AS r
  WHERE r."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND COALESCE(CAST(r."troubleshoot_resolution_date" AS DATE), ?) > ?
),
candidate AS (
  SELECT s."ID_COMPANY" AS company, s."COD_OMS_SALES_ORDER_ITEM" AS item_id, s."DELIVERED_DATE" AS delivered, p.next_day AS next_day
  FROM open_package AS p
  JOIN "process_central_fin_dwh"."rpt_soi" AS s
    ON s."ID_COMPANY" = p.company AND s."PACKAGE_NUMBER" = p.package_nr
  WHERE CAST(s."IS_PREPAYMENT" AS INTEGER) = 0
    AND COALESCE(s."PAYMENT_METHOD", '') <> 'NoPayment'
    AND CAST(s."DELIVERED_DATE" AS DATE) >= ?
    AND CAST(s."DELIVERED_DATE" AS DATE) <= ?
  UNION ALL
  SELECT s."ID_COMPANY" AS company, s."COD_OMS_SALES_ORDER_ITEM" AS item_id, s."DELIVERED_DATE" AS delivered, 0 AS next_day
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(s."IS_PREPAYMENT" AS INTEGER) = 0
    AND COALESCE(s."PAYMENT_METHOD", '') <> 'NoPayment'
    AND CAST(s."DELIVERED_DATE" AS DATE) >= ?
    AND CAST(s."DELIVERED_DATE" AS DATE) <= ?
    AND NOT EXISTS (
      SELECT 1 FROM "raw_central_fin_dwh"."package_cashrec" AS r
      WHERE r."ID_COMPANY" = s."ID_COMPANY" AND r."package_nr" = s."PACKAGE_NUMBER"
    )
),
edge AS (
  SELECT
    c.company AS company,
    MIN(c.item_id) AS first_item,
    MAX(c.item_id) AS last_item,
    MIN(CASE WHEN CAST(c.delivered AS DATE) = ? THEN c.item_id END) AS first_of_cutoff,
    MIN(CASE WHEN c.next_day = 1 THEN c.item_id END) AS first_resolved_next_day
  FROM candidate AS c
  GROUP BY c.company
)
SELECT
  w."ID_COMPANY" AS "ID_COMPANY",
  w."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM",
  w."COD_OMS_ID_PACKAGE" AS "COD_OMS_ID_PACKAGE",
  w."PAYMENT_METHOD" AS "PAYMENT_METHOD",
  CAST(w."IS_PREPAYMENT" AS INTEGER) AS "IS_PREPAYMENT",
  w."DELIVERED_DATE" AS "DELIVERED_DATE",
  CAST(ROUND(COALESCE(w."MTR_AMOUNT_PAID", 0), 4) AS DECIMAL(19,4)) AS "amount_paid",
  CAST(ROUND(COALESCE(w."MTR_PAID_PRICE", 0), 4) AS DECIMAL(19,4)) AS "paid_price"
FROM edge AS e
JOIN "process_central_fin_dwh"."rpt_soi" AS w
  ON w."ID_COMPANY" = e.company
  AND (
    w."COD_OMS_SALES_ORDER_ITEM" = e.first_item
    OR w."COD_OMS_SALES_ORDER_ITEM" = e.last_item
    OR w."COD_OMS_SALES_ORDER_ITEM" = e.first_of_cutoff
    OR w."COD_OMS_SALES_ORDER_ITEM" = e.first_resolved_next_day
  )
