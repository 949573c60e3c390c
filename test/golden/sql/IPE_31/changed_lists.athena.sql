-- Lists whose payment rows differ in partner, amount received or creation date: the row created last counts.
WITH form AS (
  SELECT
    y."ID_Company" AS company,
    y."OMS_Packlist_No" AS list_no,
    y."OMS_Collection_Partner_Name" AS partner,
    y."OMS_Amount_Received" AS received,
    y."OMS_Packlist_Created_Date" AS created
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE y."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND y."OMS_Packlist_Created_Date" < ?
    AND y."OMS_Packlist_Status" IN (?, ?, ?)
    AND y."OMS_Payment_Reconciled_Amount" IS NOT NULL
  GROUP BY
    y."ID_Company",
    y."OMS_Packlist_No",
    y."OMS_Collection_Partner_Name",
    y."OMS_Amount_Received",
    y."OMS_Packlist_Created_Date"
)
SELECT
  f.company AS "ID_Company",
  f.list_no AS "OMS_Packlist_No",
  COUNT(*) AS "forms",
  CAST(MIN(f.received) AS DECIMAL(19,4)) AS "lowest_received",
  CAST(MAX(f.received) AS DECIMAL(19,4)) AS "highest_received"
FROM form AS f
GROUP BY f.company, f.list_no
HAVING COUNT(*) > 1
