-- Selected companies whose open items the report leaves out: outside the consolidation scope, or in an excluded country.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company])
SELECT c.[Company_Code] AS [id_company], c.[Company_Country] AS [Company_Country]
FROM [src_fin_rec_Dim_Company] AS c
WHERE c.[Company_Code] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND (
    COALESCE(CAST(c.[Flg_In_Conso_Scope] AS INTEGER), 0) <> 1
    OR c.[Company_Country] IN (@excluded_countries_0, @excluded_countries_1, @excluded_countries_2)
  )
