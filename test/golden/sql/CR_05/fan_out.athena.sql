-- Countries of a company that stand more than once among the month's rates or in the country list.
SELECT 'RPT_FX_RATES' AS "look_up", r."country_code" AS "look_up_key", COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_fx_rates" AS r
WHERE r."year" = ?
  AND r."cod_month" = ?
  AND r."rate_type" = 'Closing'
  AND r."base_currency" = ?
  AND COALESCE(r."country", '') <> ?
  AND EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."dim_company" AS c WHERE c."Company_Country" = r."country_code"
  )
GROUP BY r."country_code"
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Dim_Country' AS "look_up", n."Country_Code" AS "look_up_key", COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."dim_country" AS n
WHERE EXISTS (
  SELECT 1 FROM "process_central_fin_dwh"."dim_company" AS c WHERE c."Company_Country" = n."Country_Code"
)
GROUP BY n."Country_Code"
HAVING COUNT(*) > 1
