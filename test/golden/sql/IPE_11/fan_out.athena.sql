-- Look-up keys that transactions of the period use and that stand more than once in their table.
WITH used AS (
  SELECT
    t."ID_Company" AS company,
    t."ID_Transaction" AS transaction_id,
    t."Transaction_Type" AS asg_name,
    t."ID_Account_Statement" AS statement_id,
    t."BOB_ID_Vendor" AS vendor_id
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
  WHERE t."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND t."Created_Date" >= ?
    AND t."Created_Date" < ?
)
SELECT
  'GDOC_DIM_ASG_V2' AS "look_up",
  a."ID_Company" AS "company",
  CAST(a."SC_ASG_Name" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."gdoc_dim_asg_v2" AS a
WHERE EXISTS (SELECT 1 FROM used AS u WHERE u.company = a."ID_Company" AND u.asg_name = a."SC_ASG_Name")
GROUP BY a."ID_Company", a."SC_ASG_Name"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_ACCOUNTSTATEMENTS' AS "look_up",
  s."id_company" AS "company",
  CAST(s."RING_ID_Transaction_Statement" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
WHERE EXISTS (
  SELECT 1 FROM used AS u
  WHERE u.company = s."id_company" AND u.statement_id = s."RING_ID_Transaction_Statement"
)
GROUP BY s."id_company", s."RING_ID_Transaction_Statement"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_VENDORS' AS "look_up",
  v."ID_company" AS "company",
  CAST(v."BOB_ID_Vendor" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_vendors" AS v
WHERE EXISTS (SELECT 1 FROM used AS u WHERE u.company = v."ID_company" AND u.vendor_id = v."BOB_ID_Vendor")
GROUP BY v."ID_company", v."BOB_ID_Vendor"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_TRANSACTIONS' AS "look_up",
  r."ID_Company" AS "company",
  CAST(r."ID_Transaction" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_transactions" AS r
WHERE EXISTS (
  SELECT 1 FROM used AS u WHERE u.company = r."ID_Company" AND u.transaction_id = r."ID_Transaction"
)
GROUP BY r."ID_Company", r."ID_Transaction"
HAVING COUNT(*) > 1
