-- Inactive vouchers still valid at the end of the period, as the snapshot taken at that moment shows them, one row per
-- voucher and order item it is used on that was neither delivered nor cancelled by then; a voucher without any order
-- item has one row.
SELECT
  v."ID_COMPANY" AS "ID_Company",
  v."id" AS "Voucher_ID",
  v."code" AS "Code",
  CAST(ROUND(v."discount_amount", 4) AS DECIMAL(19,4)) AS "Amount",
  CASE
    WHEN v."ID_COMPANY" IN (:companies_in_ngn) THEN 'NGN'
    WHEN v."ID_COMPANY" IN (:companies_in_ghs) THEN 'GHS'
    WHEN v."ID_COMPANY" IN (:companies_in_xof) THEN 'XOF'
    WHEN v."ID_COMPANY" IN (:companies_in_kes) THEN 'KES'
    WHEN v."ID_COMPANY" IN (:companies_in_ugx) THEN 'UGX'
    WHEN v."ID_COMPANY" IN (:companies_in_dzd) THEN 'DZD'
    WHEN v."ID_COMPANY" IN (:companies_in_egp) THEN 'EGP'
    WHEN v."ID_COMPANY" IN (:companies_in_mad) THEN 'MAD'
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
FROM {fin_rec.V_STORECREDITVOUCHER_CLOSING} AS v
LEFT JOIN {fin_rec.RPT_SOI} AS i
  ON i."ID_COMPANY" = v."ID_COMPANY" AND i."voucher_code" = v."code"
WHERE v."ID_COMPANY" IN (:companies)
  AND v."snapshot_date" = CAST(:period_next AS TIMESTAMP(3))
  AND v."created_at" < :period_next
  AND COALESCE(CAST(v."is_active" AS INTEGER), 0) = 0
  AND (v."to_date" IS NULL OR v."to_date" >= :period_next)
  AND (i."DELIVERED_DATE" IS NULL OR i."DELIVERED_DATE" >= :period_next)
  AND (i."CANCELLATION_DATE" IS NULL OR i."CANCELLATION_DATE" >= :period_next)
