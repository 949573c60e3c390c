-- Delivered items to be paid on delivery and their packages, each package once, by account, package status and what was
-- received of what was expected: open at the cutoff (included) and reconciled by it. The account is an assumption: without a
-- cash record or with nothing received it is the first account, else the second. One line of zero is always there, so that no
-- item at all is a figure and not a missing answer.
WITH item AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."PACKAGE_NUMBER" AS package_nr,
    COUNT(*) AS items,
    SUM(COALESCE(s."MTR_PAID_PRICE", 0)) AS paid_price,
    SUM(
      COALESCE(s."MTR_BASE_SHIPPING_AMOUNT", 0)
      - COALESCE(s."MTR_SHIPPING_CART_RULE_DISCOUNT", 0)
      - COALESCE(s."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT", 0)
      - COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_FREIGHT_FEE", 0)
      - COALESCE(s."MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE", 0)
    ) AS paid_shipping
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(s."IS_PREPAYMENT" AS INTEGER) = 0
    AND COALESCE(s."PAYMENT_METHOD", '') <> 'NoPayment'
    AND s."DELIVERED_DATE" >= ?
    AND s."DELIVERED_DATE" < ?
  GROUP BY s."ID_COMPANY", s."PACKAGE_NUMBER"
),
package AS (
  SELECT
    i.company AS company,
    i.items AS items,
    CASE WHEN i.package_nr IS NULL THEN 0 ELSE 1 END AS packages,
    i.paid_price AS paid_price,
    i.paid_shipping AS paid_shipping,
    r."package_status" AS package_status,
    r."amount_expected" AS amount_expected,
    r."amount_received" AS amount_received,
    CASE WHEN COALESCE(r."amount_received", 0) = 0 THEN ? ELSE ? END AS account,
    CASE
      WHEN r."package_nr" IS NULL THEN 'no cash record'
      WHEN COALESCE(r."amount_received", 0) = 0 THEN 'nothing received'
      WHEN r."amount_expected" IS NULL THEN 'received, nothing expected'
      WHEN r."amount_received" < r."amount_expected" THEN 'received less than expected'
      WHEN r."amount_received" > r."amount_expected" THEN 'received more than expected'
      ELSE 'received as expected'
    END AS receipt,
    CASE WHEN r."troubleshoot_resolution_date" < ? THEN 'reconciled by the cutoff' ELSE 'included' END AS reason
  FROM item AS i
  LEFT JOIN "raw_central_fin_dwh"."package_cashrec" AS r
    ON r."ID_COMPANY" = i.company AND r."package_nr" = i.package_nr
)
SELECT
  p.company AS "ID_COMPANY",
  p.account AS "account",
  p.package_status AS "package_status",
  p.receipt AS "receipt",
  p.reason AS "reason",
  CAST(SUM(CAST(p.items AS BIGINT)) AS BIGINT) AS "row_count",
  CAST(SUM(CAST(p.packages AS BIGINT)) AS BIGINT) AS "packages",
  CAST(SUM(p.paid_price) AS DECIMAL(38,4)) AS "paid_price",
  CAST(SUM(p.paid_shipping) AS DECIMAL(38,4)) AS "paid_shipping",
  CAST(SUM(p.amount_expected) AS DECIMAL(38,4)) AS "amount_expected",
  CAST(SUM(p.amount_received) AS DECIMAL(38,4)) AS "amount_received"
FROM package AS p
GROUP BY p.company, p.account, p.package_status, p.receipt, p.reason
UNION ALL
SELECT
  p.company AS "ID_COMPANY",
  p.account AS "account",
  p.package_status AS "package_status",
  p.receipt AS "receipt",
  'unfiltered' AS "reason",
  CAST(SUM(CAST(p.items AS BIGINT)) AS BIGINT) AS "row_count",
  CAST(SUM(CAST(p.packages AS BIGINT)) AS BIGINT) AS "packages",
  CAST(SUM(p.paid_price) AS DECIMAL(38,4)) AS "paid_price",
  CAST(SUM(p.paid_shipping) AS DECIMAL(38,4)) AS "paid_shipping",
  CAST(SUM(p.amount_expected) AS DECIMAL(38,4)) AS "amount_expected",
  CAST(SUM(p.amount_received) AS DECIMAL(38,4)) AS "amount_received"
FROM package AS p
GROUP BY p.company, p.account, p.package_status, p.receipt
UNION ALL
SELECT
  '' AS "ID_COMPANY",
  '' AS "account",
  CAST(NULL AS VARCHAR(50)) AS "package_status",
  'no item' AS "receipt",
  'unfiltered' AS "reason",
  CAST(v.zero AS BIGINT) AS "row_count",
  CAST(v.zero AS BIGINT) AS "packages",
  CAST(v.zero AS DECIMAL(38,4)) AS "paid_price",
  CAST(v.zero AS DECIMAL(38,4)) AS "paid_shipping",
  CAST(v.zero AS DECIMAL(38,4)) AS "amount_expected",
  CAST(v.zero AS DECIMAL(38,4)) AS "amount_received"
FROM (VALUES (0)) AS v (zero)
