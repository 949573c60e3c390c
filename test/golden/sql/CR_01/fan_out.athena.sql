-- Statements closed in the period whose id or number stands twice, and local accounts that lead to the two accounts twice.
WITH "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts")
SELECT
  'RPT_ACCOUNTSTATEMENTS, id' AS "look_up",
  s."id_company" AS "company",
  CAST(s."RING_ID_Transaction_Statement" AS VARCHAR(50)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
WHERE s."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY s."id_company", s."RING_ID_Transaction_Statement"
HAVING COUNT(*) > 1
  AND MAX(CASE WHEN s."RING_End_Date" >= ? AND s."RING_End_Date" < ? THEN 1 ELSE 0 END) = 1
UNION ALL
SELECT
  'RPT_ACCOUNTSTATEMENTS, number' AS "look_up",
  s."id_company" AS "company",
  CAST(s."RING_Transaction_Statement_No" AS VARCHAR(50)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
WHERE s."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY s."id_company", s."RING_Transaction_Statement_No"
HAVING COUNT(*) > 1
  AND MAX(CASE WHEN s."RING_End_Date" >= ? AND s."RING_End_Date" < ? THEN 1 ELSE 0 END) = 1
UNION ALL
SELECT
  'Dim_ChartOfAccounts' AS "look_up",
  a."Company_Code" AS "company",
  CAST(a."G/L_Account_No" AS VARCHAR(50)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
WHERE a."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND EXISTS (
    SELECT 1 AS found
    FROM "src_fin_rec_Dim_ChartOfAccounts" AS k
    WHERE k."Company_Code" = a."Company_Code"
      AND k."G/L_Account_No" = a."G/L_Account_No"
      AND (k."Group_COA_Account_no" = ? OR k."Group_COA_Account_no" = ?)
  )
GROUP BY a."Company_Code", a."G/L_Account_No"
HAVING COUNT(*) > 1
