-- Two sets by calendar day, items refunded and items returned by the cutoff: what is in one of them only. Claims and debts
-- are added up apart and set off afterwards.
WITH refunded AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    CAST(s."REFUND_DATE" AS DATE) AS refund_day
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE CAST(s."REFUND_DATE" AS DATE) <= ?
),
returned AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    CAST(s."RETURN_DATE" AS DATE) AS return_day
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE CAST(s."RETURN_DATE" AS DATE) <= ?
),
mismatch AS (
  SELECT r.company AS company, r.item_id AS item_id, 'Refunded not yet returned' AS case_type
  FROM refunded AS r
  WHERE r.refund_day >= ?
    AND NOT EXISTS (SELECT 1 FROM returned AS b WHERE b.company = r.company AND b.item_id = r.item_id)
    AND EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS d
      WHERE d."ID_COMPANY" = r.company AND d."COD_OMS_SALES_ORDER_ITEM" = r.item_id AND d."DELIVERED_DATE" IS NOT NULL
    )
  UNION ALL
  SELECT b.company AS company, b.item_id AS item_id, 'Returned not yet refunded' AS case_type
  FROM returned AS b
  WHERE b.return_day >= ?
    AND NOT EXISTS (SELECT 1 FROM refunded AS r WHERE r.company = b.company AND r.item_id = b.item_id)
),
figure AS (
  SELECT
    m.company AS company,
    m.case_type AS case_type,
    CAST(s."IS_MARKETPLACE" AS INTEGER) AS marketplace,
    COUNT(*) AS items,
    SUM(CAST(m.item_id AS BIGINT)) AS item_ids,
    SUM(COALESCE(s."MTR_PRICE_AFTER_DISCOUNT", 0)) AS prices,
    SUM(COALESCE(s."MTR_BASE_SHIPPING_AMOUNT", 0)) + SUM(COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT", 0)) AS fees,
    SUM(COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT", 0))
      + SUM(COALESCE(s."MTR_SHIPPING_CART_RULE_DISCOUNT", 0)) AS discounts,
    COALESCE(SUM(CASE WHEN s."VOUCHER_TYPE" = 'coupon' THEN s."MTR_SHIPPING_VOUCHER_DISCOUNT" END), 0) AS coupons
  FROM mismatch AS m
  JOIN "process_central_fin_dwh"."rpt_soi" AS s
    ON s."ID_COMPANY" = m.company AND s."COD_OMS_SALES_ORDER_ITEM" = m.item_id
  WHERE m.company IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND m.company NOT IN (?, ?)
  GROUP BY m.company, m.case_type, CAST(s."IS_MARKETPLACE" AS INTEGER)
)
SELECT
  f.company AS "ID_COMPANY",
  f.case_type AS "Case_Type",
  f.marketplace AS "IS_MARKETPLACE",
  CAST(f.items AS BIGINT) AS "row_count",
  CAST(
    CASE
      WHEN f.case_type = 'Returned not yet refunded' THEN f.discounts + f.coupons - f.prices - f.fees
      ELSE f.prices + f.fees - f.discounts - f.coupons
    END AS DECIMAL(38,4)
  ) AS "AmountToRefund",
  CAST(f.item_ids AS DECIMAL(38,0)) AS "COD_OMS_SALES_ORDER_ITEM"
FROM figure AS f
