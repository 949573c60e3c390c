-- Every row of the voucher view, of all its snapshots, once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN v."ID_COMPANY" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN v."snapshot_date" < $period_next THEN 'snapshot of an earlier moment'
      WHEN v."snapshot_date" <> CAST($period_next AS TIMESTAMP(3)) THEN 'snapshot of a later moment'
      WHEN v."created_at" < $since_created THEN 'created before the start bound'
      WHEN v."created_at" >= $period_next THEN 'created after the cutoff'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
