-- login: user reader, database ledger, application soxauto, read-only intent true, encrypted true

-- batch: the driver's SET lines

-- login: user reader, database ledger, application soxauto, read-only intent true, encrypted true

-- batch: the driver's SET lines

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), @@VERSION) AS [engine], CONVERT(nvarchar(4000), SERVERPROPERTY('ProductVersion')) AS [product_version], CONVERT(nvarchar(4000), SERVERPROPERTY('Edition')) AS [edition], CONVERT(nvarchar(4000), SERVERPROPERTY('EngineEdition')) AS [engine_edition], CONVERT(nvarchar(4000), SERVERPROPERTY('ServerName')) AS [server_name], CONVERT(nvarchar(4000), SERVERPROPERTY('Collation')) AS [server_collation];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), DB_NAME()) AS [database_name], CONVERT(nvarchar(4000), ORIGINAL_LOGIN()) AS [original_login], CONVERT(nvarchar(4000), SUSER_SNAME()) AS [login], CONVERT(nvarchar(4000), USER_NAME()) AS [database_user];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), CONNECTIONPROPERTY('net_transport')) AS [net_transport], CONVERT(nvarchar(4000), CONNECTIONPROPERTY('auth_scheme')) AS [auth_scheme], CONVERT(nvarchar(4000), CONNECTIONPROPERTY('client_net_address')) AS [client_net_address];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), IS_SRVROLEMEMBER('sysadmin')) AS [role.sysadmin], CONVERT(nvarchar(4000), IS_SRVROLEMEMBER('serveradmin')) AS [role.serveradmin], CONVERT(nvarchar(4000), IS_SRVROLEMEMBER('securityadmin')) AS [role.securityadmin], CONVERT(nvarchar(4000), IS_SRVROLEMEMBER('processadmin')) AS [role.processadmin], CONVERT(nvarchar(4000), IS_SRVROLEMEMBER('setupadmin')) AS [role.setupadmin], CONVERT(nvarchar(4000), IS_SRVROLEMEMBER('bulkadmin')) AS [role.bulkadmin], CONVERT(nvarchar(4000), IS_SRVROLEMEMBER('diskadmin')) AS [role.diskadmin], CONVERT(nvarchar(4000), IS_SRVROLEMEMBER('dbcreator')) AS [role.dbcreator];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), p.[permission_name]) AS [server_permission]
FROM sys.fn_my_permissions(NULL, N'SERVER') AS p ORDER BY p.[permission_name];

-- sp_executesql (facts)
SELECT TOP (5) CONVERT(nvarchar(4000), CONCAT(LOWER(p.[class_desc]), N' ', p.[major_id])) AS [other_name], CONVERT(nvarchar(4000), CONCAT(p.[permission_name], CASE p.[state] WHEN N'W' THEN N' WITH GRANT OPTION' ELSE N'' END)) AS [other_right], CONVERT(nvarchar(4000), COUNT_BIG(*) OVER ()) AS [other_count]
FROM sys.server_permissions AS p
WHERE p.[major_id] >= 0 AND p.[grantee_principal_id] IN (SELECT t.[principal_id] FROM sys.login_token AS t)
AND (p.[state] = N'W' OR (p.[state] = N'G' AND p.[class] <> 100
AND p.[permission_name] NOT IN (N'CONNECT', N'CONNECT ANY DATABASE', N'CONNECT SQL', N'REFERENCES', N'SELECT', N'SELECT ALL USER SECURABLES', N'SHOWPLAN', N'UNMASK') AND p.[permission_name] NOT LIKE N'VIEW %'))
ORDER BY 1, 2;

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), [name]) AS [db], CONVERT(nvarchar(4000), snapshot_isolation_state) AS [db_snapshot], CONVERT(nvarchar(4000), is_read_committed_snapshot_on) AS [db_rcsi], CONVERT(nvarchar(4000), compatibility_level) AS [db_compatibility], CONVERT(nvarchar(4000), collation_name) AS [db_collation], CONVERT(nvarchar(4000), DATABASEPROPERTYEX([name], 'Updateability')) AS [db_updateability]
FROM sys.databases;

-- [fin_rec].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), [name]) AS [role], CONVERT(nvarchar(4000), IS_ROLEMEMBER([name])) AS [is_member]
FROM sys.database_principals WHERE [type] = N'R' AND ([is_fixed_role] = 1 OR IS_ROLEMEMBER([name]) = 1) ORDER BY [name];

-- [fin_rec].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), DB_NAME()) AS [asked_in], CONVERT(nvarchar(4000), USER_NAME()) AS [as_user], CONVERT(nvarchar(4000), p.[permission_name]) AS [permission]
FROM sys.fn_my_permissions(NULL, N'DATABASE') AS p ORDER BY p.[permission_name];

-- [fin_rec].sys.sp_executesql (facts)
SELECT TOP (5) CONVERT(nvarchar(4000), n.[name]) AS [schema_name], CONVERT(nvarchar(4000), r.[right]) AS [schema_right], CONVERT(nvarchar(4000), COUNT_BIG(*) OVER ()) AS [schema_count]
FROM sys.schemas AS s CROSS APPLY (VALUES (QUOTENAME(s.[name]))) AS n ([name])
CROSS APPLY (VALUES (N'INSERT'), (N'UPDATE'), (N'DELETE'), (N'EXECUTE'), (N'ALTER'), (N'TAKE OWNERSHIP'), (N'CREATE SEQUENCE')) AS r ([right])
WHERE s.[name] NOT IN (N'sys', N'INFORMATION_SCHEMA')
AND ISNULL(HAS_PERMS_BY_NAME(n.[name], N'SCHEMA', r.[right]), CASE r.[right] WHEN N'ALTER' THEN 1 ELSE 0 END) = 1
ORDER BY 1, 2;

-- [fin_rec].sys.sp_executesql (facts)
SELECT TOP (5) CONVERT(nvarchar(4000), n.[name]) AS [object_name], CONVERT(nvarchar(4000), r.[right]) AS [object_right], CONVERT(nvarchar(4000), COUNT_BIG(*) OVER ()) AS [object_count]
FROM sys.objects AS o CROSS APPLY (VALUES (CONCAT(QUOTENAME(SCHEMA_NAME(o.[schema_id])), N'.', QUOTENAME(o.[name])))) AS n ([name])
CROSS APPLY (VALUES (N'INSERT'), (N'UPDATE'), (N'DELETE'), (N'EXECUTE'), (N'RECEIVE'), (N'ALTER'), (N'TAKE OWNERSHIP')) AS r ([right])
WHERE o.[type] IN (N'AF', N'ET', N'FN', N'FS', N'FT', N'IF', N'P', N'PC', N'SN', N'SO', N'SQ', N'TF', N'U', N'V', N'X')
AND ISNULL(HAS_PERMS_BY_NAME(n.[name], N'OBJECT', r.[right]), CASE r.[right] WHEN N'ALTER' THEN 1 ELSE 0 END) = 1
ORDER BY 1, 2;

-- [fin_rec].sys.sp_executesql (facts)
SELECT TOP (5) CONVERT(nvarchar(4000), CONCAT(LOWER(p.[class_desc]), N' ', CASE p.[class] WHEN 1 THEN CONCAT(OBJECT_SCHEMA_NAME(p.[major_id]), N'.', OBJECT_NAME(p.[major_id]), N'.', COL_NAME(p.[major_id], p.[minor_id])) WHEN 4 THEN USER_NAME(p.[major_id]) ELSE CONVERT(nvarchar(20), p.[major_id]) END)) AS [other_name], CONVERT(nvarchar(4000), CONCAT(p.[permission_name], CASE p.[state] WHEN N'W' THEN N' WITH GRANT OPTION' ELSE N'' END)) AS [other_right], CONVERT(nvarchar(4000), COUNT_BIG(*) OVER ()) AS [other_count]
FROM sys.database_permissions AS p
WHERE p.[major_id] >= 0 AND p.[grantee_principal_id] IN (SELECT t.[principal_id] FROM sys.user_token AS t)
AND (p.[state] = N'W' OR (p.[state] = N'G' AND (p.[class] NOT IN (0, 1, 3) OR p.[minor_id] > 0)
AND p.[permission_name] NOT IN (N'CONNECT', N'CONNECT ANY DATABASE', N'CONNECT SQL', N'REFERENCES', N'SELECT', N'SELECT ALL USER SECURABLES', N'SHOWPLAN', N'UNMASK') AND p.[permission_name] NOT LIKE N'VIEW %'))
ORDER BY 1, 2;

