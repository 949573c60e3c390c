-- a snapshot: what was not sent above


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

-- [ledger].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), [name]) AS [role], CONVERT(nvarchar(4000), IS_ROLEMEMBER([name])) AS [is_member]
FROM sys.database_principals WHERE [type] = N'R' AND ([is_fixed_role] = 1 OR IS_ROLEMEMBER([name]) = 1) ORDER BY [name];

-- [ledger].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), DB_NAME()) AS [asked_in], CONVERT(nvarchar(4000), USER_NAME()) AS [as_user], CONVERT(nvarchar(4000), p.[permission_name]) AS [permission]
FROM sys.fn_my_permissions(NULL, N'DATABASE') AS p ORDER BY p.[permission_name];

-- [ledger].sys.sp_executesql (facts)
SELECT TOP (5) CONVERT(nvarchar(4000), n.[name]) AS [schema_name], CONVERT(nvarchar(4000), r.[right]) AS [schema_right], CONVERT(nvarchar(4000), COUNT_BIG(*) OVER ()) AS [schema_count]
FROM sys.schemas AS s CROSS APPLY (VALUES (QUOTENAME(s.[name]))) AS n ([name])
CROSS APPLY (VALUES (N'INSERT'), (N'UPDATE'), (N'DELETE'), (N'EXECUTE'), (N'ALTER'), (N'TAKE OWNERSHIP'), (N'CREATE SEQUENCE')) AS r ([right])
WHERE s.[name] NOT IN (N'sys', N'INFORMATION_SCHEMA')
AND ISNULL(HAS_PERMS_BY_NAME(n.[name], N'SCHEMA', r.[right]), CASE r.[right] WHEN N'ALTER' THEN 1 ELSE 0 END) = 1
ORDER BY 1, 2;

-- [ledger].sys.sp_executesql (facts)
SELECT TOP (5) CONVERT(nvarchar(4000), n.[name]) AS [object_name], CONVERT(nvarchar(4000), r.[right]) AS [object_right], CONVERT(nvarchar(4000), COUNT_BIG(*) OVER ()) AS [object_count]
FROM sys.objects AS o CROSS APPLY (VALUES (CONCAT(QUOTENAME(SCHEMA_NAME(o.[schema_id])), N'.', QUOTENAME(o.[name])))) AS n ([name])
CROSS APPLY (VALUES (N'INSERT'), (N'UPDATE'), (N'DELETE'), (N'EXECUTE'), (N'RECEIVE'), (N'ALTER'), (N'TAKE OWNERSHIP')) AS r ([right])
WHERE o.[type] IN (N'AF', N'ET', N'FN', N'FS', N'FT', N'IF', N'P', N'PC', N'SN', N'SO', N'SQ', N'TF', N'U', N'V', N'X')
AND ISNULL(HAS_PERMS_BY_NAME(n.[name], N'OBJECT', r.[right]), CASE r.[right] WHEN N'ALTER' THEN 1 ELSE 0 END) = 1
ORDER BY 1, 2;

-- [ledger].sys.sp_executesql (facts)
SELECT TOP (5) CONVERT(nvarchar(4000), CONCAT(LOWER(p.[class_desc]), N' ', CASE p.[class] WHEN 1 THEN CONCAT(OBJECT_SCHEMA_NAME(p.[major_id]), N'.', OBJECT_NAME(p.[major_id]), N'.', COL_NAME(p.[major_id], p.[minor_id])) WHEN 4 THEN USER_NAME(p.[major_id]) ELSE CONVERT(nvarchar(20), p.[major_id]) END)) AS [other_name], CONVERT(nvarchar(4000), CONCAT(p.[permission_name], CASE p.[state] WHEN N'W' THEN N' WITH GRANT OPTION' ELSE N'' END)) AS [other_right], CONVERT(nvarchar(4000), COUNT_BIG(*) OVER ()) AS [other_count]
FROM sys.database_permissions AS p
WHERE p.[major_id] >= 0 AND p.[grantee_principal_id] IN (SELECT t.[principal_id] FROM sys.user_token AS t)
AND (p.[state] = N'W' OR (p.[state] = N'G' AND (p.[class] NOT IN (0, 1, 3) OR p.[minor_id] > 0)
AND p.[permission_name] NOT IN (N'CONNECT', N'CONNECT ANY DATABASE', N'CONNECT SQL', N'REFERENCES', N'SELECT', N'SELECT ALL USER SECURABLES', N'SHOWPLAN', N'UNMASK') AND p.[permission_name] NOT LIKE N'VIEW %'))
ORDER BY 1, 2;

