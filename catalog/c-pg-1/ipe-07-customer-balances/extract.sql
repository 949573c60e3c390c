-- Customer ledger entries that are still open at the end of the period, one row per entry.
WITH customer_balance AS (
  -- what each customer owes at the end of the period; customers that net to zero drop out
  SELECT
    d."id_company" AS company,
    d."Customer No_" AS customer_no,
    SUM(d."Amount (LCY)") AS balance
  FROM {nav_dw.Detailed Customer Ledg_ Entry} AS d
  WHERE d."Posting Date" < :period_next
    AND d."id_company" IN (:companies)
  GROUP BY d."id_company", d."Customer No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
entry_balance AS (
  -- what remains of each ledger entry at the end of the period; settled entries drop out
  SELECT
    d."id_company" AS company,
    d."Cust_ Ledger Entry No_" AS entry_no,
    SUM(d."Amount (LCY)") AS remaining
  FROM {nav_dw.Detailed Customer Ledg_ Entry} AS d
  WHERE d."Posting Date" < :period_next
    AND d."id_company" IN (:companies)
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
  CASE WHEN e."Due Date" > :blank_date THEN e."Due Date" END AS "Due Date",
  e."Posted by" AS "Posted by",
  e."Destination Code" AS "Destination Code",
  e."Partner Code" AS "Partner Code",
  e."IC Partner Code" AS "IC Partner Code",
  CASE
    WHEN e."Due Date" > :blank_date AND e."Due Date" < :period_start THEN 'Credit'
    WHEN e."Due Date" >= :period_next THEN 'Debit'
    ELSE 'Due Month'
  END AS "Debit_Credit_DueMonth",
  g."Receivables Account" AS "Receivables Account",
  a."Group_COA_Account_no" AS "Group_COA_Account_no"
FROM {nav_dw.Customer Ledger Entries} AS e
JOIN {fin_rec.Dim_Company} AS c
  ON c."Company_Code" = e."id_company"
JOIN customer_balance AS o
  ON o.company = e."id_company" AND o.customer_no = e."Customer No_"
JOIN entry_balance AS r
  ON r.company = e."id_company" AND r.entry_no = e."Entry No_"
LEFT JOIN {fin_rec.Dim_Busline} AS b
  ON b."Company_Code" = e."id_company" AND b."Busline_Code" = e."Busline Code"
LEFT JOIN {nav_dw.Customers} AS k
  ON k."id_company" = e."id_company" AND k."No_" = e."Customer No_"
LEFT JOIN {nav_dw.Customer Posting Group} AS g
  ON g."id_company" = e."id_company" AND g."Code" = e."Customer Posting Group"
LEFT JOIN {fin_rec.Dim_ChartOfAccounts} AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Receivables Account"
WHERE e."Posting Date" < :period_next
  AND e."id_company" IN (:companies)
  AND e."Customer Posting Group" IN (:posting_groups)
  AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
