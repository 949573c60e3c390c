-- Every row of the voucher view, of all its snapshots, with the order items that name it, once, by the first reason that
-- keeps it out.
WITH named AS (
  -- how many order items name each voucher code; a voucher without any has one line
  SELECT i."ID_COMPANY" AS company, i."voucher_code" AS voucher_code, COUNT(*) AS items
  FROM "FIN_REC"."dbo"."RPT_SOI" AS i
  GROUP BY i."ID_COMPANY", i."voucher_code"
),
classified AS (
  SELECT
    CASE
      WHEN v."ID_COMPANY" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN v."snapshot_date" < $period_next THEN 'snapshot of an earlier moment'
      WHEN v."snapshot_date" <> CAST($period_next AS TIMESTAMP(3)) THEN 'snapshot of a later moment'
      WHEN v."created_at" >= $period_next THEN 'voucher created after the cutoff'
      WHEN CAST(v."is_active" AS INTEGER) = 1 THEN 'voucher active'
      WHEN v."to_date" < $period_next THEN 'voucher expired by the cutoff'
      WHEN i."DELIVERED_DATE" < $period_next THEN 'order item delivered by the cutoff'
      WHEN i."CANCELLATION_DATE" < $period_next THEN 'order item cancelled by the cutoff'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
  LEFT JOIN "FIN_REC"."dbo"."RPT_SOI" AS i
    ON i."ID_COMPANY" = v."ID_COMPANY" AND i."voucher_code" = v."code"
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT
  'unfiltered' AS "reason",
  CAST(COALESCE(SUM(CAST(COALESCE(n.items, 1) AS BIGINT)), 0) AS BIGINT) AS "row_count"
FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
LEFT JOIN named AS n
  ON n.company = v."ID_COMPANY" AND n.voucher_code = v."code"
