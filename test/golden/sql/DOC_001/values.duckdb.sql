-- Items by id from the list of queries; versions and fingerprints counted by value.
SELECT 'Item' AS "column_name", q."item_id" AS "value", COUNT(*) AS "row_count"
FROM "CATALOG"."main"."item_queries" AS q
WHERE q."query_name" = 'extract'
GROUP BY q."item_id"
UNION ALL
SELECT 'Version' AS "column_name", i."version" AS "value", COUNT(*) AS "row_count"
FROM "CATALOG"."main"."items" AS i
GROUP BY i."version"
UNION ALL
SELECT 'Fingerprint' AS "column_name", i."fingerprint" AS "value", COUNT(*) AS "row_count"
FROM "CATALOG"."main"."items" AS i
GROUP BY i."fingerprint"
UNION ALL
SELECT 'Controls' AS "column_name", i."controls" AS "value", COUNT(*) AS "row_count"
FROM "CATALOG"."main"."items" AS i
GROUP BY i."controls"
UNION ALL
SELECT 'Owner' AS "column_name", i."owner" AS "value", COUNT(*) AS "row_count"
FROM "CATALOG"."main"."items" AS i
GROUP BY i."owner"
