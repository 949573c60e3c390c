-- General ledger entries of the requested group accounts that moved up to the end of the period: from the start of the
-- year, or as of the cutoff (:as_of = 1) since the books began.
WITH "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no", "group_coa_account_name" AS "Group_COA_Account_Name" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_Detailed_G_L_Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "gen_ledger_entry_no" AS "Gen_ Ledger Entry No_", "gl_account_no" AS "G_L Account No_", "posting_date" AS "Posting Date", "amount" AS "Amount" FROM "process_central_fin_dwh"."detailed_gl_entry"), "src_nav_dw_G_L_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "document_no" AS "Document No_", "external_document_no" AS "External Document No_", "voucher_no" AS "Voucher No_", "posting_date" AS "Posting Date", "document_date" AS "Document Date", "document_type" AS "Document Type", "chart_of_accounts_no" AS "Chart of Accounts No_", "account_name" AS "Account Name", "document_description" AS "Document Description", "amount" AS "Amount", "bal_account_type" AS "Bal_ Account Type", "bal_account_no" AS "Bal_ Account No_", "bal_account_name" AS "Bal_ Account Name", "busline_code" AS "Busline Code", "department_code" AS "Department Code", "reason_code" AS "Reason Code", "source_code" AS "Source Code", "destination_code" AS "Destination Code", "partner_code" AS "Partner Code", "ic_partner_code" AS "IC Partner Code", "vendortag_code" AS "VendorTag Code", "customertag_code" AS "CustomerTag Code", "service_period" AS "Service_Period", "reversed" AS "Reversed", "system_created_entry" AS "System-Created Entry", "user_id" AS "User ID", "gl_creation_date" AS "G_L Creation Date", "source_type" AS "Source Type", "source_no" AS "Source No" FROM "process_central_fin_dwh"."g_l_entries"), "src_fin_rec_Dim_Company" AS (SELECT "company_code" AS "Company_Code", "opco_central" AS "Opco/Central_?", "company_country" AS "Company_Country", "flg_in_conso_scope" AS "Flg_In_Conso_Scope" FROM "process_central_fin_dwh"."dim_company"), listed_account AS (
  -- local accounts that belong to one of the requested group accounts
  SELECT a."Company_Code" AS company, a."G/L_Account_No" AS local_account
  FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
  WHERE a."Group_COA_Account_no" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND a."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY a."Company_Code", a."G/L_Account_No"
),
movement AS (
  -- what each ledger entry moved on them in that span; entries that net to zero drop out
  SELECT
    d."id_company" AS company,
    d."Gen_ Ledger Entry No_" AS entry_no,
    SUM(d."Amount") AS amount
  FROM "src_nav_dw_Detailed_G_L_Entry" AS d
  JOIN listed_account AS l
    ON l.company = d."id_company" AND l.local_account = d."G_L Account No_"
  WHERE (? = 1 OR (? = 0 AND d."Posting Date" >= ?))
    AND d."Posting Date" < ?
  GROUP BY d."id_company", d."Gen_ Ledger Entry No_"
  HAVING SUM(d."Amount") <> 0
)
SELECT
  g."id_company" AS "id_company",
  c."Company_Country" AS "Company_Country",
  CAST(c."Flg_In_Conso_Scope" AS INTEGER) AS "Flg_In_Conso_Scope",
  c."Opco/Central_?" AS "Opco/Central_?",
  g."Entry No_" AS "Entry No_",
  g."Document No_" AS "Document No_",
  g."External Document No_" AS "External Document No_",
  g."Voucher No_" AS "Voucher No_",
  g."Posting Date" AS "Posting Date",
  CASE WHEN g."Document Date" > ? THEN g."Document Date" END AS "Document Date",
  g."Document Type" AS "Document Type",
  g."Chart of Accounts No_" AS "Chart of Accounts No_",
  g."Account Name" AS "Account Name",
  a."Group_COA_Account_no" AS "Group_COA_Account_no",
  a."Group_COA_Account_Name" AS "Group_COA_Account_Name",
  g."Document Description" AS "Document Description",
  CAST(ROUND(g."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  CAST(ROUND(m.amount, 4) AS DECIMAL(19,4)) AS "Remaining_amount",
  g."Busline Code" AS "Busline Code",
  g."Department Code" AS "Department Code",
  g."Bal_ Account Type" AS "Bal_ Account Type",
  g."Bal_ Account No_" AS "Bal_ Account No_",
  g."Bal_ Account Name" AS "Bal_ Account Name",
  g."Reason Code" AS "Reason Code",
  g."Source Code" AS "Source Code",
  CAST(g."Reversed" AS INTEGER) AS "Reversed",
  g."User ID" AS "User ID",
  g."G_L Creation Date" AS "G_L Creation Date",
  g."Destination Code" AS "Destination Code",
  g."Partner Code" AS "Partner Code",
  CAST(g."System-Created Entry" AS INTEGER) AS "System-Created Entry",
  g."Source Type" AS "Source Type",
  g."Source No" AS "Source No",
  g."IC Partner Code" AS "IC Partner Code",
  g."VendorTag Code" AS "VendorTag Code",
  g."CustomerTag Code" AS "CustomerTag Code",
  g."Service_Period" AS "Service_Period",
  i."Level_1_Name" AS "Level_1_Name",
  i."Level_2_Name" AS "Level_2_Name",
  i."Level_3_Name" AS "Level_3_Name",
  CASE
    WHEN UPPER(g."Document Description") LIKE '%BM%' THEN 'BackMargin'
    WHEN UPPER(g."Document Description") LIKE '%BACKMARGIN%' THEN 'BackMargin'
    ELSE 'Other'
  END AS "EntryType"
FROM "src_nav_dw_G_L_Entries" AS g
JOIN movement AS m
  ON m.company = g."id_company" AND m.entry_no = g."Entry No_"
JOIN "src_fin_rec_Dim_Company" AS c
  ON c."Company_Code" = g."id_company"
LEFT JOIN "src_fin_rec_Dim_ChartOfAccounts" AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Chart of Accounts No_"
LEFT JOIN "process_central_fin_dwh"."gdoc_ifrs_tabular_mapping" AS i
  ON i."Level_4_Code" = a."Group_COA_Account_no"
WHERE g."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
