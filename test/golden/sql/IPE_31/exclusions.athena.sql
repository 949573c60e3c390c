-- Every row of the four driver tables once, by the first reason that keeps it out. A list stands in several payment rows;
-- the one that was created last carries it, the others are counted as its older rows.
WITH company_state AS (
  SELECT
    c."Company_Code" AS company,
    MAX(CASE WHEN c."Company_Country" IN (?, ?, ?) THEN 1 ELSE 0 END) AS country_excluded
  FROM "process_central_fin_dwh"."dim_company" AS c
  WHERE CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
  GROUP BY c."Company_Code"
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
list_reconciled AS (
  SELECT
    y."ID_Company" AS company,
    y."OMS_Packlist_No" AS list_no,
    COUNT(y."OMS_Payment_Reconciled_Amount") AS reconciled_rows
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  GROUP BY y."ID_Company", y."OMS_Packlist_No"
),
waiting_list AS (
  SELECT s.company AS company, s.list_no AS list_no
  FROM list_state AS s
  LEFT JOIN list_reconciled AS r
    ON r.company = s.company AND r.list_no = s.list_no
  WHERE s.approval = 1 OR (s.confirmation = 1 AND COALESCE(r.reconciled_rows, 0) = 0)
),
deposit_day AS (
  SELECT
    d."ID_Company" AS company,
    d."OMS_Payment_No" AS payment_no,
    d."OMS_Type" AS deposit_type,
    MIN(d."OMS_Payment_Date") AS paid,
    MIN(d."payment_reversal_date") AS reversed_at
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
  GROUP BY d."ID_Company", d."OMS_Payment_No", d."OMS_Type"
),
transaction_reason AS (
  SELECT
    CASE
      WHEN t."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s.company IS NULL THEN 'company outside the consolidation scope'
      WHEN s.country_excluded = 1 THEN 'country excluded'
      WHEN t."Transaction_Type" IN (?, ?, ?, ?, ?, ?, ?) THEN 'transaction type not in the report'
      WHEN t."Amount" = 0 THEN 'amount is zero'
      WHEN t."Transaction_Type" = 'Payment - Rev' AND COALESCE(d.reversed_at, t."Created_Date") >= ?
        THEN 'dated after the cutoff'
      WHEN t."Transaction_Type" <> 'Payment - Rev' AND COALESCE(d.paid, t."Created_Date") >= ?
        THEN 'dated after the cutoff'
      WHEN COALESCE(t."Transaction_List_Nr", '') = '' THEN 'included'
      WHEN t."Transaction_List_Date" >= ? THEN 'included'
      WHEN w.company IS NOT NULL THEN 'included'
      WHEN t."Transaction_List_Date" IS NULL THEN 'on a list without a date'
      ELSE 'on a list by the cutoff'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
  LEFT JOIN company_state AS s
    ON s.company = t."ID_Company"
  LEFT JOIN deposit_day AS d
    ON d.company = t."ID_Company"
    AND d.payment_no = t."Related_Entity"
    AND (
      (t."Transaction_Type" = 'Transfer to' AND d.deposit_type = 'Transfer')
      OR (t."Transaction_Type" = 'Third Party Collection' AND d.deposit_type = 'Payment')
      OR (t."Transaction_Type" = 'Payment - Rev' AND d.deposit_type = 'Payment')
    )
  LEFT JOIN waiting_list AS w
    ON w.company = t."ID_Company" AND w.list_no = t."Transaction_List_Nr"
),
reallocation_reason AS (
  SELECT
    CASE
      WHEN r."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s.company IS NULL THEN 'company outside the consolidation scope'
      WHEN s.country_excluded = 1 THEN 'country excluded'
      WHEN r."Original_Transaction_date" >= ? THEN 'dated after the cutoff'
      WHEN r."Reallocated_Transaction_Date" < ? THEN 'reallocated by the cutoff'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_cashrec_reallocations" AS r
  LEFT JOIN company_state AS s
    ON s.company = r."ID_Company"
),
list_row AS (
  SELECT
    y."ID_Company" AS company,
    y."Reconcile_ID" AS reconcile_id,
    ROW_NUMBER() OVER (
      PARTITION BY y."ID_Company", y."OMS_Packlist_No"
      ORDER BY y."OMS_Packlist_Created_Date" DESC, y."Reconcile_ID" DESC
    ) AS rn
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE y."OMS_Packlist_Created_Date" < ?
    AND y."OMS_Packlist_Status" IN (?, ?, ?)
    AND y."OMS_Payment_Reconciled_Amount" IS NOT NULL
),
list_applied AS (
  SELECT
    y."ID_Company" AS company,
    y."OMS_Packlist_No" AS list_no,
    CAST(
      ROUND(
        SUM(
          COALESCE(y."OMS_Payment_Reconciled_Amount", 0)
          + COALESCE(y."OMS_Payment_Charges_Reconciled_Amount", 0)
        ),
        4
      ) AS DECIMAL(19,4)
    ) AS applied
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE y."OMS_Payment_Date" < ?
  GROUP BY y."ID_Company", y."OMS_Packlist_No"
),
payment_applied AS (
  SELECT
    y."ID_Company" AS company,
    y."OMS_Payment_No" AS payment_no,
    CAST(
      ROUND(
        SUM(y."OMS_Payment_Reconciled_Amount" + COALESCE(y."OMS_Payment_Charges_Reconciled_Amount", 0)),
        4
      ) AS DECIMAL(19,4)
    ) AS applied
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE y."OMS_Packlist_Created_Date" < ?
    AND y."OMS_Payment_Date" < ?
    AND y."OMS_Payment_Status" IN (?, ?, ?)
    AND y."OMS_Payment_Reconciled_Amount" IS NOT NULL
  GROUP BY y."ID_Company", y."OMS_Payment_No"
),
closed_list AS (
  SELECT j."ID_Company" AS company, j."OMS_Entity_No" AS entity_no
  FROM "process_central_fin_dwh"."rpt_collectionadj" AS j
  WHERE j."OMS_Entity_Type" = 'packlist'
    AND CAST(j."OMS_Force_Closed" AS INTEGER) = 1
    AND (j."OMS_Close_Date" IS NULL OR j."OMS_Close_Date" < ?)
  GROUP BY j."ID_Company", j."OMS_Entity_No"
),
closed_payment AS (
  SELECT j."ID_Company" AS company, j."OMS_Entity_No" AS entity_no
  FROM "process_central_fin_dwh"."rpt_collectionadj" AS j
  WHERE COALESCE(j."OMS_Entity_Type", '') <> 'packlist'
    AND (
      (CAST(j."OMS_Force_Closed" AS INTEGER) = 1 AND j."OMS_Close_Date" IS NULL)
      OR j."OMS_Close_Date" < ?
    )
  GROUP BY j."ID_Company", j."OMS_Entity_No"
),
list_reason AS (
  SELECT
    CASE
      WHEN y."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s.company IS NULL THEN 'company outside the consolidation scope'
      WHEN s.country_excluded = 1 THEN 'country excluded'
      WHEN y."OMS_Packlist_Created_Date" >= ? THEN 'dated after the cutoff'
      WHEN y."OMS_Packlist_Status" IS NULL OR y."OMS_Packlist_Status" NOT IN (?, ?, ?)
        THEN 'status not in progress'
      WHEN y."OMS_Payment_Reconciled_Amount" IS NULL THEN 'not reconciled'
      WHEN n.rn > 1 THEN 'older row of the same list'
      WHEN z.company IS NOT NULL THEN 'closed by an adjustment'
      WHEN y."OMS_Amount_Received" IS NULL THEN 'amount received missing'
      WHEN y."OMS_Amount_Received" - COALESCE(a.applied, 0) <= 0 THEN 'nothing left to apply'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  LEFT JOIN company_state AS s
    ON s.company = y."ID_Company"
  LEFT JOIN list_row AS n
    ON n.company = y."ID_Company" AND n.reconcile_id = y."Reconcile_ID"
  LEFT JOIN closed_list AS z
    ON z.company = y."ID_Company" AND z.entity_no = y."OMS_Packlist_No"
  LEFT JOIN list_applied AS a
    ON a.company = y."ID_Company" AND a.list_no = y."OMS_Packlist_No"
),
payment_reason AS (
  SELECT
    CASE
      WHEN d."ID_Company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s.company IS NULL THEN 'company outside the consolidation scope'
      WHEN s.country_excluded = 1 THEN 'country excluded'
      WHEN d."OMS_Payment_Date" IS NULL THEN 'payment date missing'
      WHEN d."OMS_Payment_Date" >= ? THEN 'dated after the cutoff'
      WHEN d."OMS_Payment_Status" IS NULL OR d."OMS_Payment_Status" NOT IN (?, ?, ?)
        THEN 'status not in progress'
      WHEN z.company IS NOT NULL THEN 'closed by an adjustment'
      WHEN COALESCE(d."OMS_Payment_Amount", 0) + COALESCE(d."OMS_Charges_Amount", 0)
        - COALESCE(a.applied, 0) <= 0
        THEN 'nothing left to apply'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
  LEFT JOIN company_state AS s
    ON s.company = d."ID_Company"
  LEFT JOIN closed_payment AS z
    ON z.company = d."ID_Company" AND z.entity_no = d."OMS_Payment_No"
  LEFT JOIN payment_applied AS a
    ON a.company = d."ID_Company" AND a.payment_no = d."OMS_Payment_No"
)
SELECT '1 transactions' AS "population", x.reason AS "reason", COUNT(*) AS "row_count"
FROM transaction_reason AS x
GROUP BY x.reason
UNION ALL
SELECT '1 transactions' AS "population", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
UNION ALL
SELECT '2 reallocations' AS "population", x.reason AS "reason", COUNT(*) AS "row_count"
FROM reallocation_reason AS x
GROUP BY x.reason
UNION ALL
SELECT '2 reallocations' AS "population", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_cashrec_reallocations" AS r
UNION ALL
SELECT '3 list rows' AS "population", x.reason AS "reason", COUNT(*) AS "row_count"
FROM list_reason AS x
GROUP BY x.reason
UNION ALL
SELECT '3 list rows' AS "population", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
UNION ALL
SELECT '4 payments' AS "population", x.reason AS "reason", COUNT(*) AS "row_count"
FROM payment_reason AS x
GROUP BY x.reason
UNION ALL
SELECT '4 payments' AS "population", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
