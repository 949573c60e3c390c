-- Every order item once, by the first reason that keeps it out.
WITH resolved AS (
  SELECT r."ID_COMPANY" AS company, r."package_nr" AS package_nr
  FROM "raw_central_fin_dwh"."package_cashrec" AS r
  WHERE r."troubleshoot_resolution_date" < ?
  GROUP BY r."ID_COMPANY", r."package_nr"
),
classified AS (
  SELECT
    CASE
      WHEN s."ID_COMPANY" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN CAST(s."IS_PREPAYMENT" AS INTEGER) <> 0 THEN 'paid in advance'
      WHEN s."PAYMENT_METHOD" = 'NoPayment' THEN 'nothing to pay'
      WHEN s."DELIVERED_DATE" IS NULL THEN 'not delivered'
      WHEN s."DELIVERED_DATE" < ? THEN 'delivered before the start bound'
      WHEN s."DELIVERED_DATE" >= ? THEN 'delivered after the cutoff'
      WHEN r.package_nr IS NOT NULL THEN 'reconciled by the cutoff'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  LEFT JOIN resolved AS r
    ON r.company = s."ID_COMPANY" AND r.package_nr = s."PACKAGE_NUMBER"
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_soi" AS s
