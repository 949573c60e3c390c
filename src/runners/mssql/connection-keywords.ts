import type { Pair } from './connection-pairs.ts';
import { badSettings } from './mssql-connection.ts';

/** Everything that can be set, whatever it is called where it was written. */
export type Setting =
  | 'server'
  | 'port'
  | 'instance'
  | 'database'
  | 'user'
  | 'domain'
  | 'password'
  | 'clientId'
  | 'clientSecret'
  | 'tenantId'
  | 'token'
  | 'authentication'
  | 'encrypt'
  | 'trust'
  | 'certificateName'
  | 'intent'
  | 'readOnlyIntent'
  | 'multiSubnet'
  | 'connectSeconds'
  | 'connectMilliseconds'
  | 'application'
  | 'packetSize'
  | 'workstation';

export interface Given {
  readonly value: string;
  /** As it was written: for messages. */
  readonly keyword: string;
}

export type GivenSettings = ReadonlyMap<Setting, Given>;

/** A keyword that is no setting: left out and reported, or refused with a sentence. */
type Other = { readonly ignored: true } | { readonly refused: string };

const IGNORED: Other = { ignored: true };
const NO_SSPI: Other = {
  refused:
    'Windows sign-in (SSPI, Kerberos) is not possible from here: remove it and give an SQL login, NTLM or Entra ID.',
};

/** mssql.md 8.2. Spaces and case do not matter. */
const STRING_KEYWORDS: Readonly<Record<string, Setting | Other>> = {
  driver: IGNORED,
  server: 'server',
  datasource: 'server',
  addr: 'server',
  address: 'server',
  networkaddress: 'server',
  database: 'database',
  initialcatalog: 'database',
  uid: 'user',
  userid: 'user',
  pwd: 'password',
  password: 'password',
  encrypt: 'encrypt',
  trustservercertificate: 'trust',
  hostnameincertificate: 'certificateName',
  applicationintent: 'intent',
  multisubnetfailover: 'multiSubnet',
  connectiontimeout: 'connectSeconds',
  connecttimeout: 'connectSeconds',
  logintimeout: 'connectSeconds',
  applicationname: 'application',
  app: 'application',
  packetsize: 'packetSize',
  authentication: 'authentication',
  wsid: 'workstation',
  trustedconnection: NO_SSPI,
  trusted_connection: NO_SSPI,
  integratedsecurity: NO_SSPI,
  dsn: { refused: 'A DSN belongs to an ODBC driver: give Server, Database, UID and PWD.' },
  servercertificate: {
    refused: 'Name a file with the authority in the configuration: certificate_authority.',
  },
};

/** Keys of a URL besides those of a connection string: its own parts. */
const URL_KEYWORDS: typeof STRING_KEYWORDS = { ...STRING_KEYWORDS, port: 'port', user: 'user' };

/** Case matters, as it does in the secrets of managed databases; what those hold besides the login is left out. */
const JSON_KEYWORDS: typeof STRING_KEYWORDS = {
  server: 'server',
  host: 'server',
  port: 'port',
  database: 'database',
  dbname: 'database',
  user: 'user',
  username: 'user',
  password: 'password',
  domain: 'domain',
  authentication: 'authentication',
  clientId: 'clientId',
  clientSecret: 'clientSecret',
  tenantId: 'tenantId',
  token: 'token',
  encrypt: 'encrypt',
  trustServerCertificate: 'trust',
  serverName: 'certificateName',
  applicationIntent: 'intent',
  'options.port': 'port',
  'options.database': 'database',
  'options.instanceName': 'instance',
  'options.encrypt': 'encrypt',
  'options.trustServerCertificate': 'trust',
  'options.serverName': 'certificateName',
  'options.readOnlyIntent': 'readOnlyIntent',
  'options.multiSubnetFailover': 'multiSubnet',
  'options.connectTimeout': 'connectMilliseconds',
  'options.appName': 'application',
  'options.packetSize': 'packetSize',
  'options.workstationId': 'workstation',
  engine: IGNORED,
  dbInstanceIdentifier: IGNORED,
  dbClusterIdentifier: IGNORED,
  masterarn: IGNORED,
};

