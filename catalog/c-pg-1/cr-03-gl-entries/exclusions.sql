-- Every general ledger entry once, by the first reason that keeps it out.
WITH in_scope AS (
  SELECT c."Company_Code" AS company
  FROM {fin_rec.Dim_Company} AS c
  WHERE CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
  GROUP BY c."Company_Code"
),
listed_account AS (
  SELECT a."Company_Code" AS company, a."G/L_Account_No" AS local_account
  FROM {fin_rec.Dim_ChartOfAccounts} AS a
  WHERE a."Group_COA_Account_no" IN (:gl_accounts)
  GROUP BY a."Company_Code", a."G/L_Account_No"
),
movement AS (
  SELECT
    d."id_company" AS company,
    d."Gen_ Ledger Entry No_" AS entry_no,
    SUM(d."Amount") AS amount
  FROM {nav_dw.Detailed G_L Entry} AS d
  JOIN listed_account AS l
    ON l.company = d."id_company" AND l.local_account = d."G_L Account No_"
  WHERE (:as_of = 1 OR (:as_of = 0 AND d."Posting Date" >= :year_start))
    AND d."Posting Date" < :period_next
    AND d."id_company" IN (:companies)
  GROUP BY d."id_company", d."Gen_ Ledger Entry No_"
),
classified AS (
  SELECT
    CASE
      WHEN g."id_company" NOT IN (:companies) THEN 'company not selected'
      WHEN s.company IS NULL THEN 'company outside the consolidation scope'
      WHEN m.amount <> 0 THEN 'included'
      WHEN m.amount = 0 THEN 'movement nets to zero'
      WHEN g."Posting Date" >= :period_next THEN 'posted after the cutoff'
      WHEN l.company IS NULL THEN 'account not in the list'
      WHEN :as_of = 0 AND g."Posting Date" < :year_start THEN 'posted before the year'
      ELSE 'no detailed entry in the span'
    END AS reason
  FROM {nav_dw.G_L Entries} AS g
  LEFT JOIN in_scope AS s ON s.company = g."id_company"
  LEFT JOIN movement AS m ON m.company = g."id_company" AND m.entry_no = g."Entry No_"
  LEFT JOIN listed_account AS l
    ON l.company = g."id_company" AND l.local_account = g."Chart of Accounts No_"
)
SELECT x.reason AS "reason", COUNT(*) AS "row_count"
FROM classified AS x
GROUP BY x.reason
UNION ALL
SELECT 'unfiltered' AS "reason", COUNT(*) AS "row_count"
FROM {nav_dw.G_L Entries} AS g
