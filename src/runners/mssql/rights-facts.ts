import type { FactGroup, Facts } from './fact-group.ts';

/**
 * What the login may do, as far as the server says it to somebody who can only read: effective rights, so that it does
 * not matter through which role or group they come. `none` is an answer; no answer is `unavailable`.
 */

/** Fixed roles whose members can write, change what is there, or give themselves the right to. */
export const SERVER_WRITERS = [
  'sysadmin',
  'serveradmin',
  'securityadmin',
  'processadmin',
  'setupadmin',
  'bulkadmin',
  'diskadmin',
  'dbcreator',
] as const;
export const DATABASE_WRITERS = [
  'db_owner',
  'db_accessadmin',
  'db_securityadmin',
  'db_ddladmin',
  'db_backupoperator',
  'db_datawriter',
] as const;

const READING = [
  'CONNECT',
  'CONNECT ANY DATABASE',
  'CONNECT SQL',
  'REFERENCES',
  'SELECT',
  'SELECT ALL USER SECURABLES',
  'SHOWPLAN',
  'UNMASK',
];
/** Names that are shown of a list. */
const MOST_NAMES = 5;

/** Whether a permission only lets one read; whatever is not known to is taken to change something. */
export function onlyReads(permission: string): boolean {
  return READING.includes(permission) || permission.startsWith('VIEW ');
}

/** Name of the fact that says whether the login is a member. */
export function roleFact(role: string): string {
  return `role.${role}`;
}

const quoted = (names: readonly string[]) => names.map((name) => `N'${name}'`).join(', ');

export const SERVER_RIGHTS: readonly FactGroup[] = [
  {
    expressions: Object.fromEntries(
      SERVER_WRITERS.map((role) => [roleFact(role), `IS_SRVROLEMEMBER('${role}')`]),
    ),
  },
  {
    expressions: { server_permission: 'p.[permission_name]' },
    from: "FROM sys.fn_my_permissions(NULL, N'SERVER') AS p ORDER BY p.[permission_name]",
    summary: {
      names: ['permissions'],
      of: (rows) => ({ permissions: listed(rows, 'server_permission') }),
    },
  },
  grantsOf('server_permissions', 'sys.login_token', {
    name: "CONCAT(LOWER(p.[class_desc]), N' ', p.[major_id])",
    // 100 is the server itself, whose permissions are asked for above
    elsewhere: 'p.[class] <> 100',
  }),
];

