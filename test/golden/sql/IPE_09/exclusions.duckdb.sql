-- Every sales order once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN o."id_company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN o."order_date" < $since_ordered THEN 'ordered before the start bound'
      WHEN o."order_date" >= $period_next THEN 'ordered after the cutoff'
      ELSE 'included'
    END AS reason
  FROM "BOB"."process_pg_bob"."pg_bob_sales_order" AS o
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "BOB"."process_pg_bob"."pg_bob_sales_order" AS o