/** Keys of a source in soxauto.config.json, by their path there. */
const CONFIGURED_KEYWORDS: typeof STRING_KEYWORDS = {
  server: 'server',
  port: 'port',
  instance: 'instance',
  database: 'database',
  encrypt: 'encrypt',
  trust_server_certificate: 'trust',
  host_name_in_certificate: 'certificateName',
  application_intent: 'intent',
  multi_subnet_failover: 'multiSubnet',
  connect_timeout_seconds: 'connectSeconds',
  'authentication.kind': 'authentication',
  'authentication.user': 'user',
  'authentication.domain': 'domain',
  'authentication.client_id': 'clientId',
  'authentication.tenant_id': 'tenantId',
  // the value of the secret alone
  'secret (password)': 'password',
  'secret (client secret)': 'clientSecret',
  'secret (token)': 'token',
};

export type Shape = 'string' | 'url' | 'json' | 'configured';

const KEYWORDS: Readonly<Record<Shape, typeof STRING_KEYWORDS>> = {
  string: STRING_KEYWORDS,
  url: URL_KEYWORDS,
  json: JSON_KEYWORDS,
  configured: CONFIGURED_KEYWORDS,
};

const SECRET_SETTINGS: readonly Setting[] = ['password', 'clientSecret', 'token'];

/** Pairs by what they set. A secret among them is told to `onSecret` before anything can go wrong with it. */
export class Settings {
  readonly given = new Map<Setting, Given>();
  /** Keywords that were left out because they mean nothing here. */
  readonly ignored: string[] = [];
  readonly #onSecret: (secret: string) => void;

  constructor(onSecret: (secret: string) => void) {
    this.#onSecret = onSecret;
  }

  /** @throws SettingsError for a keyword not on the list, and for two values of one setting */
  add(pairs: readonly Pair[], shape: Shape): this {
    for (const pair of pairs) this.#addOne(pair, shape);
    return this;
  }

  #addOne({ keyword, value, written, doubtful }: Pair, shape: Shape): void {
    const bySpelling = shape === 'string' || shape === 'url';
    const key = bySpelling ? keyword.toLowerCase().replaceAll(/\s/g, '') : keyword;
    const list = KEYWORDS[shape];
    const meaning = Object.hasOwn(list, key) ? list[key] : undefined;
    if (meaning === undefined) throw unknownKeyword(keyword, doubtful ?? false, shape);
    if (typeof meaning === 'object') {
      if ('refused' in meaning) throw badSettings(`${keyword} is not possible`, meaning.refused);
      this.ignored.push(keyword);
      return;
    }
    if (SECRET_SETTINGS.includes(meaning)) {
      if (value !== '') this.#onSecret(value);
      if (written !== undefined && written !== value) this.#onSecret(written);
    }
    if (value.trim() === '') {
      throw badSettings(
        `${keyword} is empty or no plain value`,
        'Give it a value or leave it out.',
      );
    }
    const before = this.given.get(meaning);
    if (before !== undefined && before.value !== value) {
      throw badSettings(
        `${before.keyword} and ${keyword} give two values to one setting`,
        'Give one of them.',
      );
    }
    this.given.set(meaning, { value, keyword });
  }
}

function unknownKeyword(keyword: string, doubtful: boolean, shape: Shape) {
  const advice = 'Remove it; docs/sources/sql-server.md lists what is understood.';
  if (doubtful || !/^[A-Za-z][A-Za-z0-9_. -]{0,60}$/.test(keyword)) {
    return badSettings(
      'what follows the password is no keyword that is understood',
      'A password with ; or = in it stands in {braces}; otherwise remove the keyword after it.',
    );
  }
  return badSettings(`${keyword} is no keyword of a connection (${shape})`, advice);
}
