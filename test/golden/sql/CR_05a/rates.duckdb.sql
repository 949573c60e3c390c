-- The rates in force on the cutoff day read again, each as the first of its currency's rates in order of age.
WITH aged AS (
  SELECT
    r."Currency Code" AS currency,
    r."Starting Date" AS starting_date,
    r."Exchange Rate Amount" AS foreign_amount,
    r."Relational Exch_ Rate Amount" AS local_amount,
    RANK() OVER (PARTITION BY r."Currency Code" ORDER BY r."Starting Date" DESC) AS age
  FROM "D365BC14_DZ"."dbo"."Savanna DZ$Currency Exchange Rate" AS r
  WHERE r."Starting Date" < $period_next
    AND r."Currency Code" IN ($currencies_0, $currencies_1, $currencies_2, $currencies_3, $currencies_4, $currencies_5, $currencies_6, $currencies_7, $currencies_8)
    AND r."Currency Code" <> $local_currency
)
SELECT
  a.currency AS "Currency Code",
  CAST(a.local_amount AS DECIMAL(38,20)) AS "Relational Exch_ Rate Amount",
  CAST(a.foreign_amount AS DECIMAL(38,20)) AS "Exchange Rate Amount",
  a.starting_date AS "Starting Date"
FROM aged AS a
WHERE a.age = 1
