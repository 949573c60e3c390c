-- Order items ordered in the period and delivered after it that name an inactive voucher, and the first and last
-- inactive voucher of each company that no order item names.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    v."code" AS voucher_code,
    v."discount_amount" AS face_value,
    v."created_at" AS created_at,
    v."to_date" AS to_date
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
    AND v."created_at" < ?
    AND COALESCE(CAST(v."is_active" AS INTEGER), 0) = 0
    AND (v."to_date" IS NULL OR v."to_date" >= ?)
),
unnamed AS (
  SELECT v.company AS company, MIN(v.voucher_id) AS first_id, MAX(v.voucher_id) AS last_id
  FROM voucher AS v
  WHERE NOT EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS i
    WHERE i."ID_COMPANY" = v.company AND i."voucher_code" = v.voucher_code
  )
  GROUP BY v.company
)
SELECT
  v.company AS "ID_Company",
  v.voucher_id AS "Voucher_ID",
  i."COD_OMS_SALES_ORDER_ITEM" AS "fk_Sales_Order_Item",
  v.voucher_code AS "Code",
  CAST(ROUND(v.face_value, 4) AS DECIMAL(19,4)) AS "Amount",
  v.created_at AS "Creation_Date",
  v.to_date AS "End_Date",
  i."DELIVERED_DATE" AS "Order_Delivery_Date"
FROM "process_central_fin_dwh"."rpt_soi" AS i
JOIN voucher AS v
  ON v.company = i."ID_COMPANY" AND v.voucher_code = i."voucher_code"
WHERE i."ORDER_CREATION_DATE" >= ?
  AND i."ORDER_CREATION_DATE" < ?
  AND i."DELIVERED_DATE" >= ?
  AND (i."CANCELLATION_DATE" IS NULL OR i."CANCELLATION_DATE" >= ?)
UNION ALL
SELECT
  v.company AS "ID_Company",
  v.voucher_id AS "Voucher_ID",
  CAST(0 AS BIGINT) AS "fk_Sales_Order_Item",
  v.voucher_code AS "Code",
  CAST(ROUND(v.face_value, 4) AS DECIMAL(19,4)) AS "Amount",
  v.created_at AS "Creation_Date",
  v.to_date AS "End_Date",
  CAST(NULL AS TIMESTAMP(3)) AS "Order_Delivery_Date"
FROM unnamed AS u
JOIN voucher AS v
  ON v.company = u.company AND (v.voucher_id = u.first_id OR v.voucher_id = u.last_id)
