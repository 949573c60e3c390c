import type { FactState, Facts } from './tds/facts.ts';

type Rights = Readonly<Record<string, readonly string[]>>;

/** What a login may do in one database: effective rights, as a server works them out. */
export interface DatabaseRights {
  readonly roles?: readonly string[];
  readonly permissions?: readonly string[];
  /** By name of the schema. */
  readonly schemas?: Rights;
  readonly objects?: Rights;
  /** Grants on columns, users, keys …, by what they are on. */
  readonly others?: Rights;
  readonly maskedColumns?: number;
  /** Enabled ones; only somebody who may see definitions is told of them. */
  readonly policies?: number;
  readonly replica?: { readonly primary: boolean };
}

export interface LoginRights {
  readonly server?: Pick<DatabaseRights, 'roles' | 'permissions' | 'others'>;
  /** By name in lower case; `*` for all that are not named. */
  readonly databases?: Readonly<Record<string, DatabaseRights>>;
}

const SERVER_ROLES =
  'sysadmin serveradmin securityadmin processadmin setupadmin bulkadmin diskadmin dbcreator';
const DATABASE_ROLES =
  'db_accessadmin db_backupoperator db_datareader db_datawriter db_ddladmin db_denydatareader db_denydatawriter db_owner db_securityadmin';

/** The login that the documentation of the source recommends. */
export const READER: DatabaseRights = {
  roles: ['db_datareader'],
  permissions: ['CONNECT', 'SELECT', 'VIEW DEFINITION'],
};

/**
 * What a server tells such a login. It answers what a statement asks for and nothing else: a right whose name is not in
 * the text, or of another database, is not told.
 */
export function rightsFacts({ server = {}, databases = {} }: LoginRights): Facts {
  const own = ({ database }: FactState) =>
    databases[database.toLowerCase()] ?? databases['*'] ?? READER;
  const serverPermissions = ['CONNECT SQL', 'VIEW ANY DATABASE', ...(server.permissions ?? [])];
  const roles = (state: FactState) => {
    const { roles: mine = [] } = own(state);
    const listed = [...new Set([...DATABASE_ROLES.split(' '), 'public', ...mine])].sort();
    return listed.map((role) => [role, role === 'public' || mine.includes(role) ? '1' : '0']);
  };
  const permissions = (state: FactState) => [...(own(state).permissions ?? [])].sort();
  const others = (state: FactState) =>
    state.text.includes('server_permissions') ? server.others : own(state).others;
  const asked = (rights: Rights | undefined, { text }: FactState) =>
    Object.entries(rights ?? {}).flatMap(([name, list]) =>
      list.filter((right) => text.includes(`(N'${right}')`)).map((right) => [name, right] as const),
    );
  const granted = (state: FactState) =>
    Object.entries(others(state) ?? {}).flatMap(([name, list]) =>
      list.map((right) => [name, right] as const),
    );
  const definitions = (state: FactState) =>
    permissions(state).some((one) => one === 'VIEW DEFINITION' || one === 'CONTROL');
  return {
    ...Object.fromEntries(
      SERVER_ROLES.split(' ').map((role) => [
        `role.${role}`,
        server.roles?.includes(role) ? '1' : '0',
      ]),
    ),
    server_permission: serverPermissions,
    role: (state) => roles(state).map(([role = '']) => role),
    is_member: (state) => roles(state).map(([, member = '']) => member),
    asked_in: (state) => permissions(state).map(() => state.database),
    as_user: (state) => permissions(state).map(() => state.user),
    permission: permissions,
    ...listed('schema', (state) => asked(own(state).schemas, state)),
    ...listed('object', (state) => asked(own(state).objects, state)),
    ...listed('other', granted),
    masked_columns: (state) => String(own(state).maskedColumns ?? 0),
    row_security_policies: (state) => String(definitions(state) ? (own(state).policies ?? 0) : 0),
    availability_replica: (state) =>
      own(state).replica === undefined ? null : '7d3f0f43-0000-4000-8000-000000000001',
    is_primary_replica: (state) => (own(state).replica?.primary === false ? '0' : '1'),
  };
}

/** The first of them with how many there are, as `SELECT TOP` tells it. */
function listed(
  what: string,
  rows: (state: FactState) => readonly (readonly [name: string, right: string])[],
): Facts {
  const shown = (state: FactState) => {
    const top = Number(/SELECT TOP \(([0-9]+)\)/.exec(state.text)?.[1] ?? 0);
    return rows(state).slice(0, top);
  };
  return {
    [`${what}_name`]: (state) => shown(state).map(([name]) => name),
    [`${what}_right`]: (state) => shown(state).map(([, right]) => right),
    [`${what}_count`]: (state) => shown(state).map(() => String(rows(state).length)),
  };
}
