-- Every voucher of the report once, by company and by the first reason that keeps it out of the target value, in two
-- ways: `included` voucher by voucher, `unfiltered` by adding face values and taking single order items off. The line
-- `target value` of a company is its target value; what BOB keeps as remaining stands beside each.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    MIN(v."code") AS voucher_code,
    MIN(COALESCE(v."discount_amount", 0)) AS face_value,
    MIN(COALESCE(v."remaining_amount", 0)) AS remaining_in_bob,
    MIN(
      CASE
        WHEN v."business_use" IS NULL OR v."business_use" NOT IN (?, ?, ?, ?, ?, ?) THEN 'marketing or unknown use'
        WHEN COALESCE(CAST(v."is_active" AS INTEGER), 0) <> 1 THEN 'not active'
        WHEN CAST(v."to_date" AS DATE) <= ? THEN 'expired'
        WHEN CAST(v."voucher_inactive_date" AS DATE) <= ? THEN 'voucher ended by the cutoff'
        WHEN CAST(v."template_inactive_date" AS DATE) <= ? THEN 'template ended by the cutoff'
        ELSE 'target value'
      END
    ) AS standing
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
    AND CAST(v."created_at" AS DATE) >= ?
    AND CAST(v."created_at" AS DATE) <= ?
  GROUP BY v."ID_COMPANY", v."id"
),
spent AS (
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    CAST(
      COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) + COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0) AS DECIMAL(19,4)
    ) AS used
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) <= ?
    AND CAST(i."DELIVERED_DATE" AS DATE) >= ?
),
spent_of_code AS (
  SELECT s.company AS company, s.voucher_code AS voucher_code, SUM(s.used) AS used
  FROM spent AS s
  GROUP BY s.company, s.voucher_code
),
figure AS (
  SELECT
    v.company AS company,
    v.standing AS standing,
    CAST(1 AS BIGINT) AS vouchers,
    v.face_value AS owed,
    v.remaining_in_bob AS remaining_in_bob
  FROM voucher AS v
  UNION ALL
  SELECT
    v.company AS company,
    v.standing AS standing,
    CAST(0 AS BIGINT) AS vouchers,
    CAST(-s.used AS DECIMAL(19,4)) AS owed,
    CAST(0 AS DECIMAL(19,4)) AS remaining_in_bob
  FROM spent AS s
  JOIN voucher AS v
    ON v.company = s.company AND v.voucher_code = s.voucher_code
)
SELECT
  v.company AS "ID_COMPANY",
  v.standing AS "standing",
  'included' AS "reason",
  COUNT(*) AS "row_count",
  CAST(SUM(v.face_value - COALESCE(s.used, 0)) AS DECIMAL(38,4)) AS "TotalRemainingAmount",
  CAST(SUM(v.remaining_in_bob) AS DECIMAL(38,4)) AS "remaining_amount"
FROM voucher AS v
LEFT JOIN spent_of_code AS s
  ON s.company = v.company AND s.voucher_code = v.voucher_code
GROUP BY v.company, v.standing
UNION ALL
SELECT
  f.company AS "ID_COMPANY",
  f.standing AS "standing",
  'unfiltered' AS "reason",
  CAST(SUM(f.vouchers) AS BIGINT) AS "row_count",
  CAST(SUM(f.owed) AS DECIMAL(38,4)) AS "TotalRemainingAmount",
  CAST(SUM(f.remaining_in_bob) AS DECIMAL(38,4)) AS "remaining_amount"
FROM figure AS f
GROUP BY f.company, f.standing
