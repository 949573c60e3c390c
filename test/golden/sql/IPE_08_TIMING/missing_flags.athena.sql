-- Vouchers that do not say whether they are active; they are counted as inactive.
SELECT
  v."ID_COMPANY" AS "ID_Company",
  v."id" AS "Voucher_ID",
  CAST(ROUND(v."discount_amount", 4) AS DECIMAL(19,4)) AS "Amount"
FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
  AND v."created_at" < ?
  AND CAST(v."is_active" AS INTEGER) IS NULL
  AND (v."to_date" IS NULL OR v."to_date" >= ?)
