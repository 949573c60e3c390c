-- Customer ledger entries that are still open at the end of the period, one row per entry.
WITH customer_balance AS (
  -- what each customer owes at the end of the period; customers that net to zero drop out
  SELECT
    d."id_company" AS company,
    d."Customer No_" AS customer_no,
    SUM(d."Amount (LCY)") AS balance
  FROM "NAV_DW"."dbo"."Detailed Customer Ledg_ Entry" AS d
  WHERE d."Posting Date" < $period_next
    AND d."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  GROUP BY d."id_company", d."Customer No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
entry_balance AS (
  -- what remains of each ledger entry at the end of the period; settled entries drop out
  SELECT
    d."id_company" AS company,
    d."Cust_ Ledger Entry No_" AS entry_no,
    SUM(d."Amount (LCY)") AS remaining
  FROM "NAV_DW"."dbo"."Detailed Customer Ledg_ Entry" AS d
  WHERE d."Posting Date" < $period_next
    AND d."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
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
  CASE WHEN e."Due Date" > $blank_date THEN e."Due Date" END AS "Due Date",
  e."Posted by" AS "Posted by",
  e."Destination Code" AS "Destination Code",
  e."Partner Code" AS "Partner Code",
  e."IC Partner Code" AS "IC Partner Code",
  CASE
    WHEN e."Due Date" > $blank_date AND e."Due Date" < $period_start THEN 'Credit'
    WHEN e."Due Date" >= $period_next THEN 'Debit'
    ELSE 'Due Month'
  END AS "Debit_Credit_DueMonth",
  g."Receivables Account" AS "Receivables Account",
  a."Group_COA_Account_no" AS "Group_COA_Account_no"
FROM "NAV_DW"."dbo"."Customer Ledger Entries" AS e
JOIN "FIN_REC"."fdw"."Dim_Company" AS c
  ON c."Company_Code" = e."id_company"
JOIN customer_balance AS o
  ON o.company = e."id_company" AND o.customer_no = e."Customer No_"
JOIN entry_balance AS r
  ON r.company = e."id_company" AND r.entry_no = e."Entry No_"
LEFT JOIN "FIN_REC"."fdw"."Dim_Busline" AS b
  ON b."Company_Code" = e."id_company" AND b."Busline_Code" = e."Busline Code"
LEFT JOIN "NAV_DW"."dbo"."Customers" AS k
  ON k."id_company" = e."id_company" AND k."No_" = e."Customer No_"
LEFT JOIN "NAV_DW"."dbo"."Customer Posting Group" AS g
  ON g."id_company" = e."id_company" AND g."Code" = e."Customer Posting Group"
LEFT JOIN "FIN_REC"."fdw"."Dim_ChartOfAccounts" AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Receivables Account"
WHERE e."Posting Date" < $period_next
  AND e."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND e."Customer Posting Group" IN ($posting_groups_0, $posting_groups_1, $posting_groups_2, $posting_groups_3, $posting_groups_4, $posting_groups_5, $posting_groups_6, $posting_groups_7, $posting_groups_8, $posting_groups_9, $posting_groups_10, $posting_groups_11, $posting_groups_12, $posting_groups_13, $posting_groups_14, $posting_groups_15, $posting_groups_16)
  AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
