-- Active companies in the consolidation scope that have no rate above zero for the month.
WITH "src_fin_rec_Dim_Company" AS (SELECT "company_code" AS "Company_Code", "company_country" AS "Company_Country", "is_active" AS "Is_Active?", "flg_in_conso_scope" AS "Flg_In_Conso_Scope" FROM "process_central_fin_dwh"."dim_company"), dollar_company AS (
  SELECT c."Company_Code" AS company
  FROM "src_fin_rec_Dim_Company" AS c
  JOIN "process_central_fin_dwh"."dim_country" AS n
    ON n."Country_Code" = c."Company_Country"
  WHERE n."Country_Name" = ?
    OR (n."Country_Name" = ? AND c."Company_Code" LIKE '%!_USD' ESCAPE '!')
)
SELECT c."Company_Code" AS "Company_Code", c."Company_Country" AS "Company_Country"
FROM "src_fin_rec_Dim_Company" AS c
WHERE CAST(c."Is_Active?" AS INTEGER) = 1
  AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
  AND NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = c."Company_Code")
  AND NOT EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."rpt_fx_rates" AS r
    WHERE r."country_code" = c."Company_Country"
      AND r."year" = ?
      AND r."cod_month" = ?
      AND r."rate_type" = 'Closing'
      AND r."base_currency" = ?
      AND COALESCE(r."country", '') <> ?
      AND r."rate" > 0
  )
