import type { Given, GivenSettings, Setting } from './connection-keywords.ts';
import { badSettings, type MssqlLogin } from './mssql-connection.ts';

const KINDS: Readonly<Record<string, MssqlLogin['kind']>> = {
  sql: 'sql',
  sqlpassword: 'sql',
  ntlm: 'ntlm',
  'entra-service-principal': 'entra-service-principal',
  activedirectoryserviceprincipal: 'entra-service-principal',
  'entra-managed-identity': 'entra-managed-identity',
  activedirectorymanagedidentity: 'entra-managed-identity',
  activedirectorymsi: 'entra-managed-identity',
  'entra-token': 'entra-token',
};

/** What each kind takes; anything else given could not be honoured. */
const TAKES: Readonly<Record<MssqlLogin['kind'], readonly Setting[]>> = {
  sql: ['user', 'password'],
  ntlm: ['user', 'domain', 'password'],
  'entra-service-principal': ['user', 'password', 'clientId', 'clientSecret', 'tenantId'],
  'entra-managed-identity': ['user', 'clientId'],
  'entra-token': ['token', 'password'],
};
const LOGIN_SETTINGS: readonly Setting[] = [
  'user',
  'password',
  'domain',
  'clientId',
  'clientSecret',
  'tenantId',
  'token',
];

/** Who logs in (mssql.md 8.3). @throws SettingsError */
export function loginOf(given: GivenSettings): MssqlLogin {
  const kind = kindOf(given);
  for (const setting of LOGIN_SETTINGS) {
    const extra = given.get(setting);
    if (extra !== undefined && !TAKES[kind].includes(setting)) {
      throw badSettings(
        `${extra.keyword} means nothing for the authentication ${kind}`,
        'Remove it, or give the authentication it belongs to.',
      );
    }
  }
  switch (kind) {
    case 'sql':
      return { kind, user: sqlUser(given), password: sqlPassword(given) };
    case 'ntlm':
      return {
        kind,
        ...windowsUser(given),
        password: needed(given, 'password', kind).value,
      };
    case 'entra-service-principal':
      return { kind, ...servicePrincipal(given) };
    case 'entra-managed-identity':
      return { kind, clientId: oneOf(given, 'clientId', 'user')?.value ?? null };
    case 'entra-token': {
      const token = oneOf(given, 'token', 'password') ?? needed(given, 'token', kind);
      return { kind, token: token.value };
    }
  }
}

function kindOf(given: GivenSettings): MssqlLogin['kind'] {
  const stated = given.get('authentication');
  if (stated !== undefined) {
    const name = stated.value.toLowerCase().replaceAll(/\s/g, '');
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (kind !== undefined) return kind;
    throw badSettings(
      `${stated.keyword} names a way to log in that is not possible here`,
      'Give sql, entra-service-principal, entra-managed-identity, entra-token or ntlm; Entra passwords, interactive and integrated sign-in are not for unattended runs.',
    );
  }
  const entra = (['token', 'clientId', 'clientSecret', 'tenantId'] as const)
    .map((setting) => given.get(setting))
    .find((each) => each !== undefined);
  if (entra !== undefined) {
    throw badSettings(
      `${entra.keyword} is given without an authentication`,
      'Add it: entra-service-principal, entra-managed-identity or entra-token.',
    );
  }
  const user = given.get('user')?.value ?? '';
  return given.has('domain') || user.includes('\\') ? 'ntlm' : 'sql';
}

/** No login has a longer name or password, and the driver finds out only while it writes the login packet. */
const MOST_CHARACTERS = 128;

function sqlPassword(given: GivenSettings): string {
  const { value, keyword } = needed(given, 'password', 'sql');
  if (value.length <= MOST_CHARACTERS) return value;
  throw tooLong(keyword);
}

function tooLong(keyword: string) {
  return badSettings(
    `${keyword} is longer than the ${MOST_CHARACTERS} characters a login takes`,
    'Correct it: an SQL login has no longer name or password.',
  );
}

function sqlUser(given: GivenSettings): string {
  const { value, keyword } = needed(given, 'user', 'sql');
  if (value.length > MOST_CHARACTERS) throw tooLong(keyword);
  if (!value.includes('\\')) return value;
  throw badSettings(
    `${keyword} is a Windows account, which is no SQL login`,
    'Give the authentication ntlm, or the name of an SQL login.',
  );
}

function windowsUser(given: GivenSettings): { readonly domain: string; readonly user: string } {
  const { value, keyword } = needed(given, 'user', 'ntlm');
  const [domain = '', user = '', ...more] = value.split('\\');
  const stated = given.get('domain');
  if (stated === undefined) {
    if (domain !== '' && user !== '' && more.length === 0) return { domain, user };
    throw badSettings(`${keyword} names no domain`, 'Write DOMAIN\\user, or give the domain.');
  }
  if (!value.includes('\\')) return { domain: stated.value, user: value };
  throw badSettings(
    `${keyword} and ${stated.keyword} both name a domain`,
    'Give the user without a domain.',
  );
}

/** A connection string has no place for the tenant: there the user is `client@tenant`. */
function servicePrincipal(given: GivenSettings) {
  const kind = 'entra-service-principal';
  const client = oneOf(given, 'clientId', 'user') ?? needed(given, 'clientId', kind);
  const secret = oneOf(given, 'clientSecret', 'password') ?? needed(given, 'clientSecret', kind);
  const [clientId = '', inUser, ...more] = client.value.split('@');
  const tenant = given.get('tenantId');
  if (more.length > 0 || clientId === '' || (tenant !== undefined && inUser !== undefined)) {
    throw badSettings(
      `${client.keyword} is no client id`,
      'Give the application id, and the tenant once.',
    );
  }
  const tenantId = tenant?.value ?? inUser ?? '';
  if (tenantId === '') {
    throw badSettings(
      `the authentication ${kind} needs the tenant`,
      'Write the user as client@tenant, or give tenantId.',
    );
  }
  return { clientId, clientSecret: secret.value, tenantId };
}

function needed(given: GivenSettings, setting: Setting, kind: MssqlLogin['kind']): Given {
  const found = given.get(setting);
  if (found !== undefined) return found;
  throw badSettings(
    `the authentication ${kind} needs the ${setting}`,
    'Add it to the secret, or choose another authentication.',
  );
}

/** The same thing by its own name or by the one a connection string has for it. */
function oneOf(given: GivenSettings, own: Setting, other: Setting): Given | undefined {
  const first = given.get(own);
  const second = given.get(other);
  if (first !== undefined && second !== undefined) {
    throw badSettings(
      `${first.keyword} and ${second.keyword} give two values to one setting`,
      'Give one of them.',
    );
  }
  return first ?? second;
}
