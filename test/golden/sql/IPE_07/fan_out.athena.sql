-- Look-up keys the ledger uses that stand more than once in their table: each would multiply rows of the extract.
WITH "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "customer_no" AS "Customer No_", "busline_code" AS "Busline Code" FROM "process_central_fin_dwh"."customer_ledger_entries"), "src_nav_dw_Customers" AS (SELECT "id_company" AS "id_company", "no" AS "No_", "busline_code" AS "Busline Code" FROM "process_central_fin_dwh"."customers"), "src_nav_dw_Customer_Posting_Group" AS (SELECT "id_company" AS "id_company", "code" AS "Code", "receivables_account" AS "Receivables Account" FROM "process_central_fin_dwh"."customer_posting_group"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No" FROM "process_central_fin_dwh"."dim_chartofaccounts")
SELECT 'Dim_Company' AS "look_up", c."Company_Code" AS "company", c."Company_Code" AS "look_up_key", COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."dim_company" AS c
WHERE c."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY c."Company_Code"
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Dim_Busline' AS "look_up", b."Company_Code" AS "company", b."Busline_Code" AS "look_up_key", COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."dim_busline" AS b
WHERE b."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND EXISTS (
    SELECT 1 FROM "src_nav_dw_Customer_Ledger_Entries" AS e
    WHERE e."id_company" = b."Company_Code" AND e."Busline Code" = b."Busline_Code"
  )
GROUP BY b."Company_Code", b."Busline_Code"
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Customers' AS "look_up", k."id_company" AS "company", k."No_" AS "look_up_key", COUNT(*) AS "matches"
FROM "src_nav_dw_Customers" AS k
WHERE k."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND EXISTS (
    SELECT 1 FROM "src_nav_dw_Customer_Ledger_Entries" AS e
    WHERE e."id_company" = k."id_company" AND e."Customer No_" = k."No_"
  )
GROUP BY k."id_company", k."No_"
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Customer Posting Group' AS "look_up", g."id_company" AS "company", g."Code" AS "look_up_key", COUNT(*) AS "matches"
FROM "src_nav_dw_Customer_Posting_Group" AS g
WHERE g."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND g."Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY g."id_company", g."Code"
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
    SELECT 1 FROM "src_nav_dw_Customer_Posting_Group" AS g
    WHERE g."id_company" = a."Company_Code"
      AND g."Receivables Account" = a."G/L_Account_No"
      AND g."Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  )
GROUP BY a."Company_Code", a."G/L_Account_No"
HAVING COUNT(*) > 1
