-- Counts by calendar day up to and including the cutoff, where the extract compares moments with the first day after it.
WITH per_day AS (
  SELECT
    o."id_company" AS company,
    o."currency" AS currency,
    o."order_status" AS order_status,
    CAST(o."order_date" AS DATE) AS order_day,
    COUNT(*) AS orders,
    SUM(o."total_amount") AS amount,
    SUM(CAST(o."order_id" AS DECIMAL(19,0))) AS order_ids,
    SUM(CAST(o."customer_id" AS DECIMAL(19,0))) AS customer_ids
  FROM {bob.pg_bob_sales_order} AS o
  WHERE o."id_company" IN (:companies)
  GROUP BY o."id_company", o."currency", o."order_status", CAST(o."order_date" AS DATE)
)
SELECT
  p.company AS "id_company",
  p.currency AS "currency",
  p.order_status AS "order_status",
  CAST(SUM(CAST(p.orders AS BIGINT)) AS BIGINT) AS "row_count",
  CAST(SUM(p.amount) AS DECIMAL(38,4)) AS "total_amount",
  CAST(SUM(p.order_ids) AS DECIMAL(38,0)) AS "order_id",
  CAST(SUM(p.customer_ids) AS DECIMAL(38,0)) AS "customer_id"
FROM per_day AS p
WHERE p.order_day >= :since_ordered
  AND p.order_day <= :cutoff
GROUP BY p.company, p.currency, p.order_status
