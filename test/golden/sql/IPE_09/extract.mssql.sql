-- Sales orders as the back office created them, from the start bound to the end of the period, one row per order.
WITH [src_bob_pg_bob_sales_order] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [order_id], [order_date], [customer_id], [total_amount], CAST([currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [currency], CAST([order_status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [order_status] FROM [BOB].[process_pg_bob].[pg_bob_sales_order])
SELECT
  o.[id_company] AS [id_company],
  o.[order_date] AS [order_date],
  o.[order_id] AS [order_id],
  o.[customer_id] AS [customer_id],
  CAST(ROUND(o.[total_amount], 4) AS DECIMAL(19,4)) AS [total_amount],
  o.[currency] AS [currency],
  o.[order_status] AS [order_status]
FROM [src_bob_pg_bob_sales_order] AS o
WHERE o.[order_date] >= @since_ordered
  AND o.[order_date] < @period_next
  AND o.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
