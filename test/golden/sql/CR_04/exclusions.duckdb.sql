-- Every row of the balance view once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN v."CLOSING_DATE" < $cutoff OR v."CLOSING_DATE" > $cutoff THEN 'other closing date'
      WHEN v."ID_COMPANY" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN v."GROUP_COA_ACCOUNT_NO" NOT IN ($gl_accounts_0, $gl_accounts_1, $gl_accounts_2, $gl_accounts_3, $gl_accounts_4, $gl_accounts_5, $gl_accounts_6, $gl_accounts_7, $gl_accounts_8, $gl_accounts_9, $gl_accounts_10) THEN 'account not in the list'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT" AS v
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT" AS v
