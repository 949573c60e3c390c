-- Every order item once, by company and the first reason that keeps it out, with its target value and the delivery-fee cart
-- rule taken off in it: without that deduction, as in the historic report, the target value would be higher by as much.
WITH classified AS (
  SELECT
    s."ID_COMPANY" AS company,
    CASE
      WHEN s."ID_COMPANY" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN CAST(s."IS_PREPAYMENT" AS INTEGER) <> 1 THEN 'not paid in advance'
      WHEN s."ORDER_CREATION_DATE" < ? THEN 'ordered before the start bound'
      WHEN s."FINANCE_VERIFIED_DATE" IS NULL THEN 'payment not verified'
      WHEN s."FINANCE_VERIFIED_DATE" < ? THEN 'payment verified before the start bound'
      WHEN s."FINANCE_VERIFIED_DATE" >= ? THEN 'payment verified after the cutoff'
      WHEN s."REFUND_DATE" < ? THEN 'refunded by the cutoff'
      WHEN CAST(s."IS_MARKETPLACE" AS INTEGER) = 1 AND s."DELIVERED_DATE" < ? THEN 'delivered by the cutoff'
      WHEN CAST(s."IS_MARKETPLACE" AS INTEGER) = 1 THEN 'included'
      WHEN s."DELIVERY_TYPE" IN ('Digital Content', 'Gift Card') AND s."DELIVERED_DATE" < ?
        THEN 'delivered by the cutoff'
      WHEN s."DELIVERY_TYPE" IN ('Digital Content', 'Gift Card') THEN 'included'
      WHEN s."PACKAGE_DELIVERY_DATE" < ? THEN 'delivered by the cutoff'
      ELSE 'included'
    END AS reason,
    COALESCE(s."MTR_UNIT_PRICE", 0)
      - COALESCE(s."MTR_COUPON_MONEY_VALUE", 0)
      - COALESCE(s."MTR_CART_RULE_DISCOUNT", 0)
      + COALESCE(s."MTR_BASE_SHIPPING_AMOUNT", 0)
      - COALESCE(s."MTR_SHIPPING_CART_RULE_DISCOUNT", 0)
      - COALESCE(s."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT", 0)
      - COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_FREIGHT_FEE", 0)
      - COALESCE(s."MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE", 0) AS target_value,
    COALESCE(s."MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE", 0) AS delivery_fee_cart_rule
  FROM "process_central_fin_dwh"."rpt_soi" AS s
)
SELECT
  x.company AS "ID_COMPANY",
  x.reason AS "reason",
  COUNT(*) AS "row_count",
  CAST(SUM(x.target_value) AS DECIMAL(38,4)) AS "target_value",
  CAST(SUM(x.delivery_fee_cart_rule) AS DECIMAL(38,4)) AS "delivery_fee_cart_rule"
FROM classified AS x
GROUP BY x.company, x.reason
UNION ALL
SELECT
  s."ID_COMPANY" AS "ID_COMPANY",
  'unfiltered' AS "reason",
  COUNT(*) AS "row_count",
  CAST(NULL AS DECIMAL(38,4)) AS "target_value",
  CAST(NULL AS DECIMAL(38,4)) AS "delivery_fee_cart_rule"
FROM "process_central_fin_dwh"."rpt_soi" AS s
GROUP BY s."ID_COMPANY"
