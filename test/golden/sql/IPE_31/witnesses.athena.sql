-- Open items that show themselves without the rules of the report, the first and the last of each kind per company:
-- transactions of plain kinds on no list; transactions of an earlier period on a list that waits for approval, found from
-- its packages; transactions moved after the cutoff; lists with one payment row; payments nothing was applied to.
WITH in_scope AS (
  SELECT c."Company_Code" AS company
  FROM "process_central_fin_dwh"."dim_company" AS c
  WHERE c."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
    AND (c."Company_Country" IS NULL OR c."Company_Country" NOT IN (?, ?, ?))
  GROUP BY c."Company_Code"
),
plain_transaction AS (
  SELECT t."ID_Company" AS company, t."Transaction_ID" AS transaction_id
  FROM "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
  WHERE t."Transaction_List_Nr" IS NULL
    AND t."Amount" <> 0
    AND CAST(t."Created_Date" AS DATE) <= ?
    AND t."Transaction_Type" NOT IN (?, ?, ?, ?, ?, ?, ?)
    AND NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
      WHERE d."ID_Company" = t."ID_Company" AND d."OMS_Payment_No" = t."Related_Entity"
    )
),
transaction_edge AS (
  SELECT p.company AS company, MIN(p.transaction_id) AS first_id, MAX(p.transaction_id) AS last_id
  FROM plain_transaction AS p
  GROUP BY p.company
  UNION ALL
  SELECT k."ID_Company" AS company, MIN(t."Transaction_ID") AS first_id, MAX(t."Transaction_ID") AS last_id
  FROM "process_central_fin_dwh"."rpt_packlist_packages" AS k
  JOIN "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
    ON t."ID_Company" = k."ID_Company" AND t."Transaction_List_Nr" = k."OMS_Packlist_No"
  WHERE k."OMS_Packlist_Status" = 'waitingApproval'
    AND COALESCE(t."Transaction_List_Nr", '') <> ''
    AND t."Transaction_List_Date" < ?
    AND t."Created_Date" < ?
    AND t."Amount" <> 0
    AND t."Transaction_Type" NOT IN (?, ?, ?, ?, ?, ?, ?)
    AND NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
      WHERE d."ID_Company" = t."ID_Company" AND d."OMS_Payment_No" = t."Related_Entity"
    )
  GROUP BY k."ID_Company"
),
transaction_witness AS (
  SELECT t."ID_Company" AS company, t."Transaction_ID" AS transaction_id
  FROM transaction_edge AS e
  JOIN "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
    ON t."ID_Company" = e.company AND (t."Transaction_ID" = e.first_id OR t."Transaction_ID" = e.last_id)
  GROUP BY t."ID_Company", t."Transaction_ID"
),
reallocation_edge AS (
  SELECT r."ID_Company" AS company, MIN(r."id") AS first_id, MAX(r."id") AS last_id
  FROM "process_central_fin_dwh"."rpt_cashrec_reallocations" AS r
  WHERE CAST(r."Original_Transaction_date" AS DATE) <= ?
    AND CAST(r."Reallocated_Transaction_Date" AS DATE) > ?
  GROUP BY r."ID_Company"
),
single_row_list AS (
  SELECT y."ID_Company" AS company, y."OMS_Packlist_No" AS list_no
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  GROUP BY y."ID_Company", y."OMS_Packlist_No"
  HAVING COUNT(*) = 1
),
short_list AS (
  -- received more than its only row applies, all of it dated by the cutoff, and no adjustment names it
  SELECT
    y."ID_Company" AS company,
    y."OMS_Packlist_No" AS list_no,
    y."OMS_Packlist_Created_Date" AS event_date,
    y."OMS_Collection_Partner_Name" AS partner,
    y."OMS_Amount_Received" - y."OMS_Payment_Reconciled_Amount"
      - COALESCE(y."OMS_Payment_Charges_Reconciled_Amount", 0) AS amount
  FROM single_row_list AS o
  JOIN "process_central_fin_dwh"."rpt_packlist_payments" AS y
    ON y."ID_Company" = o.company AND y."OMS_Packlist_No" = o.list_no
  WHERE CAST(y."OMS_Packlist_Created_Date" AS DATE) <= ?
    AND CAST(y."OMS_Payment_Date" AS DATE) <= ?
    AND y."OMS_Packlist_Status" IN (?, ?, ?)
    AND y."OMS_Amount_Received" - y."OMS_Payment_Reconciled_Amount"
      - COALESCE(y."OMS_Payment_Charges_Reconciled_Amount", 0) > 0
    AND NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_collectionadj" AS j
      WHERE j."ID_Company" = y."ID_Company" AND j."OMS_Entity_No" = y."OMS_Packlist_No"
    )
),
list_edge AS (
  SELECT l.company AS company, MIN(l.list_no) AS first_no, MAX(l.list_no) AS last_no
  FROM short_list AS l
  GROUP BY l.company
),
untouched_payment AS (
  SELECT d."ID_Company" AS company, d."OMS_Payment_No" AS payment_no
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
  WHERE CAST(d."OMS_Payment_Date" AS DATE) <= ?
    AND d."OMS_Payment_Status" IN (?, ?, ?)
    AND d."OMS_Payment_Amount" > 0
    AND COALESCE(d."OMS_Charges_Amount", 0) >= 0
    AND NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
      WHERE y."ID_Company" = d."ID_Company" AND y."OMS_Payment_No" = d."OMS_Payment_No"
    )
    AND NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_collectionadj" AS j
      WHERE j."ID_Company" = d."ID_Company" AND j."OMS_Entity_No" = d."OMS_Payment_No"
    )
),
payment_edge AS (
  SELECT u.company AS company, MIN(u.payment_no) AS first_no, MAX(u.payment_no) AS last_no
  FROM untouched_payment AS u
  GROUP BY u.company
),
witness AS (
  SELECT
    CAST(1 AS INTEGER) AS population,
    t."ID_Company" AS company,
    CAST(t."Transaction_ID" AS VARCHAR(50)) AS source_row_id,
    t."Created_Date" AS event_date,
    CAST(t."Collection_Partner" AS VARCHAR(100)) AS partner,
    CAST(t."Transaction_Type" AS VARCHAR(50)) AS transaction_type,
    CAST(t."Related_Entity" AS VARCHAR(50)) AS related_entity,
    CAST(ROUND(t."Amount", 4) AS DECIMAL(19,4)) AS amount
  FROM transaction_witness AS e
  JOIN "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
    ON t."ID_Company" = e.company AND t."Transaction_ID" = e.transaction_id
  UNION ALL
  SELECT
    CAST(2 AS INTEGER) AS population,
    r."ID_Company" AS company,
    CAST(r."id" AS VARCHAR(50)) AS source_row_id,
    r."Original_Transaction_date" AS event_date,
    CAST(r."Collection_Partner_From" AS VARCHAR(100)) AS partner,
    CAST(r."Transaction_type" AS VARCHAR(50)) AS transaction_type,
    CAST(r."Related_Entity" AS VARCHAR(50)) AS related_entity,
    CAST(ROUND(r."Amount", 4) AS DECIMAL(19,4)) AS amount
  FROM reallocation_edge AS e
  JOIN "process_central_fin_dwh"."rpt_cashrec_reallocations" AS r
    ON r."ID_Company" = e.company AND (r."id" = e.first_id OR r."id" = e.last_id)
  UNION ALL
  SELECT
    CAST(3 AS INTEGER) AS population,
    l.company AS company,
    CAST(l.list_no AS VARCHAR(50)) AS source_row_id,
    l.event_date AS event_date,
    CAST(l.partner AS VARCHAR(100)) AS partner,
    CAST('Translist in progress' AS VARCHAR(50)) AS transaction_type,
    CAST(l.list_no AS VARCHAR(50)) AS related_entity,
    CAST(ROUND(l.amount, 4) AS DECIMAL(19,4)) AS amount
  FROM list_edge AS e
  JOIN short_list AS l
    ON l.company = e.company AND (l.list_no = e.first_no OR l.list_no = e.last_no)
  UNION ALL
  SELECT
    CAST(4 AS INTEGER) AS population,
    d."ID_Company" AS company,
    CAST(d."OMS_Payment_No" AS VARCHAR(50)) AS source_row_id,
    d."OMS_Payment_Date" AS event_date,
    CAST(d."OMS_Collection_Partner" AS VARCHAR(100)) AS partner,
    CAST(d."OMS_Type" AS VARCHAR(50)) AS transaction_type,
    CAST(d."OMS_Payment_No" AS VARCHAR(50)) AS related_entity,
    CAST(ROUND(-d."OMS_Payment_Amount" - COALESCE(d."OMS_Charges_Amount", 0), 4) AS DECIMAL(19,4)) AS amount
  FROM payment_edge AS e
  JOIN "process_central_fin_dwh"."rpt_cashdeposit" AS d
    ON d."ID_Company" = e.company AND (d."OMS_Payment_No" = e.first_no OR d."OMS_Payment_No" = e.last_no)
)
SELECT
  w.population AS "Population",
  w.company AS "ID_Company",
  w.source_row_id AS "source_row_id",
  w.event_date AS "Event_date",
  w.partner AS "CP",
  w.transaction_type AS "Transaction_Type",
  w.related_entity AS "Related_Entity",
  CAST(w.amount AS DECIMAL(19,4)) AS "Amount"
FROM witness AS w
WHERE EXISTS (SELECT 1 FROM in_scope AS s WHERE s.company = w.company)
