-- Ledger amounts with more than four decimals among the entries the balances are compared with.
SELECT
  g."id_company" AS "id_company",
  g."Entry No_" AS "Entry No_",
  CAST(g."Amount" AS DECIMAL(38,20)) AS "amount"
FROM {nav_dw.G_L Entries} AS g
WHERE g."Posting Date" < :period_next
  AND g."id_company" IN (:companies)
  AND g."Amount" <> ROUND(g."Amount", 4)
  AND EXISTS (
    SELECT 1 FROM {fin_rec.Dim_ChartOfAccounts} AS a
    WHERE a."Company_Code" = g."id_company"
      AND a."G/L_Account_No" = g."Chart of Accounts No_"
      AND a."Group_COA_Account_no" IN (:gl_accounts)
  )
