-- Inclusion and exclusion by calendar day: prepaid verified items, less those delivered by the cutoff, less those refunded
-- by the cutoff, plus those that are both. Items that count 1 in this sum carry the amounts.
WITH verified AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    CAST(s."IS_MARKETPLACE" AS INTEGER) AS marketplace,
    CASE
      WHEN CAST(s."IS_MARKETPLACE" AS INTEGER) = 1 THEN CAST(s."DELIVERED_DATE" AS DATE)
      WHEN COALESCE(s."DELIVERY_TYPE", '') NOT IN ('Digital Content', 'Gift Card') THEN CAST(s."PACKAGE_DELIVERY_DATE" AS DATE)
      ELSE CAST(s."DELIVERED_DATE" AS DATE)
    END AS fulfilled_day,
    CAST(s."REFUND_DATE" AS DATE) AS refund_day,
    COALESCE(s."MTR_UNIT_PRICE", 0) AS unit_price,
    COALESCE(s."MTR_COUPON_MONEY_VALUE", 0) + COALESCE(s."MTR_CART_RULE_DISCOUNT", 0) AS item_discount,
    COALESCE(s."MTR_PAID_PRICE", 0) AS paid_price,
    COALESCE(s."MTR_BASE_SHIPPING_AMOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_FREIGHT_FEE", 0) AS shipping,
    COALESCE(s."MTR_SHIPPING_CART_RULE_DISCOUNT", 0)
      + COALESCE(s."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE", 0) AS shipping_discount
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(s."IS_PREPAYMENT" AS INTEGER) <> 0
    AND CAST(s."ORDER_CREATION_DATE" AS DATE) >= ?
    AND CAST(s."FINANCE_VERIFIED_DATE" AS DATE) >= ?
    AND CAST(s."FINANCE_VERIFIED_DATE" AS DATE) <= ?
),
weighed AS (
  SELECT
    v.company AS company,
    v.marketplace AS marketplace,
    v.item_id AS item_id,
    v.unit_price - v.item_discount AS paid_for_items,
    v.paid_price AS paid_price,
    v.shipping - v.shipping_discount AS paid_for_shipping,
    1
      - CASE WHEN v.fulfilled_day <= ? THEN 1 ELSE 0 END
      - CASE WHEN v.refund_day <= ? THEN 1 ELSE 0 END
      + CASE WHEN v.fulfilled_day <= ? AND v.refund_day <= ? THEN 1 ELSE 0 END AS weight
  FROM verified AS v
)
SELECT
  w.company AS "ID_COMPANY",
  w.marketplace AS "IS_MARKETPLACE",
  CAST(SUM(CAST(w.weight AS BIGINT)) AS BIGINT) AS "row_count",
  CAST(SUM(CASE WHEN w.weight = 1 THEN w.paid_for_items END) AS DECIMAL(38,4)) AS "PAID_FOR_ITEMS",
  CAST(SUM(CASE WHEN w.weight = 1 THEN w.paid_for_shipping END) AS DECIMAL(38,4)) AS "PAID_FOR_SHIPPING",
  CAST(SUM(CASE WHEN w.weight = 1 THEN w.paid_price END) AS DECIMAL(38,4)) AS "PAID_PRICE",
  CAST(SUM(CASE WHEN w.weight = 1 THEN CAST(w.item_id AS BIGINT) END) AS DECIMAL(38,0)) AS "COD_OMS_SALES_ORDER_ITEM"
FROM weighed AS w
GROUP BY w.company, w.marketplace
HAVING SUM(w.weight) <> 0
