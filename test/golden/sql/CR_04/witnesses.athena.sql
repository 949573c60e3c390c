-- Balances of the voucher liability, found through the chart of accounts by their local account, not by the group
-- account the view shows.
WITH "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts")
SELECT
  v."ID_COMPANY" AS "ID_COMPANY",
  v."CLOSING_DATE" AS "CLOSING_DATE",
  v."GROUP_COA_ACCOUNT_NO" AS "GROUP_COA_ACCOUNT_NO",
  v."REAL_COA" AS "REAL_COA",
  v."CURRENCY" AS "CURRENCY",
  v."BUSLINE_CODE" AS "BUSLINE_CODE",
  v."REPORTING_COUNTRY_CODE" AS "REPORTING_COUNTRY_CODE",
  v."PARTNER_CODE" AS "PARTNER_CODE",
  v."IC_PARTNER_CODE" AS "IC_PARTNER_CODE",
  CAST(v."IS_RECHARGE" AS INTEGER) AS "IS_RECHARGE",
  CAST(v."IS_RETAINED_EARNINGS" AS INTEGER) AS "IS_RETAINED_EARNINGS",
  CAST(v."IS_INTERCO" AS INTEGER) AS "IS_INTERCO",
  CAST(ROUND(v."BALANCE_AT_DATE", 4) AS DECIMAL(19,4)) AS "BALANCE_AT_DATE"
FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS v
WHERE v."CLOSING_DATE" >= ?
  AND v."CLOSING_DATE" < ?
  AND v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND EXISTS (
    SELECT 1 FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
    WHERE a."Company_Code" = v."ID_COMPANY"
      AND a."G/L_Account_No" = v."REAL_COA"
      AND a."Group_COA_Account_no" = ?
  )
