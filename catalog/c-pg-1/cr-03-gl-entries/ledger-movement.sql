-- What each requested account must have moved: its balance in the view at the cutoff (CR_04), less what the detailed
-- entries of earlier years add up to unless the report is as of the cutoff.
WITH chart AS (
  SELECT
    a."Company_Code" AS company,
    a."G/L_Account_No" AS local_account,
    MIN(a."Group_COA_Account_no") AS group_account
  FROM {fin_rec.Dim_ChartOfAccounts} AS a
  GROUP BY a."Company_Code", a."G/L_Account_No"
),
part AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."GROUP_COA_ACCOUNT_NO" AS account,
    CAST(ROUND(SUM(v."BALANCE_AT_DATE"), 4) AS DECIMAL(19,4)) AS closing,
    CAST(0 AS DECIMAL(19,4)) AS opening
  FROM {fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT} AS v
  WHERE v."CLOSING_DATE" = :cutoff
    AND v."ID_COMPANY" IN (:companies)
    AND v."GROUP_COA_ACCOUNT_NO" IN (:gl_accounts)
  GROUP BY v."ID_COMPANY", v."GROUP_COA_ACCOUNT_NO"
  UNION ALL
  SELECT
    d."id_company" AS company,
    h.group_account AS account,
    CAST(0 AS DECIMAL(19,4)) AS closing,
    CAST(ROUND(SUM(d."Amount"), 4) AS DECIMAL(19,4)) AS opening
  FROM {nav_dw.Detailed G_L Entry} AS d
  JOIN chart AS h
    ON h.company = d."id_company" AND h.local_account = d."G_L Account No_"
  WHERE :as_of = 0
    AND d."Posting Date" < :year_start
    AND d."id_company" IN (:companies)
    AND h.group_account IN (:gl_accounts)
  GROUP BY d."id_company", h.group_account
)
SELECT
  p.company AS "id_company",
  p.account AS "Group_COA_Account_no",
  CAST(SUM(p.opening) AS DECIMAL(38,4)) AS "opening",
  CAST(SUM(p.closing) AS DECIMAL(38,4)) AS "closing",
  CAST(SUM(p.closing - p.opening) AS DECIMAL(38,4)) AS "movement"
FROM part AS p
GROUP BY p.company, p.account
