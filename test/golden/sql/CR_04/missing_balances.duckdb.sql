-- Companies and group accounts with ledger entries by the cutoff that the balance view does not show at the cutoff.
SELECT
  g."id_company" AS "ID_COMPANY",
  a."Group_COA_Account_no" AS "GROUP_COA_ACCOUNT_NO",
  COUNT(*) AS "ledger_entries"
FROM "NAV_DW"."dbo"."G_L Entries" AS g
JOIN "FIN_REC"."fdw"."Dim_ChartOfAccounts" AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Chart of Accounts No_"
WHERE g."Posting Date" < $period_next
  AND g."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND a."Group_COA_Account_no" IN ($gl_accounts_0, $gl_accounts_1, $gl_accounts_2, $gl_accounts_3, $gl_accounts_4, $gl_accounts_5, $gl_accounts_6, $gl_accounts_7, $gl_accounts_8, $gl_accounts_9, $gl_accounts_10)
  AND NOT EXISTS (
    SELECT 1
    FROM "FIN_REC"."dbo"."V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT" AS v
    WHERE v."ID_COMPANY" = g."id_company"
      AND v."GROUP_COA_ACCOUNT_NO" = a."Group_COA_Account_no"
      AND v."CLOSING_DATE" = $cutoff
  )
GROUP BY g."id_company", a."Group_COA_Account_no"
