-- How many rows hold each value of the columns the control depends on, counted over the ledger entries that detailed
-- entries and existence tests lead to, with look-ups grouped to one row each.
WITH "src_nav_dw_Detailed_Customer_Ledg__Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "cust_ledger_entry_no" AS "Cust_ Ledger Entry No_", "customer_no" AS "Customer No_", "posting_date" AS "Posting Date", "amount_lcy" AS "Amount (LCY)" FROM "process_central_fin_dwh"."detailed_customer_ledg_entry"), "src_nav_dw_Customer_Posting_Group" AS (SELECT "id_company" AS "id_company", "code" AS "Code", "receivables_account" AS "Receivables Account" FROM "process_central_fin_dwh"."customer_posting_group"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "document_no" AS "Document No_", "posting_date" AS "Posting Date", "due_date" AS "Due Date", "customer_no" AS "Customer No_", "customer_posting_group" AS "Customer Posting Group" FROM "process_central_fin_dwh"."customer_ledger_entries"), owing AS (
  SELECT d."id_company" AS company, d."Customer No_" AS customer_no
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND d."Posting Date" < ?
  GROUP BY d."id_company", d."Customer No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
remaining AS (
  SELECT d."id_company" AS company, d."Cust_ Ledger Entry No_" AS entry_no
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND d."Posting Date" < ?
    AND EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."dim_company" AS c
      WHERE c."Company_Code" = d."id_company" AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
    )
  GROUP BY d."id_company", d."Cust_ Ledger Entry No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
group_account AS (
  SELECT
    g."id_company" AS company,
    g."Code" AS posting_group,
    MIN(a."Group_COA_Account_no") AS account
  FROM "src_nav_dw_Customer_Posting_Group" AS g
  JOIN "src_fin_rec_Dim_ChartOfAccounts" AS a
    ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Receivables Account"
  GROUP BY g."id_company", g."Code"
),
population AS (
  SELECT
    e."id_company" AS company,
    e."Document No_" AS document_no,
    e."Posting Date" AS posting_date,
    e."Customer No_" AS customer_no,
    e."Customer Posting Group" AS posting_group,
    CASE WHEN e."Due Date" > ? THEN e."Due Date" END AS due_date,
    CASE
      WHEN e."Due Date" <= ? THEN 'Due Month'
      WHEN e."Due Date" < ? THEN 'Credit'
      WHEN e."Due Date" < ? THEN 'Due Month'
      ELSE 'Debit'
    END AS due_label,
    a.account AS group_account
  FROM remaining AS r
  JOIN "src_nav_dw_Customer_Ledger_Entries" AS e
    ON e."id_company" = r.company AND e."Entry No_" = r.entry_no
  LEFT JOIN group_account AS a
    ON a.company = e."id_company" AND a.posting_group = e."Customer Posting Group"
  WHERE e."Posting Date" < ?
    AND e."Customer Posting Group" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND EXISTS (
      SELECT 1 FROM owing AS o WHERE o.company = r.company AND o.customer_no = e."Customer No_"
    )
),
cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p.company
      WHEN 2 THEN p.document_no
      WHEN 3 THEN SUBSTRING(CAST(p.posting_date AS VARCHAR(10)), 1, 10)
      WHEN 4 THEN p.customer_no
      WHEN 5 THEN p.posting_group
      WHEN 6 THEN SUBSTRING(CAST(p.due_date AS VARCHAR(10)), 1, 10)
      WHEN 7 THEN p.due_label
      WHEN 8 THEN p.group_account
    END AS cell_value
  FROM population AS p
  CROSS JOIN (VALUES
    (1, 'id_company'),
    (2, 'Document No_'),
    (3, 'Posting Date'),
    (4, 'Customer No_'),
    (5, 'Customer Posting Group'),
    (6, 'Due Date'),
    (7, 'Debit_Credit_DueMonth'),
    (8, 'Group_COA_Account_no')
  ) AS v (n, column_name)
)
SELECT
  c.column_name AS "column_name",
  c.cell_value AS "value",
  COUNT(*) AS "row_count"
FROM cell AS c
GROUP BY c.column_name, c.cell_value
