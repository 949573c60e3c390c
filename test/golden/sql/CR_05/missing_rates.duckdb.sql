-- Active companies in the consolidation scope that have no rate above zero for the month.
WITH dollar_company AS (
  SELECT c."Company_Code" AS company
  FROM "FIN_REC"."fdw"."Dim_Company" AS c
  JOIN "FIN_REC"."fdw"."Dim_Country" AS n
    ON n."Country_Code" = c."Company_Country"
  WHERE n."Country_Name" = $dollar_country
    OR (n."Country_Name" = $euro_country AND c."Company_Code" LIKE '%!_USD' ESCAPE '!')
)
SELECT c."Company_Code" AS "Company_Code", c."Company_Country" AS "Company_Country"
FROM "FIN_REC"."fdw"."Dim_Company" AS c
WHERE CAST(c."Is_Active?" AS INTEGER) = 1
  AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
  AND NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = c."Company_Code")
  AND NOT EXISTS (
    SELECT 1 FROM "FIN_REC"."dbo"."RPT_FX_RATES" AS r
    WHERE r."country_code" = c."Company_Country"
      AND r."year" = $fx_year
      AND r."cod_month" = $fx_month
      AND r."rate_type" = 'Closing'
      AND r."base_currency" = $base_currency
      AND COALESCE(r."country", '') <> $excluded_country
      AND r."rate" > 0
  )
