-- Ledger amounts with more than four decimals, which the extract would have to round.
SELECT
  'G_L Entries' AS "table_name",
  g."id_company" AS "id_company",
  g."Entry No_" AS "Entry No_",
  CAST(g."Amount" AS DECIMAL(38,20)) AS "amount"
FROM "NAV_DW"."dbo"."G_L Entries" AS g
WHERE g."Posting Date" < $period_next
  AND g."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND g."Amount" <> ROUND(g."Amount", 4)
  AND EXISTS (
    SELECT 1 FROM "FIN_REC"."fdw"."Dim_ChartOfAccounts" AS a
    WHERE a."Company_Code" = g."id_company"
      AND a."G/L_Account_No" = g."Chart of Accounts No_"
      AND a."Group_COA_Account_no" IN ($gl_accounts_0, $gl_accounts_1, $gl_accounts_2, $gl_accounts_3, $gl_accounts_4, $gl_accounts_5, $gl_accounts_6, $gl_accounts_7, $gl_accounts_8, $gl_accounts_9, $gl_accounts_10)
  )
UNION ALL
SELECT
  'Detailed G_L Entry' AS "table_name",
  d."id_company" AS "id_company",
  d."Entry No_" AS "Entry No_",
  CAST(d."Amount" AS DECIMAL(38,20)) AS "amount"
FROM "NAV_DW"."dbo"."Detailed G_L Entry" AS d
WHERE d."Posting Date" < $period_next
  AND d."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND d."Amount" <> ROUND(d."Amount", 4)
  AND EXISTS (
    SELECT 1 FROM "FIN_REC"."fdw"."Dim_ChartOfAccounts" AS a
    WHERE a."Company_Code" = d."id_company"
      AND a."G/L_Account_No" = d."G_L Account No_"
      AND a."Group_COA_Account_no" IN ($gl_accounts_0, $gl_accounts_1, $gl_accounts_2, $gl_accounts_3, $gl_accounts_4, $gl_accounts_5, $gl_accounts_6, $gl_accounts_7, $gl_accounts_8, $gl_accounts_9, $gl_accounts_10)
  )
