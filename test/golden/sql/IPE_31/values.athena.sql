-- Rows per value of the columns the control depends on, over the populations as the completeness query finds them.
WITH in_scope AS (
  SELECT c."Company_Code" AS company, MIN(c."Company_Country") AS country
  FROM "process_central_fin_dwh"."dim_company" AS c
  WHERE c."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
    AND (c."Company_Country" IS NULL OR c."Company_Country" NOT IN (?, ?, ?))
  GROUP BY c."Company_Code"
),
list_reconciliation AS (
  SELECT y."ID_Company" AS company, y."OMS_Packlist_No" AS list_no
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  GROUP BY y."ID_Company", y."OMS_Packlist_No"
  HAVING COUNT(y."OMS_Payment_Reconciled_Amount") > 0
),
list_state AS (
  SELECT
    k."ID_Company" AS company,
    k."OMS_Packlist_No" AS list_no,
    MAX(CASE WHEN k."OMS_Packlist_Status" = 'waitingApproval' THEN 1 ELSE 0 END) AS approval,
    MAX(CASE WHEN k."OMS_Packlist_Status" = 'waitingConfirmation' THEN 1 ELSE 0 END) AS confirmation
  FROM "process_central_fin_dwh"."rpt_packlist_packages" AS k
  GROUP BY k."ID_Company", k."OMS_Packlist_No"
),
waiting_list AS (
  SELECT s.company AS company, s.list_no AS list_no
  FROM list_state AS s
  WHERE s.approval = 1
  UNION ALL
  SELECT s.company AS company, s.list_no AS list_no
  FROM list_state AS s
  WHERE s.approval = 0
    AND s.confirmation = 1
    AND NOT EXISTS (
      SELECT 1 FROM list_reconciliation AS r WHERE r.company = s.company AND r.list_no = s.list_no
    )
),
closure AS (
  -- what adjustments closed by the cutoff
  SELECT
    j."ID_Company" AS company,
    j."OMS_Entity_No" AS entity_no,
    MAX(
      CASE
        WHEN j."OMS_Entity_Type" = 'packlist'
          AND CAST(j."OMS_Force_Closed" AS INTEGER) = 1
          AND (j."OMS_Close_Date" IS NULL OR CAST(j."OMS_Close_Date" AS DATE) <= ?)
          THEN 1
        ELSE 0
      END
    ) AS closes_list,
    MAX(
      CASE
        WHEN j."OMS_Entity_Type" = 'packlist' THEN 0
        WHEN CAST(j."OMS_Close_Date" AS DATE) <= ? THEN 1
        WHEN CAST(j."OMS_Force_Closed" AS INTEGER) = 1 AND j."OMS_Close_Date" IS NULL THEN 1
        ELSE 0
      END
    ) AS closes_payment
  FROM "process_central_fin_dwh"."rpt_collectionadj" AS j
  GROUP BY j."ID_Company", j."OMS_Entity_No"
),
deposit_event AS (
  -- starts at the deposits: the day each gives to the kind of transaction it settles
  SELECT
    d."ID_Company" AS company,
    d."OMS_Payment_No" AS payment_no,
    CAST('Transfer to' AS VARCHAR(50)) AS transaction_type,
    MIN(d."OMS_Payment_Date") AS event_date
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
  WHERE d."OMS_Type" = 'Transfer' AND d."OMS_Payment_Date" IS NOT NULL
  GROUP BY d."ID_Company", d."OMS_Payment_No"
  UNION ALL
  SELECT
    d."ID_Company" AS company,
    d."OMS_Payment_No" AS payment_no,
    CAST('Third Party Collection' AS VARCHAR(50)) AS transaction_type,
    MIN(d."OMS_Payment_Date") AS event_date
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
  WHERE d."OMS_Type" = 'Payment' AND d."OMS_Payment_Date" IS NOT NULL
  GROUP BY d."ID_Company", d."OMS_Payment_No"
  UNION ALL
  SELECT
    d."ID_Company" AS company,
    d."OMS_Payment_No" AS payment_no,
    CAST('Payment - Rev' AS VARCHAR(50)) AS transaction_type,
    MIN(d."payment_reversal_date") AS event_date
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
  WHERE d."OMS_Type" = 'Payment' AND d."payment_reversal_date" IS NOT NULL
  GROUP BY d."ID_Company", d."OMS_Payment_No"
),
transaction_event AS (
  SELECT t."ID_Company" AS company, t."Transaction_ID" AS transaction_id, e.event_date AS event_date
  FROM deposit_event AS e
  JOIN "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
    ON t."ID_Company" = e.company
    AND t."Related_Entity" = e.payment_no
    AND t."Transaction_Type" = e.transaction_type
  UNION ALL
  SELECT
    t."ID_Company" AS company,
    t."Transaction_ID" AS transaction_id,
    t."Created_Date" AS event_date
  FROM "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
  WHERE NOT EXISTS (
    SELECT 1 FROM deposit_event AS e
    WHERE e.company = t."ID_Company"
      AND e.payment_no = t."Related_Entity"
      AND e.transaction_type = t."Transaction_Type"
  )
),
unsettled AS (
  -- transactions on no list, on a list of a later day, and on an earlier list that still waits
  SELECT t."ID_Company" AS company, t."Transaction_ID" AS transaction_id
  FROM "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
  WHERE COALESCE(t."Transaction_List_Nr", '') = ''
  UNION ALL
  SELECT t."ID_Company" AS company, t."Transaction_ID" AS transaction_id
  FROM "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
  WHERE COALESCE(t."Transaction_List_Nr", '') <> '' AND CAST(t."Transaction_List_Date" AS DATE) > ?
  UNION ALL
  SELECT t."ID_Company" AS company, t."Transaction_ID" AS transaction_id
  FROM waiting_list AS w
  JOIN "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
    ON t."ID_Company" = w.company AND t."Transaction_List_Nr" = w.list_no
  WHERE COALESCE(t."Transaction_List_Nr", '') <> ''
    AND (t."Transaction_List_Date" IS NULL OR CAST(t."Transaction_List_Date" AS DATE) <= ?)
),
list_row AS (
  SELECT
    y."ID_Company" AS company,
    y."OMS_Packlist_No" AS list_no,
    y."Reconcile_ID" AS reconcile_id,
    y."OMS_Packlist_Created_Date" AS created
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE CAST(y."OMS_Packlist_Created_Date" AS DATE) <= ?
    AND y."OMS_Packlist_Status" IN (?, ?, ?)
    AND y."OMS_Payment_Reconciled_Amount" IS NOT NULL
),
list_created AS (
  SELECT r.company AS company, r.list_no AS list_no, MAX(r.created) AS created
  FROM list_row AS r
  GROUP BY r.company, r.list_no
),
newest_row AS (
  SELECT r.company AS company, r.list_no AS list_no, MAX(r.reconcile_id) AS reconcile_id
  FROM list_created AS n
  JOIN list_row AS r
    ON r.company = n.company AND r.list_no = n.list_no AND r.created = n.created
  GROUP BY r.company, r.list_no
),
list_movement AS (
  -- received, then what was applied to the list, with its sign
  SELECT
    n.company AS company,
    n.list_no AS list_no,
    y."OMS_Collection_Partner_Name" AS partner,
    y."OMS_Packlist_Created_Date" AS event_date,
    CAST(y."OMS_Amount_Received" AS DECIMAL(19,4)) AS amount
  FROM newest_row AS n
  JOIN "process_central_fin_dwh"."rpt_packlist_payments" AS y
    ON y."ID_Company" = n.company AND y."Reconcile_ID" = n.reconcile_id
  WHERE y."OMS_Amount_Received" IS NOT NULL
  UNION ALL
  SELECT
    y."ID_Company" AS company,
    y."OMS_Packlist_No" AS list_no,
    CAST(NULL AS VARCHAR(100)) AS partner,
    CAST(NULL AS TIMESTAMP(3)) AS event_date,
    CAST(-COALESCE(y."OMS_Payment_Reconciled_Amount", 0) AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE CAST(y."OMS_Payment_Date" AS DATE) <= ?
  UNION ALL
  SELECT
    y."ID_Company" AS company,
    y."OMS_Packlist_No" AS list_no,
    CAST(NULL AS VARCHAR(100)) AS partner,
    CAST(NULL AS TIMESTAMP(3)) AS event_date,
    CAST(-COALESCE(y."OMS_Payment_Charges_Reconciled_Amount", 0) AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE CAST(y."OMS_Payment_Date" AS DATE) <= ?
),
list_balance AS (
  SELECT
    m.company AS company,
    m.list_no AS list_no,
    MAX(m.partner) AS partner,
    MAX(m.event_date) AS event_date,
    CAST(ROUND(SUM(m.amount), 4) AS DECIMAL(19,4)) AS amount
  FROM list_movement AS m
  GROUP BY m.company, m.list_no
  HAVING SUM(m.amount) > 0 AND COUNT(m.event_date) > 0
),
payment_movement AS (
  -- paid, then what was applied of it, with its sign
  SELECT
    d."ID_Company" AS company,
    d."OMS_Payment_No" AS payment_no,
    d."OMS_Collection_Partner" AS partner,
    d."OMS_Type" AS transaction_type,
    d."OMS_Payment_Date" AS event_date,
    CAST(-COALESCE(d."OMS_Payment_Amount", 0) - COALESCE(d."OMS_Charges_Amount", 0) AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
  WHERE CAST(d."OMS_Payment_Date" AS DATE) <= ?
    AND d."OMS_Payment_Status" IN (?, ?, ?)
  UNION ALL
  SELECT
    y."ID_Company" AS company,
    y."OMS_Payment_No" AS payment_no,
    CAST(NULL AS VARCHAR(100)) AS partner,
    CAST(NULL AS VARCHAR(50)) AS transaction_type,
    CAST(NULL AS TIMESTAMP(3)) AS event_date,
    CAST(
      y."OMS_Payment_Reconciled_Amount" + COALESCE(y."OMS_Payment_Charges_Reconciled_Amount", 0)
      AS DECIMAL(19,4)
    ) AS amount
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE y."OMS_Payment_Reconciled_Amount" IS NOT NULL
    AND CAST(y."OMS_Packlist_Created_Date" AS DATE) <= ?
    AND CAST(y."OMS_Payment_Date" AS DATE) <= ?
    AND y."OMS_Payment_Status" IN (?, ?, ?)
),
payment_balance AS (
  SELECT
    m.company AS company,
    m.payment_no AS payment_no,
    MAX(m.partner) AS partner,
    MAX(m.transaction_type) AS transaction_type,
    MAX(m.event_date) AS event_date,
    CAST(ROUND(SUM(m.amount), 4) AS DECIMAL(19,4)) AS amount
  FROM payment_movement AS m
  GROUP BY m.company, m.payment_no
  HAVING SUM(m.amount) < 0 AND COUNT(m.event_date) > 0
),
open_item AS (
  SELECT
    CAST(1 AS INTEGER) AS population,
    t."ID_Company" AS company,
    e.event_date AS event_date,
    CAST(t."Collection_Partner" AS VARCHAR(100)) AS partner,
    CAST(t."Transaction_Type" AS VARCHAR(50)) AS transaction_type,
    CAST(t."Related_Entity" AS VARCHAR(50)) AS related_entity,
    CAST(ROUND(t."Amount", 4) AS DECIMAL(19,4)) AS amount,
    CAST(t."Transaction_ID" AS VARCHAR(50)) AS source_row_id
  FROM unsettled AS u
  JOIN transaction_event AS e
    ON e.company = u.company AND e.transaction_id = u.transaction_id
  JOIN "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
    ON t."ID_Company" = u.company AND t."Transaction_ID" = u.transaction_id
  WHERE CAST(e.event_date AS DATE) <= ?
    AND t."Transaction_Type" NOT IN (?, ?, ?, ?, ?, ?, ?)
    AND t."Amount" <> 0
  UNION ALL
  SELECT
    CAST(2 AS INTEGER) AS population,
    r."ID_Company" AS company,
    r."Original_Transaction_date" AS event_date,
    CAST(r."Collection_Partner_From" AS VARCHAR(100)) AS partner,
    CAST(r."Transaction_type" AS VARCHAR(50)) AS transaction_type,
    CAST(r."Related_Entity" AS VARCHAR(50)) AS related_entity,
    CAST(ROUND(r."Amount", 4) AS DECIMAL(19,4)) AS amount,
    CAST(r."id" AS VARCHAR(50)) AS source_row_id
  FROM "process_central_fin_dwh"."rpt_cashrec_reallocations" AS r
  WHERE CAST(r."Original_Transaction_date" AS DATE) <= ?
    AND CAST(r."Reallocated_Transaction_Date" AS DATE) > ?
  UNION ALL
  SELECT
    CAST(3 AS INTEGER) AS population,
    b.company AS company,
    b.event_date AS event_date,
    CAST(b.partner AS VARCHAR(100)) AS partner,
    CAST('Translist in progress' AS VARCHAR(50)) AS transaction_type,
    CAST(b.list_no AS VARCHAR(50)) AS related_entity,
    b.amount AS amount,
    CAST(b.list_no AS VARCHAR(50)) AS source_row_id
  FROM list_balance AS b
  LEFT JOIN closure AS z
    ON z.company = b.company AND z.entity_no = b.list_no
  WHERE COALESCE(z.closes_list, 0) = 0
  UNION ALL
  SELECT
    CAST(4 AS INTEGER) AS population,
    b.company AS company,
    b.event_date AS event_date,
    CAST(b.partner AS VARCHAR(100)) AS partner,
    CAST(b.transaction_type AS VARCHAR(50)) AS transaction_type,
    CAST(b.payment_no AS VARCHAR(50)) AS related_entity,
    b.amount AS amount,
    CAST(b.payment_no AS VARCHAR(50)) AS source_row_id
  FROM payment_balance AS b
  LEFT JOIN closure AS z
    ON z.company = b.company AND z.entity_no = b.payment_no
  WHERE COALESCE(z.closes_payment, 0) = 0
),
partner_type AS (
  SELECT p."ID_Company" AS company, p."Name" AS partner, MIN(p."Type") AS partner_type
  FROM "process_central_fin_dwh"."rpt_collectionpartners" AS p
  GROUP BY p."ID_Company", p."Name"
),
typed_item AS (
  SELECT
    i.company AS company,
    i.event_date AS event_date,
    i.partner AS partner,
    i.transaction_type AS transaction_type,
    i.related_entity AS related_entity,
    i.amount AS amount,
    i.source_row_id AS source_row_id,
    s.country AS country,
    q.partner_type AS partner_type
  FROM in_scope AS s
  JOIN open_item AS i
    ON i.company = s.company
  LEFT JOIN partner_type AS q
    ON q.company = i.company AND q.partner = i.partner
)
SELECT 'ID_Company' AS "column_name", v.company AS "value", COUNT(*) AS "row_count"
FROM typed_item AS v
GROUP BY v.company
UNION ALL
SELECT
  'Event_date' AS "column_name",
  SUBSTRING(CAST(CAST(v.event_date AS DATE) AS VARCHAR(10)), 1, 10) AS "value",
  COUNT(*) AS "row_count"
FROM typed_item AS v
GROUP BY CAST(v.event_date AS DATE)
UNION ALL
SELECT 'CP' AS "column_name", v.partner AS "value", COUNT(*) AS "row_count"
FROM typed_item AS v
GROUP BY v.partner
UNION ALL
SELECT 'Transaction_Type' AS "column_name", v.transaction_type AS "value", COUNT(*) AS "row_count"
FROM typed_item AS v
GROUP BY v.transaction_type
UNION ALL
SELECT 'Related_Entity' AS "column_name", v.related_entity AS "value", COUNT(*) AS "row_count"
FROM typed_item AS v
GROUP BY v.related_entity
UNION ALL
SELECT 'Type' AS "column_name", v.partner_type AS "value", COUNT(*) AS "row_count"
FROM typed_item AS v
GROUP BY v.partner_type
UNION ALL
SELECT 'Company_Country' AS "column_name", v.country AS "value", COUNT(*) AS "row_count"
FROM typed_item AS v
GROUP BY v.country
UNION ALL
SELECT 'source_row_id' AS "column_name", v.source_row_id AS "value", COUNT(*) AS "row_count"
FROM typed_item AS v
GROUP BY v.source_row_id
