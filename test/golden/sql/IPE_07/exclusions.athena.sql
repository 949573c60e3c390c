-- Every customer ledger entry once, by the first reason that keeps it out. The amount is given where the audited
-- rule drops entries that are still open: customers whose entries net to zero, per company and group account.
WITH "src_nav_dw_Detailed_Customer_Ledg__Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "cust_ledger_entry_no" AS "Cust_ Ledger Entry No_", "customer_no" AS "Customer No_", "posting_date" AS "Posting Date", "amount_lcy" AS "Amount (LCY)" FROM "process_central_fin_dwh"."detailed_customer_ledg_entry"), "src_nav_dw_Customer_Posting_Group" AS (SELECT "id_company" AS "id_company", "code" AS "Code", "receivables_account" AS "Receivables Account" FROM "process_central_fin_dwh"."customer_posting_group"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "posting_date" AS "Posting Date", "customer_no" AS "Customer No_", "customer_posting_group" AS "Customer Posting Group" FROM "process_central_fin_dwh"."customer_ledger_entries"), in_scope AS (
  SELECT c."Company_Code" AS company
  FROM "process_central_fin_dwh"."dim_company" AS c
  WHERE CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
  GROUP BY c."Company_Code"
),
customer_balance AS (
  SELECT d."id_company" AS company, d."Customer No_" AS customer_no
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."Posting Date" < ? AND d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY d."id_company", d."Customer No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
entry_balance AS (
  SELECT
    d."id_company" AS company,
    d."Cust_ Ledger Entry No_" AS entry_no,
    CAST(ROUND(SUM(d."Amount (LCY)"), 4) AS DECIMAL(19,4)) AS remaining
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."Posting Date" < ? AND d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
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
classified AS (
  SELECT
    CASE
      WHEN e."id_company" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'company not selected'
      WHEN s.company IS NULL THEN 'company outside the consolidation scope'
      WHEN e."Posting Date" >= ? THEN 'posted after the cutoff'
      WHEN e."Customer Posting Group" NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) THEN 'posting group not in the list'
      WHEN r.company IS NULL THEN 'entry settled at the cutoff'
      WHEN o.company IS NULL AND a.account IS NULL
        THEN CONCAT('customer nets to zero: ', COALESCE(e."id_company", ''), ', account unknown')
      WHEN o.company IS NULL
        THEN CONCAT('customer nets to zero: ', COALESCE(e."id_company", ''), ', account ', COALESCE(a.account, ''))
      ELSE 'included'
    END AS reason,
    CASE
      WHEN s.company IS NOT NULL
        AND e."Posting Date" < ?
        AND e."Customer Posting Group" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AND o.company IS NULL
        THEN r.remaining
    END AS suppressed
  FROM "src_nav_dw_Customer_Ledger_Entries" AS e
  LEFT JOIN in_scope AS s ON s.company = e."id_company"
  LEFT JOIN entry_balance AS r ON r.company = e."id_company" AND r.entry_no = e."Entry No_"
  LEFT JOIN customer_balance AS o ON o.company = e."id_company" AND o.customer_no = e."Customer No_"
  LEFT JOIN group_account AS a ON a.company = e."id_company" AND a.posting_group = e."Customer Posting Group"
)
SELECT
  x.reason AS "reason",
  COUNT(*) AS "row_count",
  CAST(SUM(x.suppressed) AS DECIMAL(38,4)) AS "amount"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count", CAST(NULL AS DECIMAL(38,4)) AS "amount"
FROM "src_nav_dw_Customer_Ledger_Entries" AS e
