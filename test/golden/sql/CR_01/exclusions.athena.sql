-- Every account statement once, and every number under which the ledger books the account once, by the first reason that
-- keeps it out.
WITH "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "document_no" AS "Document No_", "external_document_no" AS "External Document No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_" FROM "process_central_fin_dwh"."g_l_entries"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), on_account AS (
  SELECT
    g."id_company" AS company,
    g."External Document No_" AS statement_no,
    g."Document No_" AS document_no,
    g."Posting Date" AS posting_date
  FROM "src_nav_dw_G_L_Entries" AS g
  WHERE EXISTS (
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
    AND g."Posting Date" < ?
    AND EXISTS (
      SELECT 1 FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
      WHERE a."Company_Code" = g."id_company"
        AND a."G/L_Account_No" = g."Chart of Accounts No_"
        AND a."Group_COA_Account_no" = ?
    )
  GROUP BY g."id_company", g."Document No_"
),
known_number AS (
  SELECT s."id_company" AS company, s."RING_Transaction_Statement_No" AS statement_no
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
  GROUP BY s."id_company", s."RING_Transaction_Statement_No"
),
ledger_number AS (
  SELECT
    o.company AS company,
    o.statement_no AS statement_no,
    MAX(CASE WHEN k.company IS NULL THEN 0 ELSE 1 END) AS known,
    MAX(CASE WHEN o.posting_date >= ? AND o.posting_date < ? THEN 1 ELSE 0 END) AS of_period,
    MAX(
      CASE
        WHEN o.posting_date >= ? AND o.posting_date < ? AND d.company IS NOT NULL THEN 1
        ELSE 0
      END
    ) AS like_statement
  FROM on_account AS o
  LEFT JOIN known_number AS k
    ON k.company = o.company AND k.statement_no = o.statement_no
  LEFT JOIN counter_document AS d
    ON d.company = o.company AND d.document_no = o.document_no
  GROUP BY o.company, o.statement_no
),
statement_reason AS (
  SELECT
    CASE
      WHEN s."id_company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s."RING_End_Date" < ? THEN 'closed before the period'
      WHEN s."RING_End_Date" >= ? THEN 'closes after the cutoff'
      ELSE 'included'
    END AS reason
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
),
ledger_reason AS (
  SELECT
    CASE
      WHEN n.company NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN n.known = 1 THEN 'a statement of the Seller Center'
      WHEN n.of_period = 0 THEN 'not posted in the period'
      WHEN n.like_statement = 0 THEN 'not booked like a statement'
      ELSE 'included'
    END AS reason
  FROM ledger_number AS n
)
SELECT 'statements' AS "population", x.reason AS "reason", COUNT(*) AS "row_count"
FROM statement_reason AS x
GROUP BY x.reason
UNION ALL
SELECT 'statements' AS "population", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
UNION ALL
SELECT 'numbers in the ledger' AS "population", x.reason AS "reason", COUNT(*) AS "row_count"
FROM ledger_reason AS x
GROUP BY x.reason
UNION ALL
SELECT 'numbers in the ledger' AS "population", 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM ledger_number AS n
