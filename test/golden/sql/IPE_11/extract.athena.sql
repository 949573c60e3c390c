-- Revenue transactions of the Seller Center created in the period and on no statement closed by its end, one row each.
SELECT
  t."ID_Company" AS "ID_Company",
  t."Created_Date" AS "SC_Created_Date",
  t."ID_Transaction" AS "SC_ID_Transaction",
  t."Transaction_No" AS "SC_Transaction_No",
  r."Transaction_Type_Name" AS "SC_Transaction_Type",
  t."Transaction_Type" AS "SC_ASG_Name",
  t."Nav_Type" AS "SC_Nav_Type",
  t."ERP_Name" AS "SC_Nav_Message",
  CAST(ROUND(t."Transaction_Amount", 4) AS DECIMAL(19,4)) AS "SC_Transaction_Amount",
  CAST(t."Created_Manually" AS INTEGER) AS "SC_Created_Manually",
  t."Vendor_Short_Code" AS "SC_Vendor_No",
  t."BOB_ID_Vendor" AS "BOB_ID_Vendor",
  t."Vendor_Name" AS "SC_Vendor_Name",
  CAST(v."Is_Global" AS INTEGER) AS "Is_Global",
  t."SC_ID_Sales_Order_Item" AS "SC_ID_Sales_Order_Item",
  t."OMS_ID_Sales_Order_Item" AS "OMS_ID_Sales_Order_Item",
  t."BOB_ID_Sales_Order_Item" AS "BOB_ID_Sales_Order_Item",
  t."Order_Number" AS "Order_Nr",
  t."ID_Account_Statement" AS "SC_ID_Account_Statement",
  s."RING_Transaction_Statement_No" AS "SC_Transaction_Statement_No",
  s."RING_Start_Date" AS "SC_Start_Date",
  s."RING_End_Date" AS "SC_End_Date",
  CAST(s."RING_Paid" AS INTEGER) AS "SC_Paid",
  s."RING_Paid_Date" AS "SC_Paid_Date",
  a."ASG_Level_1" AS "ASG_Level_1",
  a."ASG_Level_2" AS "ASG_Level_2",
  a."ASG_Level_3" AS "ASG_Level_3",
  a."ASG_Level_4" AS "ASG_Level_4"
FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
JOIN "process_central_fin_dwh"."gdoc_dim_asg_v2" AS a
  ON a."ID_Company" = t."ID_Company" AND a."SC_ASG_Name" = t."Transaction_Type"
LEFT JOIN "process_central_fin_dwh"."rpt_accountstatements" AS s
  ON s."id_company" = t."ID_Company" AND s."RING_ID_Transaction_Statement" = t."ID_Account_Statement"
LEFT JOIN "process_central_fin_dwh"."rpt_vendors" AS v
  ON v."ID_company" = t."ID_Company" AND v."BOB_ID_Vendor" = t."BOB_ID_Vendor"
LEFT JOIN "process_central_fin_dwh"."rpt_transactions" AS r
  ON r."ID_Company" = t."ID_Company" AND r."ID_Transaction" = t."ID_Transaction"
WHERE t."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND t."Created_Date" >= ?
  AND t."Created_Date" >= ?
  AND t."Created_Date" < ?
  AND a."ASG_Level_1" = 'Revenues'
  AND (t."ID_Account_Statement" IS NULL OR s."RING_End_Date" >= ?)