/** Asked inside of the database. */
export const DATABASE_RIGHTS: readonly FactGroup[] = [
  {
    expressions: { role: '[name]', is_member: 'IS_ROLEMEMBER([name])' },
    from: "FROM sys.database_principals WHERE [type] = N'R' AND ([is_fixed_role] = 1 OR IS_ROLEMEMBER([name]) = 1) ORDER BY [name]",
    summary: { names: ['roles', ...DATABASE_WRITERS.map(roleFact)], of: rolesOf },
  },
  {
    expressions: {
      asked_in: 'DB_NAME()',
      as_user: 'USER_NAME()',
      permission: 'p.[permission_name]',
    },
    from: "FROM sys.fn_my_permissions(NULL, N'DATABASE') AS p ORDER BY p.[permission_name]",
    summary: {
      names: ['asked_in', 'as_user', 'permissions'],
      of: (rows) => ({
        asked_in: rows[0]?.['asked_in'] ?? 'unavailable',
        as_user: rows[0]?.['as_user'] ?? 'unavailable',
        permissions: listed(rows, 'permission'),
      }),
    },
  },
  rightsOn('schema', {
    name: 'QUOTENAME(s.[name])',
    rights: ['INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'ALTER', 'TAKE OWNERSHIP', 'CREATE SEQUENCE'],
    from: 'FROM sys.schemas AS s',
    where: "s.[name] NOT IN (N'sys', N'INFORMATION_SCHEMA')",
  }),
  rightsOn('object', {
    name: "CONCAT(QUOTENAME(SCHEMA_NAME(o.[schema_id])), N'.', QUOTENAME(o.[name]))",
    rights: ['INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'RECEIVE', 'ALTER', 'TAKE OWNERSHIP'],
    from: 'FROM sys.objects AS o',
    where: `o.[type] IN (${quoted('AF ET FN FS FT IF P PC SN SO SQ TF U V X'.split(' '))})`,
  }),
  grantsOf('database_permissions', 'sys.user_token', {
    name: "CONCAT(LOWER(p.[class_desc]), N' ', CASE p.[class] WHEN 1 THEN CONCAT(OBJECT_SCHEMA_NAME(p.[major_id]), N'.', OBJECT_NAME(p.[major_id]), N'.', COL_NAME(p.[major_id], p.[minor_id])) WHEN 4 THEN USER_NAME(p.[major_id]) ELSE CONVERT(nvarchar(20), p.[major_id]) END)",
    // whole databases, objects and schemas are asked for above; here are columns, users, roles, keys and the like
    elsewhere: '(p.[class] NOT IN (0, 1, 3) OR p.[minor_id] > 0)',
  }),
];

/**
 * Effective rights on every schema or object that can be seen. A right the server gives no answer for counts as not
 * there when it cannot stand on such an object; ALTER can stand on all of them.
 */
function rightsOn(
  what: string,
  asked: {
    readonly name: string;
    readonly rights: readonly string[];
    readonly from: string;
    readonly where: string;
  },
): FactGroup {
  const rights = asked.rights.map((right) => `(N'${right}')`).join(', ');
  const has = `HAS_PERMS_BY_NAME(n.[name], N'${what.toUpperCase()}', r.[right])`;
  return listOf(what, {
    name: 'n.[name]',
    right: 'r.[right]',
    from: [
      `${asked.from} CROSS APPLY (VALUES (${asked.name})) AS n ([name])`,
      `CROSS APPLY (VALUES ${rights}) AS r ([right])`,
      `WHERE ${asked.where}`,
      `AND ISNULL(${has}, CASE r.[right] WHEN N'ALTER' THEN 1 ELSE 0 END) = 1`,
    ].join('\n'),
  });
}

/** Grants to the login and the roles it has: on what no effective right is asked for, and all that may be passed on. */
function grantsOf(
  view: string,
  token: string,
  { name, elsewhere }: { readonly name: string; readonly elsewhere: string },
): FactGroup {
  return listOf('other', {
    name,
    right:
      "CONCAT(p.[permission_name], CASE p.[state] WHEN N'W' THEN N' WITH GRANT OPTION' ELSE N'' END)",
    from: [
      `FROM sys.${view} AS p`,
      `WHERE p.[major_id] >= 0 AND p.[grantee_principal_id] IN (SELECT t.[principal_id] FROM ${token} AS t)`,
      `AND (p.[state] = N'W' OR (p.[state] = N'G' AND ${elsewhere}`,
      `AND p.[permission_name] NOT IN (${quoted(READING)}) AND p.[permission_name] NOT LIKE N'VIEW %'))`,
    ].join('\n'),
  });
}

/** How many, and the first of them: a login that may write to a thousand tables needs no thousand lines. */
function listOf(
  what: string,
  { name, right, from }: { readonly name: string; readonly right: string; readonly from: string },
): FactGroup {
  const fact = `${what}_rights`;
  return {
    expressions: {
      [`${what}_name`]: name,
      [`${what}_right`]: right,
      [`${what}_count`]: 'COUNT_BIG(*) OVER ()',
    },
    top: MOST_NAMES,
    from: `${from}\nORDER BY 1, 2`,
    summary: {
      names: [fact],
      of: (rows) => {
        const [first] = rows;
        if (first === undefined) return { [fact]: 'none' };
        const shown = rows.map((row) => `${row[`${what}_right`]} on ${row[`${what}_name`]}`);
        const count = Number(first[`${what}_count`]);
        const more = count > rows.length ? ` and ${count - rows.length} more` : '';
        return { [fact]: `${shown.join(', ')}${more}` };
      },
    },
  };
}

/** A role the server does not list is not shown to be without this member. */
function rolesOf(rows: readonly Facts[]): Facts {
  const member = (role: string) => rows.find((row) => row['role'] === role)?.['is_member'];
  return {
    roles: listed(
      rows.filter((row) => row['is_member'] === '1'),
      'role',
    ),
    ...Object.fromEntries(
      DATABASE_WRITERS.map((role) => [roleFact(role), member(role) ?? 'unavailable']),
    ),
  };
}

function listed(rows: readonly Facts[], name: string): string {
  return rows.length === 0 ? 'none' : rows.map((row) => row[name]).join(', ');
}
