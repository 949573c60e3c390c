-- Store credit used by delivered order items, one row per voucher code and month of package delivery.
WITH used AS (
  -- order items that count as usage, with the month their package was delivered in
  SELECT
    i."ID_COMPANY" AS company,
    COALESCE(i."voucher_code", '') AS voucher_code,
    i."VOUCHER_TYPE" AS voucher_type,
    CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 1, 4) AS INTEGER) * 100
      + CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 6, 2) AS INTEGER) AS delivery_month,
    COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0) AS shipping,
    COALESCE(CAST(i."IS_MARKETPLACE" AS INTEGER), 0) AS marketplace,
    COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) AS coupon
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND i."VOUCHER_TYPE" = 'reusablecredit'
    AND i."PACKAGE_DELIVERY_DATE" < ?
    AND i."DELIVERED_DATE" >= ?
),
usage_of_month AS (
  SELECT
    u.company AS company,
    u.voucher_code AS voucher_code,
    u.delivery_month AS delivery_month,
    MIN(u.voucher_type) AS voucher_type,
    SUM(u.shipping) AS shipping,
    SUM(CASE WHEN u.marketplace = 1 THEN u.coupon ELSE CAST(0 AS DECIMAL(19,4)) END) AS marketplace,
    SUM(CASE WHEN u.marketplace = 1 THEN CAST(0 AS DECIMAL(19,4)) ELSE u.coupon END) AS retail,
    SUM(u.coupon + u.shipping) AS total
  FROM used AS u
  GROUP BY u.company, u.voucher_code, u.delivery_month
),
voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."code" AS voucher_code,
    v."id" AS voucher_id,
    v."business_use" AS business_use,
    CAST(SUBSTRING(CAST(CAST(v."created_at" AS DATE) AS VARCHAR(10)), 1, 4) AS INTEGER) AS creation_year
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
)
SELECT
  u.company AS "ID_Company",
  v.voucher_id AS "id",
  u.voucher_code AS "voucher_code",
  u.voucher_type AS "voucher_type",
  v.business_use AS "business_use",
  v.creation_year AS "creation_year",
  u.delivery_month AS "Delivery_mth",
  CAST(ROUND(u.shipping, 4) AS DECIMAL(19,4)) AS "shipping_storecredit",
  CAST(ROUND(u.marketplace, 4) AS DECIMAL(19,4)) AS "MPL_storecredit",
  CAST(ROUND(u.retail, 4) AS DECIMAL(19,4)) AS "RTL_storecredit",
  CAST(ROUND(u.total, 4) AS DECIMAL(19,4)) AS "TotalAmountUsed"
FROM usage_of_month AS u
LEFT JOIN voucher AS v
  ON v.company = u.company AND v.voucher_code = u.voucher_code
