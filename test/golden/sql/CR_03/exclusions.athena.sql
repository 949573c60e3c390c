-- Every general ledger entry once, by the first reason that keeps it out.
WITH "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_Detailed_G_L_Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "gen_ledger_entry_no" AS "Gen_ Ledger Entry No_", "gl_account_no" AS "G_L Account No_", "posting_date" AS "Posting Date", "amount" AS "Amount" FROM "process_central_fin_dwh"."detailed_gl_entry"), "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "posting_date" AS "Posting Date", "chart_of_accounts_no" AS "Chart of Accounts No_", "amount" AS "Amount" FROM "process_central_fin_dwh"."g_l_entries"), in_scope AS (
  SELECT c."Company_Code" AS company
  FROM "process_central_fin_dwh"."dim_company" AS c
  WHERE CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
  GROUP BY c."Company_Code"
),
listed_account AS (
  SELECT a."Company_Code" AS company, a."G/L_Account_No" AS local_account
  FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
  WHERE a."Group_COA_Account_no" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY a."Company_Code", a."G/L_Account_No"
),
movement AS (
  SELECT
    d."id_company" AS company,
    d."Gen_ Ledger Entry No_" AS entry_no,
    SUM(d."Amount") AS amount
  FROM "src_nav_dw_Detailed_G_L_Entry" AS d
  JOIN listed_account AS l
    ON l.company = d."id_company" AND l.local_account = d."G_L Account No_"
  WHERE (? = 1 OR (? = 0 AND d."Posting Date" >= ?))
    AND d."Posting Date" < ?
    AND d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY d."id_company", d."Gen_ Ledger Entry No_"
),
classified AS (
  SELECT
    CASE
      WHEN g."id_company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s.company IS NULL THEN 'company outside the consolidation scope'
      WHEN m.company IS NOT NULL AND m.amount <> 0 THEN 'included'
      WHEN m.amount = 0 THEN 'movement nets to zero'
      WHEN g."Posting Date" >= ? THEN 'posted after the cutoff'
      WHEN l.company IS NULL THEN 'account not in the list'
      WHEN ? = 0 AND g."Posting Date" < ? THEN 'posted before the year'
      ELSE 'no detailed entry in the span'
    END AS reason
  FROM "src_nav_dw_G_L_Entries" AS g
  LEFT JOIN in_scope AS s ON s.company = g."id_company"
  LEFT JOIN movement AS m ON m.company = g."id_company" AND m.entry_no = g."Entry No_"
  LEFT JOIN listed_account AS l
    ON l.company = g."id_company" AND l.local_account = g."Chart of Accounts No_"
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM "src_nav_dw_G_L_Entries" AS g