-- [fin_rec].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), COUNT_BIG(*)) AS [masked_columns]
FROM sys.masked_columns WHERE is_masked = 1;

-- [fin_rec].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), COUNT_BIG(*)) AS [row_security_policies]
FROM sys.security_policies WHERE is_enabled = 1;

-- [fin_rec].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), replica_id) AS [availability_replica]
FROM sys.databases WHERE database_id = DB_ID();

-- [fin_rec].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), sys.fn_hadr_is_primary_replica(DB_NAME())) AS [is_primary_replica];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), @@SPID) AS [session], CONVERT(nvarchar(4000), @@OPTIONS) AS [options], CONVERT(nvarchar(4000), SESSIONPROPERTY('ARITHABORT')) AS [arithabort];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), CURRENT_TRANSACTION_ID()) AS [transaction_id];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), transaction_isolation_level) AS [isolation_level]
FROM sys.dm_exec_sessions WHERE session_id = @@SPID;

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121)) AS [server_time], CONVERT(nvarchar(4000), CONVERT(nvarchar(27), SYSUTCDATETIME(), 121)) AS [server_utc];

-- transaction: begin, isolation level 5

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121)) AS [server_time], CONVERT(nvarchar(4000), CONVERT(nvarchar(27), SYSUTCDATETIME(), 121)) AS [server_utc];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), @@SPID) AS [session], CONVERT(nvarchar(4000), @@OPTIONS) AS [options], CONVERT(nvarchar(4000), SESSIONPROPERTY('ARITHABORT')) AS [arithabort];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), CURRENT_TRANSACTION_ID()) AS [transaction_id];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), transaction_isolation_level) AS [isolation_level]
FROM sys.dm_exec_sessions WHERE session_id = @@SPID;

-- sys.sp_describe_first_result_set (describe)
--   @params nvarchar(150) = "@dollar_country nvarchar(24), @euro_country nvarchar(7), @fx_year bigint, @fx_month bigint, @base_currency nvarchar(3), @excluded_country nvarchar(26)"
-- One closing rate per company: local currency per US dollar for the month of the cutoff.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Company_Name] COLLATE Latin1_General_100_BIN2 AS [Company_Name], CAST([Opco/Central_?] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Opco/Central_?], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Is_Active?] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])
SELECT
  c.[Company_Code] AS [Company_Code],
  c.[Company_Name] AS [Company_Name],
  c.[Opco/Central_?] AS [Opco/Central_?],
  c.[Company_Country] AS [Company_Country],
  CAST(c.[Is_Active?] AS INTEGER) AS [Is_Active?],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(
    CASE
      WHEN n.[Country_Name] = @dollar_country THEN CAST('1' AS DECIMAL(18,8))
      WHEN n.[Country_Name] = @euro_country AND c.[Company_Code] LIKE '%!_USD' ESCAPE '!'
        THEN CAST('1' AS DECIMAL(18,8))
      ELSE r.[rate]
    END AS DECIMAL(18,8)
  ) AS [FX_rate],
  n.[Country_Name] AS [Country_Name]
FROM [src_fin_rec_Dim_Company] AS c
LEFT JOIN [src_fin_rec_RPT_FX_RATES] AS r
  ON r.[country_code] = c.[Company_Country]
  AND r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
LEFT JOIN [src_fin_rec_Dim_Country] AS n
  ON n.[Country_Code] = c.[Company_Country]


-- sp_executesql (aggregate)
--   @params nvarchar(114) = "@__p0 nvarchar(24), @__p1 nvarchar(7), @__p2 nvarchar(4), @__p3 nvarchar(1), @__p4 nvarchar(3), @__p5 nvarchar(26)"
--   @__p0 nvarchar(24) = "United States of America"
--   @__p1 nvarchar(7) = "Germany"
--   @__p2 nvarchar(4) = "2025"
--   @__p3 nvarchar(1) = "9"
--   @__p4 nvarchar(3) = "USD"
--   @__p5 nvarchar(26) = "United arab emirates (the)"
/* soxauto query extract */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @dollar_country nvarchar(24) = @__p0;
DECLARE @euro_country nvarchar(7) = @__p1;
DECLARE @fx_year bigint = CONVERT(bigint, @__p2);
DECLARE @fx_month bigint = CONVERT(bigint, @__p3);
DECLARE @base_currency nvarchar(3) = @__p4;
DECLARE @excluded_country nvarchar(26) = @__p5;
-- One closing rate per company: local currency per US dollar for the month of the cutoff.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Company_Name] COLLATE Latin1_General_100_BIN2 AS [Company_Name], CAST([Opco/Central_?] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Opco/Central_?], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Is_Active?] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10]) AS (
SELECT
  c.[Company_Code] AS [Company_Code],
  c.[Company_Name] AS [Company_Name],
  c.[Opco/Central_?] AS [Opco/Central_?],
  c.[Company_Country] AS [Company_Country],
  CAST(c.[Is_Active?] AS INTEGER) AS [Is_Active?],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(
    CASE
      WHEN n.[Country_Name] = @dollar_country THEN CAST('1' AS DECIMAL(18,8))
      WHEN n.[Country_Name] = @euro_country AND c.[Company_Code] LIKE '%!_USD' ESCAPE '!'
        THEN CAST('1' AS DECIMAL(18,8))
      ELSE r.[rate]
    END AS DECIMAL(18,8)
  ) AS [FX_rate],
  n.[Country_Name] AS [Country_Name]
FROM [src_fin_rec_Dim_Company] AS c
LEFT JOIN [src_fin_rec_RPT_FX_RATES] AS r
  ON r.[country_code] = c.[Company_Country]
  AND r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
LEFT JOIN [src_fin_rec_Dim_Country] AS n
  ON n.[Country_Code] = c.[Company_Country]

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sp_executesql (extract)
--   @params nvarchar(114) = "@__p0 nvarchar(24), @__p1 nvarchar(7), @__p2 nvarchar(4), @__p3 nvarchar(1), @__p4 nvarchar(3), @__p5 nvarchar(26)"
--   @__p0 nvarchar(24) = "United States of America"
--   @__p1 nvarchar(7) = "Germany"
--   @__p2 nvarchar(4) = "2025"
--   @__p3 nvarchar(1) = "9"
--   @__p4 nvarchar(3) = "USD"
--   @__p5 nvarchar(26) = "United arab emirates (the)"
/* soxauto query extract */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @dollar_country nvarchar(24) = @__p0;
DECLARE @euro_country nvarchar(7) = @__p1;
DECLARE @fx_year bigint = CONVERT(bigint, @__p2);
DECLARE @fx_month bigint = CONVERT(bigint, @__p3);
DECLARE @base_currency nvarchar(3) = @__p4;
DECLARE @excluded_country nvarchar(26) = @__p5;
-- One closing rate per company: local currency per US dollar for the month of the cutoff.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Company_Name] COLLATE Latin1_General_100_BIN2 AS [Company_Name], CAST([Opco/Central_?] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Opco/Central_?], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Is_Active?] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10]) AS (
SELECT
  c.[Company_Code] AS [Company_Code],
  c.[Company_Name] AS [Company_Name],
  c.[Opco/Central_?] AS [Opco/Central_?],
  c.[Company_Country] AS [Company_Country],
  CAST(c.[Is_Active?] AS INTEGER) AS [Is_Active?],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(
    CASE
      WHEN n.[Country_Name] = @dollar_country THEN CAST('1' AS DECIMAL(18,8))
      WHEN n.[Country_Name] = @euro_country AND c.[Company_Code] LIKE '%!_USD' ESCAPE '!'
        THEN CAST('1' AS DECIMAL(18,8))
      ELSE r.[rate]
    END AS DECIMAL(18,8)
  ) AS [FX_rate],
  n.[Country_Name] AS [Country_Name]
FROM [src_fin_rec_Dim_Company] AS c
LEFT JOIN [src_fin_rec_RPT_FX_RATES] AS r
  ON r.[country_code] = c.[Company_Country]
  AND r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
LEFT JOIN [src_fin_rec_Dim_Country] AS n
  ON n.[Country_Code] = c.[Company_Country]

)
SELECT q.[c1] AS [t1], q.[c2] AS [t2], q.[c3] AS [t3], q.[c4] AS [t4], CONVERT(nvarchar(1), q.[c5]) AS [t5], q.[c6] AS [t6], CONVERT(nvarchar(20), q.[c7]) AS [t7], CONVERT(nvarchar(20), q.[c8]) AS [t8], CONVERT(nvarchar(41), q.[c9]) AS [t9], q.[c10] AS [t10]
FROM q
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];

