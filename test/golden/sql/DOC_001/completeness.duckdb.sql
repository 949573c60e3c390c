-- Counts the items by their main queries, and adds up columns, queries and checks where they are listed one by one.
WITH figure AS (
  SELECT COUNT(*) AS items, 0 AS item_columns, 0 AS item_queries, 0 AS item_checks
  FROM "CATALOG"."main"."item_queries" AS q
  WHERE q."query_name" = 'extract'
  UNION ALL
  SELECT 0 AS items, COUNT(*) AS item_columns, 0 AS item_queries, 0 AS item_checks
  FROM "CATALOG"."main"."item_columns" AS c
  UNION ALL
  SELECT 0 AS items, 0 AS item_columns, COUNT(*) AS item_queries, 0 AS item_checks
  FROM "CATALOG"."main"."item_queries" AS q
  UNION ALL
  SELECT 0 AS items, 0 AS item_columns, 0 AS item_queries, COUNT(*) AS item_checks
  FROM "CATALOG"."main"."item_checks" AS k
)
SELECT
  CAST(SUM(CAST(f.items AS BIGINT)) AS BIGINT) AS "row_count",
  CAST(SUM(CAST(f.item_columns AS BIGINT)) AS DECIMAL(38,0)) AS "Columns",
  CAST(SUM(CAST(f.item_queries AS BIGINT)) AS DECIMAL(38,0)) AS "Queries",
  CAST(SUM(CAST(f.item_checks AS BIGINT)) AS DECIMAL(38,0)) AS "Checks"
FROM figure AS f
