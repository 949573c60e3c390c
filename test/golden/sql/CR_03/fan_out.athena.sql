-- Look-up keys the ledger uses that stand more than once in their table: each would multiply rows of the extract.
WITH "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_" FROM "process_central_fin_dwh"."g_l_entries")
SELECT
  'Dim_Company' AS "look_up",
  c."Company_Code" AS "company",
  c."Company_Code" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."dim_company" AS c
WHERE c."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY c."Company_Code"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'Dim_ChartOfAccounts' AS "look_up",
  a."Company_Code" AS "company",
  a."G/L_Account_No" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
WHERE a."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND EXISTS (
    SELECT 1 FROM "src_nav_dw_G_L_Entries" AS g
    WHERE g."id_company" = a."Company_Code"
      AND g."Chart of Accounts No_" = a."G/L_Account_No"
      AND g."Posting Date" < ?
  )
GROUP BY a."Company_Code", a."G/L_Account_No"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'GDOC_IFRS_Tabular_Mapping' AS "look_up",
  '' AS "company",
  i."Level_4_Code" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."gdoc_ifrs_tabular_mapping" AS i
WHERE i."Level_4_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY i."Level_4_Code"
HAVING COUNT(*) > 1
