-- Counts the companies without any join, and adds up the rates starting at the rate table.
WITH dollar_company AS (
  SELECT c."Company_Code" AS company
  FROM "process_central_fin_dwh"."dim_company" AS c
  WHERE EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."dim_country" AS n
    WHERE n."Country_Code" = c."Company_Country" AND n."Country_Name" = ?
  )
  UNION ALL
  SELECT c."Company_Code" AS company
  FROM "process_central_fin_dwh"."dim_company" AS c
  WHERE c."Company_Code" LIKE '%!_USD' ESCAPE '!'
    AND EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."dim_country" AS n
      WHERE n."Country_Code" = c."Company_Country" AND n."Country_Name" = ?
    )
),
rated AS (
  SELECT c."Company_Code" AS company, r."year" AS rate_year, r."cod_month" AS rate_month, r."rate" AS rate
  FROM "process_central_fin_dwh"."rpt_fx_rates" AS r
  JOIN "process_central_fin_dwh"."dim_company" AS c
    ON c."Company_Country" = r."country_code"
  WHERE r."year" = ?
    AND r."cod_month" = ?
    AND r."rate_type" = 'Closing'
    AND r."base_currency" = ?
    AND COALESCE(r."country", '') <> ?
),
figure AS (
  SELECT
    CAST(COUNT(*) AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM "process_central_fin_dwh"."dim_company" AS c
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COUNT(*) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM dollar_company AS f
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COALESCE(SUM(r.rate), 0) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM rated AS r
  WHERE NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = r.company)
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(COALESCE(SUM(CAST(r.rate_year AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS years,
    CAST(COALESCE(SUM(CAST(r.rate_month AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS months
  FROM rated AS r
)
SELECT
  CAST(SUM(f.company_count) AS BIGINT) AS "row_count",
  CAST(SUM(f.rates) AS DECIMAL(38,8)) AS "FX_rate",
  CAST(SUM(f.years) AS DECIMAL(38,0)) AS "year",
  CAST(SUM(f.months) AS DECIMAL(38,0)) AS "cod_month"
FROM figure AS f
