import { type Given, type GivenSettings, Settings } from './connection-keywords.ts';
import { connectionStringPairs, jsonPairs, type Pair, urlPairs } from './connection-pairs.ts';
import { loginOf } from './login-settings.ts';
import {
  badSettings,
  type MssqlConnection,
  type MssqlLogin,
  type MssqlTls,
  SettingsError,
} from './mssql-connection.ts';
import { serverPlace } from './server-place.ts';

/** What the configuration says about a connection; no secret among it. */
export interface ConfiguredConnection {
  /** Settings that stand in the configuration itself, by their path there: `authentication.kind`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly allowPlaintext: boolean;
  readonly allowUntrustedCertificate: boolean;
  /** PEM of the authorities that may have signed the server's certificate; null for those the machine trusts. */
  readonly authority: string | null;
}

export interface ReadSettings {
  readonly connection: MssqlConnection;
  /** Keywords of the secret that were left out because they mean nothing here: worth a line in the log. */
  readonly ignored: readonly string[];
}

const CONNECT_SECONDS = 30;
/** The largest packet that works with encryption (mssql.md 5.2). */
const PACKET_SIZE = 16_383;
const APPLICATION = 'soxauto';

/**
 * One allow-list for every shape of a secret: a JSON object, the one of a managed database, an ODBC-style text, a URL;
 * or, where the configuration names the authentication, the password alone. Configuration and secret together must
 * say everything once. Passwords are told to `onSecret` as soon as they are seen.
 * @throws SettingsError; what `onSecret` throws
 */
export function readConnectionSettings(
  secret: string | null,
  configured: ConfiguredConnection,
  onSecret: (part: string) => void,
): ReadSettings {
  const settings = new Settings(onSecret);
  settings.add(
    Object.entries(configured.settings).map(([keyword, value]) => ({ keyword, value })),
    'configured',
  );
  const authentication = configured.settings['authentication.kind'];
  if (secret !== null && authentication !== undefined) {
    settings.add([bareSecret(secret, authentication)], 'configured');
  } else if (secret !== null) {
    addSecret(settings, secret);
  }
  return { connection: connectionOf(settings.given, configured), ignored: settings.ignored };
}

function bareSecret(value: string, authentication: string): Pair {
  switch (authentication) {
    case 'entra-service-principal':
      return { keyword: 'secret (client secret)', value };
    case 'entra-token':
      return { keyword: 'secret (token)', value };
    default:
      return { keyword: 'secret (password)', value };
  }
}

function addSecret(settings: Settings, secret: string): void {
  const text = secret.trim();
  if (text.startsWith('{')) {
    const pairs = jsonPairs(text);
    const engine = pairs.find(({ keyword }) => keyword === 'engine');
    if (engine !== undefined && !/^sqlserver(-[a-z]+)?$/.test(engine.value)) {
      throw badSettings(
        'the secret is for another engine than sqlserver',
        'Name the secret of a SQL Server.',
      );
    }
    settings.add(pairs, 'json');
  } else if (/^(mssql|sqlserver):\/\//i.test(text)) {
    settings.add(urlPairs(text), 'url');
  } else if (/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    throw badSettings(
      'the secret is a URL of a kind that is not understood',
      'Write mssql://user:password@host:1433/database, an ODBC-style text or a JSON object.',
    );
  } else {
    settings.add(connectionStringPairs(text), 'string');
  }
}

function connectionOf(given: GivenSettings, configured: ConfiguredConnection): MssqlConnection {
  const login: MssqlLogin = loginOf(given);
  const tls = tlsOf(given, configured);
  return {
    ...serverPlace(given),
    database: plain(given.get('database')),
    tls,
    readOnlyIntent: intentOf(given),
    multiSubnetFailover: flag(given.get('multiSubnet')) ?? false,
    connectTimeoutMs: connectTimeoutOf(given),
    packetSize: whole(given.get('packetSize'), 512, PACKET_SIZE) ?? PACKET_SIZE,
    applicationName: plain(given.get('application')) ?? APPLICATION,
    workstation: plain(given.get('workstation')),
    login,
  };
}

