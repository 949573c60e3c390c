-- Invoices posted on the cutoff day to customers with nothing to set off by then: found through their initial detailed
-- entry, not through balances. What remains of each is its initial amount.
WITH "src_nav_dw_Detailed_Customer_Ledg__Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "cust_ledger_entry_no" AS "Cust_ Ledger Entry No_", "customer_no" AS "Customer No_", "posting_date" AS "Posting Date", "entry_type" AS "Entry Type", "amount_lcy" AS "Amount (LCY)" FROM "process_central_fin_dwh"."detailed_customer_ledg_entry"), "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "document_no" AS "Document No_", "document_type" AS "Document Type", "posting_date" AS "Posting Date", "customer_no" AS "Customer No_", "customer_posting_group" AS "Customer Posting Group" FROM "process_central_fin_dwh"."customer_ledger_entries")
SELECT
  d."id_company" AS "id_company",
  d."Cust_ Ledger Entry No_" AS "Entry No_",
  e."Document No_" AS "Document No_",
  d."Posting Date" AS "Posting Date",
  d."Customer No_" AS "Customer No_",
  e."Customer Posting Group" AS "Customer Posting Group",
  CAST(ROUND(d."Amount (LCY)", 4) AS DECIMAL(19,4)) AS "rem_amt_LCY"
FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
JOIN "src_nav_dw_Customer_Ledger_Entries" AS e
  ON e."id_company" = d."id_company" AND e."Entry No_" = d."Cust_ Ledger Entry No_"
WHERE d."Posting Date" = ?
  AND d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND d."Entry Type" = 'Initial Entry'
  AND d."Amount (LCY)" > 0
  AND e."Document Type" = 'Invoice'
  AND e."Customer Posting Group" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND EXISTS (
    SELECT 1 FROM "process_central_fin_dwh"."dim_company" AS c
    WHERE c."Company_Code" = d."id_company" AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
  )
  AND NOT EXISTS (
    SELECT 1 FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS n
    WHERE n."id_company" = d."id_company"
      AND n."Customer No_" = d."Customer No_"
      AND n."Posting Date" < ?
      AND (n."Amount (LCY)" < 0 OR n."Entry Type" <> 'Initial Entry')
  )
