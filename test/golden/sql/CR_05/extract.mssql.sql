-- One closing rate per company: local currency per US dollar for the month of the cutoff.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Company_Name] COLLATE Latin1_General_100_BIN2 AS [Company_Name], CAST([Opco/Central_?] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Opco/Central_?], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Is_Active?] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])
SELECT
  c.[Company_Code] AS [Company_Code],
  c.[Company_Name] AS [Company_Name],
  c.[Opco/Central_?] AS [Opco/Central_?],
  c.[Company_Country] AS [Company_Country],
  CAST(c.[Is_Active?] AS INTEGER) AS [Is_Active?],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(
    CASE
      WHEN n.[Country_Name] = @dollar_country THEN CAST('1' AS DECIMAL(18,8))
      WHEN n.[Country_Name] = @euro_country AND c.[Company_Code] LIKE '%!_USD' ESCAPE '!'
        THEN CAST('1' AS DECIMAL(18,8))
      ELSE r.[rate]
    END AS DECIMAL(18,8)
  ) AS [FX_rate],
  n.[Country_Name] AS [Country_Name]
FROM [src_fin_rec_Dim_Company] AS c
LEFT JOIN [src_fin_rec_RPT_FX_RATES] AS r
  ON r.[country_code] = c.[Company_Country]
  AND r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
LEFT JOIN [src_fin_rec_Dim_Country] AS n
  ON n.[Country_Code] = c.[Company_Country]
