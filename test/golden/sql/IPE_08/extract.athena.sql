-- Store-credit vouchers issued by the end of the period, as the snapshot taken at that moment shows them, one row per
-- voucher, with what delivered order items used of each.
WITH used AS (
  -- what delivered order items used of each voucher code, whatever voucher types they name
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    CASE
      WHEN COUNT(DISTINCT i."VOUCHER_TYPE") > 1 THEN 'mixed'
      WHEN COUNT(i."VOUCHER_TYPE") > 0 AND COUNT(i."VOUCHER_TYPE") < COUNT(*) THEN 'mixed'
      ELSE MIN(i."VOUCHER_TYPE")
    END AS voucher_type,
    SUM(COALESCE(i."MTR_SHIPPING_DISCOUNT_AMOUNT", 0)) AS shipping_discount,
    SUM(COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)) AS shipping,
    SUM(
      CASE
        WHEN CAST(i."IS_MARKETPLACE" AS INTEGER) = 1 THEN COALESCE(i."MTR_COUPON_MONEY_VALUE", 0)
        ELSE CAST(0 AS DECIMAL(19,4))
      END
    ) AS marketplace,
    SUM(
      CASE
        WHEN CAST(i."IS_MARKETPLACE" AS INTEGER) = 1 THEN CAST(0 AS DECIMAL(19,4))
        ELSE COALESCE(i."MTR_COUPON_MONEY_VALUE", 0)
      END
    ) AS retail
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND i."PACKAGE_DELIVERY_DATE" < ?
    AND i."DELIVERED_DATE" >= ?
    AND i."voucher_code" IS NOT NULL
  GROUP BY i."ID_COMPANY", i."voucher_code"
)
SELECT
  v."ID_COMPANY" AS "ID_COMPANY",
  v."id" AS "id",
  v."business_use" AS "business_use",
  CASE
    WHEN v."business_use" IS NULL THEN v."business_use"
    WHEN v."business_use" NOT IN ('jpay_store_credit', 'Jpay store_credit') THEN v."business_use"
    WHEN v."code" LIKE 'GC%' THEN 'jpay_store_credit_gift'
    WHEN v."code" LIKE 'JP%' THEN 'jpay_store_credit_DS'
    ELSE 'jpay_store_credit_other'
  END AS "business_use_formatted",
  t."template_id" AS "template_id",
  t."template_name" AS "template_name",
  v."description" AS "description",
  CAST(v."is_active" AS INTEGER) AS "is_active",
  v."type" AS "type",
  v."Template_status" AS "Template_status",
  CAST(ROUND(v."discount_amount", 4) AS DECIMAL(19,4)) AS "discount_amount",
  v."from_date" AS "from_date",
  v."to_date" AS "to_date",
  SUBSTRING(CAST(CAST(v."to_date" AS DATE) AS VARCHAR(10)), 1, 7) AS "expiration_ym",
  CASE WHEN v."to_date" < ? THEN 'expired' ELSE 'valid' END AS "Is_Valid",
  v."created_at" AS "created_at",
  SUBSTRING(CAST(CAST(v."created_at" AS DATE) AS VARCHAR(10)), 1, 7) AS "creation_ym",
  SUBSTRING(CAST(CAST(v."updated_at" AS DATE) AS VARCHAR(10)), 1, 7) AS "last_update_ym",
  v."last_time_used" AS "last_time_used",
  v."snapshot_date" AS "snapshot_date",
  v."voucher_inactive_date" AS "voucher_inactive_date",
  v."template_inactive_date" AS "template_inactive_date",
  SUBSTRING(CAST(CAST(v."voucher_inactive_date" AS DATE) AS VARCHAR(10)), 1, 7) AS "codeinactive_ym",
  SUBSTRING(CAST(CAST(v."template_inactive_date" AS DATE) AS VARCHAR(10)), 1, 7) AS "templateinactive_ym",
  v."reason" AS "reason",
  v."updated_at" AS "updated_at",
  v."fk_Customer" AS "fk_customer",
  CAST(ROUND(v."used_discount_amount", 4) AS DECIMAL(19,4)) AS "used_discount_amount",
  v."times_used" AS "times_used",
  CAST(ROUND(v."remaining_amount", 4) AS DECIMAL(19,4)) AS "remaining_amount",
  u.voucher_type AS "voucher_type",
  CAST(ROUND(COALESCE(u.shipping_discount, 0), 4) AS DECIMAL(19,4)) AS "shipping_discount",
  CAST(ROUND(COALESCE(u.shipping, 0), 4) AS DECIMAL(19,4)) AS "shipping_storecredit",
  CAST(ROUND(COALESCE(u.marketplace, 0), 4) AS DECIMAL(19,4)) AS "MPL_storecredit",
  CAST(ROUND(COALESCE(u.retail, 0), 4) AS DECIMAL(19,4)) AS "RTL_storecredit",
  CAST(
    ROUND(COALESCE(u.shipping, 0) + COALESCE(u.marketplace, 0) + COALESCE(u.retail, 0), 4) AS DECIMAL(19,4)
  ) AS "TotalAmountUsed",
  CAST(
    ROUND(
      COALESCE(v."discount_amount", 0)
        - COALESCE(u.shipping, 0) - COALESCE(u.marketplace, 0) - COALESCE(u.retail, 0),
      4
    ) AS DECIMAL(19,4)
  ) AS "TotalRemainingAmount",
  CASE
    WHEN v."to_date" IS NOT NULL
      AND (v."voucher_inactive_date" IS NULL OR v."to_date" < v."voucher_inactive_date")
      AND (v."template_inactive_date" IS NULL OR v."to_date" < v."template_inactive_date")
      THEN v."to_date"
    WHEN v."voucher_inactive_date" IS NOT NULL
      AND (v."template_inactive_date" IS NULL OR v."voucher_inactive_date" < v."template_inactive_date")
      THEN v."voucher_inactive_date"
    WHEN v."template_inactive_date" IS NOT NULL THEN v."template_inactive_date"
    ELSE v."to_date"
  END AS "min_inactive_date"
FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
LEFT JOIN "process_central_fin_dwh"."storecreditvoucher" AS t
  ON t."ID_COMPANY" = v."ID_COMPANY" AND t."id" = v."id"
LEFT JOIN used AS u
  ON u.company = v."ID_COMPANY" AND u.voucher_code = v."code"
WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
  AND v."created_at" >= ?
  AND v."created_at" < ?
