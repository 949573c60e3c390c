-- Look-up keys of the selected companies that stand more than once, or lead to more than one bank account.
WITH "src_nav_dw_Bank_Accounts" AS (SELECT "id_company" AS "ID_Company", "no" AS "No_", "service_provider_no" AS "Service Provider No_", "bank_account_posting_group" AS "Bank Account Posting Group" FROM "process_central_fin_dwh"."bank_accounts"), "src_nav_dw_Bank_Account_Posting_Group" AS (SELECT "id_company" AS "ID_Company", "code" AS "Code", "gl_bank_account_no" AS "G_L Bank Account No_" FROM "process_central_fin_dwh"."bank_account_posting_group")
SELECT
  'Dim_Company' AS "look_up",
  c."Company_Code" AS "company",
  CAST(c."Company_Code" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."dim_company" AS c
WHERE c."Company_Code" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY c."Company_Code"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_CASHDEPOSIT' AS "look_up",
  d."ID_Company" AS "company",
  CAST(d."OMS_Payment_No" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_cashdeposit" AS d
WHERE d."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY d."ID_Company", d."OMS_Payment_No"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_HUBS_3PL_MAPPING' AS "look_up",
  h."ID_COMPANY" AS "company",
  CAST(h."NODE" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_hubs_3pl_mapping" AS h
WHERE h."ID_COMPANY" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY h."ID_COMPANY", h."NODE"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_COLLECTIONPARTNERS' AS "look_up",
  p."ID_Company" AS "company",
  CAST(p."Name" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "process_central_fin_dwh"."rpt_collectionpartners" AS p
WHERE p."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY p."ID_Company", p."Name"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'Bank Accounts' AS "look_up",
  b."ID_Company" AS "company",
  CAST(b."No_" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "src_nav_dw_Bank_Accounts" AS b
WHERE b."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY b."ID_Company", b."No_"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'Bank Account Posting Group' AS "look_up",
  g."ID_Company" AS "company",
  CAST(g."Code" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "src_nav_dw_Bank_Account_Posting_Group" AS g
WHERE g."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
GROUP BY g."ID_Company", g."Code"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'bank account of a service provider' AS "look_up",
  b."ID_Company" AS "company",
  CAST(b."Service Provider No_" AS VARCHAR(100)) AS "look_up_key",
  COUNT(DISTINCT g."G_L Bank Account No_") AS "matches"
FROM "src_nav_dw_Bank_Accounts" AS b
JOIN "src_nav_dw_Bank_Account_Posting_Group" AS g
  ON g."ID_Company" = b."ID_Company" AND g."Code" = b."Bank Account Posting Group"
WHERE b."ID_Company" IN (?, ?, ?, ?, ?, ?, ?, ?, ?)
  AND b."Service Provider No_" <> ''
  AND g."G_L Bank Account No_" IS NOT NULL
  AND g."G_L Bank Account No_" NOT IN (?)
GROUP BY b."ID_Company", b."Service Provider No_"
HAVING COUNT(DISTINCT g."G_L Bank Account No_") > 1