-- sp_executesql (aggregate)
--   @params nvarchar(114) = "@__p0 nvarchar(24), @__p1 nvarchar(7), @__p2 nvarchar(4), @__p3 nvarchar(1), @__p4 nvarchar(3), @__p5 nvarchar(26)"
--   @__p0 nvarchar(24) = "United States of America"
--   @__p1 nvarchar(7) = "Germany"
--   @__p2 nvarchar(4) = "2025"
--   @__p3 nvarchar(1) = "9"
--   @__p4 nvarchar(3) = "USD"
--   @__p5 nvarchar(26) = "United arab emirates (the)"
/* soxauto query extract */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @dollar_country nvarchar(24) = @__p0;
DECLARE @euro_country nvarchar(7) = @__p1;
DECLARE @fx_year bigint = CONVERT(bigint, @__p2);
DECLARE @fx_month bigint = CONVERT(bigint, @__p3);
DECLARE @base_currency nvarchar(3) = @__p4;
DECLARE @excluded_country nvarchar(26) = @__p5;
-- One closing rate per company: local currency per US dollar for the month of the cutoff.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], [Company_Name] COLLATE Latin1_General_100_BIN2 AS [Company_Name], CAST([Opco/Central_?] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Opco/Central_?], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Is_Active?] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10]) AS (
SELECT
  c.[Company_Code] AS [Company_Code],
  c.[Company_Name] AS [Company_Name],
  c.[Opco/Central_?] AS [Opco/Central_?],
  c.[Company_Country] AS [Company_Country],
  CAST(c.[Is_Active?] AS INTEGER) AS [Is_Active?],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(
    CASE
      WHEN n.[Country_Name] = @dollar_country THEN CAST('1' AS DECIMAL(18,8))
      WHEN n.[Country_Name] = @euro_country AND c.[Company_Code] LIKE '%!_USD' ESCAPE '!'
        THEN CAST('1' AS DECIMAL(18,8))
      ELSE r.[rate]
    END AS DECIMAL(18,8)
  ) AS [FX_rate],
  n.[Country_Name] AS [Country_Name]
FROM [src_fin_rec_Dim_Company] AS c
LEFT JOIN [src_fin_rec_RPT_FX_RATES] AS r
  ON r.[country_code] = c.[Company_Country]
  AND r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
LEFT JOIN [src_fin_rec_Dim_Country] AS n
  ON n.[Country_Code] = c.[Company_Country]

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sys.sp_describe_first_result_set (describe)
--   @params nvarchar(150) = "@dollar_country nvarchar(24), @euro_country nvarchar(7), @fx_year bigint, @fx_month bigint, @base_currency nvarchar(3), @excluded_country nvarchar(26)"
-- Counts the companies without any join, and adds up the rates starting at the rate table.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), dollar_company AS (
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  WHERE EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
    WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @dollar_country
  )
  UNION ALL
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  WHERE c.[Company_Code] LIKE '%!_USD' ESCAPE '!'
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
      WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @euro_country
    )
),
rated AS (
  SELECT c.[Company_Code] AS company, r.[year] AS rate_year, r.[cod_month] AS rate_month, r.[rate] AS rate
  FROM [src_fin_rec_RPT_FX_RATES] AS r
  JOIN [src_fin_rec_Dim_Company] AS c
    ON c.[Company_Country] = r.[country_code]
  WHERE r.[year] = @fx_year
    AND r.[cod_month] = @fx_month
    AND r.[rate_type] = 'Closing'
    AND r.[base_currency] = @base_currency
    AND COALESCE(r.[country], '') <> @excluded_country
),
figure AS (
  SELECT
    CAST(COUNT(*) AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM [src_fin_rec_Dim_Company] AS c
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COUNT(*) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM dollar_company AS f
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COALESCE(SUM(r.rate), 0) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM rated AS r
  WHERE NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = r.company)
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(COALESCE(SUM(CAST(r.rate_year AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS years,
    CAST(COALESCE(SUM(CAST(r.rate_month AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS months
  FROM rated AS r
)
SELECT
  CAST(SUM(f.company_count) AS BIGINT) AS [row_count],
  CAST(SUM(f.rates) AS DECIMAL(38,8)) AS [FX_rate],
  CAST(SUM(f.years) AS DECIMAL(38,0)) AS [year],
  CAST(SUM(f.months) AS DECIMAL(38,0)) AS [cod_month]
FROM figure AS f


-- sp_executesql (aggregate)
--   @params nvarchar(114) = "@__p0 nvarchar(24), @__p1 nvarchar(7), @__p2 nvarchar(4), @__p3 nvarchar(1), @__p4 nvarchar(3), @__p5 nvarchar(26)"
--   @__p0 nvarchar(24) = "United States of America"
--   @__p1 nvarchar(7) = "Germany"
--   @__p2 nvarchar(4) = "2025"
--   @__p3 nvarchar(1) = "9"
--   @__p4 nvarchar(3) = "USD"
--   @__p5 nvarchar(26) = "United arab emirates (the)"
/* soxauto query completeness */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @dollar_country nvarchar(24) = @__p0;
DECLARE @euro_country nvarchar(7) = @__p1;
DECLARE @fx_year bigint = CONVERT(bigint, @__p2);
DECLARE @fx_month bigint = CONVERT(bigint, @__p3);
DECLARE @base_currency nvarchar(3) = @__p4;
DECLARE @excluded_country nvarchar(26) = @__p5;
-- Counts the companies without any join, and adds up the rates starting at the rate table.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), dollar_company AS (
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  WHERE EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
    WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @dollar_country
  )
  UNION ALL
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  WHERE c.[Company_Code] LIKE '%!_USD' ESCAPE '!'
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
      WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @euro_country
    )
),
rated AS (
  SELECT c.[Company_Code] AS company, r.[year] AS rate_year, r.[cod_month] AS rate_month, r.[rate] AS rate
  FROM [src_fin_rec_RPT_FX_RATES] AS r
  JOIN [src_fin_rec_Dim_Company] AS c
    ON c.[Company_Country] = r.[country_code]
  WHERE r.[year] = @fx_year
    AND r.[cod_month] = @fx_month
    AND r.[rate_type] = 'Closing'
    AND r.[base_currency] = @base_currency
    AND COALESCE(r.[country], '') <> @excluded_country
),
figure AS (
  SELECT
    CAST(COUNT(*) AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM [src_fin_rec_Dim_Company] AS c
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COUNT(*) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM dollar_company AS f
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COALESCE(SUM(r.rate), 0) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM rated AS r
  WHERE NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = r.company)
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(COALESCE(SUM(CAST(r.rate_year AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS years,
    CAST(COALESCE(SUM(CAST(r.rate_month AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS months
  FROM rated AS r
)

, q ([c1], [c2], [c3], [c4]) AS (
SELECT
  CAST(SUM(f.company_count) AS BIGINT) AS [row_count],
  CAST(SUM(f.rates) AS DECIMAL(38,8)) AS [FX_rate],
  CAST(SUM(f.years) AS DECIMAL(38,0)) AS [year],
  CAST(SUM(f.months) AS DECIMAL(38,0)) AS [cod_month]
FROM figure AS f

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sp_executesql (extract)
--   @params nvarchar(114) = "@__p0 nvarchar(24), @__p1 nvarchar(7), @__p2 nvarchar(4), @__p3 nvarchar(1), @__p4 nvarchar(3), @__p5 nvarchar(26)"
--   @__p0 nvarchar(24) = "United States of America"
--   @__p1 nvarchar(7) = "Germany"
--   @__p2 nvarchar(4) = "2025"
--   @__p3 nvarchar(1) = "9"
--   @__p4 nvarchar(3) = "USD"
--   @__p5 nvarchar(26) = "United arab emirates (the)"
/* soxauto query completeness */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @dollar_country nvarchar(24) = @__p0;
DECLARE @euro_country nvarchar(7) = @__p1;
DECLARE @fx_year bigint = CONVERT(bigint, @__p2);
DECLARE @fx_month bigint = CONVERT(bigint, @__p3);
DECLARE @base_currency nvarchar(3) = @__p4;
DECLARE @excluded_country nvarchar(26) = @__p5;
-- Counts the companies without any join, and adds up the rates starting at the rate table.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), dollar_company AS (
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  WHERE EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
    WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @dollar_country
  )
  UNION ALL
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  WHERE c.[Company_Code] LIKE '%!_USD' ESCAPE '!'
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
      WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @euro_country
    )
),
rated AS (
  SELECT c.[Company_Code] AS company, r.[year] AS rate_year, r.[cod_month] AS rate_month, r.[rate] AS rate
  FROM [src_fin_rec_RPT_FX_RATES] AS r
  JOIN [src_fin_rec_Dim_Company] AS c
    ON c.[Company_Country] = r.[country_code]
  WHERE r.[year] = @fx_year
    AND r.[cod_month] = @fx_month
    AND r.[rate_type] = 'Closing'
    AND r.[base_currency] = @base_currency
    AND COALESCE(r.[country], '') <> @excluded_country
),
figure AS (
  SELECT
    CAST(COUNT(*) AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM [src_fin_rec_Dim_Company] AS c
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COUNT(*) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM dollar_company AS f
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COALESCE(SUM(r.rate), 0) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM rated AS r
  WHERE NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = r.company)
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(COALESCE(SUM(CAST(r.rate_year AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS years,
    CAST(COALESCE(SUM(CAST(r.rate_month AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS months
  FROM rated AS r
)

, q ([c1], [c2], [c3], [c4]) AS (
SELECT
  CAST(SUM(f.company_count) AS BIGINT) AS [row_count],
  CAST(SUM(f.rates) AS DECIMAL(38,8)) AS [FX_rate],
  CAST(SUM(f.years) AS DECIMAL(38,0)) AS [year],
  CAST(SUM(f.months) AS DECIMAL(38,0)) AS [cod_month]
FROM figure AS f

)
SELECT CONVERT(nvarchar(20), q.[c1]) AS [t1], CONVERT(nvarchar(41), q.[c2]) AS [t2], CONVERT(nvarchar(41), q.[c3]) AS [t3], CONVERT(nvarchar(41), q.[c4]) AS [t4]
FROM q
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];

-- sp_executesql (aggregate)
--   @params nvarchar(114) = "@__p0 nvarchar(24), @__p1 nvarchar(7), @__p2 nvarchar(4), @__p3 nvarchar(1), @__p4 nvarchar(3), @__p5 nvarchar(26)"
--   @__p0 nvarchar(24) = "United States of America"
--   @__p1 nvarchar(7) = "Germany"
--   @__p2 nvarchar(4) = "2025"
--   @__p3 nvarchar(1) = "9"
--   @__p4 nvarchar(3) = "USD"
--   @__p5 nvarchar(26) = "United arab emirates (the)"
/* soxauto query completeness */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @dollar_country nvarchar(24) = @__p0;
DECLARE @euro_country nvarchar(7) = @__p1;
DECLARE @fx_year bigint = CONVERT(bigint, @__p2);
DECLARE @fx_month bigint = CONVERT(bigint, @__p3);
DECLARE @base_currency nvarchar(3) = @__p4;
DECLARE @excluded_country nvarchar(26) = @__p5;
-- Counts the companies without any join, and adds up the rates starting at the rate table.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), dollar_company AS (
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  WHERE EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
    WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @dollar_country
  )
  UNION ALL
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  WHERE c.[Company_Code] LIKE '%!_USD' ESCAPE '!'
    AND EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
      WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @euro_country
    )
),
rated AS (
  SELECT c.[Company_Code] AS company, r.[year] AS rate_year, r.[cod_month] AS rate_month, r.[rate] AS rate
  FROM [src_fin_rec_RPT_FX_RATES] AS r
  JOIN [src_fin_rec_Dim_Company] AS c
    ON c.[Company_Country] = r.[country_code]
  WHERE r.[year] = @fx_year
    AND r.[cod_month] = @fx_month
    AND r.[rate_type] = 'Closing'
    AND r.[base_currency] = @base_currency
    AND COALESCE(r.[country], '') <> @excluded_country
),
figure AS (
  SELECT
    CAST(COUNT(*) AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM [src_fin_rec_Dim_Company] AS c
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COUNT(*) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM dollar_company AS f
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(COALESCE(SUM(r.rate), 0) AS DECIMAL(38,8)) AS rates,
    CAST(0 AS DECIMAL(38,0)) AS years,
    CAST(0 AS DECIMAL(38,0)) AS months
  FROM rated AS r
  WHERE NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = r.company)
  UNION ALL
  SELECT
    CAST(0 AS BIGINT) AS company_count,
    CAST(0 AS DECIMAL(38,8)) AS rates,
    CAST(COALESCE(SUM(CAST(r.rate_year AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS years,
    CAST(COALESCE(SUM(CAST(r.rate_month AS DECIMAL(19,0))), 0) AS DECIMAL(38,0)) AS months
  FROM rated AS r
)

, q ([c1], [c2], [c3], [c4]) AS (
SELECT
  CAST(SUM(f.company_count) AS BIGINT) AS [row_count],
  CAST(SUM(f.rates) AS DECIMAL(38,8)) AS [FX_rate],
  CAST(SUM(f.years) AS DECIMAL(38,0)) AS [year],
  CAST(SUM(f.months) AS DECIMAL(38,0)) AS [cod_month]
FROM figure AS f

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sys.sp_describe_first_result_set (describe)
-- How many companies hold each code and country, counted without any join.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), population AS (
  SELECT c.[Company_Code] AS company, c.[Company_Country] AS country
  FROM [src_fin_rec_Dim_Company] AS c
),
cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p.company
      WHEN 2 THEN p.country
    END AS cell_value
  FROM population AS p
  CROSS JOIN (VALUES
    (1, 'Company_Code'),
    (2, 'Company_Country')
  ) AS v (n, column_name)
)
SELECT
  c.column_name AS [column_name],
  c.cell_value AS [value],
  COUNT(*) AS [row_count]
FROM cell AS c
GROUP BY c.column_name, c.cell_value


-- sp_executesql (aggregate)
/* soxauto query values */
SET NOCOUNT OFF; SET ROWCOUNT 0;
-- How many companies hold each code and country, counted without any join.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), population AS (
  SELECT c.[Company_Code] AS company, c.[Company_Country] AS country
  FROM [src_fin_rec_Dim_Company] AS c
),
cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p.company
      WHEN 2 THEN p.country
    END AS cell_value
  FROM population AS p
  CROSS JOIN (VALUES
    (1, 'Company_Code'),
    (2, 'Company_Country')
  ) AS v (n, column_name)
)

, q ([c1], [c2], [c3]) AS (
SELECT
  c.column_name AS [column_name],
  c.cell_value AS [value],
  COUNT(*) AS [row_count]
FROM cell AS c
GROUP BY c.column_name, c.cell_value

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sp_executesql (extract)
/* soxauto query values */
SET NOCOUNT OFF; SET ROWCOUNT 0;
-- How many companies hold each code and country, counted without any join.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), population AS (
  SELECT c.[Company_Code] AS company, c.[Company_Country] AS country
  FROM [src_fin_rec_Dim_Company] AS c
),
cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p.company
      WHEN 2 THEN p.country
    END AS cell_value
  FROM population AS p
  CROSS JOIN (VALUES
    (1, 'Company_Code'),
    (2, 'Company_Country')
  ) AS v (n, column_name)
)

, q ([c1], [c2], [c3]) AS (
SELECT
  c.column_name AS [column_name],
  c.cell_value AS [value],
  COUNT(*) AS [row_count]
FROM cell AS c
GROUP BY c.column_name, c.cell_value

)
SELECT q.[c1] AS [t1], q.[c2] AS [t2], CONVERT(nvarchar(20), q.[c3]) AS [t3]
FROM q
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];

-- sp_executesql (aggregate)
/* soxauto query values */
SET NOCOUNT OFF; SET ROWCOUNT 0;
-- How many companies hold each code and country, counted without any join.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), population AS (
  SELECT c.[Company_Code] AS company, c.[Company_Country] AS country
  FROM [src_fin_rec_Dim_Company] AS c
),
cell AS (
  SELECT
    v.column_name AS column_name,
    CASE v.n
      WHEN 1 THEN p.company
      WHEN 2 THEN p.country
    END AS cell_value
  FROM population AS p
  CROSS JOIN (VALUES
    (1, 'Company_Code'),
    (2, 'Company_Country')
  ) AS v (n, column_name)
)

, q ([c1], [c2], [c3]) AS (
SELECT
  c.column_name AS [column_name],
  c.cell_value AS [value],
  COUNT(*) AS [row_count]
FROM cell AS c
GROUP BY c.column_name, c.cell_value

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sys.sp_describe_first_result_set (describe)
--   @params nvarchar(150) = "@fx_year bigint, @fx_month bigint, @base_currency nvarchar(3), @excluded_country nvarchar(26), @dollar_country nvarchar(24), @euro_country nvarchar(7)"
-- The rates read again, starting at the rate table, for every company whose rate is taken from it.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])
SELECT
  c.[Company_Code] AS [Company_Code],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(r.[rate] AS DECIMAL(18,8)) AS [FX_rate]
FROM [src_fin_rec_RPT_FX_RATES] AS r
JOIN [src_fin_rec_Dim_Company] AS c
  ON c.[Company_Country] = r.[country_code]
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
    WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @dollar_country
  )
  AND (
    c.[Company_Code] NOT LIKE '%!_USD' ESCAPE '!'
    OR NOT EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
      WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @euro_country
    )
  )


-- sp_executesql (aggregate)
--   @params nvarchar(114) = "@__p0 nvarchar(4), @__p1 nvarchar(1), @__p2 nvarchar(3), @__p3 nvarchar(26), @__p4 nvarchar(24), @__p5 nvarchar(7)"
--   @__p0 nvarchar(4) = "2025"
--   @__p1 nvarchar(1) = "9"
--   @__p2 nvarchar(3) = "USD"
--   @__p3 nvarchar(26) = "United arab emirates (the)"
--   @__p4 nvarchar(24) = "United States of America"
--   @__p5 nvarchar(7) = "Germany"
/* soxauto query rates */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @fx_year bigint = CONVERT(bigint, @__p0);
DECLARE @fx_month bigint = CONVERT(bigint, @__p1);
DECLARE @base_currency nvarchar(3) = @__p2;
DECLARE @excluded_country nvarchar(26) = @__p3;
DECLARE @dollar_country nvarchar(24) = @__p4;
DECLARE @euro_country nvarchar(7) = @__p5;
-- The rates read again, starting at the rate table, for every company whose rate is taken from it.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3], [c4], [c5]) AS (
SELECT
  c.[Company_Code] AS [Company_Code],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(r.[rate] AS DECIMAL(18,8)) AS [FX_rate]
FROM [src_fin_rec_RPT_FX_RATES] AS r
JOIN [src_fin_rec_Dim_Company] AS c
  ON c.[Company_Country] = r.[country_code]
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
    WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @dollar_country
  )
  AND (
    c.[Company_Code] NOT LIKE '%!_USD' ESCAPE '!'
    OR NOT EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
      WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @euro_country
    )
  )

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sp_executesql (extract)
--   @params nvarchar(114) = "@__p0 nvarchar(4), @__p1 nvarchar(1), @__p2 nvarchar(3), @__p3 nvarchar(26), @__p4 nvarchar(24), @__p5 nvarchar(7)"
--   @__p0 nvarchar(4) = "2025"
--   @__p1 nvarchar(1) = "9"
--   @__p2 nvarchar(3) = "USD"
--   @__p3 nvarchar(26) = "United arab emirates (the)"
--   @__p4 nvarchar(24) = "United States of America"
--   @__p5 nvarchar(7) = "Germany"
/* soxauto query rates */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @fx_year bigint = CONVERT(bigint, @__p0);
DECLARE @fx_month bigint = CONVERT(bigint, @__p1);
DECLARE @base_currency nvarchar(3) = @__p2;
DECLARE @excluded_country nvarchar(26) = @__p3;
DECLARE @dollar_country nvarchar(24) = @__p4;
DECLARE @euro_country nvarchar(7) = @__p5;
-- The rates read again, starting at the rate table, for every company whose rate is taken from it.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3], [c4], [c5]) AS (
SELECT
  c.[Company_Code] AS [Company_Code],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(r.[rate] AS DECIMAL(18,8)) AS [FX_rate]
FROM [src_fin_rec_RPT_FX_RATES] AS r
JOIN [src_fin_rec_Dim_Company] AS c
  ON c.[Company_Country] = r.[country_code]
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
    WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @dollar_country
  )
  AND (
    c.[Company_Code] NOT LIKE '%!_USD' ESCAPE '!'
    OR NOT EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
      WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @euro_country
    )
  )

)
SELECT q.[c1] AS [t1], q.[c2] AS [t2], CONVERT(nvarchar(20), q.[c3]) AS [t3], CONVERT(nvarchar(20), q.[c4]) AS [t4], CONVERT(nvarchar(41), q.[c5]) AS [t5]
FROM q
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];

-- sp_executesql (aggregate)
--   @params nvarchar(114) = "@__p0 nvarchar(4), @__p1 nvarchar(1), @__p2 nvarchar(3), @__p3 nvarchar(26), @__p4 nvarchar(24), @__p5 nvarchar(7)"
--   @__p0 nvarchar(4) = "2025"
--   @__p1 nvarchar(1) = "9"
--   @__p2 nvarchar(3) = "USD"
--   @__p3 nvarchar(26) = "United arab emirates (the)"
--   @__p4 nvarchar(24) = "United States of America"
--   @__p5 nvarchar(7) = "Germany"
/* soxauto query rates */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @fx_year bigint = CONVERT(bigint, @__p0);
DECLARE @fx_month bigint = CONVERT(bigint, @__p1);
DECLARE @base_currency nvarchar(3) = @__p2;
DECLARE @excluded_country nvarchar(26) = @__p3;
DECLARE @dollar_country nvarchar(24) = @__p4;
DECLARE @euro_country nvarchar(7) = @__p5;
-- The rates read again, starting at the rate table, for every company whose rate is taken from it.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3], [c4], [c5]) AS (
SELECT
  c.[Company_Code] AS [Company_Code],
  r.[rate_type] AS [rate_type],
  r.[year] AS [year],
  r.[cod_month] AS [cod_month],
  CAST(r.[rate] AS DECIMAL(18,8)) AS [FX_rate]
FROM [src_fin_rec_RPT_FX_RATES] AS r
JOIN [src_fin_rec_Dim_Company] AS c
  ON c.[Company_Country] = r.[country_code]
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
    WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @dollar_country
  )
  AND (
    c.[Company_Code] NOT LIKE '%!_USD' ESCAPE '!'
    OR NOT EXISTS (
      SELECT 1 FROM [src_fin_rec_Dim_Country] AS n
      WHERE n.[Country_Code] = c.[Company_Country] AND n.[Country_Name] = @euro_country
    )
  )

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sys.sp_describe_first_result_set (describe)
--   @params nvarchar(150) = "@dollar_country nvarchar(24), @euro_country nvarchar(7), @fx_year bigint, @fx_month bigint, @base_currency nvarchar(3), @excluded_country nvarchar(26)"
-- Active companies in the consolidation scope that have no rate above zero for the month.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Is_Active?], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), dollar_company AS (
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  JOIN [src_fin_rec_Dim_Country] AS n
    ON n.[Country_Code] = c.[Company_Country]
  WHERE n.[Country_Name] = @dollar_country
    OR (n.[Country_Name] = @euro_country AND c.[Company_Code] LIKE '%!_USD' ESCAPE '!')
)
SELECT c.[Company_Code] AS [Company_Code], c.[Company_Country] AS [Company_Country]
FROM [src_fin_rec_Dim_Company] AS c
WHERE CAST(c.[Is_Active?] AS INTEGER) = 1
  AND CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
  AND NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = c.[Company_Code])
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_RPT_FX_RATES] AS r
    WHERE r.[country_code] = c.[Company_Country]
      AND r.[year] = @fx_year
      AND r.[cod_month] = @fx_month
      AND r.[rate_type] = 'Closing'
      AND r.[base_currency] = @base_currency
      AND COALESCE(r.[country], '') <> @excluded_country
      AND r.[rate] > 0
  )


