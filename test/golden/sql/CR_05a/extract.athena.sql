-- The exchange rate of each requested currency in force on the cutoff day: the latest that starts on or before it, as a pair of
-- amounts.
WITH "src_d365_dz_Currency_Exchange_Rate" AS (SELECT "currency_code" AS "Currency Code", "starting_date" AS "Starting Date", "exchange_rate_amount" AS "Exchange Rate Amount", "relational_exch_rate_amount" AS "Relational Exch_ Rate Amount" FROM "process_central_fin_dwh"."savanna_dz_currency_exchange_rate"), latest AS (
  SELECT r."Currency Code" AS currency, MAX(r."Starting Date") AS starting_date
  FROM "src_d365_dz_Currency_Exchange_Rate" AS r
  WHERE r."Starting Date" <= ?
    AND r."Currency Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND r."Currency Code" <> ?
  GROUP BY r."Currency Code"
)
SELECT
  r."Currency Code" AS "Currency Code",
  CAST(SUBSTRING(CAST(r."Starting Date" AS VARCHAR(10)), 1, 4) AS INTEGER) AS "year",
  CAST(SUBSTRING(CAST(r."Starting Date" AS VARCHAR(10)), 6, 2) AS INTEGER) AS "month",
  CAST(r."Relational Exch_ Rate Amount" AS DECIMAL(38,20)) AS "Relational Exch_ Rate Amount",
  CAST(r."Exchange Rate Amount" AS DECIMAL(38,20)) AS "Exchange Rate Amount",
  r."Starting Date" AS "Starting Date"
FROM "src_d365_dz_Currency_Exchange_Rate" AS r
JOIN latest AS l
  ON l.currency = r."Currency Code" AND l.starting_date = r."Starting Date"
