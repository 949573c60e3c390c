-- Every order item once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN s."ID_COMPANY" IN (?, ?) THEN 'company excluded'
      WHEN s."ID_COMPANY" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."REFUND_DATE" < ? AND s."RETURN_DATE" < ? THEN 'refunded and returned by the cutoff'
      WHEN s."REFUND_DATE" < ? THEN 'refunded before the start bound'
      WHEN s."REFUND_DATE" < ? AND s."DELIVERED_DATE" IS NULL THEN 'refunded, never delivered'
      WHEN s."REFUND_DATE" < ? THEN 'included'
      WHEN s."RETURN_DATE" < ? THEN 'returned before the start bound'
      WHEN s."RETURN_DATE" < ? THEN 'included'
      ELSE 'neither refunded nor returned by the cutoff'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_soi" AS s
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_soi" AS s
