-- delivery_count
SELECT
  count(*) AS "rows"
FROM "extract";

-- independent_count
SELECT sum(CAST("row_count" AS HUGEINT)), max(abs(CAST("row_count" AS HUGEINT))), count("row_count"), count(*) - count("row_count")
FROM "control_completeness";

-- control_total
SELECT sum("amount"), max(abs("amount")), count("amount"), count(*) - count("amount")
FROM "control_completeness";
SELECT sum("amount"), max(abs("amount")), count("amount"), count(*) - count("amount")
FROM "extract";

-- tie_out
WITH e AS (SELECT r."company" AS k0, sum("amount") AS f0_0, max(abs("amount")) AS f0_1, count("amount") AS f0_2, count(*) - count("amount") AS f0_3 FROM "extract" AS r GROUP BY r."company"),
c AS (SELECT r."company" AS k0, sum("balance") AS f0_0, max(abs("balance")) AS f0_1, count("balance") AS f0_2, count(*) - count("balance") AS f0_3 FROM "control_ledger" AS r GROUP BY r."company")
SELECT coalesce(e.k0, c.k0), c.f0_0, c.f0_1, c.f0_2, c.f0_3, e.f0_0, e.f0_1, e.f0_2, e.f0_3
FROM e FULL OUTER JOIN c ON e.k0 IS NOT DISTINCT FROM c.k0
ORDER BY coalesce(e.k0, c.k0) NULLS FIRST;

-- roll_forward
SELECT "company", "balance", "moved", "balance"
FROM "control_ledger"
ORDER BY ALL;

-- sequence_gap
SELECT
  coalesce(sum(following - n - 1), 0) AS "missing",
  count(*) AS "gaps"
FROM (
WITH present AS (SELECT r."company" AS k0, CAST(r."Entry No_" AS HUGEINT) AS n FROM "extract" AS r WHERE r."Entry No_" IS NOT NULL)
, spans AS (SELECT k0, min(n) AS lowest, max(n) AS highest FROM present GROUP BY k0)
, explained(e) AS (VALUES (17))
SELECT * FROM (SELECT *, lead(n) OVER (PARTITION BY k0 ORDER BY n) AS following FROM (FROM present UNION ALL SELECT k0, CAST(e AS HUGEINT) FROM spans, explained WHERE e BETWEEN lowest AND highest)) WHERE following - n > 1
);

-- partition_tie
WITH e AS (SELECT r."company" AS k0, count(*) AS f0_0, 1 AS f0_1, count(*) AS f0_2, 0 AS f0_3, sum("amount") AS f1_0, max(abs("amount")) AS f1_1, count("amount") AS f1_2, count(*) - count("amount") AS f1_3 FROM "extract" AS r GROUP BY r."company"),
c AS (SELECT r."company" AS k0, sum(CAST("row_count" AS HUGEINT)) AS f0_0, max(abs(CAST("row_count" AS HUGEINT))) AS f0_1, count("row_count") AS f0_2, count(*) - count("row_count") AS f0_3, sum("amount") AS f1_0, max(abs("amount")) AS f1_1, count("amount") AS f1_2, count(*) - count("amount") AS f1_3 FROM "control_completeness" AS r GROUP BY r."company")
SELECT coalesce(e.k0, c.k0), c.f0_0, c.f0_1, c.f0_2, c.f0_3, e.f0_0, e.f0_1, e.f0_2, e.f0_3, c.f1_0, c.f1_1, c.f1_2, c.f1_3, e.f1_0, e.f1_1, e.f1_2, e.f1_3
FROM e FULL OUTER JOIN c ON e.k0 IS NOT DISTINCT FROM c.k0
ORDER BY coalesce(e.k0, c.k0) NULLS FIRST;

-- value_tie
SELECT
  count(*) AS "values",
  count(*) FILTER (WHERE line.expected IS DISTINCT FROM line.actual) AS "broken"
FROM (SELECT "column", "value", sum(expected) AS expected, sum(actual) AS actual FROM (
SELECT "column_name" AS "column", "value" AS "value", CAST("row_count" AS HUGEINT) AS expected, 0 AS actual FROM "control_values"
UNION ALL
SELECT 'company', v, 0, n FROM (SELECT "company" AS v, count(*) AS n FROM "extract" GROUP BY ALL)
UNION ALL
SELECT 'Posting Date', CAST(v AS VARCHAR), 0, n FROM (SELECT "Posting Date" AS v, count(*) AS n FROM "extract" GROUP BY ALL)
) GROUP BY "column", "value") AS line;

-- in_out_all
SELECT "reason", "row_count", "amount"
FROM "control_exclusions"
ORDER BY ALL;

-- source_witness
SELECT c."company", CAST(c."Entry No_" AS VARCHAR)
FROM "control_sample" AS c
LEFT JOIN (SELECT "company" AS k0, "Entry No_" AS k1, true AS found FROM "extract") AS e
ON e.k0 IS NOT DISTINCT FROM c."company" AND e.k1 IS NOT DISTINCT FROM c."Entry No_"
WHERE e.found IS NULL
ORDER BY ALL;

