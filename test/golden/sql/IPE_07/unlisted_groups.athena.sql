-- Posting groups in use on the receivable accounts that are not in the list: their entries would be missed silently.
WITH "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "posting_date" AS "Posting Date", "customer_posting_group" AS "Customer Posting Group" FROM "process_central_fin_dwh"."customer_ledger_entries"), "src_nav_dw_Customer_Posting_Group" AS (SELECT "id_company" AS "id_company", "code" AS "Code", "receivables_account" AS "Receivables Account" FROM "process_central_fin_dwh"."customer_posting_group"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts")
SELECT
  e."id_company" AS "id_company",
  e."Customer Posting Group" AS "Customer Posting Group",
  a."Group_COA_Account_no" AS "Group_COA_Account_no",
  COUNT(*) AS "row_count"
FROM "src_nav_dw_Customer_Ledger_Entries" AS e
JOIN "src_nav_dw_Customer_Posting_Group" AS g
  ON g."id_company" = e."id_company" AND g."Code" = e."Customer Posting Group"
JOIN "src_fin_rec_Dim_ChartOfAccounts" AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Receivables Account"
WHERE e."Posting Date" < ?
  AND e."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND e."Customer Posting Group" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND a."Group_COA_Account_no" IN (?, ?, ?)
GROUP BY e."id_company", e."Customer Posting Group", a."Group_COA_Account_no"
