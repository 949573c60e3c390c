-- Counts delivered items by calendar day and takes out, by an existence test, those whose package was resolved by the cutoff;
-- the package status comes from one line per package.
WITH package AS (
  SELECT
    r."ID_COMPANY" AS company,
    r."package_nr" AS package_nr,
    MIN(r."package_status") AS package_status,
    MIN(r."amount_expected") AS amount_expected,
    MIN(r."amount_received") AS amount_received
  FROM "raw_central_fin_dwh"."package_cashrec" AS r
  WHERE r."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY r."ID_COMPANY", r."package_nr"
),
item AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."PACKAGE_NUMBER" AS package_nr,
    COUNT(*) AS items,
    SUM(CAST(s."COD_OMS_SALES_ORDER_ITEM" AS BIGINT)) AS item_ids,
    SUM(CAST(s."COD_OMS_ID_PACKAGE" AS BIGINT)) AS package_ids,
    SUM(s."MTR_AMOUNT_PAID") AS amount_paid,
    SUM(s."MTR_PAID_PRICE") AS paid_price,
    SUM(s."MTR_SHIPPING_FEE_MODIFICATION") AS fee_modification,
    COALESCE(SUM(s."MTR_BASE_SHIPPING_AMOUNT"), 0)
      + COALESCE(SUM(s."MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT"), 0)
      + COALESCE(SUM(s."MTR_INTERNATIONAL_FREIGHT_FEE"), 0) AS fees,
    COALESCE(SUM(s."MTR_SHIPPING_CART_RULE_DISCOUNT"), 0)
      + COALESCE(SUM(s."MTR_SHIPPING_VOUCHER_DISCOUNT"), 0)
      + COALESCE(SUM(s."MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT"), 0)
      + COALESCE(SUM(s."MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE"), 0) AS discounts
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(s."IS_PREPAYMENT" AS INTEGER) <> 1
    AND COALESCE(s."PAYMENT_METHOD", '') <> 'NoPayment'
    AND CAST(s."DELIVERED_DATE" AS DATE) >= ?
    AND CAST(s."DELIVERED_DATE" AS DATE) <= ?
    AND NOT EXISTS (
      SELECT 1 FROM "raw_central_fin_dwh"."package_cashrec" AS e
      WHERE e."ID_COMPANY" = s."ID_COMPANY"
        AND e."package_nr" = s."PACKAGE_NUMBER"
        AND CAST(e."troubleshoot_resolution_date" AS DATE) <= ?
    )
  GROUP BY s."ID_COMPANY", s."PACKAGE_NUMBER"
)
SELECT
  i.company AS "ID_COMPANY",
  p.package_status AS "package_status",
  CAST(SUM(CAST(i.items AS BIGINT)) AS BIGINT) AS "row_count",
  CAST(COALESCE(SUM(i.paid_price), 0) AS DECIMAL(38,4)) AS "paid_price",
  CAST(SUM(i.fees) - SUM(i.discounts) AS DECIMAL(38,4)) AS "paid_shipping",
  CAST(COALESCE(SUM(i.amount_paid), 0) AS DECIMAL(38,4)) AS "amount_paid",
  CAST(SUM(CAST(p.amount_expected AS DECIMAL(19,4)) * CAST(i.items AS DECIMAL(18,0))) AS DECIMAL(38,4)) AS "amount_expected",
  CAST(SUM(CAST(p.amount_received AS DECIMAL(19,4)) * CAST(i.items AS DECIMAL(18,0))) AS DECIMAL(38,4)) AS "amount_received",
  CAST(SUM(i.fee_modification) AS DECIMAL(38,4)) AS "MTR_SHIPPING_FEE_MODIFICATION",
  CAST(SUM(i.item_ids) AS DECIMAL(38,0)) AS "COD_OMS_SALES_ORDER_ITEM",
  CAST(SUM(i.package_ids) AS DECIMAL(38,0)) AS "COD_OMS_ID_PACKAGE"
FROM item AS i
LEFT JOIN package AS p
  ON p.company = i.company AND p.package_nr = i.package_nr
GROUP BY i.company, p.package_status
