-- The first and the last statement per company that agree: their transactions, added up statement by statement, equal what
-- NAV booked on the counter-account with the sign turned.
WITH "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "external_document_no" AS "External Document No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), counter_booking AS (
  SELECT
    g."id_company" AS company,
    g."External Document No_" AS statement_no,
    CAST(ROUND(-SUM(g."Amount"), 4) AS DECIMAL(19,4)) AS amount
  FROM "src_nav_dw_G_L_Entries" AS g
  WHERE g."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND g."Posting Date" <= ?
    AND EXISTS (
      SELECT 1 FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
      WHERE a."Company_Code" = g."id_company"
        AND a."G/L_Account_No" = g."Chart of Accounts No_"
        AND a."Group_COA_Account_no" = ?
    )
  GROUP BY g."id_company", g."External Document No_"
),
closed_total AS (
  SELECT
    s."id_company" AS company,
    s."RING_Transaction_Statement_No" AS statement_no,
    CAST(ROUND(SUM(t."Transaction_Amount"), 4) AS DECIMAL(19,4)) AS amount
  FROM "process_central_fin_dwh"."rpt_transactions_seller" AS t
  JOIN "process_central_fin_dwh"."rpt_accountstatements" AS s
    ON s."id_company" = t."ID_Company" AND s."RING_ID_Transaction_Statement" = t."ID_Account_Statement"
  WHERE CAST(s."RING_End_Date" AS DATE) >= ?
    AND CAST(s."RING_End_Date" AS DATE) <= ?
  GROUP BY s."id_company", s."RING_Transaction_Statement_No"
),
agreeing AS (
  SELECT c.company AS company, c.statement_no AS statement_no, c.amount AS amount
  FROM counter_booking AS b
  JOIN closed_total AS c
    ON c.company = b.company AND c.statement_no = b.statement_no AND c.amount = b.amount
),
edge AS (
  SELECT a.company AS company, MIN(a.statement_no) AS first_no, MAX(a.statement_no) AS last_no
  FROM agreeing AS a
  GROUP BY a.company
)
SELECT
  a.company AS "ID_Company",
  a.statement_no AS "SC_Statement_No",
  CAST(a.amount AS DECIMAL(19,4)) AS "SC_Amount",
  CAST(a.amount AS DECIMAL(19,4)) AS "NAV_Amount",
  CAST(0 AS DECIMAL(19,4)) AS "Difference",
  'MATCHED' AS "Match_Status"
FROM edge AS e
JOIN agreeing AS a
  ON a.company = e.company AND (a.statement_no = e.first_no OR a.statement_no = e.last_no)
