-- Open entries of listed groups that the net-to-zero rule drops, per group account, where they do not cancel out there:
-- the account's target value is then wrong by this amount.
WITH "src_nav_dw_Detailed_Customer_Ledg__Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "cust_ledger_entry_no" AS "Cust_ Ledger Entry No_", "customer_no" AS "Customer No_", "posting_date" AS "Posting Date", "amount_lcy" AS "Amount (LCY)" FROM "process_central_fin_dwh"."detailed_customer_ledg_entry"), "src_nav_dw_Customer_Posting_Group" AS (SELECT "id_company" AS "id_company", "code" AS "Code", "receivables_account" AS "Receivables Account" FROM "process_central_fin_dwh"."customer_posting_group"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "posting_date" AS "Posting Date", "customer_no" AS "Customer No_", "customer_posting_group" AS "Customer Posting Group" FROM "process_central_fin_dwh"."customer_ledger_entries"), customer_balance AS (
  SELECT d."id_company" AS company, d."Customer No_" AS customer_no
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."Posting Date" < ? AND d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY d."id_company", d."Customer No_"
  HAVING SUM(d."Amount (LCY)") = 0
),
entry_balance AS (
  SELECT
    d."id_company" AS company,
    d."Cust_ Ledger Entry No_" AS entry_no,
    SUM(d."Amount (LCY)") AS remaining
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."Posting Date" < ? AND d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY d."id_company", d."Cust_ Ledger Entry No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
group_account AS (
  SELECT
    g."id_company" AS company,
    g."Code" AS posting_group,
    MIN(a."Group_COA_Account_no") AS account
  FROM "src_nav_dw_Customer_Posting_Group" AS g
  JOIN "src_fin_rec_Dim_ChartOfAccounts" AS a
    ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Receivables Account"
  GROUP BY g."id_company", g."Code"
)
SELECT
  e."id_company" AS "id_company",
  a.account AS "Group_COA_Account_no",
  COUNT(*) AS "row_count",
  CAST(ROUND(SUM(r.remaining), 4) AS DECIMAL(38,4)) AS "amount"
FROM "src_nav_dw_Customer_Ledger_Entries" AS e
JOIN customer_balance AS z
  ON z.company = e."id_company" AND z.customer_no = e."Customer No_"
JOIN entry_balance AS r
  ON r.company = e."id_company" AND r.entry_no = e."Entry No_"
LEFT JOIN group_account AS a
  ON a.company = e."id_company" AND a.posting_group = e."Customer Posting Group"
WHERE e."Posting Date" < ?
  AND e."Customer Posting Group" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY e."id_company", a.account
HAVING SUM(r.remaining) <> 0
