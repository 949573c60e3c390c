-- The exchange rate of each requested currency in force on the cutoff day: the latest that starts on or before it, as a pair of
-- amounts.
WITH [src_d365_dz_Currency_Exchange_Rate] AS (SELECT CAST([Currency Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Currency Code], [Starting Date], [Exchange Rate Amount], [Relational Exch_ Rate Amount] FROM [D365BC14_DZ].[dbo].[Savanna DZ$Currency Exchange Rate]), latest AS (
  SELECT r.[Currency Code] AS currency, MAX(r.[Starting Date]) AS starting_date
  FROM [src_d365_dz_Currency_Exchange_Rate] AS r
  WHERE r.[Starting Date] <= @cutoff
    AND r.[Currency Code] IN (@currencies_0, @currencies_1, @currencies_2, @currencies_3, @currencies_4, @currencies_5, @currencies_6, @currencies_7, @currencies_8)
    AND r.[Currency Code] <> @local_currency
  GROUP BY r.[Currency Code]
)
SELECT
  r.[Currency Code] AS [Currency Code],
  CAST(SUBSTRING(CAST(r.[Starting Date] AS NVARCHAR(10)), 1, 4) AS INTEGER) AS [year],
  CAST(SUBSTRING(CAST(r.[Starting Date] AS NVARCHAR(10)), 6, 2) AS INTEGER) AS [month],
  CAST(r.[Relational Exch_ Rate Amount] AS DECIMAL(38,20)) AS [Relational Exch_ Rate Amount],
  CAST(r.[Exchange Rate Amount] AS DECIMAL(38,20)) AS [Exchange Rate Amount],
  r.[Starting Date] AS [Starting Date]
FROM [src_d365_dz_Currency_Exchange_Rate] AS r
JOIN latest AS l
  ON l.currency = r.[Currency Code] AND l.starting_date = r.[Starting Date]
