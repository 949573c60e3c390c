-- Every row of the balance view once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN v."CLOSING_DATE" < ? OR v."CLOSING_DATE" > ? THEN 'other closing date'
      WHEN v."ID_COMPANY" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN v."GROUP_COA_ACCOUNT_NO" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'account not in the list'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS v
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS v
