-- Selected companies for which the balance view shows no voucher liability at the cutoff.
SELECT c."Company_Code" AS "ID_COMPANY", c."Company_Name" AS "COMPANY_NAME"
FROM "process_central_fin_dwh"."dim_company" AS c
WHERE c."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND NOT EXISTS (
    SELECT 1
    FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS v
    WHERE v."ID_COMPANY" = c."Company_Code"
      AND v."GROUP_COA_ACCOUNT_NO" = ?
      AND v."CLOSING_DATE" = ?
  )
