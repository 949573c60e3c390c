-- Starts at the detailed entries and asks by existence what the extract asks by joining look-ups.
WITH "src_nav_dw_Detailed_Customer_Ledg__Entry" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "cust_ledger_entry_no" AS "Cust_ Ledger Entry No_", "customer_no" AS "Customer No_", "posting_date" AS "Posting Date", "amount_lcy" AS "Amount (LCY)" FROM "process_central_fin_dwh"."detailed_customer_ledg_entry"), "src_nav_dw_Customer_Ledger_Entries" AS (SELECT "id_company" AS "id_company", "entry_no" AS "Entry No_", "posting_date" AS "Posting Date", "customer_no" AS "Customer No_", "customer_posting_group" AS "Customer Posting Group", "original_amount" AS "Original Amount", "original_amount_lcy" AS "Original Amount (LCY)" FROM "process_central_fin_dwh"."customer_ledger_entries"), moved AS (
  -- each detailed entry with the posting group of its ledger entry, if that entry is in the population
  SELECT
    e."id_company" AS company,
    e."Customer No_" AS customer_no,
    e."Customer Posting Group" AS posting_group,
    d."Cust_ Ledger Entry No_" AS entry_no,
    d."Amount (LCY)" AS amount,
    e."Original Amount" AS original,
    e."Original Amount (LCY)" AS original_lcy
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  JOIN "src_nav_dw_Customer_Ledger_Entries" AS e
    ON e."id_company" = d."id_company" AND e."Entry No_" = d."Cust_ Ledger Entry No_"
  WHERE d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND d."Posting Date" < ?
    AND e."Posting Date" < ?
    AND e."Customer Posting Group" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND EXISTS (
      SELECT 1 FROM "process_central_fin_dwh"."dim_company" AS c
      WHERE c."Company_Code" = d."id_company" AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
    )
),
owing AS (
  SELECT d."id_company" AS company, d."Customer No_" AS customer_no
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND d."Posting Date" < ?
  GROUP BY d."id_company", d."Customer No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
remaining AS (
  SELECT
    m.company AS company,
    m.posting_group AS posting_group,
    m.entry_no AS entry_no,
    CAST(ROUND(SUM(m.amount), 4) AS DECIMAL(19,4)) AS amount,
    CAST(ROUND(MIN(m.original), 4) AS DECIMAL(19,4)) AS original,
    CAST(ROUND(MIN(m.original_lcy), 4) AS DECIMAL(19,4)) AS original_lcy
  FROM moved AS m
  WHERE EXISTS (
    SELECT 1 FROM owing AS o WHERE o.company = m.company AND o.customer_no = m.customer_no
  )
  GROUP BY m.company, m.posting_group, m.entry_no
  HAVING SUM(m.amount) <> 0
)
SELECT
  r.company AS "id_company",
  r.posting_group AS "Customer Posting Group",
  COUNT(*) AS "row_count",
  CAST(SUM(r.amount) AS DECIMAL(38,4)) AS "rem_amt_LCY",
  CAST(SUM(r.original) AS DECIMAL(38,4)) AS "Original Amount",
  CAST(SUM(r.original_lcy) AS DECIMAL(38,4)) AS "Original Amount (LCY)",
  CAST(SUM(CAST(r.entry_no AS DECIMAL(19,0))) AS DECIMAL(38,0)) AS "Entry No_"
FROM remaining AS r
GROUP BY r.company, r.posting_group
