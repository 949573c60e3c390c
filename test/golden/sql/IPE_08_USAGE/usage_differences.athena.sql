-- Vouchers whose months in this report do not add up to what IPE_08 counts as used: delivered order items grouped by code
-- alone, for codes whose order items all name the type of this report.
WITH issuance AS (
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    SUM(COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)) + SUM(COALESCE(i."MTR_COUPON_MONEY_VALUE", 0)) AS total
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) <= ?
    AND CAST(i."DELIVERED_DATE" AS DATE) >= ?
    AND i."voucher_code" IS NOT NULL
  GROUP BY i."ID_COMPANY", i."voucher_code"
  HAVING SUM(CASE WHEN i."VOUCHER_TYPE" = 'reusablecredit' THEN 0 ELSE 1 END) = 0
),
month_of_code AS (
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 1, 7) AS delivery_month,
    SUM(COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0) + COALESCE(i."MTR_COUPON_MONEY_VALUE", 0)) AS total
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND i."VOUCHER_TYPE" = 'reusablecredit'
    AND i."PACKAGE_DELIVERY_DATE" < ?
    AND i."DELIVERED_DATE" >= ?
    AND i."voucher_code" IS NOT NULL
  GROUP BY
    i."ID_COMPANY",
    i."voucher_code",
    SUBSTRING(CAST(CAST(i."PACKAGE_DELIVERY_DATE" AS DATE) AS VARCHAR(10)), 1, 7)
),
report AS (
  SELECT m.company AS company, m.voucher_code AS voucher_code, SUM(m.total) AS total
  FROM month_of_code AS m
  GROUP BY m.company, m.voucher_code
)
SELECT
  v."ID_COMPANY" AS "ID_Company",
  v."id" AS "id",
  v."code" AS "voucher_code",
  CAST(ROUND(s.total, 4) AS DECIMAL(19,4)) AS "used_in_issuance",
  CAST(ROUND(COALESCE(r.total, 0), 4) AS DECIMAL(19,4)) AS "used_in_report"
FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
JOIN issuance AS s
  ON s.company = v."ID_COMPANY" AND s.voucher_code = v."code"
LEFT JOIN report AS r
  ON r.company = v."ID_COMPANY" AND r.voucher_code = v."code"
WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
  AND s.total <> COALESCE(r.total, 0)
