-- The export as received, one row per record of the file.
SELECT
  e."ID_Company" AS "ID_Company",
  e."Row No" AS "Row No",
  e."Voucher Id" AS "Voucher Id",
  CAST(ROUND(e."Amount Used", 4) AS DECIMAL(19,4)) AS "Amount Used",
  e."Usage Date" AS "Usage Date",
  e."Order Id" AS "Order Id",
  e."Customer Id" AS "Customer Id",
  e."Status" AS "Status"
FROM "JDASH"."main"."export" AS e
WHERE e."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
