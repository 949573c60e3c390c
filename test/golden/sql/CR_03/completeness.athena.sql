-- Starts at the detailed entries, tests accounts and companies by existence and groups each ledger entry once.
WITH "src_nav_dw_Detailed_G_L_Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "gen_ledger_entry_no" AS "Gen_ Ledger Entry No_", "gl_account_no" AS "G_L Account No_", "posting_date" AS "Posting Date", "amount" AS "Amount" FROM "process_central_fin_dwh"."detailed_gl_entry"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries"), moved AS (
  SELECT
    d."id_company" AS company,
    d."Gen_ Ledger Entry No_" AS entry_no,
    CAST(ROUND(SUM(d."Amount"), 4) AS DECIMAL(19,4)) AS amount
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
)
SELECT
  m.company AS "id_company",
  h.group_account AS "Group_COA_Account_no",
  COUNT(*) AS "row_count",
  CAST(SUM(CAST(ROUND(g."Amount", 4) AS DECIMAL(19,4))) AS DECIMAL(38,4)) AS "Amount",
  CAST(SUM(m.amount) AS DECIMAL(38,4)) AS "Remaining_amount",
  CAST(SUM(CAST(m.entry_no AS DECIMAL(19,0))) AS DECIMAL(38,0)) AS "Entry No_"
FROM moved AS m
JOIN "src_nav_dw_G_L_Entries" AS g
  ON g."id_company" = m.company AND g."Entry No_" = m.entry_no
LEFT JOIN chart AS h
  ON h.company = m.company AND h.local_account = g."Chart of Accounts No_"
GROUP BY m.company, h.group_account
