-- Starts at the detailed entries, tests accounts and companies by existence and groups each ledger entry once.
WITH moved AS (
  SELECT
    d."id_company" AS company,
    d."Gen_ Ledger Entry No_" AS entry_no,
    CAST(ROUND(SUM(d."Amount"), 4) AS DECIMAL(19,4)) AS amount
  FROM {nav_dw.Detailed G_L Entry} AS d
  WHERE d."id_company" IN (:companies)
    AND (:as_of = 1 OR (:as_of = 0 AND d."Posting Date" >= :year_start))
    AND d."Posting Date" < :period_next
    AND EXISTS (
      SELECT 1 FROM {fin_rec.Dim_ChartOfAccounts} AS a
      WHERE a."Company_Code" = d."id_company"
        AND a."G/L_Account_No" = d."G_L Account No_"
        AND a."Group_COA_Account_no" IN (:gl_accounts)
    )
    AND EXISTS (
      SELECT 1 FROM {fin_rec.Dim_Company} AS c
      WHERE c."Company_Code" = d."id_company" AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
    )
  GROUP BY d."id_company", d."Gen_ Ledger Entry No_"
  HAVING SUM(d."Amount") <> 0
),
chart AS (
  SELECT
    a."Company_Code" AS company,
    a."G/L_Account_No" AS local_account,
    MIN(a."Group_COA_Account_no") AS group_account
  FROM {fin_rec.Dim_ChartOfAccounts} AS a
  GROUP BY a."Company_Code", a."G/L_Account_No"
)
SELECT
  m.company AS "id_company",
  h.group_account AS "Group_COA_Account_no",
  COUNT(*) AS "row_count",
  CAST(SUM(CAST(ROUND(g."Amount", 4) AS DECIMAL(19,4))) AS DECIMAL(38,4)) AS "Amount",
  CAST(SUM(m.amount) AS DECIMAL(38,4)) AS "Remaining_amount",
  CAST(SUM(CAST(m.entry_no AS DECIMAL(19,0))) AS DECIMAL(38,0)) AS "Entry No_"
FROM moved AS m
JOIN {nav_dw.G_L Entries} AS g
  ON g."id_company" = m.company AND g."Entry No_" = m.entry_no
LEFT JOIN chart AS h
  ON h.company = m.company AND h.local_account = g."Chart of Accounts No_"
GROUP BY m.company, h.group_account
