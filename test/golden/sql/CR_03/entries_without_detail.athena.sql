-- Entries of the requested accounts posted in the span of the report with an amount but without any detailed entry: the
-- report, which goes by detailed entries, would miss them silently.
WITH "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "document_no" AS "Document No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_Detailed_G_L_Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "gen_ledger_entry_no" AS "Gen_ Ledger Entry No_", "posting_date" AS "Posting Date", "amount" AS "Amount" FROM "process_central_fin_dwh"."detailed_gl_entry")
SELECT
  g."id_company" AS "id_company",
  g."Entry No_" AS "Entry No_",
  g."Document No_" AS "Document No_",
  g."Posting Date" AS "Posting Date",
  g."Chart of Accounts No_" AS "Chart of Accounts No_",
  CAST(ROUND(g."Amount", 4) AS DECIMAL(19,4)) AS "Amount"
FROM "src_nav_dw_G_L_Entries" AS g
WHERE (? = 1 OR (? = 0 AND g."Posting Date" >= ?))
  AND g."Posting Date" < ?
  AND g."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND g."Amount" <> 0
  AND EXISTS (
    SELECT 1 FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
    WHERE a."Company_Code" = g."id_company"
      AND a."G/L_Account_No" = g."Chart of Accounts No_"
      AND a."Group_COA_Account_no" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  )
  AND NOT EXISTS (
    SELECT 1 FROM "src_nav_dw_Detailed_G_L_Entry" AS d
    WHERE d."id_company" = g."id_company" AND d."Gen_ Ledger Entry No_" = g."Entry No_"
  )
