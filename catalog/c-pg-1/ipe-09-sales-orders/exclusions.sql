-- Every sales order once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN o."id_company" NOT IN (:companies) THEN 'company not selected'
      WHEN o."order_date" < :since_ordered THEN 'ordered before the start bound'
      WHEN o."order_date" >= :period_next THEN 'ordered after the cutoff'
      ELSE 'included'
    END AS reason
  FROM {bob.pg_bob_sales_order} AS o
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM {bob.pg_bob_sales_order} AS o
