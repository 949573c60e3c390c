-- Account statements closed in the period, as the Seller Center totals them and as NAV booked them, and what NAV booked
-- in the period without a statement: one row per company and statement number.
WITH transaction_total AS (
  SELECT
    t."ID_Company" AS company,
    t."ID_Account_Statement" AS statement_id,
    CAST(ROUND(SUM(t."Transaction_Amount"), 4) AS DECIMAL(19,4)) AS amount
  FROM "FIN_REC"."dbo"."RPT_TRANSACTIONS_SELLER" AS t
  WHERE t."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
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
    CASE WHEN a."Group_COA_Account_no" = $statement_account THEN 1 ELSE 0 END AS on_account
  FROM "NAV_DW"."dbo"."G_L Entries" AS g
  JOIN "FIN_REC"."fdw"."Dim_ChartOfAccounts" AS a
    ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Chart of Accounts No_"
  WHERE g."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
    AND g."Posting Date" < $period_next
    AND (a."Group_COA_Account_no" = $statement_account OR a."Group_COA_Account_no" = $counter_account)
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
  WHERE e.posting_date >= $period_start
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
    AND e.posting_date >= $period_start
    AND NOT EXISTS (
      SELECT 1 FROM "FIN_REC"."RING"."RPT_ACCOUNTSTATEMENTS" AS s
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
FROM "FIN_REC"."RING"."RPT_ACCOUNTSTATEMENTS" AS s
LEFT JOIN transaction_total AS t
  ON t.company = s."id_company" AND t.statement_id = s."RING_ID_Transaction_Statement"
LEFT JOIN booked AS b
  ON b.company = s."id_company" AND b.statement_no = s."RING_Transaction_Statement_No"
WHERE s."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND s."RING_End_Date" >= $period_start
  AND s."RING_End_Date" < $period_next
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
