-- How many companies hold each code and country, counted without any join.
WITH population AS (
  SELECT c."Company_Code" AS company, c."Company_Country" AS country
  FROM "process_central_fin_dwh"."dim_company" AS c
),
cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p.company
      WHEN 2 THEN p.country
    END AS cell_value
  FROM population AS p
  CROSS JOIN (VALUES
    (1, 'Company_Code'),
    (2, 'Company_Country')
  ) AS v (n, column_name)
)
SELECT
  c.column_name AS "column_name",
  c.cell_value AS "value",
  COUNT(*) AS "row_count"
FROM cell AS c
GROUP BY c.column_name, c.cell_value
