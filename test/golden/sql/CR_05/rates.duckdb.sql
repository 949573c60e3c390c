-- The rates read again, starting at the rate table, for every company whose rate is taken from it.
SELECT
  c."Company_Code" AS "Company_Code",
  r."rate_type" AS "rate_type",
  r."year" AS "year",
  r."cod_month" AS "cod_month",
  CAST(r."rate" AS DECIMAL(18,8)) AS "FX_rate"
FROM "FIN_REC"."dbo"."RPT_FX_RATES" AS r
JOIN "FIN_REC"."fdw"."Dim_Company" AS c
  ON c."Company_Country" = r."country_code"
WHERE r."year" = $fx_year
  AND r."cod_month" = $fx_month
  AND r."rate_type" = 'Closing'
  AND r."base_currency" = $base_currency
  AND COALESCE(r."country", '') <> $excluded_country
  AND NOT EXISTS (
    SELECT 1 FROM "FIN_REC"."fdw"."Dim_Country" AS n
    WHERE n."Country_Code" = c."Company_Country" AND n."Country_Name" = $dollar_country
  )
  AND (
    c."Company_Code" NOT LIKE '%!_USD' ESCAPE '!'
    OR NOT EXISTS (
      SELECT 1 FROM "FIN_REC"."fdw"."Dim_Country" AS n
      WHERE n."Country_Code" = c."Company_Country" AND n."Country_Name" = $euro_country
    )
  )
