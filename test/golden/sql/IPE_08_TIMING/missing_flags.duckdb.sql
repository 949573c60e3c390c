-- Vouchers that do not say whether they are active; they are counted as inactive.
SELECT
  v."ID_COMPANY" AS "ID_Company",
  v."id" AS "Voucher_ID",
  CAST(ROUND(v."discount_amount", 4) AS DECIMAL(19,4)) AS "Amount"
FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
WHERE v."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND v."snapshot_date" = CAST($period_next AS TIMESTAMP(3))
  AND v."created_at" < $period_next
  AND CAST(v."is_active" AS INTEGER) IS NULL
  AND (v."to_date" IS NULL OR v."to_date" >= $period_next)
