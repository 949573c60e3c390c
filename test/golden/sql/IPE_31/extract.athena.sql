-- What collection partners owe or are owed at the end of the period: four populations, one row per open item.
WITH "src_nav_dw_Bank_Accounts" AS (SELECT "id_company" AS "ID_Company", "service_provider_no" AS "Service Provider No_", "bank_account_posting_group" AS "Bank Account Posting Group" FROM "process_central_fin_dwh"."bank_accounts"), "src_nav_dw_Bank_Account_Posting_Group" AS (SELECT "id_company" AS "ID_Company", "code" AS "Code", "gl_bank_account_no" AS "G_L Bank Account No_" FROM "process_central_fin_dwh"."bank_account_posting_group"), reconciled_list AS (
  SELECT y."ID_Company" AS company, y."OMS_Packlist_No" AS list_no
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE y."OMS_Payment_Reconciled_Amount" IS NOT NULL
  GROUP BY y."ID_Company", y."OMS_Packlist_No"
),
waiting_list AS (
  -- lists that still wait: for approval, or for confirmation while nothing of them is reconciled
  SELECT k."ID_Company" AS company, k."OMS_Packlist_No" AS list_no
  FROM "process_central_fin_dwh"."rpt_packlist_packages" AS k
  LEFT JOIN reconciled_list AS r
    ON r.company = k."ID_Company" AND r.list_no = k."OMS_Packlist_No"
  WHERE k."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND (
      k."OMS_Packlist_Status" = 'waitingApproval'
      OR (k."OMS_Packlist_Status" = 'waitingConfirmation' AND r.company IS NULL)
    )
  GROUP BY k."ID_Company", k."OMS_Packlist_No"
),
dated_transaction AS (
  -- transactions with the date of their deposit where a deposit settles them, otherwise the day they were created
  SELECT
    t."ID_Company" AS company,
    t."Transaction_ID" AS transaction_id,
    t."Transaction_Type" AS transaction_type,
    t."Related_Entity" AS related_entity,
    t."Collection_Partner" AS partner,
    t."Transaction_List_Nr" AS list_no,
    t."Transaction_List_Date" AS list_date,
    t."Amount" AS amount,
    CASE
      WHEN t."Transaction_Type" = 'Payment - Rev' AND d."payment_reversal_date" IS NOT NULL
        THEN d."payment_reversal_date"
      WHEN t."Transaction_Type" <> 'Payment - Rev' AND d."OMS_Payment_Date" IS NOT NULL
        THEN d."OMS_Payment_Date"
      ELSE t."Created_Date"
    END AS event_date
  FROM "process_central_fin_dwh"."rpt_cashrec_transaction" AS t
  LEFT JOIN "process_central_fin_dwh"."rpt_cashdeposit" AS d
    ON d."ID_Company" = t."ID_Company"
    AND d."OMS_Payment_No" = t."Related_Entity"
    AND (
      (t."Transaction_Type" = 'Transfer to' AND d."OMS_Type" = 'Transfer')
      OR (t."Transaction_Type" = 'Third Party Collection' AND d."OMS_Type" = 'Payment')
      OR (t."Transaction_Type" = 'Payment - Rev' AND d."OMS_Type" = 'Payment')
    )
  WHERE t."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND t."Transaction_Type" NOT IN (?, ?, ?, ?, ?, ?, ?)
    AND t."Amount" <> 0
),
list_in_progress AS (
  -- one row per list: the one created last counts
  SELECT
    y."ID_Company" AS company,
    y."OMS_Packlist_No" AS list_no,
    y."OMS_Collection_Partner_Name" AS partner,
    y."OMS_Amount_Received" AS received,
    y."OMS_Packlist_Created_Date" AS created,
    ROW_NUMBER() OVER (
      PARTITION BY y."ID_Company", y."OMS_Packlist_No"
      ORDER BY y."OMS_Packlist_Created_Date" DESC, y."Reconcile_ID" DESC
    ) AS rn
  FROM "process_central_fin_dwh"."rpt_packlist_payments" AS y
  WHERE y."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND y."OMS_Packlist_Created_Date" < ?
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
  WHERE y."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND y."OMS_Payment_Date" < ?
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
  WHERE y."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND y."OMS_Packlist_Created_Date" < ?
    AND y."OMS_Payment_Date" < ?
    AND y."OMS_Payment_Status" IN (?, ?, ?)
    AND y."OMS_Payment_Reconciled_Amount" IS NOT NULL
  GROUP BY y."ID_Company", y."OMS_Payment_No"
),
payment_in_progress AS (
  SELECT
    d."ID_Company" AS company,
    d."OMS_Payment_No" AS payment_no,
    d."OMS_Payment_Date" AS event_date,
    d."OMS_Collection_Partner" AS partner,
    d."OMS_Type" AS transaction_type,
    COALESCE(d."OMS_Payment_Amount", 0) + COALESCE(d."OMS_Charges_Amount", 0)
      - COALESCE(a.applied, 0) AS left_over
  FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
  LEFT JOIN payment_applied AS a
    ON a.company = d."ID_Company" AND a.payment_no = d."OMS_Payment_No"
  WHERE d."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND d."OMS_Payment_Date" < ?
    AND d."OMS_Payment_Status" IN (?, ?, ?)
    AND NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_collectionadj" AS j
      WHERE j."ID_Company" = d."ID_Company"
        AND j."OMS_Entity_No" = d."OMS_Payment_No"
        AND COALESCE(j."OMS_Entity_Type", '') <> 'packlist'
        AND (
          (CAST(j."OMS_Force_Closed" AS INTEGER) = 1 AND j."OMS_Close_Date" IS NULL)
          OR j."OMS_Close_Date" < ?
        )
    )
  GROUP BY d."ID_Company", d."OMS_Payment_No", d."OMS_Payment_Date", d."OMS_Collection_Partner", d."OMS_Type",
    COALESCE(d."OMS_Payment_Amount", 0) + COALESCE(d."OMS_Charges_Amount", 0) - COALESCE(a.applied, 0)
),
open_item AS (
  -- 1: transactions on no list by the cutoff, or on one that still waits
  SELECT
    CAST(1 AS INTEGER) AS population,
    t.company AS company,
    t.event_date AS event_date,
    CAST(t.partner AS VARCHAR(100)) AS partner,
    CAST(t.transaction_type AS VARCHAR(50)) AS transaction_type,
    CAST(t.related_entity AS VARCHAR(50)) AS related_entity,
    CAST(ROUND(t.amount, 4) AS DECIMAL(19,4)) AS amount,
    CAST(t.transaction_id AS VARCHAR(50)) AS source_row_id
  FROM dated_transaction AS t
  LEFT JOIN waiting_list AS w
    ON w.company = t.company AND w.list_no = t.list_no
  WHERE t.event_date < ?
    AND (COALESCE(t.list_no, '') = '' OR t.list_date >= ? OR w.company IS NOT NULL)
  UNION ALL
  -- 2: transactions moved to another partner after the cutoff
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
  WHERE r."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND r."Original_Transaction_date" < ?
    AND r."Reallocated_Transaction_Date" >= ?
  UNION ALL
  -- 3: what partners received on lists and nothing was applied to yet
  SELECT
    CAST(3 AS INTEGER) AS population,
    l.company AS company,
    l.created AS event_date,
    CAST(l.partner AS VARCHAR(100)) AS partner,
    CAST('Translist in progress' AS VARCHAR(50)) AS transaction_type,
    CAST(l.list_no AS VARCHAR(50)) AS related_entity,
    CAST(ROUND(l.received - COALESCE(a.applied, 0), 4) AS DECIMAL(19,4)) AS amount,
    CAST(l.list_no AS VARCHAR(50)) AS source_row_id
  FROM list_in_progress AS l
  LEFT JOIN list_applied AS a
    ON a.company = l.company AND a.list_no = l.list_no
  WHERE l.rn = 1
    AND l.received - COALESCE(a.applied, 0) > 0
    AND NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_collectionadj" AS j
      WHERE j."ID_Company" = l.company
        AND j."OMS_Entity_No" = l.list_no
        AND j."OMS_Entity_Type" = 'packlist'
        AND CAST(j."OMS_Force_Closed" AS INTEGER) = 1
        AND (j."OMS_Close_Date" IS NULL OR j."OMS_Close_Date" < ?)
    )
  UNION ALL
  -- 4: payments and transfers made and not yet applied to lists; the partner is owed, so they are negative
  SELECT
    CAST(4 AS INTEGER) AS population,
    p.company AS company,
    p.event_date AS event_date,
    CAST(p.partner AS VARCHAR(100)) AS partner,
    CAST(p.transaction_type AS VARCHAR(50)) AS transaction_type,
    CAST(p.payment_no AS VARCHAR(50)) AS related_entity,
    CAST(ROUND(-p.left_over, 4) AS DECIMAL(19,4)) AS amount,
    CAST(p.payment_no AS VARCHAR(50)) AS source_row_id
  FROM payment_in_progress AS p
  WHERE p.left_over > 0
),
bank AS (
  -- one bank account in the ledger per service provider: the lowest number
  SELECT
    b."ID_Company" AS company,
    b."Service Provider No_" AS provider,
    MIN(g."G_L Bank Account No_") AS bank_account
  FROM "src_nav_dw_Bank_Accounts" AS b
  JOIN "src_nav_dw_Bank_Account_Posting_Group" AS g
    ON g."ID_Company" = b."ID_Company" AND g."Code" = b."Bank Account Posting Group"
  WHERE b."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND b."Service Provider No_" <> ''
    AND g."G_L Bank Account No_" IS NOT NULL
    AND g."G_L Bank Account No_" NOT IN (?)
  GROUP BY b."ID_Company", b."Service Provider No_"
)
SELECT
  i.company AS "ID_Company",
  i.event_date AS "Event_date",
  i.partner AS "CP",
  i.transaction_type AS "Transaction_Type",
  i.related_entity AS "Related_Entity",
  CAST(i.amount AS DECIMAL(19,4)) AS "Amount",
  h."SERVICE_PROVIDER" AS "SERVICE_PROVIDER",
  p."Type" AS "Type",
  p."ERP_Name" AS "ERP_Name",
  c."Company_Country" AS "Company_Country",
  CAST(? AS DATE) AS "Closing_date",
  k.bank_account AS "G_L Bank Account No_",
  i.population AS "Population",
  i.source_row_id AS "source_row_id"
FROM open_item AS i
JOIN "process_central_fin_dwh"."dim_company" AS c
  ON c."Company_Code" = i.company AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
LEFT JOIN "process_central_fin_dwh"."rpt_hubs_3pl_mapping" AS h
  ON h."ID_COMPANY" = i.company AND h."NODE" = i.partner
LEFT JOIN "process_central_fin_dwh"."rpt_collectionpartners" AS p
  ON p."ID_Company" = i.company AND p."Name" = i.partner
LEFT JOIN bank AS k
  ON k.company = i.company AND k.provider = p."ERP_Name"
WHERE c."Company_Country" IS NULL OR c."Company_Country" NOT IN (?, ?, ?)
