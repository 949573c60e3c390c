-- Voucher codes that several vouchers of a company share: an order item then stands under each of them.
SELECT
  v."ID_COMPANY" AS "ID_COMPANY",
  v."code" AS "code",
  COUNT(*) AS "vouchers",
  MIN(v."id") AS "lowest_id",
  MAX(v."id") AS "highest_id"
FROM {fin_rec.V_STORECREDITVOUCHER_CLOSING} AS v
WHERE v."ID_COMPANY" IN (:companies)
  AND v."snapshot_date" = CAST(:period_next AS TIMESTAMP(3))
GROUP BY v."ID_COMPANY", v."code"
HAVING COUNT(*) > 1
