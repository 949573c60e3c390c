-- Companies, vouchers and days of the files counted by value.
SELECT 'ID_Company' AS "column_name", e."ID_Company" AS "value", COUNT(*) AS "row_count"
FROM {jdash.export} AS e
WHERE e."ID_Company" IN (:companies)
GROUP BY e."ID_Company"
UNION ALL
SELECT 'Voucher Id' AS "column_name", e."Voucher Id" AS "value", COUNT(*) AS "row_count"
FROM {jdash.export} AS e
WHERE e."ID_Company" IN (:companies)
GROUP BY e."Voucher Id"
UNION ALL
SELECT 'Usage Date' AS "column_name", SUBSTRING(CAST(e."Usage Date" AS VARCHAR(10)), 1, 10) AS "value", COUNT(*) AS "row_count"
FROM {jdash.export} AS e
WHERE e."ID_Company" IN (:companies)
GROUP BY SUBSTRING(CAST(e."Usage Date" AS VARCHAR(10)), 1, 10)
