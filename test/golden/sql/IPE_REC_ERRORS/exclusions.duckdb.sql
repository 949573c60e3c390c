-- Every row of the fifteen tables once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CAST('3PL Manual Transactions' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_3PL_MANUAL_TRANSACTIONS" AS s
  UNION ALL
  SELECT
    CAST('Cash Deposits' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_CASHDEPOSIT" AS s
  UNION ALL
  SELECT
    CAST('Collection Adjustments' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_COLLECTIONADJ" AS s
  UNION ALL
  SELECT
    CAST('Delivery Fees' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_DELIVERY_FEES" AS s
  UNION ALL
  SELECT
    CAST('Exception Account Statements' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_EXC_ACCOUNTSTATEMENTS" AS s
  UNION ALL
  SELECT
    CAST('JForce Payouts' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_JFORCE_PAYOUTS" AS s
  UNION ALL
  SELECT
    CAST('JPay App Transactions' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_JPAY_APP_TRANSACTION" AS s
  UNION ALL
  SELECT
    CAST('Marketplace Shipping Fees' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_MARKETPLACE_SHIPPING_FEES" AS s
  UNION ALL
  SELECT
    CAST('Packlist Payments' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_PACKLIST_PAYMENTS" AS s
  UNION ALL
  SELECT
    CAST('Prepaid Deliveries' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_PREPAID_DELIVERIES" AS s
  UNION ALL
  SELECT
    CAST('SOI Prepayments' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_COMPANY" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN CASE WHEN CAST(s."IS_PREPAYMENT" AS INTEGER) = 1 THEN 1 ELSE 0 END = 0 THEN 'not paid in advance'
      WHEN s."ORDER_CREATION_DATE" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_SOI" AS s
  UNION ALL
  SELECT
    CAST('Refunds' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_REFUNDS" AS s
  UNION ALL
  SELECT
    CAST('Seller Transactions' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_TRANSACTIONS_SELLER" AS s
  UNION ALL
  SELECT
    CAST('Ring Account Statements' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."id_company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."RING"."RPT_ACCOUNTSTATEMENTS" AS s
  UNION ALL
  SELECT
    CAST('Vendor Payments' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8) THEN 'company not selected'
      WHEN s."Created_Date" >= $period_next THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN ($integrated_statuses_0, $integrated_statuses_1) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "FIN_REC"."dbo"."RPT_VENDOR_PAYMENTS" AS s
)
SELECT x.source_system AS "Source_System", x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.source_system, x.reason
UNION ALL
SELECT CAST('3PL Manual Transactions' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_3PL_MANUAL_TRANSACTIONS" AS s
UNION ALL
SELECT CAST('Cash Deposits' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_CASHDEPOSIT" AS s
UNION ALL
SELECT CAST('Collection Adjustments' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_COLLECTIONADJ" AS s
UNION ALL
SELECT CAST('Delivery Fees' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_DELIVERY_FEES" AS s
UNION ALL
SELECT CAST('Exception Account Statements' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_EXC_ACCOUNTSTATEMENTS" AS s
UNION ALL
SELECT CAST('JForce Payouts' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_JFORCE_PAYOUTS" AS s
UNION ALL
SELECT CAST('JPay App Transactions' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_JPAY_APP_TRANSACTION" AS s
UNION ALL
SELECT CAST('Marketplace Shipping Fees' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_MARKETPLACE_SHIPPING_FEES" AS s
UNION ALL
SELECT CAST('Packlist Payments' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_PACKLIST_PAYMENTS" AS s
UNION ALL
SELECT CAST('Prepaid Deliveries' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_PREPAID_DELIVERIES" AS s
UNION ALL
SELECT CAST('SOI Prepayments' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_SOI" AS s
UNION ALL
SELECT CAST('Refunds' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_REFUNDS" AS s
UNION ALL
SELECT CAST('Seller Transactions' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_TRANSACTIONS_SELLER" AS s
UNION ALL
SELECT CAST('Ring Account Statements' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."RING"."RPT_ACCOUNTSTATEMENTS" AS s
UNION ALL
SELECT CAST('Vendor Payments' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "FIN_REC"."dbo"."RPT_VENDOR_PAYMENTS" AS s
