-- Counts distinct vouchers by calendar day, and adds up usage item by item, starting at the order items: nothing is
-- grouped per voucher or split by marketplace before it is added.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    MIN(v."code") AS voucher_code,
    MIN(v."business_use") AS business_use,
    MIN(CAST(v."is_active" AS INTEGER)) AS is_active,
    CASE WHEN MIN(CAST(v."to_date" AS DATE)) <= ? THEN 'expired' ELSE 'valid' END AS validity,
    MIN(SUBSTRING(CAST(CAST(v."voucher_inactive_date" AS DATE) AS VARCHAR(10)), 1, 7)) AS voucher_month,
    MIN(SUBSTRING(CAST(CAST(v."template_inactive_date" AS DATE) AS VARCHAR(10)), 1, 7)) AS template_month,
    MIN(COALESCE(v."discount_amount", 0)) AS face_value,
    MIN(COALESCE(v."used_discount_amount", 0)) AS used_in_bob,
    MIN(COALESCE(v."remaining_amount", 0)) AS remaining_in_bob
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
    AND CAST(v."created_at" AS DATE) >= ?
    AND CAST(v."created_at" AS DATE) <= ?
  GROUP BY v."ID_COMPANY", v."id"
),
spent AS (
  -- order items that count as usage
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    COALESCE(CAST(i."IS_MARKETPLACE" AS INTEGER), 0) AS marketplace,
    COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) AS coupon,
    COALESCE(i."MTR_SHIPPING_DISCOUNT_AMOUNT", 0) AS shipping_discount,
    COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0) AS shipping
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) <= ?
    AND CAST(i."DELIVERED_DATE" AS DATE) >= ?
),
figure AS (
  SELECT
    v.company AS company,
    v.business_use AS business_use,
    v.is_active AS is_active,
    v.validity AS validity,
    v.voucher_month AS voucher_month,
    v.template_month AS template_month,
    CAST(1 AS BIGINT) AS vouchers,
    CAST(v.voucher_id AS BIGINT) AS ids,
    v.face_value AS face_value,
    v.used_in_bob AS used_in_bob,
    v.remaining_in_bob AS remaining_in_bob,
    CAST(0 AS DECIMAL(19,4)) AS shipping_discount,
    CAST(0 AS DECIMAL(19,4)) AS shipping,
    CAST(0 AS DECIMAL(19,4)) AS marketplace_coupon,
    CAST(0 AS DECIMAL(19,4)) AS coupon
  FROM voucher AS v
  UNION ALL
  SELECT
    v.company AS company,
    v.business_use AS business_use,
    v.is_active AS is_active,
    v.validity AS validity,
    v.voucher_month AS voucher_month,
    v.template_month AS template_month,
    CAST(0 AS BIGINT) AS vouchers,
    CAST(0 AS BIGINT) AS ids,
    CAST(0 AS DECIMAL(19,4)) AS face_value,
    CAST(0 AS DECIMAL(19,4)) AS used_in_bob,
    CAST(0 AS DECIMAL(19,4)) AS remaining_in_bob,
    s.shipping_discount AS shipping_discount,
    s.shipping AS shipping,
    CASE WHEN s.marketplace = 1 THEN s.coupon ELSE CAST(0 AS DECIMAL(19,4)) END AS marketplace_coupon,
    s.coupon AS coupon
  FROM spent AS s
  JOIN voucher AS v
    ON v.company = s.company AND v.voucher_code = s.voucher_code
)
SELECT
  f.company AS "ID_COMPANY",
  f.business_use AS "business_use",
  f.is_active AS "is_active",
  f.validity AS "Is_Valid",
  f.voucher_month AS "codeinactive_ym",
  f.template_month AS "templateinactive_ym",
  CAST(SUM(f.vouchers) AS BIGINT) AS "row_count",
  CAST(SUM(f.ids) AS DECIMAL(38,0)) AS "id",
  CAST(SUM(f.face_value) AS DECIMAL(38,4)) AS "discount_amount",
  CAST(SUM(f.used_in_bob) AS DECIMAL(38,4)) AS "used_discount_amount",
  CAST(SUM(f.remaining_in_bob) AS DECIMAL(38,4)) AS "remaining_amount",
  CAST(SUM(f.shipping_discount) AS DECIMAL(38,4)) AS "shipping_discount",
  CAST(SUM(f.shipping) AS DECIMAL(38,4)) AS "shipping_storecredit",
  CAST(SUM(f.marketplace_coupon) AS DECIMAL(38,4)) AS "MPL_storecredit",
  CAST(SUM(f.coupon - f.marketplace_coupon) AS DECIMAL(38,4)) AS "RTL_storecredit",
  CAST(SUM(f.coupon + f.shipping) AS DECIMAL(38,4)) AS "TotalAmountUsed",
  CAST(SUM(f.face_value - f.coupon - f.shipping) AS DECIMAL(38,4)) AS "TotalRemainingAmount"
FROM figure AS f
GROUP BY f.company, f.business_use, f.is_active, f.validity, f.voucher_month, f.template_month
