-- Statements closed in the period whose id or number stands twice, and local accounts that lead to the two accounts twice.
SELECT
  'RPT_ACCOUNTSTATEMENTS, id' AS "look_up",
  s."id_company" AS "company",
  CAST(s."RING_ID_Transaction_Statement" AS VARCHAR(50)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."RING"."RPT_ACCOUNTSTATEMENTS" AS s
WHERE s."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY s."id_company", s."RING_ID_Transaction_Statement"
HAVING COUNT(*) > 1
  AND MAX(CASE WHEN s."RING_End_Date" >= $period_start AND s."RING_End_Date" < $period_next THEN 1 ELSE 0 END) = 1
UNION ALL
SELECT
  'RPT_ACCOUNTSTATEMENTS, number' AS "look_up",
  s."id_company" AS "company",
  CAST(s."RING_Transaction_Statement_No" AS VARCHAR(50)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."RING"."RPT_ACCOUNTSTATEMENTS" AS s
WHERE s."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY s."id_company", s."RING_Transaction_Statement_No"
HAVING COUNT(*) > 1
  AND MAX(CASE WHEN s."RING_End_Date" >= $period_start AND s."RING_End_Date" < $period_next THEN 1 ELSE 0 END) = 1
UNION ALL
SELECT
  'Dim_ChartOfAccounts' AS "look_up",
  a."Company_Code" AS "company",
  CAST(a."G/L_Account_No" AS VARCHAR(50)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."fdw"."Dim_ChartOfAccounts" AS a
WHERE a."Company_Code" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND EXISTS (
    SELECT 1 AS found
    FROM "FIN_REC"."fdw"."Dim_ChartOfAccounts" AS k
    WHERE k."Company_Code" = a."Company_Code"
      AND k."G/L_Account_No" = a."G/L_Account_No"
      AND (k."Group_COA_Account_no" = $statement_account OR k."Group_COA_Account_no" = $counter_account)
  )
GROUP BY a."Company_Code", a."G/L_Account_No"
HAVING COUNT(*) > 1
