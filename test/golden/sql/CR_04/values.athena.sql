-- How many lines of the balance view hold each value of the key and of the columns the control depends on, found
-- between the cutoff and the day after it.
WITH cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p."ID_COMPANY"
      WHEN 2 THEN SUBSTRING(CAST(p."CLOSING_DATE" AS VARCHAR(10)), 1, 10)
      WHEN 3 THEN SUBSTRING(CAST(CAST(p."REFRESH_DATE" AS DATE) AS VARCHAR(10)), 1, 10)
      WHEN 4 THEN p."GROUP_COA_ACCOUNT_NO"
      WHEN 5 THEN p."REAL_COA"
      WHEN 6 THEN p."CURRENCY"
      WHEN 7 THEN p."BUSLINE_CODE"
      WHEN 8 THEN p."REPORTING_COUNTRY_CODE"
      WHEN 9 THEN p."PARTNER_CODE"
      WHEN 10 THEN p."IC_PARTNER_CODE"
      WHEN 11 THEN CAST(CAST(p."IS_RECHARGE" AS INTEGER) AS VARCHAR(1))
      WHEN 12 THEN CAST(CAST(p."IS_RETAINED_EARNINGS" AS INTEGER) AS VARCHAR(1))
      WHEN 13 THEN CAST(CAST(p."IS_INTERCO" AS INTEGER) AS VARCHAR(1))
    END AS cell_value
  FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS p
  CROSS JOIN (VALUES
    (1, 'ID_COMPANY'),
    (2, 'CLOSING_DATE'),
    (3, 'REFRESH_DATE'),
    (4, 'GROUP_COA_ACCOUNT_NO'),
    (5, 'REAL_COA'),
    (6, 'CURRENCY'),
    (7, 'BUSLINE_CODE'),
    (8, 'REPORTING_COUNTRY_CODE'),
    (9, 'PARTNER_CODE'),
    (10, 'IC_PARTNER_CODE'),
    (11, 'IS_RECHARGE'),
    (12, 'IS_RETAINED_EARNINGS'),
    (13, 'IS_INTERCO')
  ) AS v (n, column_name)
  WHERE p."CLOSING_DATE" >= ?
    AND p."CLOSING_DATE" < ?
    AND p."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND p."GROUP_COA_ACCOUNT_NO" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)
SELECT
  c.column_name AS "column_name",
  c.cell_value AS "value",
  COUNT(*) AS "row_count"
FROM cell AS c
GROUP BY c.column_name, c.cell_value