-- sp_executesql (aggregate)
--   @params nvarchar(114) = "@__p0 nvarchar(24), @__p1 nvarchar(7), @__p2 nvarchar(4), @__p3 nvarchar(1), @__p4 nvarchar(3), @__p5 nvarchar(26)"
--   @__p0 nvarchar(24) = "United States of America"
--   @__p1 nvarchar(7) = "Germany"
--   @__p2 nvarchar(4) = "2025"
--   @__p3 nvarchar(1) = "9"
--   @__p4 nvarchar(3) = "USD"
--   @__p5 nvarchar(26) = "United arab emirates (the)"
/* soxauto query missing_rates */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @dollar_country nvarchar(24) = @__p0;
DECLARE @euro_country nvarchar(7) = @__p1;
DECLARE @fx_year bigint = CONVERT(bigint, @__p2);
DECLARE @fx_month bigint = CONVERT(bigint, @__p3);
DECLARE @base_currency nvarchar(3) = @__p4;
DECLARE @excluded_country nvarchar(26) = @__p5;
-- Active companies in the consolidation scope that have no rate above zero for the month.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Is_Active?], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), dollar_company AS (
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  JOIN [src_fin_rec_Dim_Country] AS n
    ON n.[Country_Code] = c.[Company_Country]
  WHERE n.[Country_Name] = @dollar_country
    OR (n.[Country_Name] = @euro_country AND c.[Company_Code] LIKE '%!_USD' ESCAPE '!')
)

