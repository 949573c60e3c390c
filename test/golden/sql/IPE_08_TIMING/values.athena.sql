-- How many rows hold each value of the columns that are no amounts, by calendar day, from the same order items less
-- those closed and the vouchers that no order item names.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    MIN(v."code") AS voucher_code,
    MIN(v."business_use") AS business_use,
    MIN(CAST(v."created_at" AS DATE)) AS created_day,
    MIN(CAST(v."to_date" AS DATE)) AS to_day
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
    AND CAST(v."created_at" AS DATE) <= ?
    AND COALESCE(CAST(v."is_active" AS INTEGER), 0) <> 1
    AND (v."to_date" IS NULL OR CAST(v."to_date" AS DATE) > ?)
  GROUP BY v."ID_COMPANY", v."id"
),
closed AS (
  -- order items delivered or cancelled by the cutoff
  SELECT d."ID_COMPANY" AS company, d."COD_OMS_SALES_ORDER_ITEM" AS item_no
  FROM "process_central_fin_dwh"."rpt_soi" AS d
  WHERE CAST(d."DELIVERED_DATE" AS DATE) <= ?
    AND d."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  UNION ALL
  SELECT c."ID_COMPANY" AS company, c."COD_OMS_SALES_ORDER_ITEM" AS item_no
  FROM "process_central_fin_dwh"."rpt_soi" AS c
  WHERE CAST(c."CANCELLATION_DATE" AS DATE) <= ?
    AND c."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
),
line AS (
  SELECT
    v.company AS company,
    v.business_use AS business_use,
    v.created_day AS created_day,
    v.to_day AS to_day,
    CAST(i."ORDER_CREATION_DATE" AS DATE) AS ordered_day,
    CAST(i."DELIVERED_DATE" AS DATE) AS delivered_day,
    CAST(i."CANCELLATION_DATE" AS DATE) AS cancelled_day
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  JOIN voucher AS v
    ON v.company = i."ID_COMPANY" AND v.voucher_code = i."voucher_code"
  WHERE NOT EXISTS (
    SELECT 1 FROM closed AS c WHERE c.company = i."ID_COMPANY" AND c.item_no = i."COD_OMS_SALES_ORDER_ITEM"
  )
  UNION ALL
  SELECT
    v.company AS company,
    v.business_use AS business_use,
    v.created_day AS created_day,
    v.to_day AS to_day,
    CAST(NULL AS DATE) AS ordered_day,
    CAST(NULL AS DATE) AS delivered_day,
    CAST(NULL AS DATE) AS cancelled_day
  FROM voucher AS v
  WHERE NOT EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS i
    WHERE i."ID_COMPANY" = v.company AND i."voucher_code" = v.voucher_code
  )
)
SELECT 'ID_Company' AS "column_name", l.company AS "value", COUNT(*) AS "row_count"
FROM line AS l
GROUP BY l.company
UNION ALL
SELECT 'Business_Use' AS "column_name", l.business_use AS "value", COUNT(*) AS "row_count"
FROM line AS l
GROUP BY l.business_use
UNION ALL
SELECT 'Currency' AS "column_name", 'NGN' AS "value", COUNT(*) AS "row_count"
FROM line AS l
WHERE l.company IN (?)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS "column_name", 'GHS' AS "value", COUNT(*) AS "row_count"
FROM line AS l
WHERE l.company IN (?)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS "column_name", 'XOF' AS "value", COUNT(*) AS "row_count"
FROM line AS l
WHERE l.company IN (?, ?)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS "column_name", 'KES' AS "value", COUNT(*) AS "row_count"
FROM line AS l
WHERE l.company IN (?)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS "column_name", 'UGX' AS "value", COUNT(*) AS "row_count"
FROM line AS l
WHERE l.company IN (?)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS "column_name", 'DZD' AS "value", COUNT(*) AS "row_count"
FROM line AS l
WHERE l.company IN (?)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS "column_name", 'EGP' AS "value", COUNT(*) AS "row_count"
FROM line AS l
WHERE l.company IN (?)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Currency' AS "column_name", 'MAD' AS "value", COUNT(*) AS "row_count"
FROM line AS l
WHERE l.company IN (?)
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Status' AS "column_name", 'inactive' AS "value", COUNT(*) AS "row_count"
FROM line AS l
HAVING COUNT(*) > 0
UNION ALL
SELECT
  'Creation_Date' AS "column_name",
  SUBSTRING(CAST(l.created_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM line AS l
GROUP BY l.created_day
UNION ALL
SELECT
  'End_Date' AS "column_name",
  SUBSTRING(CAST(l.to_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM line AS l
GROUP BY l.to_day
UNION ALL
SELECT
  'Order_Creation_Date' AS "column_name",
  SUBSTRING(CAST(l.ordered_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM line AS l
GROUP BY l.ordered_day
UNION ALL
SELECT
  'Order_Delivery_Date' AS "column_name",
  SUBSTRING(CAST(l.delivered_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM line AS l
GROUP BY l.delivered_day
UNION ALL
SELECT
  'Order_Cancellation_Date' AS "column_name",
  SUBSTRING(CAST(l.cancelled_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM line AS l
GROUP BY l.cancelled_day
