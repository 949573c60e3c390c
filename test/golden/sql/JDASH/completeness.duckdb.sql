-- The control totals the senders declared for their files.
SELECT
  d."ID_Company" AS "ID_Company",
  d."declared_rows" AS "row_count",
  CAST(d."declared_total" AS DECIMAL(38,4)) AS "Amount Used"
FROM "JDASH"."main"."declaration" AS d
WHERE d."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
