-- Customer ledger entries that are still open at the end of the period, one row per entry.
WITH "src_nav_dw_Detailed_Customer_Ledg__Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "cust_ledger_entry_no" AS "Cust_ Ledger Entry No_", "customer_no" AS "Customer No_", "posting_date" AS "Posting Date", "amount_lcy" AS "Amount (LCY)" FROM "process_central_fin_dwh"."detailed_customer_ledg_entry"), "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "gl_entry_no" AS "GL Entry No_", "document_no" AS "Document No_", "document_type" AS "Document Type", "external_document_no" AS "External Document No_", "posting_date" AS "Posting Date", "due_date" AS "Due Date", "customer_no" AS "Customer No_", "customer_posting_group" AS "Customer Posting Group", "description" AS "Description", "source_code" AS "Source Code", "reason_code" AS "Reason Code", "busline_code" AS "Busline Code", "department_code" AS "Department Code", "destination_code" AS "Destination Code", "partner_code" AS "Partner Code", "ic_partner_code" AS "IC Partner Code", "original_amount" AS "Original Amount", "original_amount_lcy" AS "Original Amount (LCY)", "currency" AS "Currency", "open" AS "Open", "posted_by" AS "Posted by" FROM "process_central_fin_dwh"."customer_ledger_entries"), "src_fin_rec_Dim_Company" AS (SELECT "company_code" AS "Company_Code", "opco_central" AS "Opco/Central_?", "company_country" AS "Company_Country", "flg_in_conso_scope" AS "Flg_In_Conso_Scope" FROM "process_central_fin_dwh"."dim_company"), "src_nav_dw_Customers" AS (SELECT "id_company" AS "id_company", "no" AS "No_", "name" AS "Name", "busline_code" AS "Busline Code", "automatically_integrated" AS "Automatically integrated", "customer_posting_group" AS "Customer Posting Group", "stream" AS "Stream" FROM "process_central_fin_dwh"."customers"), "src_nav_dw_Customer_Posting_Group" AS (SELECT "id_company" AS "id_company", "code" AS "Code", "receivables_account" AS "Receivables Account" FROM "process_central_fin_dwh"."customer_posting_group"), "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), customer_balance AS (
  -- what each customer owes at the end of the period; customers that net to zero drop out
  SELECT
    d."id_company" AS company,
    d."Customer No_" AS customer_no,
    SUM(d."Amount (LCY)") AS balance
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."Posting Date" < ?
    AND d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY d."id_company", d."Customer No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
entry_balance AS (
  -- what remains of each ledger entry at the end of the period; settled entries drop out
  SELECT
    d."id_company" AS company,
    d."Cust_ Ledger Entry No_" AS entry_no,
    SUM(d."Amount (LCY)") AS remaining
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."Posting Date" < ?
    AND d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY d."id_company", d."Cust_ Ledger Entry No_"
  HAVING SUM(d."Amount (LCY)") <> 0
)
SELECT
  e."id_company" AS "id_company",
  c."Company_Country" AS "Company_Country",
  c."Opco/Central_?" AS "Opco/Central_?",
  e."Entry No_" AS "Entry No_",
  e."GL Entry No_" AS "GL Entry No_",
  e."Document No_" AS "Document No_",
  e."Document Type" AS "Document Type",
  e."External Document No_" AS "External Document No_",
  e."Posting Date" AS "Posting Date",
  e."Customer No_" AS "Customer No_",
  k."Name" AS "Customer Name",
  k."Busline Code" AS "Customer Busline",
  CAST(k."Automatically integrated" AS INTEGER) AS "Automatically integrated",
  k."Customer Posting Group" AS "currentpostinggroup",
  k."Stream" AS "Stream",
  e."Customer Posting Group" AS "Customer Posting Group",
  e."Description" AS "Description",
  e."Source Code" AS "Source Code",
  e."Reason Code" AS "Reason Code",
  e."Busline Code" AS "Busline Code",
  b."Busline_Vertical_Name_1" AS "Busline_Vertical_Name_1",
  b."Busline_Vertical_Name_2" AS "Busline_Vertical_Name_2",
  b."Busline_Vertical_Name_3" AS "Busline_Vertical_Name_3",
  e."Department Code" AS "Department Code",
  CAST(ROUND(e."Original Amount", 4) AS DECIMAL(19,4)) AS "Original Amount",
  e."Currency" AS "Currency",
  CAST(ROUND(e."Original Amount (LCY)", 4) AS DECIMAL(19,4)) AS "Original Amount (LCY)",
  CAST(ROUND(r.remaining, 4) AS DECIMAL(19,4)) AS "rem_amt_LCY",
  CAST(e."Open" AS INTEGER) AS "Open",
  CASE WHEN e."Due Date" > ? THEN e."Due Date" END AS "Due Date",
  e."Posted by" AS "Posted by",
  e."Destination Code" AS "Destination Code",
  e."Partner Code" AS "Partner Code",
  e."IC Partner Code" AS "IC Partner Code",
  CASE
    WHEN e."Due Date" > ? AND e."Due Date" < ? THEN 'Credit'
    WHEN e."Due Date" >= ? THEN 'Debit'
    ELSE 'Due Month'
  END AS "Debit_Credit_DueMonth",
  g."Receivables Account" AS "Receivables Account",
  a."Group_COA_Account_no" AS "Group_COA_Account_no"
FROM "src_nav_dw_Customer_Ledger_Entries" AS e
JOIN "src_fin_rec_Dim_Company" AS c
  ON c."Company_Code" = e."id_company"
JOIN customer_balance AS o
  ON o.company = e."id_company" AND o.customer_no = e."Customer No_"
JOIN entry_balance AS r
  ON r.company = e."id_company" AND r.entry_no = e."Entry No_"
LEFT JOIN "process_central_fin_dwh"."dim_busline" AS b
  ON b."Company_Code" = e."id_company" AND b."Busline_Code" = e."Busline Code"
LEFT JOIN "src_nav_dw_Customers" AS k
  ON k."id_company" = e."id_company" AND k."No_" = e."Customer No_"
LEFT JOIN "src_nav_dw_Customer_Posting_Group" AS g
  ON g."id_company" = e."id_company" AND g."Code" = e."Customer Posting Group"
LEFT JOIN "src_fin_rec_Dim_ChartOfAccounts" AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Receivables Account"
WHERE e."Posting Date" < ?
  AND e."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND e."Customer Posting Group" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
