-- Every order item once, by the first reason that keeps it out. Items of one code and month make one row of the report:
-- the one with the lowest number counts as included, the others as added to its row.
WITH first_item AS (
  SELECT
    i."ID_COMPANY" AS company,
    COALESCE(i."voucher_code", '') AS voucher_code,
    SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 1, 7) AS delivery_month,
    MIN(i."COD_OMS_SALES_ORDER_ITEM") AS item_no
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND i."VOUCHER_TYPE" = 'reusablecredit'
    AND i."PACKAGE_DELIVERY_DATE" < ?
    AND i."DELIVERED_DATE" >= ?
  GROUP BY
    i."ID_COMPANY",
    COALESCE(i."voucher_code", ''),
    SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 1, 7)
),
classified AS (
  SELECT
    CASE
      WHEN i."ID_COMPANY" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN i."VOUCHER_TYPE" IS NULL THEN 'no voucher used'
      WHEN i."VOUCHER_TYPE" <> 'reusablecredit' THEN 'voucher of another type'
      WHEN i."PACKAGE_DELIVERY_DATE" IS NULL THEN 'package not delivered'
      WHEN i."PACKAGE_DELIVERY_DATE" >= ? THEN 'package delivered after the cutoff'
      WHEN i."DELIVERED_DATE" IS NULL THEN 'package delivered, order item not'
      WHEN i."DELIVERED_DATE" < ? THEN 'order item delivered before the start bound'
      WHEN f.item_no IS NULL THEN 'added to the row of its code and month'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  LEFT JOIN first_item AS f
    ON f.company = i."ID_COMPANY" AND f.item_no = i."COD_OMS_SALES_ORDER_ITEM"
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_soi" AS i
