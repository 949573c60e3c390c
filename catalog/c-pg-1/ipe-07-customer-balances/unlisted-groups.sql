-- Posting groups in use on the receivable accounts that are not in the list: their entries would be missed silently.
SELECT
  e."id_company" AS "id_company",
  e."Customer Posting Group" AS "Customer Posting Group",
  a."Group_COA_Account_no" AS "Group_COA_Account_no",
  COUNT(*) AS "row_count"
FROM {nav_dw.Customer Ledger Entries} AS e
JOIN {nav_dw.Customer Posting Group} AS g
  ON g."id_company" = e."id_company" AND g."Code" = e."Customer Posting Group"
JOIN {fin_rec.Dim_ChartOfAccounts} AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Receivables Account"
WHERE e."Posting Date" < :period_next
  AND e."id_company" IN (:companies)
  AND e."Customer Posting Group" NOT IN (:posting_groups)
  AND a."Group_COA_Account_no" IN (:gl_accounts)
GROUP BY e."id_company", e."Customer Posting Group", a."Group_COA_Account_no"
