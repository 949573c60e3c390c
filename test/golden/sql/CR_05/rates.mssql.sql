-- The rates read again, starting at the rate table, for every company whose rate is taken from it.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])
SELECT
  c.[Company_Code] AS [Company_Code],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(r.[rate] AS DECIMAL(18,8)) AS [FX_rate]
FROM [src_fin_rec_RPT_FX_RATES] AS r
JOIN [src_fin_rec_Dim_Company] AS c
  ON c.[Company_Country] = r.[country_code]
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
    WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @dollar_country
  )
  AND (
    c.[Company_Code] NOT LIKE '%!_USD' ESCAPE '!'
    OR NOT EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
      WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @euro_country
    )
  )
