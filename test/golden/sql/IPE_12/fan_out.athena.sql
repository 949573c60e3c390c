-- Look-up keys of delivered items that stand more than once in their table: each would multiply rows of the extract.
SELECT
  'PACKAGE_CASHREC' AS "look_up",
  r."ID_COMPANY" AS "company",
  r."package_nr" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "raw_central_fin_dwh"."package_cashrec" AS r
WHERE r."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."rpt_soi" AS s
    WHERE s."ID_COMPANY" = r."ID_COMPANY"
      AND s."PACKAGE_NUMBER" = r."package_nr"
      AND s."DELIVERED_DATE" >= ?
      AND s."DELIVERED_DATE" < ?
      AND CAST(s."IS_PREPAYMENT" AS INTEGER) = 0
  )
GROUP BY r."ID_COMPANY", r."package_nr"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_DIM_BOB_CUSTOMER_TYPE' AS "look_up",
  '' AS "company",
  t."Bob_Customer_Type" AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_dim_bob_customer_type" AS t
GROUP BY t."Bob_Customer_Type"
HAVING COUNT(*) > 1
