-- Companies and group accounts with ledger entries by the cutoff that the balance view does not show at the cutoff.
SELECT
  g."id_company" AS "ID_COMPANY",
  a."Group_COA_Account_no" AS "GROUP_COA_ACCOUNT_NO",
  COUNT(*) AS "ledger_entries"
FROM {nav_dw.G_L Entries} AS g
JOIN {fin_rec.Dim_ChartOfAccounts} AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Chart of Accounts No_"
WHERE g."Posting Date" < :period_next
  AND g."id_company" IN (:companies)
  AND a."Group_COA_Account_no" IN (:gl_accounts)
  AND NOT EXISTS (
    SELECT 1
    FROM {fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT} AS v
    WHERE v."ID_COMPANY" = g."id_company"
      AND v."GROUP_COA_ACCOUNT_NO" = a."Group_COA_Account_no"
      AND v."CLOSING_DATE" = :cutoff
  )
GROUP BY g."id_company", a."Group_COA_Account_no"
