-- Every row of the balance view once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN v."CLOSING_DATE" < :cutoff OR v."CLOSING_DATE" > :cutoff THEN 'other closing date'
      WHEN v."ID_COMPANY" NOT IN (:companies) THEN 'company not selected'
      WHEN v."GROUP_COA_ACCOUNT_NO" NOT IN (:gl_accounts) THEN 'account not in the list'
      ELSE 'included'
    END AS reason
  FROM {fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT} AS v
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM {fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT} AS v