-- witness_present
SELECT
  count(*) AS "found"
FROM "extract"
WHERE (
amount > 0
);

-- witness_absent
SELECT
  count(*) AS "broken"
FROM "extract"
WHERE (
"Posting Date" >= $period_next
);

-- coverage
WITH expected AS (SELECT DISTINCT v FROM (SELECT unnest($companies) AS v)),
found AS (SELECT cell AS cell FROM (SELECT DISTINCT "company" AS cell FROM "extract"))
SELECT CAST(v AS VARCHAR), EXISTS (FROM found WHERE cell = v)
FROM expected
ORDER BY v;

-- date_window
SELECT
  count(*) AS "rows",
  count("Posting Date") AS "dated",
  coalesce(CAST(min("Posting Date") AS VARCHAR), '') AS "lowest",
  coalesce(CAST(max("Posting Date") AS VARCHAR), '') AS "highest",
  count(*) FILTER (WHERE "Posting Date" >= $period_next) AS "broken"
FROM "extract";

-- truncation_guard
-- nothing: the extraction measured it;

-- zero_rows
-- nothing: the extraction measured it;

-- trace
WITH pair AS MATERIALIZED (SELECT c."company" AS k0, CAST(c."Entry No_" AS VARCHAR) AS k1, c."amount" AS c0, e.v0, c."type" AS c1, e.v1, e.found
FROM "control_sample" AS c
LEFT JOIN (SELECT "company" AS k0, "Entry No_" AS k1, "amount" AS v0, "type" AS v1, true AS found FROM "extract") AS e
ON e.k0 IS NOT DISTINCT FROM c."company" AND e.k1 IS NOT DISTINCT FROM c."Entry No_")
SELECT k0, k1, 'amount', CASE WHEN c0 > -CAST('100000000000000' AS DECIMAL(19,4)) AND c0 < CAST('100000000000000' AS DECIMAL(19,4)) THEN CAST(CAST(c0 AS DECIMAL(18,4)) AS VARCHAR) ELSE CAST(c0 AS VARCHAR) END, CASE WHEN v0 > -CAST('100000000000000' AS DECIMAL(19,4)) AND v0 < CAST('100000000000000' AS DECIMAL(19,4)) THEN CAST(CAST(v0 AS DECIMAL(18,4)) AS VARCHAR) ELSE CAST(v0 AS VARCHAR) END FROM pair WHERE found IS NULL OR c0 IS DISTINCT FROM v0
UNION ALL
SELECT k0, k1, 'type', c1, v1 FROM pair WHERE found IS NULL OR c1 IS DISTINCT FROM v1
ORDER BY ALL;

-- recalculation
EXPLAIN (FORMAT JSON) SELECT (
CAST(round(amount * rate, 4) AS DECIMAL(19,4))
) FROM "extract";
SELECT
  count(*) FILTER (WHERE "local" IS DISTINCT FROM (
CAST(round(amount * rate, 4) AS DECIMAL(19,4))
)) AS "broken",
  coalesce(any_value(typeof(
CAST(round(amount * rate, 4) AS DECIMAL(19,4))
)), '') AS "formula_type"
FROM "extract";

-- foot
SELECT sum("amount"), max(abs("amount")), count("amount"), count(*) - count("amount")
FROM "extract";
SELECT sum("amount"), max(abs("amount")), count("amount"), count(*) - count("amount")
FROM "extract"
GROUP BY "extract"."amount" < 0, "company";

-- cross_foot
SELECT
  count(*) AS "broken"
FROM "extract"
WHERE ("local" = "amount" + "rate") IS NOT TRUE;

-- unique_key
SELECT
  count(*) AS "rows",
  count(*) FILTER (WHERE k0 IS NOT NULL AND k1 IS NOT NULL) AS "with_key",
  count(*) FILTER (WHERE k0 > p0 OR (k0 = p0 AND (k1 > p1))) AS "above_previous"
FROM (SELECT "company" AS k0, lag("company") OVER () AS p0, "Entry No_" AS k1, lag("Entry No_") OVER () AS p1 FROM "extract");

-- fan_out
SELECT
  count(*) AS "rows"
FROM "control_sample";

-- fits_type
-- nothing: the extraction measured it;

-- not_null
SELECT
  count(*) AS "broken"
FROM "extract"
WHERE "type" IS NULL OR "type" = '';

-- domain
SELECT
  count(*) AS "broken"
FROM "extract"
WHERE "type" NOT IN ('Invoice', 'Customer''s credit');

-- range
SELECT
  count(*) AS "broken"
FROM "extract"
WHERE "rate" < 0.00000001;

-- rule
SELECT
  count(*) AS "broken"
FROM "extract"
WHERE (
amount <> 0
) IS NOT TRUE;

-- no_rows
SELECT
  count(*) AS "rows"
FROM "control_ledger";
