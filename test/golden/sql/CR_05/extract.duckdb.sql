-- One closing rate per company: local currency per US dollar for the month of the cutoff.
SELECT
  c."Company_Code" AS "Company_Code",
  c."Company_Name" AS "Company_Name",
  c."Opco/Central_?" AS "Opco/Central_?",
  c."Company_Country" AS "Company_Country",
  CAST(c."Is_Active?" AS INTEGER) AS "Is_Active?",
  r."rate_type" AS "rate_type",
  r."year" AS "year",
  r."cod_month" AS "cod_month",
  CAST(
    CASE
      WHEN n."Country_Name" = $dollar_country THEN CAST('1' AS DECIMAL(18,8))
      WHEN n."Country_Name" = $euro_country AND c."Company_Code" LIKE '%!_USD' ESCAPE '!'
        THEN CAST('1' AS DECIMAL(18,8))
      ELSE r."rate"
    END AS DECIMAL(18,8)
  ) AS "FX_rate",
  n."Country_Name" AS "Country_Name"
FROM "FIN_REC"."fdw"."Dim_Company" AS c
LEFT JOIN "FIN_REC"."dbo"."RPT_FX_RATES" AS r
  ON r."country_code" = c."Company_Country"
  AND r."year" = $fx_year
  AND r."cod_month" = $fx_month
  AND r."rate_type" = 'Closing'
  AND r."base_currency" = $base_currency
  AND COALESCE(r."country", '') <> $excluded_country
LEFT JOIN "FIN_REC"."fdw"."Dim_Country" AS n
  ON n."Country_Code" = c."Company_Country"