, q ([c1], [c2]) AS (
SELECT c.[Company_Code] AS [Company_Code], c.[Company_Country] AS [Company_Country]
FROM [src_fin_rec_Dim_Company] AS c
WHERE CAST(c.[Is_Active?] AS INTEGER) = 1
  AND CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
  AND NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = c.[Company_Code])
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_RPT_FX_RATES] AS r
    WHERE r.[country_code] = c.[Company_Country]
      AND r.[year] = @fx_year
      AND r.[cod_month] = @fx_month
      AND r.[rate_type] = 'Closing'
      AND r.[base_currency] = @base_currency
      AND COALESCE(r.[country], '') <> @excluded_country
      AND r.[rate] > 0
  )

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sp_executesql (extract)
--   @params nvarchar(114) = "@__p0 nvarchar(24), @__p1 nvarchar(7), @__p2 nvarchar(4), @__p3 nvarchar(1), @__p4 nvarchar(3), @__p5 nvarchar(26)"
--   @__p0 nvarchar(24) = "United States of America"
--   @__p1 nvarchar(7) = "Germany"
--   @__p2 nvarchar(4) = "2025"
--   @__p3 nvarchar(1) = "9"
--   @__p4 nvarchar(3) = "USD"
--   @__p5 nvarchar(26) = "United arab emirates (the)"
/* soxauto query missing_rates */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @dollar_country nvarchar(24) = @__p0;
DECLARE @euro_country nvarchar(7) = @__p1;
DECLARE @fx_year bigint = CONVERT(bigint, @__p2);
DECLARE @fx_month bigint = CONVERT(bigint, @__p3);
DECLARE @base_currency nvarchar(3) = @__p4;
DECLARE @excluded_country nvarchar(26) = @__p5;
-- Active companies in the consolidation scope that have no rate above zero for the month.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Is_Active?], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), dollar_company AS (
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  JOIN [src_fin_rec_Dim_Country] AS n
    ON n.[Country_Code] = c.[Company_Country]
  WHERE n.[Country_Name] = @dollar_country
    OR (n.[Country_Name] = @euro_country AND c.[Company_Code] LIKE '%!_USD' ESCAPE '!')
)

