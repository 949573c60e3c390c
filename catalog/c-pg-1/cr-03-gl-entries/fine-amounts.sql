-- Ledger amounts with more than four decimals, which the extract would have to round.
SELECT
  'G_L Entries' AS "table_name",
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
UNION ALL
SELECT
  'Detailed G_L Entry' AS "table_name",
  d."id_company" AS "id_company",
  d."Entry No_" AS "Entry No_",
  CAST(d."Amount" AS DECIMAL(38,20)) AS "amount"
FROM {nav_dw.Detailed G_L Entry} AS d
WHERE d."Posting Date" < :period_next
  AND d."id_company" IN (:companies)
  AND d."Amount" <> ROUND(d."Amount", 4)
  AND EXISTS (
    SELECT 1 FROM {fin_rec.Dim_ChartOfAccounts} AS a
    WHERE a."Company_Code" = d."id_company"
      AND a."G/L_Account_No" = d."G_L Account No_"
      AND a."Group_COA_Account_no" IN (:gl_accounts)
  )
