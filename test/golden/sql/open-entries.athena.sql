WITH "src_nav_dw_Detailed_Customer_Ledg__Entry" AS (SELECT "id_company" AS "id_company", "entry_no_" AS "Entry No_", "cust__ledger_entry_no_" AS "Cust_ Ledger Entry No_", "posting_date" AS "Posting Date", "amount_lcy_" AS "Amount (LCY)" FROM "nav_dw"."detailed_customer_ledg__entry"), open_entry AS (
  SELECT d."id_company" AS company, d."Cust_ Ledger Entry No_" AS entry_no, SUM(d."Amount (LCY)") AS amount
  FROM "src_nav_dw_Detailed_Customer_Ledg__Entry" AS d
  WHERE d."Posting Date" < ? AND d."id_company" IN (?, ?)
  GROUP BY d."id_company", d."Cust_ Ledger Entry No_" HAVING SUM(d."Amount (LCY)") <> 0
)
SELECT o.company AS "id_company", o.entry_no AS "Entry No_", CAST(ROUND(o.amount, 4) AS DECIMAL(19,4)) AS "rem_amt_LCY" FROM open_entry AS o
