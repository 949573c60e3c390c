-- Totals the whole view by day, company and account first, then asks which totals belong to the period's last day.
WITH per_account AS (
  SELECT
    v."ID_COMPANY" AS company,
    v."GROUP_COA_ACCOUNT_NO" AS account,
    v."CLOSING_DATE" AS closing_date,
    COUNT(*) AS lines,
    SUM(v."BALANCE_AT_DATE") AS balance,
    SUM(v."FX_RATE") AS rates
  FROM "process_central_fin_dwh"."v_bs_anaplan_import_ifrs_mapping_currency_split" AS v
  GROUP BY v."ID_COMPANY", v."GROUP_COA_ACCOUNT_NO", v."CLOSING_DATE"
)
SELECT
  p.company AS "ID_COMPANY",
  p.account AS "GROUP_COA_ACCOUNT_NO",
  CAST(p.lines AS BIGINT) AS "row_count",
  CAST(p.balance AS DECIMAL(38,4)) AS "BALANCE_AT_DATE",
  CAST(p.rates AS DECIMAL(38,8)) AS "FX_RATE"
FROM per_account AS p
WHERE p.closing_date = ?
  AND p.company IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND p.account IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
