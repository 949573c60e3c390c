-- The target value of the voucher liability per company, found by another route: face value of the vouchers that count,
-- less the order items that used them. Beside it what BOB keeps as remaining for all vouchers of the report.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    MIN(v."code") AS voucher_code,
    MIN(COALESCE(v."discount_amount", 0)) AS face_value,
    MIN(COALESCE(v."remaining_amount", 0)) AS remaining_in_bob,
    MIN(
      CASE
        WHEN v."business_use" IN ($voucher_uses_0, $voucher_uses_1, $voucher_uses_2, $voucher_uses_3, $voucher_uses_4, $voucher_uses_5)
          AND CAST(v."is_active" AS INTEGER) = 1
          AND (v."to_date" IS NULL OR v."to_date" >= $period_next)
          AND (v."voucher_inactive_date" IS NULL OR v."voucher_inactive_date" >= $period_next)
          AND (v."template_inactive_date" IS NULL OR v."template_inactive_date" >= $period_next)
          THEN 1
        ELSE 0
      END
    ) AS counts
  FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
  WHERE v."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
    AND v."snapshot_date" = CAST($period_next AS TIMESTAMP(3))
    AND CAST(v."created_at" AS DATE) >= $since_created
    AND CAST(v."created_at" AS DATE) <= $cutoff
  GROUP BY v."ID_COMPANY", v."id"
),
figure AS (
  SELECT
    v.company AS company,
    CAST(v.counts AS BIGINT) AS vouchers,
    CASE WHEN v.counts = 1 THEN v.face_value ELSE CAST(0 AS DECIMAL(19,4)) END AS owed,
    v.remaining_in_bob AS remaining_in_bob
  FROM voucher AS v
  UNION ALL
  SELECT
    v.company AS company,
    CAST(0 AS BIGINT) AS vouchers,
    CAST(
      -(COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) + COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)) AS DECIMAL(19,4)
    ) AS owed,
    CAST(0 AS DECIMAL(19,4)) AS remaining_in_bob
  FROM "FIN_REC"."dbo"."RPT_SOI" AS i
  JOIN voucher AS v
    ON v.company = i."ID_COMPANY" AND v.voucher_code = i."voucher_code"
  WHERE v.counts = 1
    AND CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) <= $cutoff
    AND CAST(i."DELIVERED_DATE" AS DATE) >= $since_delivered
)
SELECT
  f.company AS "ID_COMPANY",
  CAST(SUM(f.vouchers) AS BIGINT) AS "vouchers",
  CAST(SUM(f.owed) AS DECIMAL(38,4)) AS "target_value",
  CAST(SUM(f.remaining_in_bob) AS DECIMAL(38,4)) AS "remaining_of_all"
FROM figure AS f
GROUP BY f.company