-- [ledger].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), COUNT_BIG(*)) AS [masked_columns]
FROM sys.masked_columns WHERE is_masked = 1;

-- [ledger].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), COUNT_BIG(*)) AS [row_security_policies]
FROM sys.security_policies WHERE is_enabled = 1;

-- [ledger].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), replica_id) AS [availability_replica]
FROM sys.databases WHERE database_id = DB_ID();

-- [ledger].sys.sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), sys.fn_hadr_is_primary_replica(DB_NAME())) AS [is_primary_replica];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), @@SPID) AS [session], CONVERT(nvarchar(4000), @@OPTIONS) AS [options], CONVERT(nvarchar(4000), SESSIONPROPERTY('ARITHABORT')) AS [arithabort];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), CURRENT_TRANSACTION_ID()) AS [transaction_id];

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), transaction_isolation_level) AS [isolation_level]
FROM sys.dm_exec_sessions WHERE session_id = @@SPID;

-- transaction: begin, isolation level 5

-- sp_executesql (facts)
SELECT CONVERT(nvarchar(4000), CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121)) AS [server_time], CONVERT(nvarchar(4000), CONVERT(nvarchar(27), SYSUTCDATETIME(), 121)) AS [server_utc];

-- sys.sp_describe_first_result_set (describe)
--   @params nvarchar(19) = "@wanted nvarchar(5)"
SELECT t.n AS n FROM t WHERE t.a = @wanted

-- sp_executesql (aggregate)
--   @params nvarchar(17) = "@__p0 nvarchar(5)"
--   @__p0 nvarchar(5) = "value"
/* soxauto query extract */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @wanted nvarchar(5) = @__p0;
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM (
SELECT t.n AS n FROM t WHERE t.a = @wanted
) AS q ([c1])
OPTION (RECOMPILE);

-- sp_executesql (extract)
--   @params nvarchar(17) = "@__p0 nvarchar(5)"
--   @__p0 nvarchar(5) = "value"
/* soxauto query extract */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @wanted nvarchar(5) = @__p0;
SELECT CONVERT(nvarchar(11), q.[c1]) AS [t1]
FROM (
SELECT t.n AS n FROM t WHERE t.a = @wanted
) AS q ([c1])
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];

-- transaction: rollback, isolation level 0

-- counted before and after: what was not sent above


-- transaction: begin, isolation level 2

-- serializable: what was not sent above


-- transaction: begin, isolation level 4

-- where the query cannot be described: what was not sent above


-- sys.sp_describe_first_result_set (describe)
--   @params nvarchar(12) = "@before date"
WITH a AS (
SELECT t.n FROM t WHERE t.d < @before
)
SELECT a.n AS n FROM a -- noted


-- answer: error 207 cannot be described

-- sp_executesql (format-only)
--   @params nvarchar(18) = "@__p0 nvarchar(10)"
--   @__p0 nvarchar(10) = "2025-10-01"
/* soxauto query extract */
DECLARE @before date = CONVERT(date, @__p0, 23);
SET FMTONLY ON;
WITH a AS (
SELECT t.n FROM t WHERE t.d < @before
)
SELECT a.n AS n FROM a -- noted

;
SET FMTONLY OFF;

-- sp_executesql (aggregate)
--   @params nvarchar(18) = "@__p0 nvarchar(10)"
--   @__p0 nvarchar(10) = "2025-10-01"
/* soxauto query extract */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @before date = CONVERT(date, @__p0, 23);
WITH a AS (
SELECT t.n FROM t WHERE t.d < @before
)

, q ([c1]) AS (
SELECT a.n AS n FROM a -- noted

)
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM q
OPTION (RECOMPILE);

