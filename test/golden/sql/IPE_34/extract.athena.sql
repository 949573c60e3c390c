-- Order items refunded and not yet returned at the cutoff, or returned and not yet refunded, one row per item.
WITH item AS (
  SELECT
    s."ID_COMPANY" AS company,
    s."COD_OMS_SALES_ORDER_ITEM" AS item_id,
    s."CURRENT_STATUS" AS current_status,
    CAST(s."IS_MARKETPLACE" AS INTEGER) AS marketplace,
    s."ORDER_NR" AS order_nr,
    s."BOB_ID_CUSTOMER" AS customer_id,
    s."BOB_CUSTOMER_TYPE" AS customer_type,
    s."RETURN_DATE" AS returned,
    CAST(s."IS_GLOBAL" AS INTEGER) AS is_global,
    s."FINANCE_VERIFIED_DATE" AS verified,
    s."REFUND_DATE" AS refunded,
    CASE
      WHEN s."DELIVERED_DATE" IS NOT NULL
        AND s."REFUND_DATE" >= ?
        AND s."REFUND_DATE" < ?
        AND (s."RETURN_DATE" IS NULL OR s."RETURN_DATE" >= ?)
        THEN 'Refunded not yet returned'
      WHEN s."RETURN_DATE" >= ?
        AND s."RETURN_DATE" < ?
        AND (s."REFUND_DATE" IS NULL OR s."REFUND_DATE" >= ?)
        THEN 'Returned not yet refunded'
    END AS case_type,
    COALESCE(s."MTR_PRICE_AFTER_DISCOUNT", 0)
      + COALESCE(s."MTR_BASE_SHIPPING_AMOUNT", 0)
      + COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_AMOUNT", 0)
      - COALESCE(s."MTR_INTERNATIONAL_CUSTOMS_FEE_CART_RULE_DISCOUNT", 0)
      - COALESCE(s."MTR_SHIPPING_CART_RULE_DISCOUNT", 0)
      - CASE
        WHEN s."VOUCHER_TYPE" = 'coupon' THEN COALESCE(s."MTR_SHIPPING_VOUCHER_DISCOUNT", 0)
        ELSE CAST(0 AS DECIMAL(19,4))
      END AS amount
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  WHERE s."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND s."ID_COMPANY" NOT IN (?, ?)
    AND (s."REFUND_DATE" < ? OR s."RETURN_DATE" < ?)
)
SELECT
  i.company AS "ID_COMPANY",
  i.current_status AS "CURRENT_STATUS",
  i.case_type AS "Case_Type",
  i.marketplace AS "IS_MARKETPLACE",
  i.order_nr AS "ORDER_NR",
  i.customer_id AS "BOB_ID_CUSTOMER",
  i.returned AS "RETURN_DATE",
  i.is_global AS "IS_GLOBAL",
  i.verified AS "FINANCE_VERIFIED_DATE",
  i.refunded AS "REFUND_DATE",
  n."OMS_Type" AS "OMS_Type",
  t."Customer_Type_L1" AS "Customer_Type_L1",
  CAST(
    ROUND(CASE WHEN i.case_type = 'Refunded not yet returned' THEN i.amount ELSE -i.amount END, 4) AS DECIMAL(19,4)
  ) AS "AmountToRefund",
  i.item_id AS "COD_OMS_SALES_ORDER_ITEM"
FROM item AS i
LEFT JOIN "process_central_fin_dwh"."rpt_refund_no_return" AS n
  ON n."ID_Company" = i.company AND n."OMS_ID_Sales_Order_Item" = i.item_id
LEFT JOIN "process_central_fin_dwh"."rpt_dim_bob_customer_type" AS t
  ON t."Bob_Customer_Type" = i.customer_type
WHERE i.case_type IS NOT NULL
