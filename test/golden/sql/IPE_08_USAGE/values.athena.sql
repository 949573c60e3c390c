-- How many rows hold each value of the columns that are no amounts: voucher codes and months taken from the order items,
-- the use and the year of creation from the vouchers whose code is among them.
WITH spent AS (
  -- order items that count as usage, by calendar day
  SELECT
    i."ID_COMPANY" AS company,
    COALESCE(i."voucher_code", '') AS voucher_code,
    CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 1, 4) AS INTEGER) * 100
      + CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 6, 2) AS INTEGER) AS delivery_month
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND i."VOUCHER_TYPE" = 'reusablecredit'
    AND CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) <= ?
    AND CAST(i."DELIVERED_DATE" AS DATE) >= ?
),
voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."code" AS voucher_code,
    MIN(v."id") AS voucher_id,
    MIN(v."business_use") AS business_use
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
  GROUP BY v."ID_COMPANY", v."code"
),
code_month AS (
  SELECT s.company AS company, s.voucher_code AS voucher_code, s.delivery_month AS delivery_month
  FROM spent AS s
  GROUP BY s.company, s.voucher_code, s.delivery_month
),
known AS (
  SELECT v.business_use AS business_use
  FROM voucher AS v
  JOIN code_month AS m
    ON m.company = v.company AND m.voucher_code = v.voucher_code
  UNION ALL
  SELECT CAST(NULL AS VARCHAR(50)) AS business_use
  FROM code_month AS m
  WHERE NOT EXISTS (
    SELECT 1 FROM voucher AS v WHERE v.company = m.company AND v.voucher_code = m.voucher_code
  )
)
SELECT 'ID_Company' AS "column_name", m.company AS "value", COUNT(*) AS "row_count"
FROM code_month AS m
GROUP BY m.company
UNION ALL
SELECT 'voucher_code' AS "column_name", m.voucher_code AS "value", COUNT(*) AS "row_count"
FROM code_month AS m
GROUP BY m.voucher_code
UNION ALL
SELECT 'voucher_type' AS "column_name", 'reusablecredit' AS "value", COUNT(*) AS "row_count"
FROM code_month AS m
HAVING COUNT(*) > 0
UNION ALL
SELECT 'business_use' AS "column_name", k.business_use AS "value", COUNT(*) AS "row_count"
FROM known AS k
GROUP BY k.business_use
