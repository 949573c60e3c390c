-- Selected companies for which the balance view shows no voucher liability at the cutoff.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Company_Name] COLLATE Latin1_General_100_BIN2 AS [Company_Name] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [COMPANY_NAME] COLLATE Latin1_General_100_BIN2 AS [COMPANY_NAME], [CLOSING_DATE], CAST([GROUP_COA_ACCOUNT_NO] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [GROUP_COA_ACCOUNT_NO] FROM [FIN_REC].[dbo].[V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT])
SELECT c.[Company_Code] AS [ID_COMPANY], c.[Company_Name] AS [COMPANY_NAME]
FROM [src_fin_rec_Dim_Company] AS c
WHERE c.[Company_Code] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
  AND NOT EXISTS (
    SELECT 1
    FROM [src_fin_rec_V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT] AS v
    WHERE v.[ID_COMPANY] = c.[Company_Code]
      AND v.[GROUP_COA_ACCOUNT_NO] = @voucher_account
      AND v.[CLOSING_DATE] = @cutoff
  )
