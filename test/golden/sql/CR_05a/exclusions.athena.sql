-- Every rate of the table once, by the first reason that keeps it out.
WITH "src_d365_dz_Currency_Exchange_Rate" AS (SELECT "currency_code" AS "Currency Code", "starting_date" AS "Starting Date" FROM "process_central_fin_dwh"."savanna_dz_currency_exchange_rate"), ranked AS (
  SELECT
    CASE
      WHEN r."Currency Code" = ? THEN 'local currency'
      WHEN r."Currency Code" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'currency not requested'
      WHEN r."Starting Date" > ? THEN 'starts after the cutoff'
      ELSE 'starts by the cutoff'
    END AS reason,
    RANK() OVER (
      PARTITION BY r."Currency Code", CASE WHEN r."Starting Date" > ? THEN 1 ELSE 0 END
      ORDER BY r."Starting Date" DESC
    ) AS place
  FROM "src_d365_dz_Currency_Exchange_Rate" AS r
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
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "src_d365_dz_Currency_Exchange_Rate" AS r
