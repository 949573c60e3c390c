-- Selected companies for which the balance view shows no voucher liability at the cutoff.
SELECT c."Company_Code" AS "ID_COMPANY", c."Company_Name" AS "COMPANY_NAME"
FROM "FIN_REC"."fdw"."Dim_Company" AS c
WHERE c."Company_Code" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND NOT EXISTS (
    SELECT 1
    FROM "FIN_REC"."dbo"."V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT" AS v
    WHERE v."ID_COMPANY" = c."Company_Code"
      AND v."GROUP_COA_ACCOUNT_NO" = $voucher_account
      AND v."CLOSING_DATE" = $cutoff
  )
