-- How many rows hold each value of the columns the control depends on, counted over the ledger entries that detailed
-- entries and existence tests lead to, with look-ups grouped to one row each.
WITH owing AS (
  SELECT d."id_company" AS company, d."Customer No_" AS customer_no
  FROM {nav_dw.Detailed Customer Ledg_ Entry} AS d
  WHERE d."id_company" IN (:companies)
    AND d."Posting Date" < :period_next
  GROUP BY d."id_company", d."Customer No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
remaining AS (
  SELECT d."id_company" AS company, d."Cust_ Ledger Entry No_" AS entry_no
  FROM {nav_dw.Detailed Customer Ledg_ Entry} AS d
  WHERE d."id_company" IN (:companies)
    AND d."Posting Date" < :period_next
    AND EXISTS (
      SELECT 1 FROM {fin_rec.Dim_Company} AS c
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
  FROM {nav_dw.Customer Posting Group} AS g
  JOIN {fin_rec.Dim_ChartOfAccounts} AS a
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
    CASE WHEN e."Due Date" > :blank_date THEN e."Due Date" END AS due_date,
    CASE
      WHEN e."Due Date" <= :blank_date THEN 'Due Month'
      WHEN e."Due Date" < :period_start THEN 'Credit'
      WHEN e."Due Date" < :period_next THEN 'Due Month'
      ELSE 'Debit'
    END AS due_label,
    a.account AS group_account
  FROM remaining AS r
  JOIN {nav_dw.Customer Ledger Entries} AS e
    ON e."id_company" = r.company AND e."Entry No_" = r.entry_no
  LEFT JOIN group_account AS a
    ON a.company = e."id_company" AND a.posting_group = e."Customer Posting Group"
  WHERE e."Posting Date" < :period_next
    AND e."Customer Posting Group" IN (:posting_groups)
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
