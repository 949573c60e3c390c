-- How many rows hold each value of the columns the control depends on, counted over the ledger entries that detailed
-- entries and existence tests lead to, with the chart of accounts grouped to one row per account.
WITH "src_nav_dw_Detailed_G_L_Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "gen_ledger_entry_no" AS "Gen_ Ledger Entry No_", "gl_account_no" AS "G_L Account No_", "posting_date" AS "Posting Date", "amount" AS "Amount" FROM "process_central_fin_dwh"."detailed_gl_entry"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "document_no" AS "Document No_", "voucher_no" AS "Voucher No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "document_description" AS "Document Description", "amount" AS "Amount", "user_id" AS "User ID" FROM "process_central_fin_dwh"."g_l_entries"), moved AS (
  SELECT d."id_company" AS company, d."Gen_ Ledger Entry No_" AS entry_no
  FROM "src_nav_dw_Detailed_G_L_Entry" AS d
  WHERE d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND (? = 1 OR (? = 0 AND d."Posting Date" >= ?))
    AND d."Posting Date" < ?
    AND EXISTS (
      SELECT 1 FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
      WHERE a."Company_Code" = d."id_company"
        AND a."G/L_Account_No" = d."G_L Account No_"
        AND a."Group_COA_Account_no" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )
    AND EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."dim_company" AS c
      WHERE c."Company_Code" = d."id_company" AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
    )
  GROUP BY d."id_company", d."Gen_ Ledger Entry No_"
  HAVING SUM(d."Amount") <> 0
),
chart AS (
  SELECT
    a."Company_Code" AS company,
    a."G/L_Account_No" AS local_account,
    MIN(a."Group_COA_Account_no") AS group_account
  FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
  GROUP BY a."Company_Code", a."G/L_Account_No"
),
population AS (
  SELECT
    g."id_company" AS company,
    g."Document No_" AS document_no,
    g."Voucher No_" AS voucher_no,
    g."Posting Date" AS posting_date,
    g."Chart of Accounts No_" AS local_account,
    h.group_account AS group_account,
    g."Document Description" AS description,
    g."User ID" AS user_id
  FROM moved AS m
  JOIN "src_nav_dw_G_L_Entries" AS g
    ON g."id_company" = m.company AND g."Entry No_" = m.entry_no
  LEFT JOIN chart AS h
    ON h.company = m.company AND h.local_account = g."Chart of Accounts No_"
),
cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p.company
      WHEN 2 THEN p.document_no
      WHEN 3 THEN p.voucher_no
      WHEN 4 THEN SUBSTRING(CAST(p.posting_date AS VARCHAR(10)), 1, 10)
      WHEN 5 THEN p.local_account
      WHEN 6 THEN p.group_account
      WHEN 7 THEN p.description
      WHEN 8 THEN p.user_id
    END AS cell_value
  FROM population AS p
  CROSS JOIN (VALUES
    (1, 'id_company'),
    (2, 'Document No_'),
    (3, 'Voucher No_'),
    (4, 'Posting Date'),
    (5, 'Chart of Accounts No_'),
    (6, 'Group_COA_Account_no'),
    (7, 'Document Description'),
    (8, 'User ID')
  ) AS v (n, column_name)
)
SELECT
  c.column_name AS "column_name",
  c.cell_value AS "value",
  COUNT(*) AS "row_count"
FROM cell AS c
GROUP BY c.column_name, c.cell_value
