-- The control totals the senders declared for their files.
SELECT
  d."ID_Company" AS "ID_Company",
  d."declared_rows" AS "row_count",
  CAST(d."declared_total" AS DECIMAL(38,4)) AS "Amount Used"
FROM {jdash.declaration} AS d
WHERE d."ID_Company" IN (:companies)
