-- Inactive vouchers still valid at the end of the period, as the snapshot taken at that moment shows them, one row per
-- voucher and order item it is used on that was neither delivered nor cancelled by then; a voucher without any order
-- item has one row.
SELECT
  v."ID_COMPANY" AS "ID_Company",
  v."id" AS "Voucher_ID",
  v."code" AS "Code",
  CAST(ROUND(v."discount_amount", 4) AS DECIMAL(19,4)) AS "Amount",
  CASE
    WHEN v."ID_COMPANY" IN ($companies_in_ngn_0) THEN 'NGN'
    WHEN v."ID_COMPANY" IN ($companies_in_ghs_0) THEN 'GHS'
    WHEN v."ID_COMPANY" IN ($companies_in_xof_0, $companies_in_xof_1) THEN 'XOF'
    WHEN v."ID_COMPANY" IN ($companies_in_kes_0) THEN 'KES'
    WHEN v."ID_COMPANY" IN ($companies_in_ugx_0) THEN 'UGX'
    WHEN v."ID_COMPANY" IN ($companies_in_dzd_0) THEN 'DZD'
    WHEN v."ID_COMPANY" IN ($companies_in_egp_0) THEN 'EGP'
    WHEN v."ID_COMPANY" IN ($companies_in_mad_0) THEN 'MAD'
  END AS "Currency",
  v."business_use" AS "Business_Use",
  v."type" AS "Origin",
  CASE WHEN CAST(v."is_active" AS INTEGER) = 1 THEN 'active' ELSE 'inactive' END AS "Status",
  v."created_at" AS "Creation_Date",
  v."from_date" AS "Start_Date",
  v."to_date" AS "End_Date",
  COALESCE(i."COD_OMS_SALES_ORDER_ITEM", 0) AS "fk_Sales_Order_Item",
  i."ID_Sales_Order_Item" AS "ID_Sales_Order_Item",
  i."ORDER_CREATION_DATE" AS "Order_Creation_Date",
  i."DELIVERED_DATE" AS "Order_Delivery_Date",
  i."CANCELLATION_DATE" AS "Order_Cancellation_Date",
  i."CURRENT_STATUS" AS "Order_Item_Status",
  i."PAYMENT_METHOD" AS "Payment_Method",
  v."fk_Customer" AS "fk_Customer",
  i."COD_OMS_SALES_ORDER" AS "fk_Sales_Order",
  i."ORDER_NR" AS "Order_Nr",
  v."description" AS "Comment"
FROM "FIN_REC"."dbo"."V_STORECREDITVOUCHER_CLOSING" AS v
LEFT JOIN "FIN_REC"."dbo"."RPT_SOI" AS i
  ON i."ID_COMPANY" = v."ID_COMPANY" AND i."voucher_code" = v."code"
WHERE v."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND v."snapshot_date" = CAST($period_next AS TIMESTAMP(3))
  AND v."created_at" < $period_next
  AND COALESCE(CAST(v."is_active" AS INTEGER), 0) = 0
  AND (v."to_date" IS NULL OR v."to_date" >= $period_next)
  AND (i."DELIVERED_DATE" IS NULL OR i."DELIVERED_DATE" >= $period_next)
  AND (i."CANCELLATION_DATE" IS NULL OR i."CANCELLATION_DATE" >= $period_next)
