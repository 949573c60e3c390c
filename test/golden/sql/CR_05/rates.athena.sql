-- The rates read again, starting at the rate table, for every company whose rate is taken from it.
SELECT
  c."Company_Code" AS "Company_Code",
  r."rate_type" AS "rate_type",
  r."year" AS "year",
  r."cod_month" AS "cod_month",
  CAST(r."rate" AS DECIMAL(18,8)) AS "FX_rate"
FROM "process_central_fin_dwh"."rpt_fx_rates" AS r
JOIN "process_central_fin_dwh"."dim_company" AS c
  ON c."Company_Country" = r."country_code"
WHERE r."year" = ?
  AND r."cod_month" = ?
  AND r."rate_type" = 'Closing'
  AND r."base_currency" = ?
  AND COALESCE(r."country", '') <> ?
  AND NOT EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."dim_country" AS n
    WHERE n."Country_Code" = c."Company_Country" AND n."Country_Name" = ?
  )
  AND (
    c."Company_Code" NOT LIKE '%!_USD' ESCAPE '!'
    OR NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."dim_country" AS n
      WHERE n."Country_Code" = c."Company_Country" AND n."Country_Name" = ?
    )
  )
