-- How often each currency and starting date occurs among the rates that no other one follows by the cutoff.
WITH "src_d365_dz_Currency_Exchange_Rate" AS (SELECT "currency_code" AS "Currency Code", "starting_date" AS "Starting Date" FROM "process_central_fin_dwh"."savanna_dz_currency_exchange_rate"), in_force AS (
  SELECT r."Currency Code" AS currency, r."Starting Date" AS starting_date
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
