-- Selected companies that the dimension does not hold in the consolidation scope.
SELECT c."Company_Code" AS "id_company", c."Company_Name" AS "Company_Name"
FROM "FIN_REC"."fdw"."Dim_Company" AS c
WHERE c."Company_Code" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND COALESCE(CAST(c."Flg_In_Conso_Scope" AS INTEGER), 0) <> 1
