-- The first and the last entry with an amount that each company posted to a requested account within the period, found
-- in the ledger itself through the chart of accounts, without its detailed entries.
WITH "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "document_no" AS "Document No_", "voucher_no" AS "Voucher No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), edge AS (
  SELECT g."id_company" AS company, MIN(g."Entry No_") AS first_entry, MAX(g."Entry No_") AS last_entry
  FROM "src_nav_dw_G_L_Entries" AS g
  WHERE g."Posting Date" >= ?
    AND g."Posting Date" < ?
    AND g."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND g."Amount" <> 0
    AND EXISTS (
      SELECT 1 FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
      WHERE a."Company_Code" = g."id_company"
        AND a."G/L_Account_No" = g."Chart of Accounts No_"
        AND a."Group_COA_Account_no" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )
    AND EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."dim_company" AS c
      WHERE c."Company_Code" = g."id_company" AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
    )
  GROUP BY g."id_company"
)
SELECT
  w."id_company" AS "id_company",
  w."Entry No_" AS "Entry No_",
  w."Document No_" AS "Document No_",
  w."Voucher No_" AS "Voucher No_",
  w."Posting Date" AS "Posting Date",
  w."Chart of Accounts No_" AS "Chart of Accounts No_",
  CAST(ROUND(w."Amount", 4) AS DECIMAL(19,4)) AS "Amount"
FROM edge AS e
JOIN "src_nav_dw_G_L_Entries" AS w
  ON w."id_company" = e.company AND (w."Entry No_" = e.first_entry OR w."Entry No_" = e.last_entry)
