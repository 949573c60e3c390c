-- Codes and months whose packages were delivered by the cutoff although no order item was delivered on or after the start
-- bound: nothing of them may stand in the report.
WITH package_month AS (
  SELECT
    i."ID_COMPANY" AS company,
    COALESCE(i."voucher_code", '') AS voucher_code,
    CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 1, 4) AS INTEGER) * 100
      + CAST(SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 6, 2) AS INTEGER) AS delivery_month,
    CASE WHEN i."DELIVERED_DATE" >= $since_delivered THEN 1 ELSE 0 END AS delivered
  FROM "FIN_REC"."dbo"."RPT_SOI" AS i
  WHERE i."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
    AND i."VOUCHER_TYPE" = 'reusablecredit'
    AND i."PACKAGE_DELIVERY_DATE" < $period_next
)
SELECT
  p.company AS "ID_Company",
  p.voucher_code AS "voucher_code",
  p.delivery_month AS "Delivery_mth",
  COUNT(*) AS "row_count"
FROM package_month AS p
GROUP BY p.company, p.voucher_code, p.delivery_month
HAVING SUM(p.delivered) = 0
