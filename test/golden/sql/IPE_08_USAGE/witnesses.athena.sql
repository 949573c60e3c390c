-- Voucher codes that one order item alone names, so that their row is that item: those whose package was delivered on the
-- cutoff day, and the first and last of each company.
WITH lone AS (
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    MIN(i."COD_OMS_SALES_ORDER_ITEM") AS item_no
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND i."voucher_code" IS NOT NULL
  GROUP BY i."ID_COMPANY", i."voucher_code"
  HAVING COUNT(*) = 1
),
delivered AS (
  SELECT
    i."ID_COMPANY" AS company,
    i."COD_OMS_SALES_ORDER_ITEM" AS item_no,
    l.voucher_code AS voucher_code,
    CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS package_day,
    CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 1, 4) AS INTEGER) * 100
      + CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 6, 2) AS INTEGER) AS delivery_month,
    COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) + COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0) AS total
  FROM lone AS l
  JOIN "process_central_fin_dwh"."rpt_soi" AS i
    ON i."ID_COMPANY" = l.company AND i."COD_OMS_SALES_ORDER_ITEM" = l.item_no
  WHERE i."VOUCHER_TYPE" = 'reusablecredit'
    AND CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) <= ?
    AND CAST(i."DELIVERED_DATE" AS DATE) >= ?
),
edge AS (
  SELECT d.company AS company, MIN(d.item_no) AS first_item, MAX(d.item_no) AS last_item
  FROM delivered AS d
  GROUP BY d.company
)
SELECT
  d.company AS "ID_Company",
  d.voucher_code AS "voucher_code",
  d.delivery_month AS "Delivery_mth",
  'reusablecredit' AS "voucher_type",
  CAST(ROUND(d.total, 4) AS DECIMAL(19,4)) AS "TotalAmountUsed"
FROM delivered AS d
JOIN edge AS e
  ON e.company = d.company
WHERE d.package_day = ?
  OR d.item_no = e.first_item
  OR d.item_no = e.last_item
