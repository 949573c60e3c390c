-- Items of which no query text is listed.
SELECT i."item_id" AS "Item"
FROM "CATALOG"."main"."items" AS i
WHERE NOT EXISTS (
  SELECT 1 FROM "CATALOG"."main"."item_queries" AS q
  WHERE q."item_id" = i."item_id" AND q."query_name" = 'completeness'
)
