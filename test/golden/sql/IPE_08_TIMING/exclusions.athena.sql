-- Every row of the voucher view, of all its snapshots, with the order items that name it, once, by the first reason that
-- keeps it out.
WITH named AS (
  -- how many order items name each voucher code; a voucher without any has one line
  SELECT i."ID_COMPANY" AS company, i."voucher_code" AS voucher_code, COUNT(*) AS items
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  GROUP BY i."ID_COMPANY", i."voucher_code"
),
classified AS (
  SELECT
    CASE
      WHEN v."ID_COMPANY" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN v."snapshot_date" < ? THEN 'snapshot of an earlier moment'
      WHEN v."snapshot_date" <> CAST(? AS TIMESTAMP(3)) THEN 'snapshot of a later moment'
      WHEN v."created_at" >= ? THEN 'voucher created after the cutoff'
      WHEN CAST(v."is_active" AS INTEGER) = 1 THEN 'voucher active'
      WHEN v."to_date" < ? THEN 'voucher expired by the cutoff'
      WHEN i."DELIVERED_DATE" < ? THEN 'order item delivered by the cutoff'
      WHEN i."CANCELLATION_DATE" < ? THEN 'order item cancelled by the cutoff'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  LEFT JOIN "process_central_fin_dwh"."rpt_soi" AS i
    ON i."ID_COMPANY" = v."ID_COMPANY" AND i."voucher_code" = v."code"
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT
  'unfiltered' AS "reason",
  CAST(COALESCE(SUM(CAST(COALESCE(n.items, 1) AS BIGINT)), 0) AS BIGINT) AS "row_count"
FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
LEFT JOIN named AS n
  ON n.company = v."ID_COMPANY" AND n.voucher_code = v."code"
