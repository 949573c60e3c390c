-- Counts by calendar day up to and including the cutoff, where the extract compares moments with the first day after it.
WITH [src_bob_pg_bob_sales_order] AS (SELECT CAST([id_company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [id_company], [order_id], [order_date], [customer_id], [total_amount], CAST([currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [currency], CAST([order_status] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [order_status] FROM [BOB].[process_pg_bob].[pg_bob_sales_order]), per_day AS (
  SELECT
    o.[id_company] AS company,
    o.[currency] AS currency,
    o.[order_status] AS order_status,
    CAST(o.[order_date] AS DATE) AS order_day,
    COUNT(*) AS orders,
    SUM(o.[total_amount]) AS amount,
    SUM(CAST(o.[order_id] AS DECIMAL(19,0))) AS order_ids,
    SUM(CAST(o.[customer_id] AS DECIMAL(19,0))) AS customer_ids
  FROM [src_bob_pg_bob_sales_order] AS o
  WHERE o.[id_company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  GROUP BY o.[id_company], o.[currency], o.[order_status], CAST(o.[order_date] AS DATE)
)
SELECT
  p.company AS [id_company],
  p.currency AS [currency],
  p.order_status AS [order_status],
  CAST(SUM(CAST(p.orders AS BIGINT)) AS BIGINT) AS [row_count],
  CAST(SUM(p.amount) AS DECIMAL(38,4)) AS [total_amount],
  CAST(SUM(p.order_ids) AS DECIMAL(38,0)) AS [order_id],
  CAST(SUM(p.customer_ids) AS DECIMAL(38,0)) AS [customer_id]
FROM per_day AS p
WHERE p.order_day >= @since_ordered
  AND p.order_day <= @cutoff
GROUP BY p.company, p.currency, p.order_status