, q ([c1], [c2]) AS (
SELECT c.[Company_Code] AS [Company_Code], c.[Company_Country] AS [Company_Country]
FROM [src_fin_rec_Dim_Company] AS c
WHERE CAST(c.[Is_Active?] AS INTEGER) = 1
  AND CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
  AND NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = c.[Company_Code])
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_RPT_FX_RATES] AS r
    WHERE r.[country_code] = c.[Company_Country]
      AND r.[year] = @fx_year
      AND r.[cod_month] = @fx_month
      AND r.[rate_type] = 'Closing'
      AND r.[base_currency] = @base_currency
      AND COALESCE(r.[country], '') <> @excluded_country
      AND r.[rate] > 0
  )

)
SELECT q.[c1] AS [t1], q.[c2] AS [t2]
FROM q
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];

-- sp_executesql (aggregate)
--   @params nvarchar(114) = "@__p0 nvarchar(24), @__p1 nvarchar(7), @__p2 nvarchar(4), @__p3 nvarchar(1), @__p4 nvarchar(3), @__p5 nvarchar(26)"
--   @__p0 nvarchar(24) = "United States of America"
--   @__p1 nvarchar(7) = "Germany"
--   @__p2 nvarchar(4) = "2025"
--   @__p3 nvarchar(1) = "9"
--   @__p4 nvarchar(3) = "USD"
--   @__p5 nvarchar(26) = "United arab emirates (the)"
/* soxauto query missing_rates */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @dollar_country nvarchar(24) = @__p0;
DECLARE @euro_country nvarchar(7) = @__p1;
DECLARE @fx_year bigint = CONVERT(bigint, @__p2);
DECLARE @fx_month bigint = CONVERT(bigint, @__p3);
DECLARE @base_currency nvarchar(3) = @__p4;
DECLARE @excluded_country nvarchar(26) = @__p5;
-- Active companies in the consolidation scope that have no rate above zero for the month.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Is_Active?], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code], [Country_Name] COLLATE Latin1_General_100_BIN2 AS [Country_Name] FROM [FIN_REC].[fdw].[Dim_Country]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency], [rate] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), dollar_company AS (
  SELECT c.[Company_Code] AS company
  FROM [src_fin_rec_Dim_Company] AS c
  JOIN [src_fin_rec_Dim_Country] AS n
    ON n.[Country_Code] = c.[Company_Country]
  WHERE n.[Country_Name] = @dollar_country
    OR (n.[Country_Name] = @euro_country AND c.[Company_Code] LIKE '%!_USD' ESCAPE '!')
)

