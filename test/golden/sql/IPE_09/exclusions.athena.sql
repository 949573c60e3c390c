-- Every sales order once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN o."id_company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN o."order_date" < ? THEN 'ordered before the start bound'
      WHEN o."order_date" >= ? THEN 'ordered after the cutoff'
      ELSE 'included'
    END AS reason
  FROM "process_pg_bob"."pg_bob_sales_order" AS o
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_pg_bob"."pg_bob_sales_order" AS o
