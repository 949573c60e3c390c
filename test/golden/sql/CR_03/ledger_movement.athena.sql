-- What each requested account must have moved: its balance in the view at the cutoff (CR_04), less what the detailed
-- entries of earlier years add up to unless the report is as of the cutoff.
WITH "src_fin_rec_Dim_ChartOfAccounts" AS (SELECT "company_code" AS "Company_Code", "gl_account_no" AS "G/L_Account_No", "group_coa_account_no" AS "Group_COA_Account_no" FROM "process_central_fin_dwh"."dim_chartofaccounts"), "src_nav_dw_Detailed_G_L_Entry" AS (SELECT "id_company" AS "id_company", "gl_account_no" AS "G_L Account No_", "posting_date" AS "Posting Date", "amount" AS "Amount" FROM "process_central_fin_dwh"."detailed_gl_entry"), chart AS (
  SELECT
    a."Company_Code" AS company,
    a."G/L_Account_No" AS local_account,
    MIN(a."Group_COA_Account_no") AS group_account
  FROM "src_fin_rec_Dim_ChartOfAccounts" AS a
  GROUP BY a."Company_Code", a."G/L_Account_No"
),
part AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."GROUP_COA_ACCOUNT_NO" AS account,
    CAST(ROUND(SUM(v."BALANCE_AT_DATE"), 4) AS DECIMAL(19,4)) AS closing,
    CAST(0 AS DECIMAL(19,4)) AS opening
  FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS v
  WHERE v."CLOSING_DATE" = ?
    AND v."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND v."GROUP_COA_ACCOUNT_NO" IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  GROUP BY v."ID_COMPANY", v."GROUP_COA_ACCOUNT_NO"
  UNION ALL
  SELECT
    d."id_company" AS company,
    h.group_account AS account,
    CAST(0 AS DECIMAL(19,4)) AS closing,
    CAST(ROUND(SUM(d."Amount"), 4) AS DECIMAL(19,4)) AS opening
  FROM "src_nav_dw_Detailed_G_L_Entry" AS d
  JOIN chart AS h
    ON h.company = d."id_company" AND h.local_account = d."G_L Account No_"
  WHERE ? = 0
    AND d."Posting Date" < ?
    AND d."id_company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
    AND h.group_account IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
