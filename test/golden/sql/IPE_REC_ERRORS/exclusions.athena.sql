-- Every row of the fifteen tables once, by the first reason that keeps it out.
WITH classified AS (
  SELECT
    CAST('3PL Manual Transactions' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_3pl_manual_transactions" AS s
  UNION ALL
  SELECT
    CAST('Cash Deposits' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS s
  UNION ALL
  SELECT
    CAST('Collection Adjustments' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_collectionadj" AS s
  UNION ALL
  SELECT
    CAST('Delivery Fees' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_delivery_fees" AS s
  UNION ALL
  SELECT
    CAST('Exception Account Statements' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_exc_accountstatements" AS s
  UNION ALL
  SELECT
    CAST('JForce Payouts' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_jforce_payouts" AS s
  UNION ALL
  SELECT
    CAST('JPay App Transactions' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_jpay_app_transaction" AS s
  UNION ALL
  SELECT
    CAST('Marketplace Shipping Fees' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_marketplace_shipping_fees" AS s
  UNION ALL
  SELECT
    CAST('Packlist Payments' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS s
  UNION ALL
  SELECT
    CAST('Prepaid Deliveries' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_prepaid_deliveries" AS s
  UNION ALL
  SELECT
    CAST('SOI Prepayments' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_COMPANY" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN CASE WHEN CAST(s."IS_PREPAYMENT" AS INTEGER) = 1 THEN 1 ELSE 0 END = 0 THEN 'not paid in advance'
      WHEN s."ORDER_CREATION_DATE" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_soi" AS s
  UNION ALL
  SELECT
    CAST('Refunds' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_refunds" AS s
  UNION ALL
  SELECT
    CAST('Seller Transactions' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS s
  UNION ALL
  SELECT
    CAST('Ring Account Statements' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."id_company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
  UNION ALL
  SELECT
    CAST('Vendor Payments' AS VARCHAR(50)) AS source_system,
    CASE
      WHEN s."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."Created_Date" >= ? THEN 'created after the cutoff'
      WHEN s."Nav_Integration_Status" IN (?, ?) THEN 'integrated'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_vendor_payments" AS s
)
SELECT x.source_system AS "Source_System", x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.source_system, x.reason
UNION ALL
SELECT CAST('3PL Manual Transactions' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_3pl_manual_transactions" AS s
UNION ALL
SELECT CAST('Cash Deposits' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_cashdeposit" AS s
UNION ALL
SELECT CAST('Collection Adjustments' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_collectionadj" AS s
UNION ALL
SELECT CAST('Delivery Fees' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_delivery_fees" AS s
UNION ALL
SELECT CAST('Exception Account Statements' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_exc_accountstatements" AS s
UNION ALL
SELECT CAST('JForce Payouts' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_jforce_payouts" AS s
UNION ALL
SELECT CAST('JPay App Transactions' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_jpay_app_transaction" AS s
UNION ALL
SELECT CAST('Marketplace Shipping Fees' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_marketplace_shipping_fees" AS s
UNION ALL
SELECT CAST('Packlist Payments' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_packlist_payments" AS s
UNION ALL
SELECT CAST('Prepaid Deliveries' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_prepaid_deliveries" AS s
UNION ALL
SELECT CAST('SOI Prepayments' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_soi" AS s
UNION ALL
SELECT CAST('Refunds' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_refunds" AS s
UNION ALL
SELECT CAST('Seller Transactions' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_transactions_seller" AS s
UNION ALL
SELECT CAST('Ring Account Statements' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
UNION ALL
SELECT CAST('Vendor Payments' AS VARCHAR(50)) AS "Source_System", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_vendor_payments" AS s
