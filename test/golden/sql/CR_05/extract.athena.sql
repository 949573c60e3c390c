-- One closing rate per company: local currency per US dollar for the month of the cutoff.
WITH "src_fin_rec_Dim_Company" AS (SELECT "company_code" AS "Company_Code", "company_name" AS "Company_Name", "opco_central" AS "Opco/Central_?", "company_country" AS "Company_Country", "is_active" AS "Is_Active?" FROM "process_central_fin_dwh"."dim_company")
SELECT
  c."Company_Code" AS "Company_Code",
  c."Company_Name" AS "Company_Name",
  c."Opco/Central_?" AS "Opco/Central_?",
  c."Company_Country" AS "Company_Country",
  CAST(c."Is_Active?" AS INTEGER) AS "Is_Active?",
  r."rate_type" AS "rate_type",
  r."year" AS "year",
  r."cod_month" AS "cod_month",
  CAST(
    CASE
      WHEN n."Country_Name" = ? THEN CAST('1' AS DECIMAL(18,8))
      WHEN n."Country_Name" = ? AND c."Company_Code" LIKE '%!_USD' ESCAPE '!'
        THEN CAST('1' AS DECIMAL(18,8))
      ELSE r."rate"
    END AS DECIMAL(18,8)
  ) AS "FX_rate",
  n."Country_Name" AS "Country_Name"
FROM "src_fin_rec_Dim_Company" AS c
LEFT JOIN "process_central_fin_dwh"."rpt_fx_rates" AS r
  ON r."country_code" = c."Company_Country"
  AND r."year" = ?
  AND r."cod_month" = ?
  AND r."rate_type" = 'Closing'
  AND r."base_currency" = ?
  AND COALESCE(r."country", '') <> ?
LEFT JOIN "process_central_fin_dwh"."dim_country" AS n
  ON n."Country_Code" = c."Company_Country"
