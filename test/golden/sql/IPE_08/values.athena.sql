-- How many vouchers hold each value of the columns that are no amounts, by calendar day and without joining anything.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    MIN(v."business_use") AS business_use,
    MIN(CAST(v."is_active" AS INTEGER)) AS is_active,
    MIN(CAST(v."to_date" AS DATE)) AS to_day,
    MIN(CAST(v."created_at" AS DATE)) AS created_day,
    MIN(CAST(v."snapshot_date" AS DATE)) AS snapshot_day,
    MIN(CAST(v."voucher_inactive_date" AS DATE)) AS voucher_day,
    MIN(CAST(v."template_inactive_date" AS DATE)) AS template_day
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
    AND CAST(v."created_at" AS DATE) >= ?
    AND CAST(v."created_at" AS DATE) <= ?
  GROUP BY v."ID_COMPANY", v."id"
),
ending AS (
  SELECT v.company AS company, v.voucher_id AS voucher_id, v.to_day AS end_day FROM voucher AS v
  UNION ALL
  SELECT v.company AS company, v.voucher_id AS voucher_id, v.voucher_day AS end_day FROM voucher AS v
  UNION ALL
  SELECT v.company AS company, v.voucher_id AS voucher_id, v.template_day AS end_day FROM voucher AS v
),
first_ending AS (
  SELECT MIN(e.end_day) AS end_day
  FROM ending AS e
  GROUP BY e.company, e.voucher_id
)
SELECT 'ID_COMPANY' AS "column_name", v.company AS "value", COUNT(*) AS "row_count"
FROM voucher AS v
GROUP BY v.company
UNION ALL
SELECT 'business_use' AS "column_name", v.business_use AS "value", COUNT(*) AS "row_count"
FROM voucher AS v
GROUP BY v.business_use
UNION ALL
SELECT 'is_active' AS "column_name", CAST(v.is_active AS VARCHAR(1)) AS "value", COUNT(*) AS "row_count"
FROM voucher AS v
GROUP BY v.is_active
UNION ALL
SELECT 'to_date' AS "column_name", SUBSTRING(CAST(v.to_day AS VARCHAR(10)), 1, 10) AS "value", COUNT(*) AS "row_count"
FROM voucher AS v
GROUP BY v.to_day
UNION ALL
SELECT 'Is_Valid' AS "column_name", 'expired' AS "value", COUNT(*) AS "row_count"
FROM voucher AS v
WHERE v.to_day <= ?
HAVING COUNT(*) > 0
UNION ALL
SELECT 'Is_Valid' AS "column_name", 'valid' AS "value", COUNT(*) AS "row_count"
FROM voucher AS v
WHERE v.to_day IS NULL OR v.to_day > ?
HAVING COUNT(*) > 0
UNION ALL
SELECT
  'created_at' AS "column_name",
  SUBSTRING(CAST(v.created_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM voucher AS v
GROUP BY v.created_day
UNION ALL
SELECT
  'snapshot_date' AS "column_name",
  SUBSTRING(CAST(v.snapshot_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM voucher AS v
GROUP BY v.snapshot_day
UNION ALL
SELECT
  'voucher_inactive_date' AS "column_name",
  SUBSTRING(CAST(v.voucher_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM voucher AS v
GROUP BY v.voucher_day
UNION ALL
SELECT
  'template_inactive_date' AS "column_name",
  SUBSTRING(CAST(v.template_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM voucher AS v
GROUP BY v.template_day
UNION ALL
SELECT
  'min_inactive_date' AS "column_name",
  SUBSTRING(CAST(f.end_day AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM first_ending AS f
GROUP BY f.end_day
