-- Every order item once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN s."ID_COMPANY" IN (:excluded_companies) THEN 'company excluded'
      WHEN s."ID_COMPANY" NOT IN (:companies) THEN 'company not selected'
      WHEN s."REFUND_DATE" < :period_next AND s."RETURN_DATE" < :period_next THEN 'refunded and returned by the cutoff'
      WHEN s."REFUND_DATE" < :since_refunded THEN 'refunded before the start bound'
      WHEN s."REFUND_DATE" < :period_next AND s."DELIVERED_DATE" IS NULL THEN 'refunded, never delivered'
      WHEN s."REFUND_DATE" < :period_next THEN 'included'
      WHEN s."RETURN_DATE" < :since_returned THEN 'returned before the start bound'
      WHEN s."RETURN_DATE" < :period_next THEN 'included'
      ELSE 'neither refunded nor returned by the cutoff'
    END AS reason
  FROM {fin_rec.RPT_SOI} AS s
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM {fin_rec.RPT_SOI} AS s
