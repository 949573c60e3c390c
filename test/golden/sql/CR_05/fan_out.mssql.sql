-- Countries of a company that stand more than once among the month's rates or in the country list.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code] FROM [FIN_REC].[fdw].[Dim_Country])
SELECT 'RPT_FX_RATES' AS [look_up], r.[country_code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_FX_RATES] AS r
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = r.[country_code]
  )
GROUP BY r.[country_code]
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Dim_Country' AS [look_up], n.[Country_Code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_Country] AS n
WHERE EXISTS (
  SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = n.[Country_Code]
)
GROUP BY n.[Country_Code]
HAVING COUNT(*) > 1
