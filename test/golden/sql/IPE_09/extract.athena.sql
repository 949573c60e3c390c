-- Sales orders as the back office created them, from the start bound to the end of the period, one row per order.
SELECT
  o."id_company" AS "id_company",
  o."order_date" AS "order_date",
  o."order_id" AS "order_id",
  o."customer_id" AS "customer_id",
  CAST(ROUND(o."total_amount", 4) AS DECIMAL(19,4)) AS "total_amount",
  o."currency" AS "currency",
  o."order_status" AS "order_status"
FROM "process_pg_bob"."pg_bob_sales_order" AS o
WHERE o."order_date" >= ?
  AND o."order_date" < ?
  AND o."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
