-- Adds usage up per company and month straight from the order items and counts the distinct codes in each; the voucher
-- numbers come from the vouchers whose code is among them.
WITH spent AS (
  -- order items that count as usage, by calendar day
  SELECT
    i."ID_COMPANY" AS company,
    COALESCE(i."voucher_code", '') AS voucher_code,
    CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 1, 4) AS INTEGER) * 100
      + CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 6, 2) AS INTEGER) AS delivery_month,
    CASE
      WHEN CAST(i."IS_MARKETPLACE" AS INTEGER) = 1 THEN COALESCE(i."MTR_COUPON_MONEY_VALUE", 0)
      ELSE CAST(0 AS DECIMAL(19,4))
    END AS marketplace_coupon,
    COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) AS coupon,
    COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0) AS shipping
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
    MIN(v."id") AS voucher_id
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
figure AS (
  SELECT
    s.company AS company,
    s.delivery_month AS delivery_month,
    CAST(COUNT(DISTINCT s.voucher_code) AS BIGINT) AS codes,
    CAST(0 AS DECIMAL(38,0)) AS ids,
    CAST(SUM(s.shipping) AS DECIMAL(38,4)) AS shipping,
    CAST(SUM(s.marketplace_coupon) AS DECIMAL(38,4)) AS marketplace_coupon,
    CAST(SUM(s.coupon) AS DECIMAL(38,4)) AS coupon
  FROM spent AS s
  GROUP BY s.company, s.delivery_month
  UNION ALL
  SELECT
    m.company AS company,
    m.delivery_month AS delivery_month,
    CAST(0 AS BIGINT) AS codes,
    CAST(SUM(CAST(v.voucher_id AS BIGINT)) AS DECIMAL(38,0)) AS ids,
    CAST(0 AS DECIMAL(38,4)) AS shipping,
    CAST(0 AS DECIMAL(38,4)) AS marketplace_coupon,
    CAST(0 AS DECIMAL(38,4)) AS coupon
  FROM voucher AS v
  JOIN code_month AS m
    ON m.company = v.company AND m.voucher_code = v.voucher_code
  GROUP BY m.company, m.delivery_month
)
SELECT
  f.company AS "ID_Company",
  f.delivery_month AS "Delivery_mth",
  CAST(SUM(f.codes) AS BIGINT) AS "row_count",
  CAST(SUM(f.ids) AS DECIMAL(38,0)) AS "id",
  CAST(SUM(f.shipping) AS DECIMAL(38,4)) AS "shipping_storecredit",
  CAST(SUM(f.marketplace_coupon) AS DECIMAL(38,4)) AS "MPL_storecredit",
  CAST(SUM(f.coupon) - SUM(f.marketplace_coupon) AS DECIMAL(38,4)) AS "RTL_storecredit",
  CAST(SUM(f.coupon) + SUM(f.shipping) AS DECIMAL(38,4)) AS "TotalAmountUsed"
FROM figure AS f
GROUP BY f.company, f.delivery_month
