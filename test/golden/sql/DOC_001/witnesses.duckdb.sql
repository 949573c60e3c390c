-- Items that are tied to the ledger, found through their checks, with the number of their columns counted one by one.
SELECT
  k."item_id" AS "Item",
  COUNT(*) AS "Columns"
FROM "CATALOG"."main"."item_columns" AS k
WHERE EXISTS (
  SELECT 1 FROM "CATALOG"."main"."item_checks" AS t
  WHERE t."item_id" = k."item_id" AND t."check_kind" = 'tie_out'
)
GROUP BY k."item_id"
