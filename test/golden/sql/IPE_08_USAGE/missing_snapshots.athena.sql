-- Selected companies without a single voucher in the snapshot of the end of the period, with the newest snapshot they
-- have before it. An older snapshot is never read in its place. The first line appears when no selected company has one.
WITH expected AS (
  SELECT c."Company_Code" AS company
  FROM "process_central_fin_dwh"."dim_company" AS c
  WHERE c."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY c."Company_Code"
  UNION ALL
  SELECT v."ID_COMPANY" AS company
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND NOT EXISTS (SELECT 1 FROM "process_central_fin_dwh"."dim_company" AS c WHERE c."Company_Code" = v."ID_COMPANY")
  GROUP BY v."ID_COMPANY"
),
earlier AS (
  SELECT v."ID_COMPANY" AS company, MAX(v."snapshot_date") AS newest
  FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."snapshot_date" < ?
  GROUP BY v."ID_COMPANY"
)
SELECT 'every selected company' AS "company", CAST(NULL AS TIMESTAMP(3)) AS "newest_earlier_snapshot"
FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
WHERE v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
HAVING COUNT(*) = 0
UNION ALL
SELECT e.company AS "company", o.newest AS "newest_earlier_snapshot"
FROM expected AS e
LEFT JOIN earlier AS o
  ON o.company = e.company
WHERE NOT EXISTS (
  SELECT 1 FROM "process_central_fin_dwh"."v_storecreditvoucher_closing" AS v
  WHERE v."ID_COMPANY" = e.company
    AND v."snapshot_date" = CAST(? AS TIMESTAMP(3))
)
