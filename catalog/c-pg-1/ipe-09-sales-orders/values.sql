-- How many orders hold each value of the columns the control depends on, counted by calendar day up to and including
-- the cutoff.
WITH population AS (
  SELECT
    o."id_company" AS company,
    CAST(o."order_date" AS DATE) AS order_day,
    o."currency" AS currency,
    o."order_status" AS order_status
  FROM {bob.pg_bob_sales_order} AS o
  WHERE o."id_company" IN (:companies)
    AND CAST(o."order_date" AS DATE) >= :since_ordered
    AND CAST(o."order_date" AS DATE) <= :cutoff
),
cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p.company
      WHEN 2 THEN SUBSTRING(CAST(p.order_day AS VARCHAR(10)), 1, 10)
      WHEN 3 THEN p.currency
      WHEN 4 THEN p.order_status
    END AS cell_value
  FROM population AS p
  CROSS JOIN (VALUES
    (1, 'id_company'),
    (2, 'order_date'),
    (3, 'currency'),
    (4, 'order_status')
  ) AS v (n, column_name)
)
SELECT
  c.column_name AS "column_name",
  c.cell_value AS "value",
  COUNT(*) AS "row_count"
FROM cell AS c
GROUP BY c.column_name, c.cell_value
