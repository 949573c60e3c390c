-- Rows, vouchers and face value per company, every voucher counted once however many order items it is used on, in two
-- ways: `included` from the open order items and the vouchers no order item names, `unfiltered` from all vouchers less
-- those whose every order item was delivered or cancelled.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    MIN(v."code") AS voucher_code,
    MIN(COALESCE(v."discount_amount", 0)) AS face_value
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
    AND CAST(v."created_at" AS DATE) <= ?
    AND COALESCE(CAST(v."is_active" AS INTEGER), 0) <> 1
    AND (v."to_date" IS NULL OR CAST(v."to_date" AS DATE) > ?)
  GROUP BY v."ID_COMPANY", v."id"
),
open_item AS (
  SELECT i."ID_COMPANY" AS company, i."voucher_code" AS voucher_code
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND (i."DELIVERED_DATE" IS NULL OR CAST(i."DELIVERED_DATE" AS DATE) > ?)
    AND (i."CANCELLATION_DATE" IS NULL OR CAST(i."CANCELLATION_DATE" AS DATE) > ?)
),
line AS (
  SELECT v.company AS company, v.voucher_id AS voucher_id, v.face_value AS face_value
  FROM open_item AS o
  JOIN voucher AS v
    ON v.company = o.company AND v.voucher_code = o.voucher_code
  UNION ALL
  SELECT v.company AS company, v.voucher_id AS voucher_id, v.face_value AS face_value
  FROM voucher AS v
  WHERE NOT EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS i
    WHERE i."ID_COMPANY" = v.company AND i."voucher_code" = v.voucher_code
  )
),
counted AS (
  SELECT
    l.company AS company,
    l.voucher_id AS voucher_id,
    MIN(l.face_value) AS face_value,
    COUNT(*) AS row_count
  FROM line AS l
  GROUP BY l.company, l.voucher_id
),
named AS (
  -- how many order items name each voucher code, and how many of these were delivered or cancelled by the cutoff
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    COUNT(*) AS items,
    SUM(
      CASE
        WHEN CAST(i."DELIVERED_DATE" AS DATE) <= ? THEN 1
        WHEN CAST(i."CANCELLATION_DATE" AS DATE) <= ? THEN 1
        ELSE 0
      END
    ) AS closed_items
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND i."voucher_code" IS NOT NULL
  GROUP BY i."ID_COMPANY", i."voucher_code"
),
kept AS (
  SELECT
    v.company AS company,
    v.face_value AS face_value,
    COALESCE(n.items - n.closed_items, 1) AS row_count
  FROM voucher AS v
  LEFT JOIN named AS n
    ON n.company = v.company AND n.voucher_code = v.voucher_code
  WHERE n.items IS NULL OR n.closed_items < n.items
),
held AS (
  -- companies with vouchers in the snapshot: one without any in flight has a line of zeros
  SELECT v."ID_COMPANY" AS company
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
  GROUP BY v."ID_COMPANY"
)
SELECT
  c.company AS "ID_Company",
  'included' AS "reason",
  CAST(SUM(CAST(c.row_count AS BIGINT)) AS BIGINT) AS "row_count",
  COUNT(*) AS "vouchers",
  CAST(SUM(c.face_value) AS DECIMAL(38,4)) AS "face_value"
FROM counted AS c
GROUP BY c.company
UNION ALL
SELECT
  h.company AS "ID_Company",
  'unfiltered' AS "reason",
  CAST(SUM(CAST(COALESCE(k.row_count, 0) AS BIGINT)) AS BIGINT) AS "row_count",
  COUNT(k.row_count) AS "vouchers",
  CAST(SUM(COALESCE(k.face_value, 0)) AS DECIMAL(38,4)) AS "face_value"
FROM held AS h
LEFT JOIN kept AS k
  ON k.company = h.company
GROUP BY h.company
