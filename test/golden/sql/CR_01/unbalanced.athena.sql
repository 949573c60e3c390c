-- Statement numbers whose entries by the cutoff on the account and its counter-account do not add up to zero: statements
-- closed in the period, and numbers booked like a statement in the period.
WITH "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "document_no" AS "Document No_", "external_document_no" AS "External Document No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), entry AS (
  SELECT
    g."id_company" AS company,
    g."External Document No_" AS statement_no,
    g."Document No_" AS document_no,
    g."Posting Date" AS posting_date,
    g."Amount" AS amount,
    MAX(CASE WHEN a."Group_COA_Account_no" = ? THEN 1 ELSE 0 END) AS on_account
  FROM "src_nav_dw_G_L_Entries" AS g
  JOIN "src_fin_rec_Dim_ChartOfAccounts" AS a
    ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Chart of Accounts No_"
  WHERE g."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND g."Posting Date" < ?
    AND g."External Document No_" <> ''
    AND (a."Group_COA_Account_no" = ? OR a."Group_COA_Account_no" = ?)
  GROUP BY
    g."id_company",
    g."Entry No_",
    g."External Document No_",
    g."Document No_",
    g."Posting Date",
    g."Amount"
),
like_statement AS (
  SELECT e.company AS company, e.document_no AS document_no
  FROM entry AS e
  WHERE e.posting_date >= ?
  GROUP BY e.company, e.document_no
  HAVING MIN(e.on_account) = 0 AND MAX(e.on_account) = 1
),
reported AS (
  SELECT s."id_company" AS company, s."RING_Transaction_Statement_No" AS statement_no
  FROM "process_central_fin_dwh"."rpt_accountstatements" AS s
  WHERE s."RING_End_Date" >= ? AND s."RING_End_Date" < ?
  UNION ALL
  SELECT e.company AS company, e.statement_no AS statement_no
  FROM like_statement AS l
  JOIN entry AS e
    ON e.company = l.company AND e.document_no = l.document_no
)
SELECT
  e.company AS "ID_Company",
  e.statement_no AS "SC_Statement_No",
  COUNT(*) AS "entries",
  CAST(ROUND(SUM(e.amount), 4) AS DECIMAL(38,4)) AS "amount"
FROM entry AS e
WHERE EXISTS (SELECT 1 FROM reported AS r WHERE r.company = e.company AND r.statement_no = e.statement_no)
GROUP BY e.company, e.statement_no
HAVING SUM(e.amount) <> 0
