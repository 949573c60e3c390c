-- Counts rows without making them: all order items of a voucher less those delivered or cancelled by the cutoff, by
-- calendar day, and one row for a voucher that no order item names.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    MIN(v."code") AS voucher_code,
    MIN(v."business_use") AS business_use,
    MIN(COALESCE(v."discount_amount", 0)) AS face_value
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
    AND CAST(v."created_at" AS DATE) <= ?
    AND COALESCE(CAST(v."is_active" AS INTEGER), 0) <> 1
    AND (v."to_date" IS NULL OR CAST(v."to_date" AS DATE) > ?)
  GROUP BY v."ID_COMPANY", v."id"
),
item AS (
  -- order items that name a voucher, and whether they were delivered or cancelled by the cutoff
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    CAST(i."COD_OMS_SALES_ORDER_ITEM" AS BIGINT) AS item_no,
    CASE
      WHEN CAST(i."DELIVERED_DATE" AS DATE) <= ? THEN 1
      WHEN CAST(i."CANCELLATION_DATE" AS DATE) <= ? THEN 1
      ELSE 0
    END AS closed
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND i."voucher_code" IS NOT NULL
),
named AS (
  SELECT
    i.company AS company,
    i.voucher_code AS voucher_code,
    CAST(COUNT(*) AS BIGINT) AS items,
    CAST(SUM(CAST(i.item_no AS BIGINT)) AS BIGINT) AS item_numbers,
    CAST(SUM(CAST(i.closed AS BIGINT)) AS BIGINT) AS closed_items,
    CAST(SUM(CASE WHEN i.closed = 1 THEN i.item_no ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS closed_numbers
  FROM item AS i
  GROUP BY i.company, i.voucher_code
),
line AS (
  SELECT
    v.company AS company,
    v.business_use AS business_use,
    v.voucher_id AS voucher_id,
    v.face_value AS face_value,
    CASE WHEN n.items IS NULL THEN CAST(1 AS BIGINT) ELSE n.items - n.closed_items END AS row_count,
    COALESCE(n.item_numbers - n.closed_numbers, 0) AS item_numbers
  FROM voucher AS v
  LEFT JOIN named AS n
    ON n.company = v.company AND n.voucher_code = v.voucher_code
)
SELECT
  l.company AS "ID_Company",
  l.business_use AS "Business_Use",
  CAST(SUM(l.row_count) AS BIGINT) AS "row_count",
  CAST(SUM(CAST(l.voucher_id AS BIGINT) * l.row_count) AS DECIMAL(38,0)) AS "Voucher_ID",
  CAST(SUM(l.item_numbers) AS DECIMAL(38,0)) AS "fk_Sales_Order_Item",
  CAST(SUM(CAST(l.face_value AS DECIMAL(19,4)) * CAST(l.row_count AS DECIMAL(10,0))) AS DECIMAL(38,4)) AS "Amount"
FROM line AS l
WHERE l.row_count > 0
GROUP BY l.company, l.business_use
