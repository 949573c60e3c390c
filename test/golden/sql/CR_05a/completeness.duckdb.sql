-- Counts and adds up the rates that start by the cutoff and are followed by no other one by the cutoff.
SELECT
  COUNT(*) AS "row_count",
  CAST(SUM(r."Relational Exch_ Rate Amount") AS DECIMAL(38,20)) AS "Relational Exch_ Rate Amount",
  CAST(SUM(r."Exchange Rate Amount") AS DECIMAL(38,20)) AS "Exchange Rate Amount",
  CAST(SUM(CAST(SUBSTRING(CAST(r."Starting Date" AS VARCHAR(10)), 1, 4) AS BIGINT)) AS DECIMAL(38,0)) AS "year",
  CAST(SUM(CAST(SUBSTRING(CAST(r."Starting Date" AS VARCHAR(10)), 6, 2) AS BIGINT)) AS DECIMAL(38,0)) AS "month"
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
