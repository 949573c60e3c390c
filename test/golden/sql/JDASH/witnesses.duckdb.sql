-- The last record of every file, found by its number.
WITH last_row AS (
  SELECT e."ID_Company" AS company, MAX(e."Row No") AS row_no
  FROM "JDASH"."main"."export" AS e
  WHERE e."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  GROUP BY e."ID_Company"
)
SELECT
  w."ID_Company" AS "ID_Company",
  w."Row No" AS "Row No",
  w."Voucher Id" AS "Voucher Id",
  CAST(ROUND(w."Amount Used", 4) AS DECIMAL(19,4)) AS "Amount Used"
FROM last_row AS l
JOIN "JDASH"."main"."export" AS w
  ON w."ID_Company" = l.company AND w."Row No" = l.row_no