/** TLS with a verified certificate, unless the configuration allows less and the settings ask for it (D14). */
function tlsOf(given: GivenSettings, configured: ConfiguredConnection): MssqlTls {
  const { authority } = configured;
  const mode = encryptOf(given.get('encrypt'));
  const trust = given.get('trust');
  const trustAnyCertificate = flag(trust) ?? false;
  const serverName = plain(given.get('certificateName'));
  if (mode === 'off' && !configured.allowPlaintext) {
    throw new SettingsError(
      'CONNECTION_NOT_ALLOWED',
      `${given.get('encrypt')?.keyword} turns encryption off`,
      {
        advice:
          'Encrypt the connection; where that cannot be, allow_plaintext in the configuration lets everybody on the way read the password.',
      },
    );
  }
  if (trustAnyCertificate && !configured.allowUntrustedCertificate) {
    throw new SettingsError('CONNECTION_NOT_ALLOWED', `${trust?.keyword} accepts any certificate`, {
      advice:
        'Name the authority in certificate_authority; where that cannot be, set allow_untrusted_certificate in the configuration.',
    });
  }
  if (trustAnyCertificate && (mode === 'strict' || authority !== null)) {
    throw badSettings(
      `${trust?.keyword} cannot be honoured with ${authority === null ? 'strict encryption' : 'certificate_authority'}`,
      'Give one of them.',
    );
  }
  if (mode === 'off' && (authority !== null || serverName !== null)) {
    throw badSettings(
      'a certificate is named for a connection that is not encrypted',
      'Encrypt the connection, or remove the name of the certificate.',
    );
  }
  return { mode, serverName, authority, trustAnyCertificate };
}

function encryptOf(given: Given | undefined): MssqlTls['mode'] {
  if (given === undefined) return 'on';
  const word = given.value.toLowerCase();
  if (['yes', 'true', 'mandatory', 'on'].includes(word)) return 'on';
  if (word === 'strict') return 'strict';
  if (['no', 'false', 'optional', 'off'].includes(word)) return 'off';
  throw badSettings(`${given.keyword} is not understood`, 'Write yes, strict or no.');
}

/** Read-only unless something else is written: nothing is ever written over this connection. */
function intentOf(given: GivenSettings): boolean {
  const intent = given.get('intent');
  const option = flag(given.get('readOnlyIntent'));
  const word = intent?.value.toLowerCase();
  if (intent !== undefined && word !== 'readonly' && word !== 'readwrite') {
    throw badSettings(`${intent.keyword} is not understood`, 'Write ReadOnly or ReadWrite.');
  }
  if (intent !== undefined && option !== null && option !== (word === 'readonly')) {
    throw badSettings(`${intent.keyword} and options.readOnlyIntent differ`, 'Give one of them.');
  }
  return intent === undefined ? (option ?? true) : word === 'readonly';
}

function connectTimeoutOf(given: GivenSettings): number {
  const milliseconds = whole(given.get('connectMilliseconds'), 1_000, 600_000);
  const seconds = whole(given.get('connectSeconds'), 1, 600);
  if (milliseconds !== null && seconds !== null && milliseconds !== seconds * 1000) {
    throw badSettings('two different connect time-outs are given', 'Give one of them.');
  }
  return milliseconds ?? (seconds ?? CONNECT_SECONDS) * 1000;
}

function flag(given: Given | undefined): boolean | null {
  if (given === undefined) return null;
  const word = given.value.toLowerCase();
  if (word === 'yes' || word === 'true') return true;
  if (word === 'no' || word === 'false') return false;
  throw badSettings(`${given.keyword} is neither yes nor no`, 'Write yes or no.');
}

function whole(given: Given | undefined, least: number, most: number): number | null {
  if (given === undefined) return null;
  const number = /^[0-9]{1,9}$/.test(given.value) ? Number(given.value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw badSettings(
    `${given.keyword} is no whole number from ${least} to ${most}`,
    'Correct it or leave it out.',
  );
}

/** Names as they go into the login packet: at most 128 characters, nothing invisible. */
function plain(given: Given | undefined): string | null {
  if (given === undefined) return null;
  if (given.value.length <= 128 && !/\p{Cc}/u.test(given.value)) return given.value;
  throw badSettings(
    `${given.keyword} is longer than 128 characters or holds control characters`,
    'Correct it.',
  );
}
