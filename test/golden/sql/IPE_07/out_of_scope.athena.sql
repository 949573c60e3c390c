-- Selected companies that the dimension does not hold in the consolidation scope.
SELECT c."Company_Code" AS "id_company", c."Company_Name" AS "Company_Name"
FROM "process_central_fin_dwh"."dim_company" AS c
WHERE c."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND COALESCE(CAST(c."Flg_In_Conso_Scope" AS INTEGER), 0) <> 1
