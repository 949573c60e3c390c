-- Order items that count as usage but do not say whether they are marketplace or retail; they are counted as retail.
SELECT
  i."ID_COMPANY" AS "ID_Company",
  i."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM",
  i."voucher_code" AS "voucher_code",
  CAST(ROUND(COALESCE(i."MTR_COUPON_MONEY_VALUE", 0), 4) AS DECIMAL(19,4)) AS "amount"
FROM "process_central_fin_dwh"."rpt_soi" AS i
WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND i."VOUCHER_TYPE" = 'reusablecredit'
  AND i."PACKAGE_DELIVERY_DATE" < ?
  AND i."DELIVERED_DATE" >= ?
  AND CAST(i."IS_MARKETPLACE" AS INTEGER) IS NULL
