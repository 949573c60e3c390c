-- Written by the catalog compiler: amounts this item reads that have more than four decimals, which rounding would
-- change.
WITH [src_d365_dz_Currency_Exchange_Rate] AS (SELECT CAST([Currency Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Currency Code], [Starting Date], [Exchange Rate Amount], [Relational Exch_ Rate Amount] FROM [D365BC14_DZ].[dbo].[Savanna DZ$Currency Exchange Rate])
SELECT
  'd365_dz.Currency Exchange Rate' AS [table_name],
  v.column_name AS [column_name],
  f.row_key AS [row_key],
  CAST(CASE v.n WHEN 1 THEN f.amount_1 WHEN 2 THEN f.amount_2 END AS DECIMAL(38,20)) AS [amount]
FROM (
  SELECT
    CONCAT(COALESCE(h.[Currency Code], ''), ' / ', COALESCE(CAST(h.[Starting Date] AS NVARCHAR(10)), '')) AS row_key,
    h.[Exchange Rate Amount] AS amount_1,
    h.[Relational Exch_ Rate Amount] AS amount_2
  FROM [src_d365_dz_Currency_Exchange_Rate] AS h
  WHERE h.[Exchange Rate Amount] <> ROUND(h.[Exchange Rate Amount], 4)
    OR h.[Relational Exch_ Rate Amount] <> ROUND(h.[Relational Exch_ Rate Amount], 4)
) AS f
CROSS JOIN (VALUES (1, 'Exchange Rate Amount'), (2, 'Relational Exch_ Rate Amount')) AS v (n, column_name)
WHERE CASE v.n WHEN 1 THEN f.amount_1 WHEN 2 THEN f.amount_2 END IS NOT NULL
  AND CASE v.n WHEN 1 THEN f.amount_1 WHEN 2 THEN f.amount_2 END <> ROUND(CASE v.n WHEN 1 THEN f.amount_1 WHEN 2 THEN f.amount_2 END, 4)
