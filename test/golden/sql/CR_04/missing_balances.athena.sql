-- Companies and group accounts with ledger entries by the cutoff that the balance view does not show at the cutoff.
WITH "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_" FROM "process_central_fin_dwh"."g_l_entries"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts")
SELECT
  g."id_company" AS "ID_COMPANY",
  a."Group_COA_Account_no" AS "GROUP_COA_ACCOUNT_NO",
  COUNT(*) AS "ledger_entries"
FROM "src_nav_dw_G_L_Entries" AS g
JOIN "src_fin_rec_Dim_ChartOfAccounts" AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Chart of Accounts No_"
WHERE g."Posting Date" < ?
  AND g."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND a."Group_COA_Account_no" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND NOT EXISTS (
    SELECT 1
    FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS v
    WHERE v."ID_COMPANY" = g."id_company"
      AND v."GROUP_COA_ACCOUNT_NO" = a."Group_COA_Account_no"
      AND v."CLOSING_DATE" = ?
  )
GROUP BY g."id_company", a."Group_COA_Account_no"
