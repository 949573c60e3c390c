-- Every rate of the table once, by the first reason that keeps it out.
WITH [src_d365_dz_Currency_Exchange_Rate] AS (SELECT CAST([Currency Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Currency Code], [Starting Date] FROM [D365BC14_DZ].[dbo].[Savanna DZ$Currency Exchange Rate]), ranked AS (
  SELECT
    CASE
      WHEN r.[Currency Code] = @local_currency THEN 'local currency'
      WHEN r.[Currency Code] NOT IN (@currencies_0, @currencies_1, @currencies_2, @currencies_3, @currencies_4, @currencies_5, @currencies_6, @currencies_7, @currencies_8) THEN 'currency not requested'
      WHEN r.[Starting Date] > @cutoff THEN 'starts after the cutoff'
      ELSE 'starts by the cutoff'
    END AS reason,
    RANK() OVER (
      PARTITION BY r.[Currency Code], CASE WHEN r.[Starting Date] > @cutoff THEN 1 ELSE 0 END
      ORDER BY r.[Starting Date] DESC
    ) AS place
  FROM [src_d365_dz_Currency_Exchange_Rate] AS r
),
classified AS (
  SELECT
    CASE
      WHEN k.reason <> 'starts by the cutoff' THEN k.reason
      WHEN k.place > 1 THEN 'replaced by a later rate'
      ELSE 'included'
    END AS reason
  FROM ranked AS k
)
SELECT x.reason AS [reason], COUNT(*) AS [row_count]
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS [reason], COUNT(*) AS [row_count]
FROM [src_d365_dz_Currency_Exchange_Rate] AS r
