-- Account statements closed in the period, as the Seller Center totals them and as NAV booked them, and what NAV booked
-- in the period without a statement: one row per company and statement number.
WITH "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "document_no" AS "Document No_", "external_document_no" AS "External Document No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), transaction_total AS (
  SELECT
    t."ID_Company" AS company,
    t."ID_Account_Statement" AS statement_id,
    CAST(ROUND(SUM(t."Transaction_Amount"), 4) AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
  WHERE t."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND t."ID_Account_Statement" IS NOT NULL
  GROUP BY t."ID_Company", t."ID_Account_Statement"
),
ledger_entry AS (
  -- entries by the cutoff on the account statements are booked on and on its counter-account
  SELECT
    g."id_company" AS company,
    g."Document No_" AS document_no,
    g."External Document No_" AS statement_no,
    g."Posting Date" AS posting_date,
    g."Amount" AS amount,
    CASE WHEN a."Group_COA_Account_no" = ? THEN 1 ELSE 0 END AS on_account
  FROM "src_nav_dw_G_L_Entries" AS g
  JOIN "src_fin_rec_Dim_ChartOfAccounts" AS a
    ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Chart of Accounts No_"
  WHERE g."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND g."Posting Date" < ?
    AND (a."Group_COA_Account_no" = ? OR a."Group_COA_Account_no" = ?)
),
booked AS (
  SELECT
    e.company AS company,
    e.statement_no AS statement_no,
    MIN(e.document_no) AS document_no,
    MIN(e.posting_date) AS posting_date,
    CAST(ROUND(SUM(e.amount), 4) AS DECIMAL(19,4)) AS amount
  FROM ledger_entry AS e
  WHERE e.on_account = 1
  GROUP BY e.company, e.statement_no
),
statement_document AS (
  -- documents of the period that book both accounts, as statements are booked
  SELECT e.company AS company, e.document_no AS document_no
  FROM ledger_entry AS e
  WHERE e.posting_date >= ?
  GROUP BY e.company, e.document_no
  HAVING MIN(e.on_account) = 0 AND MAX(e.on_account) = 1
),
without_statement AS (
  SELECT
    e.company AS company,
    e.statement_no AS statement_no,
    MIN(e.document_no) AS document_no,
    MIN(e.posting_date) AS posting_date,
    CAST(ROUND(SUM(e.amount), 4) AS DECIMAL(19,4)) AS amount
  FROM ledger_entry AS e
  JOIN statement_document AS d
    ON d.company = e.company AND d.document_no = e.document_no
  WHERE e.on_account = 1
    AND e.posting_date >= ?
    AND NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
      WHERE s."id_company" = e.company AND s."RING_Transaction_Statement_No" = e.statement_no
    )
  GROUP BY e.company, e.statement_no
)
SELECT
  s."id_company" AS "ID_Company",
  s."RING_Transaction_Statement_No" AS "SC_Statement_No",
  s."RING_End_Date" AS "SC_End_Date",
  CAST(COALESCE(t.amount, 0) AS DECIMAL(19,4)) AS "SC_Amount",
  b.document_no AS "NAV_Document_No",
  b.posting_date AS "NAV_Posting_Date",
  CAST(b.amount AS DECIMAL(19,4)) AS "NAV_Amount",
  CAST(ROUND(COALESCE(t.amount, 0) - COALESCE(b.amount, 0), 4) AS DECIMAL(19,4)) AS "Difference",
  CASE
    WHEN b.company IS NULL AND COALESCE(t.amount, 0) <> 0 THEN 'MISSING_IN_NAV'
    WHEN COALESCE(t.amount, 0) = COALESCE(b.amount, 0) THEN 'MATCHED'
    ELSE 'AMOUNT_DIFF'
  END AS "Match_Status"
FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
LEFT JOIN transaction_total AS t
  ON t.company = s."id_company" AND t.statement_id = s."RING_ID_Transaction_Statement"
LEFT JOIN booked AS b
  ON b.company = s."id_company" AND b.statement_no = s."RING_Transaction_Statement_No"
WHERE s."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND s."RING_End_Date" >= ?
  AND s."RING_End_Date" < ?
UNION ALL
SELECT
  w.company AS "ID_Company",
  w.statement_no AS "SC_Statement_No",
  CAST(NULL AS TIMESTAMP(3)) AS "SC_End_Date",
  CAST(NULL AS DECIMAL(19,4)) AS "SC_Amount",
  w.document_no AS "NAV_Document_No",
  w.posting_date AS "NAV_Posting_Date",
  CAST(w.amount AS DECIMAL(19,4)) AS "NAV_Amount",
  CAST(ROUND(-w.amount, 4) AS DECIMAL(19,4)) AS "Difference",
  'MISSING_IN_SC' AS "Match_Status"
FROM without_statement AS w