, q ([c1], [c2]) AS (
SELECT c.[Company_Code] AS [Company_Code], c.[Company_Country] AS [Company_Country]
FROM [src_fin_rec_Dim_Company] AS c
WHERE CAST(c.[Is_Active?] AS INTEGER) = 1
  AND CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
  AND NOT EXISTS (SELECT 1 FROM dollar_company AS f WHERE f.company = c.[Company_Code])
  AND NOT EXISTS (
    SELECT 1 FROM [src_fin_rec_RPT_FX_RATES] AS r
    WHERE r.[country_code] = c.[Company_Country]
      AND r.[year] = @fx_year
      AND r.[cod_month] = @fx_month
      AND r.[rate_type] = 'Closing'
      AND r.[base_currency] = @base_currency
      AND COALESCE(r.[country], '') <> @excluded_country
      AND r.[rate] > 0
  )

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sys.sp_describe_first_result_set (describe)
--   @params nvarchar(93) = "@fx_year bigint, @fx_month bigint, @base_currency nvarchar(3), @excluded_country nvarchar(26)"
-- Countries of a company that stand more than once among the month's rates or in the country list.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code] FROM [FIN_REC].[fdw].[Dim_Country])
SELECT 'RPT_FX_RATES' AS [look_up], r.[country_code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_FX_RATES] AS r
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = r.[country_code]
  )
GROUP BY r.[country_code]
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Dim_Country' AS [look_up], n.[Country_Code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_Country] AS n
WHERE EXISTS (
  SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = n.[Country_Code]
)
GROUP BY n.[Country_Code]
HAVING COUNT(*) > 1


-- sp_executesql (aggregate)
--   @params nvarchar(75) = "@__p0 nvarchar(4), @__p1 nvarchar(1), @__p2 nvarchar(3), @__p3 nvarchar(26)"
--   @__p0 nvarchar(4) = "2025"
--   @__p1 nvarchar(1) = "9"
--   @__p2 nvarchar(3) = "USD"
--   @__p3 nvarchar(26) = "United arab emirates (the)"
/* soxauto query fan_out */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @fx_year bigint = CONVERT(bigint, @__p0);
DECLARE @fx_month bigint = CONVERT(bigint, @__p1);
DECLARE @base_currency nvarchar(3) = @__p2;
DECLARE @excluded_country nvarchar(26) = @__p3;
-- Countries of a company that stand more than once among the month's rates or in the country list.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3]) AS (
SELECT 'RPT_FX_RATES' AS [look_up], r.[country_code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_FX_RATES] AS r
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = r.[country_code]
  )
GROUP BY r.[country_code]
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Dim_Country' AS [look_up], n.[Country_Code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_Country] AS n
WHERE EXISTS (
  SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = n.[Country_Code]
)
GROUP BY n.[Country_Code]
HAVING COUNT(*) > 1

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sp_executesql (extract)
--   @params nvarchar(75) = "@__p0 nvarchar(4), @__p1 nvarchar(1), @__p2 nvarchar(3), @__p3 nvarchar(26)"
--   @__p0 nvarchar(4) = "2025"
--   @__p1 nvarchar(1) = "9"
--   @__p2 nvarchar(3) = "USD"
--   @__p3 nvarchar(26) = "United arab emirates (the)"
/* soxauto query fan_out */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @fx_year bigint = CONVERT(bigint, @__p0);
DECLARE @fx_month bigint = CONVERT(bigint, @__p1);
DECLARE @base_currency nvarchar(3) = @__p2;
DECLARE @excluded_country nvarchar(26) = @__p3;
-- Countries of a company that stand more than once among the month's rates or in the country list.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3]) AS (
SELECT 'RPT_FX_RATES' AS [look_up], r.[country_code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_FX_RATES] AS r
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = r.[country_code]
  )
GROUP BY r.[country_code]
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Dim_Country' AS [look_up], n.[Country_Code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_Country] AS n
WHERE EXISTS (
  SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = n.[Country_Code]
)
GROUP BY n.[Country_Code]
HAVING COUNT(*) > 1

)
SELECT q.[c1] AS [t1], q.[c2] AS [t2], CONVERT(nvarchar(20), q.[c3]) AS [t3]
FROM q
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];

-- sp_executesql (aggregate)
--   @params nvarchar(75) = "@__p0 nvarchar(4), @__p1 nvarchar(1), @__p2 nvarchar(3), @__p3 nvarchar(26)"
--   @__p0 nvarchar(4) = "2025"
--   @__p1 nvarchar(1) = "9"
--   @__p2 nvarchar(3) = "USD"
--   @__p3 nvarchar(26) = "United arab emirates (the)"
/* soxauto query fan_out */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @fx_year bigint = CONVERT(bigint, @__p0);
DECLARE @fx_month bigint = CONVERT(bigint, @__p1);
DECLARE @base_currency nvarchar(3) = @__p2;
DECLARE @excluded_country nvarchar(26) = @__p3;
-- Countries of a company that stand more than once among the month's rates or in the country list.
WITH [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], [country] COLLATE Latin1_General_100_BIN2 AS [country], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], [year], [cod_month], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3]) AS (
SELECT 'RPT_FX_RATES' AS [look_up], r.[country_code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_RPT_FX_RATES] AS r
WHERE r.[year] = @fx_year
  AND r.[cod_month] = @fx_month
  AND r.[rate_type] = 'Closing'
  AND r.[base_currency] = @base_currency
  AND COALESCE(r.[country], '') <> @excluded_country
  AND EXISTS (
    SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = r.[country_code]
  )
GROUP BY r.[country_code]
HAVING COUNT(*) > 1
UNION ALL
SELECT 'Dim_Country' AS [look_up], n.[Country_Code] AS [look_up_key], COUNT(*) AS [matches]
FROM [src_fin_rec_Dim_Country] AS n
WHERE EXISTS (
  SELECT 1 FROM [src_fin_rec_Dim_Company] AS c WHERE c.[Company_Country] = n.[Country_Code]
)
GROUP BY n.[Country_Code]
HAVING COUNT(*) > 1

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sys.sp_describe_first_result_set (describe)
-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code] FROM [FIN_REC].[fdw].[Dim_Country])
SELECT
  'fin_rec.Dim_Company' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[Company_Code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[Company_Code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[Company_Code])) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h.[Company_Country] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h.[Company_Country]) AS exact_2,
    COUNT(DISTINCT UPPER(h.[Company_Country])) AS folded_2
  FROM [src_fin_rec_Dim_Company] AS h
) AS t
CROSS JOIN (VALUES (1, 'Company_Code'), (2, 'Company_Country')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_FX_RATES' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[country_code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[country_code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[country_code])) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h.[rate_type] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h.[rate_type]) AS exact_2,
    COUNT(DISTINCT UPPER(h.[rate_type])) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h.[base_currency] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h.[base_currency]) AS exact_3,
    COUNT(DISTINCT UPPER(h.[base_currency])) AS folded_3
  FROM [src_fin_rec_RPT_FX_RATES] AS h
) AS t
CROSS JOIN (VALUES (1, 'country_code'), (2, 'rate_type'), (3, 'base_currency')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.Dim_Country' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[Country_Code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[Country_Code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[Country_Code])) AS folded_1
  FROM [src_fin_rec_Dim_Country] AS h
) AS t
CROSS JOIN (VALUES (1, 'Country_Code')) AS v (n, column_name)


