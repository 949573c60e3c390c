-- The first and the last order number of the cutoff day in each company, with what the source holds for them.
WITH edge AS (
  SELECT o."id_company" AS company, MIN(o."order_id") AS first_order, MAX(o."order_id") AS last_order
  FROM "BOB"."process_pg_bob"."pg_bob_sales_order" AS o
  WHERE CAST(o."order_date" AS DATE) = $cutoff
    AND o."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  GROUP BY o."id_company"
)
SELECT
  w."id_company" AS "id_company",
  w."order_id" AS "order_id",
  w."order_date" AS "order_date",
  w."customer_id" AS "customer_id",
  CAST(ROUND(w."total_amount", 4) AS DECIMAL(19,4)) AS "total_amount",
  w."order_status" AS "order_status"
FROM edge AS e
JOIN "BOB"."process_pg_bob"."pg_bob_sales_order" AS w
  ON w."id_company" = e.company AND (w."order_id" = e.first_order OR w."order_id" = e.last_order)
