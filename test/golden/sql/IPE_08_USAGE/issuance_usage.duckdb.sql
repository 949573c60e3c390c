-- What IPE_08 counts as used of each voucher whose order items all name the type of this report: delivered order items
-- grouped by code alone, whatever the month.
WITH used AS (
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    SUM(COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)) + SUM(COALESCE(i."MTR_COUPON_MONEY_VALUE", 0)) AS total
  FROM "FIN_REC"."dbo"."RPT_SOI" AS i
  WHERE i."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
    AND CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) <= $cutoff
    AND CAST(i."DELIVERED_DATE" AS DATE) >= $since_delivered
  GROUP BY i."ID_COMPANY", i."voucher_code"
  HAVING SUM(CASE WHEN i."VOUCHER_TYPE" = 'reusablecredit' THEN 0 ELSE 1 END) = 0
)
SELECT
  v."ID_COMPANY" AS "ID_Company",
  v."id" AS "id",
  CAST(ROUND(u.total, 4) AS DECIMAL(19,4)) AS "TotalAmountUsed"
FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
JOIN used AS u
  ON u.company = v."ID_COMPANY" AND u.voucher_code = v."code"
WHERE v."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND v."snapshot_date" = CAST($period_next AS TIMESTAMP(3))
