-- Adds up, by statement number and without joining the two sides, what the Seller Center and the ledger hold.
WITH "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "document_no" AS "Document No_", "external_document_no" AS "External Document No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), closed_statement AS (
  SELECT
    s."id_company" AS company,
    s."RING_ID_Transaction_Statement" AS statement_id,
    s."RING_Transaction_Statement_No" AS statement_no,
    s."RING_End_Date" AS end_date
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
  WHERE s."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND CAST(s."RING_End_Date" AS DATE) >= ?
    AND CAST(s."RING_End_Date" AS DATE) <= ?
),
posting AS (
  -- entries on the account by the cutoff
  SELECT
    g."id_company" AS company,
    g."Document No_" AS document_no,
    g."External Document No_" AS statement_no,
    g."Posting Date" AS posting_date,
    CAST(ROUND(g."Amount", 4) AS DECIMAL(19,4)) AS amount
  FROM "src_nav_dw_G_L_Entries" AS g
  WHERE g."Posting Date" <= ?
    AND EXISTS (
      SELECT 1 FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
      WHERE a."Company_Code" = g."id_company"
        AND a."G/L_Account_No" = g."Chart of Accounts No_"
        AND a."Group_COA_Account_no" = ?
    )
),
counter_document AS (
  SELECT g."id_company" AS company, g."Document No_" AS document_no
  FROM "src_nav_dw_G_L_Entries" AS g
  WHERE g."Posting Date" >= ?
    AND g."Posting Date" <= ?
    AND EXISTS (
      SELECT 1 FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
      WHERE a."Company_Code" = g."id_company"
        AND a."G/L_Account_No" = g."Chart of Accounts No_"
        AND a."Group_COA_Account_no" = ?
    )
  GROUP BY g."id_company", g."Document No_"
),
figure AS (
  -- everything known of a statement number, side by side: the statement, its transactions, its postings
  SELECT
    c.company AS company,
    c.statement_no AS statement_no,
    c.end_date AS end_date,
    CAST(NULL AS DECIMAL(19,4)) AS sc_amount,
    CAST(NULL AS VARCHAR(20)) AS document_no,
    CAST(NULL AS DATE) AS posting_date,
    CAST(NULL AS DECIMAL(19,4)) AS nav_amount
  FROM closed_statement AS c
  UNION ALL
  SELECT
    c.company AS company,
    c.statement_no AS statement_no,
    CAST(NULL AS TIMESTAMP(3)) AS end_date,
    CAST(t."Transaction_Amount" AS DECIMAL(19,4)) AS sc_amount,
    CAST(NULL AS VARCHAR(20)) AS document_no,
    CAST(NULL AS DATE) AS posting_date,
    CAST(NULL AS DECIMAL(19,4)) AS nav_amount
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
  JOIN closed_statement AS c
    ON c.company = t."ID_Company" AND c.statement_id = t."ID_Account_Statement"
  UNION ALL
  SELECT
    p.company AS company,
    p.statement_no AS statement_no,
    CAST(NULL AS TIMESTAMP(3)) AS end_date,
    CAST(NULL AS DECIMAL(19,4)) AS sc_amount,
    CAST(p.document_no AS VARCHAR(20)) AS document_no,
    p.posting_date AS posting_date,
    p.amount AS nav_amount
  FROM posting AS p
  WHERE EXISTS (
    SELECT 1 FROM closed_statement AS c WHERE c.company = p.company AND c.statement_no = p.statement_no
  )
  UNION ALL
  SELECT
    p.company AS company,
    p.statement_no AS statement_no,
    CAST(NULL AS TIMESTAMP(3)) AS end_date,
    CAST(NULL AS DECIMAL(19,4)) AS sc_amount,
    CAST(p.document_no AS VARCHAR(20)) AS document_no,
    p.posting_date AS posting_date,
    p.amount AS nav_amount
  FROM posting AS p
  WHERE p.company IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND p.posting_date >= ?
    AND EXISTS (
      SELECT 1 FROM counter_document AS d WHERE d.company = p.company AND d.document_no = p.document_no
    )
    AND NOT EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
      WHERE s."id_company" = p.company AND s."RING_Transaction_Statement_No" = p.statement_no
    )
),
line AS (
  SELECT
    f.company AS company,
    f.statement_no AS statement_no,
    COUNT(f.end_date) AS statements,
    COUNT(f.nav_amount) AS postings,
    MAX(f.end_date) AS end_date,
    MIN(f.document_no) AS document_no,
    MIN(f.posting_date) AS posting_date,
    COALESCE(SUM(f.sc_amount), 0) AS sc_amount,
    COALESCE(SUM(f.nav_amount), 0) AS nav_amount
  FROM figure AS f
  GROUP BY f.company, f.statement_no
),
judged AS (
  SELECT
    l.company AS company,
    l.statement_no AS statement_no,
    l.end_date AS end_date,
    l.document_no AS document_no,
    l.posting_date AS posting_date,
    CAST(l.sc_amount AS DECIMAL(19,4)) AS sc_amount,
    CAST(l.nav_amount AS DECIMAL(19,4)) AS nav_amount,
    CASE
      WHEN l.statements = 0 THEN 'MISSING_IN_SC'
      WHEN l.postings = 0 AND l.sc_amount <> 0 THEN 'MISSING_IN_NAV'
      WHEN l.sc_amount <> l.nav_amount THEN 'AMOUNT_DIFF'
      ELSE 'MATCHED'
    END AS match_status
  FROM line AS l
)
SELECT
  j.company AS "ID_Company",
  j.match_status AS "Match_Status",
  COUNT(*) AS "row_count",
  CAST(SUM(j.sc_amount) AS DECIMAL(38,4)) AS "SC_Amount",
  CAST(SUM(j.nav_amount) AS DECIMAL(38,4)) AS "NAV_Amount",
  CAST(SUM(j.sc_amount - j.nav_amount) AS DECIMAL(38,4)) AS "Difference"
FROM judged AS j
GROUP BY j.company, j.match_status