-- sp_executesql (extract)
--   @params nvarchar(18) = "@__p0 nvarchar(10)"
--   @__p0 nvarchar(10) = "2025-10-01"
/* soxauto query extract */
SET NOCOUNT OFF; SET ROWCOUNT 0;
DECLARE @before date = CONVERT(date, @__p0, 23);
WITH a AS (
SELECT t.n FROM t WHERE t.d < @before
)

, q ([c1]) AS (
SELECT a.n AS n FROM a -- noted

)
SELECT CONVERT(nvarchar(11), q.[c1]) AS [t1]
FROM q
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];

-- ipe doctor, one table: what was not sent above


-- sys.sp_describe_first_result_set (describe)
SELECT CAST([id_company] AS NVARCHAR(4000)) AS [id_company], CAST([Entry No_] AS NVARCHAR(4000)) AS [Entry No_], CAST([GL Entry No_] AS NVARCHAR(4000)) AS [GL Entry No_], CAST([Document No_] AS NVARCHAR(4000)) AS [Document No_], CAST([Document Type] AS NVARCHAR(4000)) AS [Document Type], CAST([External Document No_] AS NVARCHAR(4000)) AS [External Document No_], CAST([Posting Date] AS NVARCHAR(4000)) AS [Posting Date], CAST([Due Date] AS NVARCHAR(4000)) AS [Due Date], CAST([Customer No_] AS NVARCHAR(4000)) AS [Customer No_], CAST([Customer Posting Group] AS NVARCHAR(4000)) AS [Customer Posting Group], CAST([Description] AS NVARCHAR(4000)) AS [Description], CAST([Source Code] AS NVARCHAR(4000)) AS [Source Code], CAST([Reason Code] AS NVARCHAR(4000)) AS [Reason Code], CAST([Busline Code] AS NVARCHAR(4000)) AS [Busline Code], CAST([Department Code] AS NVARCHAR(4000)) AS [Department Code], CAST([Destination Code] AS NVARCHAR(4000)) AS [Destination Code], CAST([Partner Code] AS NVARCHAR(4000)) AS [Partner Code], CAST([IC Partner Code] AS NVARCHAR(4000)) AS [IC Partner Code], CAST([Original Amount] AS NVARCHAR(4000)) AS [Original Amount], CAST([Original Amount (LCY)] AS NVARCHAR(4000)) AS [Original Amount (LCY)], CAST([Currency] AS NVARCHAR(4000)) AS [Currency], CAST([Open] AS NVARCHAR(4000)) AS [Open], CAST([Posted by] AS NVARCHAR(4000)) AS [Posted by] FROM [NAV_DW].[dbo].[Customer Ledger Entries] WHERE 1 = 0

-- sp_executesql (aggregate)
/* soxauto query shape */
SET NOCOUNT OFF; SET ROWCOUNT 0;
SELECT CONVERT(nvarchar(20), COUNT_BIG(*)) AS [ipe_rows]
FROM (
SELECT CAST([id_company] AS NVARCHAR(4000)) AS [id_company], CAST([Entry No_] AS NVARCHAR(4000)) AS [Entry No_], CAST([GL Entry No_] AS NVARCHAR(4000)) AS [GL Entry No_], CAST([Document No_] AS NVARCHAR(4000)) AS [Document No_], CAST([Document Type] AS NVARCHAR(4000)) AS [Document Type], CAST([External Document No_] AS NVARCHAR(4000)) AS [External Document No_], CAST([Posting Date] AS NVARCHAR(4000)) AS [Posting Date], CAST([Due Date] AS NVARCHAR(4000)) AS [Due Date], CAST([Customer No_] AS NVARCHAR(4000)) AS [Customer No_], CAST([Customer Posting Group] AS NVARCHAR(4000)) AS [Customer Posting Group], CAST([Description] AS NVARCHAR(4000)) AS [Description], CAST([Source Code] AS NVARCHAR(4000)) AS [Source Code], CAST([Reason Code] AS NVARCHAR(4000)) AS [Reason Code], CAST([Busline Code] AS NVARCHAR(4000)) AS [Busline Code], CAST([Department Code] AS NVARCHAR(4000)) AS [Department Code], CAST([Destination Code] AS NVARCHAR(4000)) AS [Destination Code], CAST([Partner Code] AS NVARCHAR(4000)) AS [Partner Code], CAST([IC Partner Code] AS NVARCHAR(4000)) AS [IC Partner Code], CAST([Original Amount] AS NVARCHAR(4000)) AS [Original Amount], CAST([Original Amount (LCY)] AS NVARCHAR(4000)) AS [Original Amount (LCY)], CAST([Currency] AS NVARCHAR(4000)) AS [Currency], CAST([Open] AS NVARCHAR(4000)) AS [Open], CAST([Posted by] AS NVARCHAR(4000)) AS [Posted by] FROM [NAV_DW].[dbo].[Customer Ledger Entries] WHERE 1 = 0
) AS q ([c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10], [c11], [c12], [c13], [c14], [c15], [c16], [c17], [c18], [c19], [c20], [c21], [c22], [c23])
OPTION (RECOMPILE);

