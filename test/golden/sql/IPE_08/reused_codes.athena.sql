-- Voucher codes that several vouchers of a company share: their usage cannot be attributed to one of them.
SELECT
  v."ID_COMPANY" AS "ID_COMPANY",
  v."code" AS "code",
  COUNT(*) AS "vouchers",
  MIN(v."id") AS "lowest_id",
  MAX(v."id") AS "highest_id"
FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
GROUP BY v."ID_COMPANY", v."code"
HAVING COUNT(*) > 1
