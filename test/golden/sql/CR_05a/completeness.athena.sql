-- Counts and adds up the rates that start by the cutoff and are followed by no other one by the cutoff.
WITH "src_d365_dz_Currency_Exchange_Rate" AS (SELECT "currency_code" AS "Currency Code", "starting_date" AS "Starting Date", "exchange_rate_amount" AS "Exchange Rate Amount", "relational_exch_rate_amount" AS "Relational Exch_ Rate Amount" FROM "process_central_fin_dwh"."savanna_dz_currency_exchange_rate")
SELECT
  COUNT(*) AS "row_count",
  CAST(SUM(r."Relational Exch_ Rate Amount") AS DECIMAL(38,20)) AS "Relational Exch_ Rate Amount",
  CAST(SUM(r."Exchange Rate Amount") AS DECIMAL(38,20)) AS "Exchange Rate Amount",
  CAST(SUM(CAST(SUBSTRING(CAST(r."Starting Date" AS VARCHAR(10)), 1, 4) AS BIGINT)) AS DECIMAL(38,0)) AS "year",
  CAST(SUM(CAST(SUBSTRING(CAST(r."Starting Date" AS VARCHAR(10)), 6, 2) AS BIGINT)) AS DECIMAL(38,0)) AS "month"
FROM "src_d365_dz_Currency_Exchange_Rate" AS r
WHERE r."Starting Date" < ?
  AND r."Currency Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND r."Currency Code" <> ?
  AND NOT EXISTS (
    SELECT 1 FROM "src_d365_dz_Currency_Exchange_Rate" AS n
    WHERE n."Currency Code" = r."Currency Code"
      AND n."Starting Date" > r."Starting Date"
      AND n."Starting Date" < ?
  )
