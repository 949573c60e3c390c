-- The rates in force on the cutoff day read again, each as the first of its currency's rates in order of age.
WITH "src_d365_dz_Currency_Exchange_Rate" AS (SELECT "currency_code" AS "Currency Code", "starting_date" AS "Starting Date", "exchange_rate_amount" AS "Exchange Rate Amount", "relational_exch_rate_amount" AS "Relational Exch_ Rate Amount" FROM "process_central_fin_dwh"."savanna_dz_currency_exchange_rate"), aged AS (
  SELECT
    r."Currency Code" AS currency,
    r."Starting Date" AS starting_date,
    r."Exchange Rate Amount" AS foreign_amount,
    r."Relational Exch_ Rate Amount" AS local_amount,
    RANK() OVER (PARTITION BY r."Currency Code" ORDER BY r."Starting Date" DESC) AS age
  FROM "src_d365_dz_Currency_Exchange_Rate" AS r
  WHERE r."Starting Date" < ?
    AND r."Currency Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND r."Currency Code" <> ?
)
SELECT
  a.currency AS "Currency Code",
  CAST(a.local_amount AS DECIMAL(38,20)) AS "Relational Exch_ Rate Amount",
  CAST(a.foreign_amount AS DECIMAL(38,20)) AS "Exchange Rate Amount",
  a.starting_date AS "Starting Date"
FROM aged AS a
WHERE a.age = 1
