-- Vouchers whose remaining amount is known without adding anything up: the first and last of each company that no order
-- item names, and the first and last that one delivered order item alone names and uses in part.
WITH voucher AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."id" AS voucher_id,
    v."code" AS voucher_code,
    v."business_use" AS business_use,
    v."created_at" AS created_at,
    v."discount_amount" AS face_value,
    v."remaining_amount" AS remaining_in_bob
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
    AND v."created_at" >= ?
    AND v."created_at" < ?
),
lone AS (
  SELECT
    i."ID_COMPANY" AS company,
    i."voucher_code" AS voucher_code,
    MIN(i."COD_OMS_SALES_ORDER_ITEM") AS item_no
  FROM "process_central_fin_dwh"."rpt_soi" AS i
  WHERE i."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND i."voucher_code" IS NOT NULL
  GROUP BY i."ID_COMPANY", i."voucher_code"
  HAVING COUNT(*) = 1
),
known AS (
  SELECT
    0 AS kind,
    v.company AS company,
    v.voucher_id AS voucher_id,
    CAST(0 AS DECIMAL(19,4)) AS used
  FROM voucher AS v
  WHERE NOT EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS i
    WHERE i."ID_COMPANY" = v.company AND i."voucher_code" = v.voucher_code
  )
  UNION ALL
  SELECT
    1 AS kind,
    v.company AS company,
    v.voucher_id AS voucher_id,
    CAST(
      COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) + COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0) AS DECIMAL(19,4)
    ) AS used
  FROM lone AS l
  JOIN "process_central_fin_dwh"."rpt_soi" AS i
    ON i."ID_COMPANY" = l.company AND i."COD_OMS_SALES_ORDER_ITEM" = l.item_no
  JOIN voucher AS v
    ON v.company = l.company AND v.voucher_code = l.voucher_code
  WHERE i."PACKAGE_DELIVERY_DATE" < ?
    AND i."DELIVERED_DATE" >= ?
    AND COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) + COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0) > 0
    AND COALESCE(i."MTR_COUPON_MONEY_VALUE", 0) + COALESCE(i."MTR_SHIPPING_VOUCHER_DISCOUNT", 0) < v.face_value
),
edge AS (
  SELECT k.kind AS kind, k.company AS company, MIN(k.voucher_id) AS first_id, MAX(k.voucher_id) AS last_id
  FROM known AS k
  GROUP BY k.kind, k.company
)
SELECT
  v.company AS "ID_COMPANY",
  v.voucher_id AS "id",
  v.business_use AS "business_use",
  v.created_at AS "created_at",
  CAST(ROUND(v.face_value, 4) AS DECIMAL(19,4)) AS "discount_amount",
  CAST(ROUND(v.remaining_in_bob, 4) AS DECIMAL(19,4)) AS "remaining_amount",
  CAST(ROUND(k.used, 4) AS DECIMAL(19,4)) AS "TotalAmountUsed",
  CAST(ROUND(COALESCE(v.face_value, 0) - k.used, 4) AS DECIMAL(19,4)) AS "TotalRemainingAmount"
FROM edge AS e
JOIN known AS k
  ON k.kind = e.kind AND k.company = e.company AND (k.voucher_id = e.first_id OR k.voucher_id = e.last_id)
JOIN voucher AS v
  ON v.company = k.company AND v.voucher_id = k.voucher_id