-- sp_executesql (aggregate)
/* soxauto query contract_columns */
SET NOCOUNT OFF; SET ROWCOUNT 0;
-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3], [c4], [c5], [c6], [c7]) AS (
SELECT
  'fin_rec.Dim_Company' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[Company_Code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[Company_Code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[Company_Code])) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h.[Company_Country] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h.[Company_Country]) AS exact_2,
    COUNT(DISTINCT UPPER(h.[Company_Country])) AS folded_2
  FROM [src_fin_rec_Dim_Company] AS h
) AS t
CROSS JOIN (VALUES (1, 'Company_Code'), (2, 'Company_Country')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_FX_RATES' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[country_code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[country_code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[country_code])) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h.[rate_type] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h.[rate_type]) AS exact_2,
    COUNT(DISTINCT UPPER(h.[rate_type])) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h.[base_currency] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h.[base_currency]) AS exact_3,
    COUNT(DISTINCT UPPER(h.[base_currency])) AS folded_3
  FROM [src_fin_rec_RPT_FX_RATES] AS h
) AS t
CROSS JOIN (VALUES (1, 'country_code'), (2, 'rate_type'), (3, 'base_currency')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.Dim_Country' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[Country_Code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[Country_Code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[Country_Code])) AS folded_1
  FROM [src_fin_rec_Dim_Country] AS h
) AS t
CROSS JOIN (VALUES (1, 'Country_Code')) AS v (n, column_name)

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sp_executesql (extract)
/* soxauto query contract_columns */
SET NOCOUNT OFF; SET ROWCOUNT 0;
-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3], [c4], [c5], [c6], [c7]) AS (
SELECT
  'fin_rec.Dim_Company' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[Company_Code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[Company_Code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[Company_Code])) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h.[Company_Country] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h.[Company_Country]) AS exact_2,
    COUNT(DISTINCT UPPER(h.[Company_Country])) AS folded_2
  FROM [src_fin_rec_Dim_Company] AS h
) AS t
CROSS JOIN (VALUES (1, 'Company_Code'), (2, 'Company_Country')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_FX_RATES' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[country_code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[country_code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[country_code])) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h.[rate_type] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h.[rate_type]) AS exact_2,
    COUNT(DISTINCT UPPER(h.[rate_type])) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h.[base_currency] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h.[base_currency]) AS exact_3,
    COUNT(DISTINCT UPPER(h.[base_currency])) AS folded_3
  FROM [src_fin_rec_RPT_FX_RATES] AS h
) AS t
CROSS JOIN (VALUES (1, 'country_code'), (2, 'rate_type'), (3, 'base_currency')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.Dim_Country' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[Country_Code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[Country_Code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[Country_Code])) AS folded_1
  FROM [src_fin_rec_Dim_Country] AS h
) AS t
CROSS JOIN (VALUES (1, 'Country_Code')) AS v (n, column_name)

)
SELECT q.[c1] AS [t1], q.[c2] AS [t2], CONVERT(nvarchar(20), q.[c3]) AS [t3], CONVERT(nvarchar(20), q.[c4]) AS [t4], CONVERT(nvarchar(20), q.[c5]) AS [t5], CONVERT(nvarchar(20), q.[c6]) AS [t6], CONVERT(nvarchar(41), q.[c7]) AS [t7]
FROM q
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];

-- sp_executesql (aggregate)
/* soxauto query contract_columns */
SET NOCOUNT OFF; SET ROWCOUNT 0;
-- Written by the catalog compiler: the data contract of the columns this item reads, table by table. Codes that end
-- in a blank compare differently on another engine; codes that differ in case only did so in the historic runs; sums
-- of an amount stay exact while the largest amount times the number of rows is below 10^18.
WITH [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_FX_RATES] AS (SELECT CAST([country_code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [country_code], CAST([rate_type] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [rate_type], CAST([base_currency] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [base_currency] FROM [FIN_REC].[dbo].[RPT_FX_RATES]), [src_fin_rec_Dim_Country] AS (SELECT CAST([Country_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Country_Code] FROM [FIN_REC].[fdw].[Dim_Country])

, q ([c1], [c2], [c3], [c4], [c5], [c6], [c7]) AS (
SELECT
  'fin_rec.Dim_Company' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[Company_Code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[Company_Code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[Company_Code])) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h.[Company_Country] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h.[Company_Country]) AS exact_2,
    COUNT(DISTINCT UPPER(h.[Company_Country])) AS folded_2
  FROM [src_fin_rec_Dim_Company] AS h
) AS t
CROSS JOIN (VALUES (1, 'Company_Code'), (2, 'Company_Country')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.RPT_FX_RATES' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 WHEN 2 THEN t.blanks_2 WHEN 3 THEN t.blanks_3 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 WHEN 2 THEN t.exact_2 WHEN 3 THEN t.exact_3 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 WHEN 2 THEN t.folded_2 WHEN 3 THEN t.folded_3 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[country_code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[country_code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[country_code])) AS folded_1,
    COALESCE(CAST(SUM(CASE WHEN h.[rate_type] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_2,
    COUNT(DISTINCT h.[rate_type]) AS exact_2,
    COUNT(DISTINCT UPPER(h.[rate_type])) AS folded_2,
    COALESCE(CAST(SUM(CASE WHEN h.[base_currency] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_3,
    COUNT(DISTINCT h.[base_currency]) AS exact_3,
    COUNT(DISTINCT UPPER(h.[base_currency])) AS folded_3
  FROM [src_fin_rec_RPT_FX_RATES] AS h
) AS t
CROSS JOIN (VALUES (1, 'country_code'), (2, 'rate_type'), (3, 'base_currency')) AS v (n, column_name)
UNION ALL
SELECT
  'fin_rec.Dim_Country' AS [table_name],
  v.column_name AS [column_name],
  t.row_count AS [row_count],
  CASE v.n WHEN 1 THEN t.blanks_1 END AS [trailing_blanks],
  CASE v.n WHEN 1 THEN t.exact_1 END AS [exact_forms],
  CASE v.n WHEN 1 THEN t.folded_1 END AS [folded_forms],
  CAST(NULL AS DECIMAL(19,0)) AS [largest_amount]
FROM (
  SELECT
    COUNT(*) AS row_count,
    COALESCE(CAST(SUM(CASE WHEN h.[Country_Code] LIKE '% ' THEN 1 ELSE 0 END) AS BIGINT), 0) AS blanks_1,
    COUNT(DISTINCT h.[Country_Code]) AS exact_1,
    COUNT(DISTINCT UPPER(h.[Country_Code])) AS folded_1
  FROM [src_fin_rec_Dim_Country] AS h
) AS t
CROSS JOIN (VALUES (1, 'Country_Code')) AS v (n, column_name)

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121)) AS [server_time], CONVERT(nvarchar(4000), CONVERT(nvarchar(27), SYSUTCDATETIME(), 121)) AS [server_utc];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), @@SPID) AS [session], CONVERT(nvarchar(4000), @@OPTIONS) AS [options], CONVERT(nvarchar(4000), SESSIONPROPERTY('ARITHABORT')) AS [arithabort];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), CURRENT_TRANSACTION_ID()) AS [transaction_id];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), transaction_isolation_level) AS [isolation_level]
FROM sys.dm_exec_sessions WHERE session_id = @@SPID;

-- transaction: rollback, isolation level 0
