-- Selected companies whose open items the report leaves out: outside the consolidation scope, or in an excluded country.
SELECT c."Company_Code" AS "id_company", c."Company_Country" AS "Company_Country"
FROM {fin_rec.Dim_Company} AS c
WHERE c."Company_Code" IN (:companies)
  AND (
    COALESCE(CAST(c."Flg_In_Conso_Scope" AS INTEGER), 0) <> 1
    OR c."Company_Country" IN (:excluded_countries)
  )
