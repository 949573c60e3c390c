-- Selected companies whose open items the report leaves out: outside the consolidation scope, or in an excluded country.
SELECT c."Company_Code" AS "id_company", c."Company_Country" AS "Company_Country"
FROM "process_central_fin_dwh"."dim_company" AS c
WHERE c."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND (
    COALESCE(CAST(c."Flg_In_Conso_Scope" AS INTEGER), 0) <> 1
    OR c."Company_Country" IN (?, ?, ?)
  )
