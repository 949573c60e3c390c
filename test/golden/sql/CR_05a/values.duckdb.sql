-- How often each currency and starting date occurs among the rates that no other one follows by the cutoff.
WITH in_force AS (
  SELECT r."Currency Code" AS currency, r."Starting Date" AS starting_date
  FROM "D365BC14_DZ"."dbo"."Savanna DZ$Currency Exchange Rate" AS r
  WHERE r."Starting Date" < $period_next
    AND r."Currency Code" IN ($currencies_0, $currencies_1, $currencies_2, $currencies_3, $currencies_4, $currencies_5, $currencies_6, $currencies_7, $currencies_8)
    AND r."Currency Code" <> $local_currency
    AND NOT EXISTS (
      SELECT 1 FROM "D365BC14_DZ"."dbo"."Savanna DZ$Currency Exchange Rate" AS n
      WHERE n."Currency Code" = r."Currency Code"
        AND n."Starting Date" > r."Starting Date"
        AND n."Starting Date" < $period_next
    )
)
SELECT 'Currency Code' AS "column_name", f.currency AS "value", COUNT(*) AS "row_count"
FROM in_force AS f
GROUP BY f.currency
UNION ALL
SELECT
  'Starting Date' AS "column_name",
  SUBSTRING(CAST(f.starting_date AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM in_force AS f
GROUP BY f.starting_date
