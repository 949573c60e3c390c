-- Inactive vouchers still valid at the end of the period, as the snapshot taken at that moment shows them, one row per
-- voucher and order item it is used on that was neither delivered nor cancelled by then; a voucher that no order item
-- names has one row.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    v."code" AS voucher_code,
    v."discount_amount" AS face_value,
    CASE
      WHEN v."ID_COMPANY" IN (?) THEN 'NGN'
      WHEN v."ID_COMPANY" IN (?) THEN 'GHS'
      WHEN v."ID_COMPANY" IN (?, ?) THEN 'XOF'
      WHEN v."ID_COMPANY" IN (?) THEN 'KES'
      WHEN v."ID_COMPANY" IN (?) THEN 'UGX'
      WHEN v."ID_COMPANY" IN (?) THEN 'DZD'
      WHEN v."ID_COMPANY" IN (?) THEN 'EGP'
      WHEN v."ID_COMPANY" IN (?) THEN 'MAD'
    END AS currency,
    v."business_use" AS business_use,
    v."type" AS origin,
    CASE WHEN CAST(v."is_active" AS INTEGER) = 1 THEN 'active' ELSE 'inactive' END AS status,
    v."created_at" AS created_at,
    v."from_date" AS from_date,
    v."to_date" AS to_date,
    v."fk_Customer" AS customer,
    v."description" AS description
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
    AND v."created_at" < ?
    AND COALESCE(CAST(v."is_active" AS INTEGER), 0) = 0
    AND (v."to_date" IS NULL OR v."to_date" >= ?)
)
SELECT
  v.company AS "ID_Company",
  v.voucher_id AS "Voucher_ID",
  v.voucher_code AS "Code",
  CAST(ROUND(v.face_value, 4) AS DECIMAL(19,4)) AS "Amount",
  v.currency AS "Currency",
  v.business_use AS "Business_Use",
  v.origin AS "Origin",
  v.status AS "Status",
  v.created_at AS "Creation_Date",
  v.from_date AS "Start_Date",
  v.to_date AS "End_Date",
  i."COD_OMS_SALES_ORDER_ITEM" AS "fk_Sales_Order_Item",
  i."ID_Sales_Order_Item" AS "ID_Sales_Order_Item",
  i."ORDER_CREATION_DATE" AS "Order_Creation_Date",
  i."DELIVERED_DATE" AS "Order_Delivery_Date",
  i."CANCELLATION_DATE" AS "Order_Cancellation_Date",
  i."CURRENT_STATUS" AS "Order_Item_Status",
  i."PAYMENT_METHOD" AS "Payment_Method",
  v.customer AS "fk_Customer",
  i."COD_OMS_SALES_ORDER" AS "fk_Sales_Order",
  i."ORDER_NR" AS "Order_Nr",
  v.description AS "Comment"
FROM "process_central_fin_dwh"."rpt_soi" AS i
JOIN voucher AS v
  ON v.company = i."ID_COMPANY" AND v.voucher_code = i."voucher_code"
WHERE (i."DELIVERED_DATE" IS NULL OR i."DELIVERED_DATE" >= ?)
  AND (i."CANCELLATION_DATE" IS NULL OR i."CANCELLATION_DATE" >= ?)
UNION ALL
SELECT
  v.company AS "ID_Company",
  v.voucher_id AS "Voucher_ID",
  v.voucher_code AS "Code",
  CAST(ROUND(v.face_value, 4) AS DECIMAL(19,4)) AS "Amount",
  v.currency AS "Currency",
  v.business_use AS "Business_Use",
  v.origin AS "Origin",
  v.status AS "Status",
  v.created_at AS "Creation_Date",
  v.from_date AS "Start_Date",
  v.to_date AS "End_Date",
  CAST(0 AS BIGINT) AS "fk_Sales_Order_Item",
  CAST(NULL AS BIGINT) AS "ID_Sales_Order_Item",
  CAST(NULL AS TIMESTAMP(3)) AS "Order_Creation_Date",
  CAST(NULL AS TIMESTAMP(3)) AS "Order_Delivery_Date",
  CAST(NULL AS TIMESTAMP(3)) AS "Order_Cancellation_Date",
  CAST(NULL AS VARCHAR(50)) AS "Order_Item_Status",
  CAST(NULL AS VARCHAR(50)) AS "Payment_Method",
  v.customer AS "fk_Customer",
  CAST(NULL AS BIGINT) AS "fk_Sales_Order",
  CAST(NULL AS VARCHAR(20)) AS "Order_Nr",
  v.description AS "Comment"
FROM voucher AS v
WHERE NOT EXISTS (
  SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" = v.company AND i."voucher_code" = v.voucher_code
)
