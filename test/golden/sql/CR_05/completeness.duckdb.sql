-- Counts the companies without any join, and adds up the rates starting at the rate table.
WITH dollar_company AS (
  SELECT c."Company_Code" AS company
  FROM "FIN_REC"."fdw"."Dim_Company" AS c
  WHERE EXISTS (
    SELECT 1 FROM "FIN_REC"."fdw"."Dim_Country" AS n
    WHERE n."Country_Code" = c."Company_Country" AND n."Country_Name" = $dollar_country
  )
  UNION ALL
  SELECT c."Company_Code" AS company
  FROM "FIN_REC"."fdw"."Dim_Company" AS c
  WHERE c."Company_Code" LIKE '%!_USD' ESCAPE '!'
    AND EXISTS (
      SELECT 1 FROM "FIN_REC"."fdw"."Dim_Country" AS n
      WHERE n."Country_Code" = c."Company_Country" AND n."Country_Name" = $euro_country
    )
),
figure AS (
  SELECT CAST(COUNT(*) AS BIGINT) AS company_count, CAST(0 AS DECIMAL(38,8)) AS rates
  FROM "FIN_REC"."fdw"."Dim_Company" AS c
  UNION ALL
  SELECT CAST(0 AS BIGINT) AS company_count, CAST(COUNT(*) AS DECIMAL(38,8)) AS rates
  FROM dollar_company AS f
  UNION ALL
  SELECT CAST(0 AS BIGINT) AS company_count, CAST(COALESCE(SUM(r."rate"), 0) AS DECIMAL(38,8)) AS rates
  FROM "FIN_REC"."dbo"."RPT_FX_RATES" AS r
  JOIN "FIN_REC"."fdw"."Dim_Company" AS c
    ON c."Company_Country" = r."country_code"
  WHERE r."year" = $fx_year
    AND r."cod_month" = $fx_month
    AND r."rate_type" = 'Closing'
    AND r."base_currency" = $base_currency
    AND COALESCE(r."country", '') <> $excluded_country
    AND NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = c."Company_Code")
)
SELECT
  CAST(SUM(f.company_count) AS BIGINT) AS "row_count",
  CAST(SUM(f.rates) AS DECIMAL(38,8)) AS "FX_rate"
FROM figure AS f
