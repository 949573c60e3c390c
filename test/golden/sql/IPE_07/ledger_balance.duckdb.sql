-- What the general ledger says of the receivable accounts at the cutoff: the balance view CR_04 is taken from.
SELECT
  v."ID_COMPANY" AS "id_company",
  v."GROUP_COA_ACCOUNT_NO" AS "Group_COA_Account_no",
  CAST(SUM(v."BALANCE_AT_DATE") AS DECIMAL(38,4)) AS "balance"
FROM "FIN_REC"."dbo"."V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT" AS v
WHERE v."CLOSING_DATE" = $cutoff
  AND v."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND v."GROUP_COA_ACCOUNT_NO" IN ($gl_accounts_0, $gl_accounts_1, $gl_accounts_2)
GROUP BY v."ID_COMPANY", v."GROUP_COA_ACCOUNT_NO"
