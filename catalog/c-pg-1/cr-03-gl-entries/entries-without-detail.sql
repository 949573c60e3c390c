-- Entries of the requested accounts posted in the span of the report with an amount but without any detailed entry: the
-- report, which goes by detailed entries, would miss them silently.
SELECT
  g."id_company" AS "id_company",
  g."Entry No_" AS "Entry No_",
  g."Document No_" AS "Document No_",
  g."Posting Date" AS "Posting Date",
  g."Chart of Accounts No_" AS "Chart of Accounts No_",
  CAST(ROUND(g."Amount", 4) AS DECIMAL(19,4)) AS "Amount"
FROM {nav_dw.G_L Entries} AS g
WHERE (:as_of = 1 OR (:as_of = 0 AND g."Posting Date" >= :year_start))
  AND g."Posting Date" < :period_next
  AND g."id_company" IN (:companies)
  AND g."Amount" <> 0
  AND EXISTS (
    SELECT 1 FROM {fin_rec.Dim_ChartOfAccounts} AS a
    WHERE a."Company_Code" = g."id_company"
      AND a."G/L_Account_No" = g."Chart of Accounts No_"
      AND a."Group_COA_Account_no" IN (:gl_accounts)
  )
  AND NOT EXISTS (
    SELECT 1 FROM {nav_dw.Detailed G_L Entry} AS d
    WHERE d."id_company" = g."id_company" AND d."Gen_ Ledger Entry No_" = g."Entry No_"
  )
