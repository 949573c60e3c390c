-- Items paid for and not settled at the cutoff, found by calendar day without regard to the kind of delivery, because neither
-- the item nor its package was delivered by then: in each company the first and the last number, the first verified on the
-- cutoff day, and the first without a delivery type.
WITH unsettled AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    CASE WHEN CAST(s."FINANCE_VERIFIED_DATE" AS DATE) = ? THEN s."COD_OMS_SALES_ORDER_ITEM" END AS of_cutoff,
    CASE WHEN s."DELIVERY_TYPE" IS NULL THEN s."COD_OMS_SALES_ORDER_ITEM" END AS without_type
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(s."IS_PREPAYMENT" AS INTEGER) = 1
    AND CAST(s."ORDER_CREATION_DATE" AS DATE) >= ?
    AND CAST(s."FINANCE_VERIFIED_DATE" AS DATE) >= ?
    AND CAST(s."FINANCE_VERIFIED_DATE" AS DATE) <= ?
    AND (s."DELIVERED_DATE" IS NULL OR CAST(s."DELIVERED_DATE" AS DATE) > ?)
    AND (s."PACKAGE_DELIVERY_DATE" IS NULL OR CAST(s."PACKAGE_DELIVERY_DATE" AS DATE) > ?)
    AND (s."REFUND_DATE" IS NULL OR CAST(s."REFUND_DATE" AS DATE) > ?)
),
edge AS (
  SELECT
    u.company AS company,
    MIN(u.item_id) AS first_item,
    MAX(u.item_id) AS last_item,
    MIN(u.of_cutoff) AS first_of_cutoff,
    MIN(u.without_type) AS first_without_type
  FROM unsettled AS u
  GROUP BY u.company
)
SELECT
  w."ID_COMPANY" AS "ID_COMPANY",
  w."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM",
  CAST(w."IS_PREPAYMENT" AS INTEGER) AS "IS_PREPAYMENT",
  w."ORDER_NR" AS "ORDER_NR",
  CAST(w."IS_MARKETPLACE" AS INTEGER) AS "IS_MARKETPLACE",
  w."FINANCE_VERIFIED_DATE" AS "FINANCE_VERIFIED_DATE",
  w."DELIVERED_DATE" AS "DELIVERED_DATE",
  w."PACKAGE_DELIVERY_DATE" AS "PACKAGE_DELIVERY_DATE",
  w."REFUND_DATE" AS "REFUND_DATE",
  CAST(ROUND(COALESCE(w."MTR_PAID_PRICE", 0), 4) AS DECIMAL(19,4)) AS "PAID_PRICE"
FROM edge AS e
JOIN "process_central_fin_dwh"."rpt_soi" AS w
  ON w."ID_COMPANY" = e.company
  AND (
    w."COD_OMS_SALES_ORDER_ITEM" = e.first_item
    OR w."COD_OMS_SALES_ORDER_ITEM" = e.last_item
    OR w."COD_OMS_SALES_ORDER_ITEM" = e.first_of_cutoff
    OR w."COD_OMS_SALES_ORDER_ITEM" = e.first_without_type
  )
