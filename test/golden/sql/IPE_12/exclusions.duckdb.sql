-- Every order item once, by the first reason that keeps it out.
WITH resolved AS (
  SELECT r."ID_COMPANY" AS company, r."package_nr" AS package_nr
  FROM "STG_FIN_REC"."OMS"."PACKAGE_CASHREC" AS r
  WHERE r."troubleshoot_resolution_date" < $period_next
  GROUP BY r."ID_COMPANY", r."package_nr"
),
classified AS (
  SELECT
    CASE
      WHEN s."ID_COMPANY" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN CAST(s."IS_PREPAYMENT" AS INTEGER) <> 0 THEN 'paid in advance'
      WHEN s."PAYMENT_METHOD" = 'NoPayment' THEN 'nothing to pay'
      WHEN s."DELIVERED_DATE" IS NULL THEN 'not delivered'
      WHEN s."DELIVERED_DATE" < $since_delivered THEN 'delivered before the start bound'
      WHEN s."DELIVERED_DATE" >= $period_next THEN 'delivered after the cutoff'
      WHEN r.package_nr IS NOT NULL THEN 'reconciled by the cutoff'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_SOI" AS s
  LEFT JOIN resolved AS r
    ON r.company = s."ID_COMPANY" AND r.package_nr = s."PACKAGE_NUMBER"
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_SOI" AS s
