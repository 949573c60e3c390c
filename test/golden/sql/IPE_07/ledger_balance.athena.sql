-- What the general ledger says of the receivable accounts at the cutoff: the balance view CR_04 is taken from.
SELECT
  v."ID_COMPANY" AS "id_company",
  v."GROUP_COA_ACCOUNT_NO" AS "Group_COA_Account_no",
  CAST(SUM(v."BALANCE_AT_DATE") AS DECIMAL(38,4)) AS "balance"
FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS v
WHERE v."CLOSING_DATE" = ?
  AND v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND v."GROUP_COA_ACCOUNT_NO" IN (?, ?, ?)
GROUP BY v."ID_COMPANY", v."GROUP_COA_ACCOUNT_NO"
