-- Open entries of listed groups that the net-to-zero rule drops, per group account, where they do not cancel out there:
-- the account's target value is then wrong by this amount.
WITH customer_balance AS (
  SELECT d."id_company" AS company, d."Customer No_" AS customer_no
  FROM "NAV_DW"."dbo"."Detailed Customer Ledg_ Entry" AS d
  WHERE d."Posting Date" < $period_next AND d."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  GROUP BY d."id_company", d."Customer No_"
  HAVING SUM(d."Amount (LCY)") = 0
),
entry_balance AS (
  SELECT
    d."id_company" AS company,
    d."Cust_ Ledger Entry No_" AS entry_no,
    SUM(d."Amount (LCY)") AS remaining
  FROM "NAV_DW"."dbo"."Detailed Customer Ledg_ Entry" AS d
  WHERE d."Posting Date" < $period_next AND d."id_company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  GROUP BY d."id_company", d."Cust_ Ledger Entry No_"
  HAVING SUM(d."Amount (LCY)") <> 0
),
group_account AS (
  SELECT
    g."id_company" AS company,
    g."Code" AS posting_group,
    MIN(a."Group_COA_Account_no") AS account
  FROM "NAV_DW"."dbo"."Customer Posting Group" AS g
  JOIN "FIN_REC"."fdw"."Dim_ChartOfAccounts" AS a
    ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Receivables Account"
  GROUP BY g."id_company", g."Code"
)
SELECT
  e."id_company" AS "id_company",
  a.account AS "Group_COA_Account_no",
  COUNT(*) AS "row_count",
  CAST(ROUND(SUM(r.remaining), 4) AS DECIMAL(38,4)) AS "amount"
FROM "NAV_DW"."dbo"."Customer Ledger Entries" AS e
JOIN customer_balance AS z
  ON z.company = e."id_company" AND z.customer_no = e."Customer No_"
JOIN entry_balance AS r
  ON r.company = e."id_company" AND r.entry_no = e."Entry No_"
LEFT JOIN group_account AS a
  ON a.company = e."id_company" AND a.posting_group = e."Customer Posting Group"
WHERE e."Posting Date" < $period_next
  AND e."Customer Posting Group" IN ($posting_groups_0, $posting_groups_1, $posting_groups_2, $posting_groups_3, $posting_groups_4, $posting_groups_5, $posting_groups_6, $posting_groups_7, $posting_groups_8, $posting_groups_9, $posting_groups_10, $posting_groups_11, $posting_groups_12, $posting_groups_13, $posting_groups_14, $posting_groups_15, $posting_groups_16)
GROUP BY e."id_company", a.account
HAVING SUM(r.remaining) <> 0
