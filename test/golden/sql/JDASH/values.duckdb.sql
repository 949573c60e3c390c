-- Companies, vouchers and days of the files counted by value.
SELECT 'ID_Company' AS "column_name", e."ID_Company" AS "value", COUNT(*) AS "row_count"
FROM "JDASH"."main"."export" AS e
WHERE e."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY e."ID_Company"
UNION ALL
SELECT 'Voucher Id' AS "column_name", e."Voucher Id" AS "value", COUNT(*) AS "row_count"
FROM "JDASH"."main"."export" AS e
WHERE e."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY e."Voucher Id"
UNION ALL
SELECT 'Usage Date' AS "column_name", SUBSTRING(CAST(e."Usage Date" AS VARCHAR(10)), 1, 10) AS "value", COUNT(*) AS "row_count"
FROM "JDASH"."main"."export" AS e
WHERE e."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY SUBSTRING(CAST(e."Usage Date" AS VARCHAR(10)), 1, 10)
