-- The balance of each company and group account by the entries of the general ledger itself.
WITH "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries"), chart AS (
  SELECT
    a."Company_Code" AS company,
    a."G/L_Account_No" AS local_account,
    MIN(a."Group_COA_Account_no") AS group_account
  FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
  GROUP BY a."Company_Code", a."G/L_Account_No"
)
SELECT
  g."id_company" AS "ID_COMPANY",
  c.group_account AS "GROUP_COA_ACCOUNT_NO",
  CAST(ROUND(SUM(g."Amount"), 4) AS DECIMAL(38,4)) AS "balance"
FROM "src_nav_dw_G_L_Entries" AS g
JOIN chart AS c
  ON c.company = g."id_company" AND c.local_account = g."Chart of Accounts No_"
WHERE g."Posting Date" < ?
  AND g."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND c.group_account IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY g."id_company", c.group_account
