-- Order items that count as usage of a voucher of the report but do not say whether they are marketplace or retail; they
-- are counted as retail.
SELECT
  i."ID_COMPANY" AS "ID_COMPANY",
  i."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM",
  i."voucher_code" AS "voucher_code",
  CAST(ROUND(COALESCE(i."MTR_COUPON_MONEY_VALUE", 0), 4) AS DECIMAL(19,4)) AS "amount"
FROM "process_central_fin_dwh"."rpt_soi" AS i
WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND i."PACKAGE_DELIVERY_DATE" < ?
  AND i."DELIVERED_DATE" >= ?
  AND CAST(i."IS_MARKETPLACE" AS INTEGER) IS NULL
  AND EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
    WHERE v."ID_COMPANY" = i."ID_COMPANY"
      AND v."code" = i."voucher_code"
      AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
      AND v."created_at" >= ?
      AND v."created_at" < ?
  )
