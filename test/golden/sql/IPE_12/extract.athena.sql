-- Order items paid on delivery that were delivered by the cutoff and whose package was not reconciled by then, one row per item.
SELECT
  s."ID_COMPANY" AS "ID_COMPANY",
  s."COD_OMS_ID_PACKAGE" AS "COD_OMS_ID_PACKAGE",
  s."PAYMENT_METHOD" AS "PAYMENT_METHOD",
  CAST(s."IS_MARKETPLACE" AS INTEGER) AS "IS_MARKETPLACE",
  s."ORDER_NR" AS "ORDER_NR",
  s."PACKAGE_NUMBER" AS "PACKAGE_NUMBER",
  s."VOUCHER_TYPE" AS "VOUCHER_TYPE",
  s."BOB_ID_CUSTOMER" AS "BOB_ID_CUSTOMER",
  s."ORDER_CREATION_DATE" AS "ORDER_CREATION_DATE",
  s."SHIPPED_DATE" AS "SHIPPED_DATE",
  s."DELIVERED_DATE" AS "DELIVERED_DATE",
  s."PACKAGE_DELIVERY_DATE" AS "PACKAGE_DELIVERY_DATE",
  CAST(s."IS_PREPAYMENT" AS INTEGER) AS "IS_PREPAYMENT",
  CAST(ROUND(s."MTR_SHIPPING_FEE_MODIFICATION", 4) AS DECIMAL(19,4)) AS "MTR_SHIPPING_FEE_MODIFICATION",
  s."TRACKING_NUMBER" AS "TRACKING_NUMBER",
  s."OMS_PACKAGE_STATUS" AS "OMS_PACKAGE_STATUS",
  t."Customer_Type_L1" AS "Customer Type",
  CAST(ROUND(r."amount_expected", 4) AS DECIMAL(19,4)) AS "amount_expected",
  CAST(ROUND(r."amount_received", 4) AS DECIMAL(19,4)) AS "amount_received",
  r."fk_package_status" AS "fk_package_status",
  r."delivered_update_date" AS "delivered_update_date",
  r."delivery_date" AS "delivery_date",
  r."fk_collection_partner" AS "fk_collection_partner",
  r."last_mile" AS "last_mile",
  r."package_status" AS "package_status",
  r."payment_method_confirmed" AS "payment_method_confirmed",
  r."order_nr" AS "cashrec_order_nr",
  r."troubleshoot_resolution_date" AS "troubleshoot_resolution_date",
  CAST(ROUND(COALESCE(s."MTR_AMOUNT_PAID", 0), 4) AS DECIMAL(19,4)) AS "amount_paid",
  CAST(ROUND(COALESCE(s."MTR_PAID_PRICE", 0), 4) AS DECIMAL(19,4)) AS "paid_price",
  CAST(
    ROUND(
      COALESCE(s."MTR_BASE_SHIPPING_AMOUNT", 0)
      - COALESCE(s."MTR_SHIPPING_CART_RULE_DISCOUNT", 0)
      - COALESCE(s."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT", 0)
      - COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_FREIGHT_FEE", 0)
      - COALESCE(s."MTR_INTERNATIONAL_DELIVERY_FEE_CART_RULE", 0),
      4
    ) AS DECIMAL(19,4)
  ) AS "paid_shipping",
  s."COD_OMS_SALES_ORDER_ITEM" AS "COD_OMS_SALES_ORDER_ITEM"
FROM "process_central_fin_dwh"."rpt_soi" AS s
LEFT JOIN "raw_central_fin_dwh"."package_cashrec" AS r
  ON r."ID_COMPANY" = s."ID_COMPANY" AND r."package_nr" = s."PACKAGE_NUMBER"
LEFT JOIN "process_central_fin_dwh"."rpt_dim_bob_customer_type" AS t
  ON t."Bob_Customer_Type" = s."BOB_CUSTOMER_TYPE"
WHERE s."DELIVERED_DATE" >= ?
  AND s."DELIVERED_DATE" < ?
  AND s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND CAST(s."IS_PREPAYMENT" AS INTEGER) = 0
  AND (s."PAYMENT_METHOD" IS NULL OR s."PAYMENT_METHOD" <> 'NoPayment')
  AND (r."troubleshoot_resolution_date" IS NULL OR r."troubleshoot_resolution_date" >= ?)