-- sp_executesql (extract)
/* soxauto query shape */
SET NOCOUNT OFF; SET ROWCOUNT 0;
SELECT q.[c1] AS [t1], q.[c2] AS [t2], q.[c3] AS [t3], q.[c4] AS [t4], q.[c5] AS [t5], q.[c6] AS [t6], q.[c7] AS [t7], q.[c8] AS [t8], q.[c9] AS [t9], q.[c10] AS [t10], q.[c11] AS [t11], q.[c12] AS [t12], q.[c13] AS [t13], q.[c14] AS [t14], q.[c15] AS [t15], q.[c16] AS [t16], q.[c17] AS [t17], q.[c18] AS [t18], q.[c19] AS [t19], q.[c20] AS [t20], q.[c21] AS [t21], q.[c22] AS [t22], q.[c23] AS [t23]
FROM (
SELECT CAST([id_company] AS NVARCHAR(4000)) AS [id_company], CAST([Entry No_] AS NVARCHAR(4000)) AS [Entry No_], CAST([GL Entry No_] AS NVARCHAR(4000)) AS [GL Entry No_], CAST([Document No_] AS NVARCHAR(4000)) AS [Document No_], CAST([Document Type] AS NVARCHAR(4000)) AS [Document Type], CAST([External Document No_] AS NVARCHAR(4000)) AS [External Document No_], CAST([Posting Date] AS NVARCHAR(4000)) AS [Posting Date], CAST([Due Date] AS NVARCHAR(4000)) AS [Due Date], CAST([Customer No_] AS NVARCHAR(4000)) AS [Customer No_], CAST([Customer Posting Group] AS NVARCHAR(4000)) AS [Customer Posting Group], CAST([Description] AS NVARCHAR(4000)) AS [Description], CAST([Source Code] AS NVARCHAR(4000)) AS [Source Code], CAST([Reason Code] AS NVARCHAR(4000)) AS [Reason Code], CAST([Busline Code] AS NVARCHAR(4000)) AS [Busline Code], CAST([Department Code] AS NVARCHAR(4000)) AS [Department Code], CAST([Destination Code] AS NVARCHAR(4000)) AS [Destination Code], CAST([Partner Code] AS NVARCHAR(4000)) AS [Partner Code], CAST([IC Partner Code] AS NVARCHAR(4000)) AS [IC Partner Code], CAST([Original Amount] AS NVARCHAR(4000)) AS [Original Amount], CAST([Original Amount (LCY)] AS NVARCHAR(4000)) AS [Original Amount (LCY)], CAST([Currency] AS NVARCHAR(4000)) AS [Currency], CAST([Open] AS NVARCHAR(4000)) AS [Open], CAST([Posted by] AS NVARCHAR(4000)) AS [Posted by] FROM [NAV_DW].[dbo].[Customer Ledger Entries] WHERE 1 = 0
) AS q ([c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10], [c11], [c12], [c13], [c14], [c15], [c16], [c17], [c18], [c19], [c20], [c21], [c22], [c23])
OPTION (RECOMPILE);
SELECT CONVERT(nvarchar(20), ROWCOUNT_BIG()) AS [ipe_rows], CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121) AS [ipe_at];
