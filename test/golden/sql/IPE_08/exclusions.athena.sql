-- Every row of the voucher view, of all its snapshots, once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CASE
      WHEN v."ID_COMPANY" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN v."snapshot_date" < ? THEN 'snapshot of an earlier moment'
      WHEN v."snapshot_date" <> CAST(? AS TIMESTAMP(3)) THEN 'snapshot of a later moment'
      WHEN v."created_at" < ? THEN 'created before the start bound'
      WHEN v."created_at" >= ? THEN 'created after the cutoff'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
