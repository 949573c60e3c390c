-- General ledger entries of the requested group accounts that moved up to the end of the period: from the start of the
-- year, or as of the cutoff (:as_of = 1) since the books began.
WITH listed_account AS (
  -- local accounts that belong to one of the requested group accounts
  SELECT a."Company_Code" AS company, a."G/L_Account_No" AS local_account
  FROM {fin_rec.Dim_ChartOfAccounts} AS a
  WHERE a."Group_COA_Account_no" IN (:gl_accounts)
    AND a."Company_Code" IN (:companies)
  GROUP BY a."Company_Code", a."G/L_Account_No"
),
movement AS (
  -- what each ledger entry moved on them in that span; entries that net to zero drop out
  SELECT
    d."id_company" AS company,
    d."Gen_ Ledger Entry No_" AS entry_no,
    SUM(d."Amount") AS amount
  FROM {nav_dw.Detailed G_L Entry} AS d
  JOIN listed_account AS l
    ON l.company = d."id_company" AND l.local_account = d."G_L Account No_"
  WHERE (:as_of = 1 OR (:as_of = 0 AND d."Posting Date" >= :year_start))
    AND d."Posting Date" < :period_next
  GROUP BY d."id_company", d."Gen_ Ledger Entry No_"
  HAVING SUM(d."Amount") <> 0
)
SELECT
  g."id_company" AS "id_company",
  c."Company_Country" AS "Company_Country",
  CAST(c."Flg_In_Conso_Scope" AS INTEGER) AS "Flg_In_Conso_Scope",
  c."Opco/Central_?" AS "Opco/Central_?",
  g."Entry No_" AS "Entry No_",
  g."Document No_" AS "Document No_",
  g."External Document No_" AS "External Document No_",
  g."Voucher No_" AS "Voucher No_",
  g."Posting Date" AS "Posting Date",
  CASE WHEN g."Document Date" > :blank_date THEN g."Document Date" END AS "Document Date",
  g."Document Type" AS "Document Type",
  g."Chart of Accounts No_" AS "Chart of Accounts No_",
  g."Account Name" AS "Account Name",
  a."Group_COA_Account_no" AS "Group_COA_Account_no",
  a."Group_COA_Account_Name" AS "Group_COA_Account_Name",
  g."Document Description" AS "Document Description",
  CAST(ROUND(g."Amount", 4) AS DECIMAL(19,4)) AS "Amount",
  CAST(ROUND(m.amount, 4) AS DECIMAL(19,4)) AS "Remaining_amount",
  g."Busline Code" AS "Busline Code",
  g."Department Code" AS "Department Code",
  g."Bal_ Account Type" AS "Bal_ Account Type",
  g."Bal_ Account No_" AS "Bal_ Account No_",
  g."Bal_ Account Name" AS "Bal_ Account Name",
  g."Reason Code" AS "Reason Code",
  g."Source Code" AS "Source Code",
  CAST(g."Reversed" AS INTEGER) AS "Reversed",
  g."User ID" AS "User ID",
  g."G_L Creation Date" AS "G_L Creation Date",
  g."Destination Code" AS "Destination Code",
  g."Partner Code" AS "Partner Code",
  CAST(g."System-Created Entry" AS INTEGER) AS "System-Created Entry",
  g."Source Type" AS "Source Type",
  g."Source No" AS "Source No",
  g."IC Partner Code" AS "IC Partner Code",
  g."VendorTag Code" AS "VendorTag Code",
  g."CustomerTag Code" AS "CustomerTag Code",
  g."Service_Period" AS "Service_Period",
  i."Level_1_Name" AS "Level_1_Name",
  i."Level_2_Name" AS "Level_2_Name",
  i."Level_3_Name" AS "Level_3_Name",
  CASE
    WHEN UPPER(g."Document Description") LIKE '%BM%' THEN 'BackMargin'
    WHEN UPPER(g."Document Description") LIKE '%BACKMARGIN%' THEN 'BackMargin'
    ELSE 'Other'
  END AS "EntryType"
FROM {nav_dw.G_L Entries} AS g
JOIN movement AS m
  ON m.company = g."id_company" AND m.entry_no = g."Entry No_"
JOIN {fin_rec.Dim_Company} AS c
  ON c."Company_Code" = g."id_company"
LEFT JOIN {fin_rec.Dim_ChartOfAccounts} AS a
  ON a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Chart of Accounts No_"
LEFT JOIN {fin_rec.GDOC_IFRS_Tabular_Mapping} AS i
  ON i."Level_4_Code" = a."Group_COA_Account_no"
WHERE g."id_company" IN (:companies)
  AND CAST(c."Flg_In_Conso_Scope" AS INTEGER) = 1
