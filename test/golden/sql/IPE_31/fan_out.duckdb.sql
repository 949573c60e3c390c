-- Look-up keys of the selected companies that stand more than once, or lead to more than one bank account.
SELECT
  'Dim_Company' AS "look_up",
  c."Company_Code" AS "company",
  CAST(c."Company_Code" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."fdw"."Dim_Company" AS c
WHERE c."Company_Code" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY c."Company_Code"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_CASHDEPOSIT' AS "look_up",
  d."ID_Company" AS "company",
  CAST(d."OMS_Payment_No" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."dbo"."RPT_CASHDEPOSIT" AS d
WHERE d."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY d."ID_Company", d."OMS_Payment_No"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_HUBS_3PL_MAPPING' AS "look_up",
  h."ID_COMPANY" AS "company",
  CAST(h."NODE" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."dbo"."RPT_HUBS_3PL_MAPPING" AS h
WHERE h."ID_COMPANY" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY h."ID_COMPANY", h."NODE"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'RPT_COLLECTIONPARTNERS' AS "look_up",
  p."ID_Company" AS "company",
  CAST(p."Name" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "FIN_REC"."dbo"."RPT_COLLECTIONPARTNERS" AS p
WHERE p."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY p."ID_Company", p."Name"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'Bank Accounts' AS "look_up",
  b."ID_Company" AS "company",
  CAST(b."No_" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "NAV_DW"."dbo"."Bank Accounts" AS b
WHERE b."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY b."ID_Company", b."No_"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'Bank Account Posting Group' AS "look_up",
  g."ID_Company" AS "company",
  CAST(g."Code" AS VARCHAR(100)) AS "look_up_key",
  COUNT(*) AS "matches"
FROM "NAV_DW"."dbo"."Bank Account Posting Group" AS g
WHERE g."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
GROUP BY g."ID_Company", g."Code"
HAVING COUNT(*) > 1
UNION ALL
SELECT
  'bank account of a service provider' AS "look_up",
  b."ID_Company" AS "company",
  CAST(b."Service Provider No_" AS VARCHAR(100)) AS "look_up_key",
  COUNT(DISTINCT g."G_L Bank Account No_") AS "matches"
FROM "NAV_DW"."dbo"."Bank Accounts" AS b
JOIN "NAV_DW"."dbo"."Bank Account Posting Group" AS g
  ON g."ID_Company" = b."ID_Company" AND g."Code" = b."Bank Account Posting Group"
WHERE b."ID_Company" IN ($companies_0, $companies_1, $companies_2, $companies_3, $companies_4, $companies_5, $companies_6, $companies_7, $companies_8)
  AND b."Service Provider No_" <> ''
  AND g."G_L Bank Account No_" IS NOT NULL
  AND g."G_L Bank Account No_" NOT IN ($excluded_bank_gl_0)
GROUP BY b."ID_Company", b."Service Provider No_"
HAVING COUNT(DISTINCT g."G_L Bank Account No_") > 1
