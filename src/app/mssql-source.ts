import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isSecretName } from '../credentials/secret-store.ts';
import { canonicalJson } from '../kernel/json.ts';
import {
  type ConfiguredConnection,
  readConnectionSettings,
} from '../runners/mssql/connection-settings.ts';
import { SettingsError } from '../runners/mssql/mssql-connection.ts';
import { ConfigError } from './config-error.ts';

const name = z.string().min(1).max(128);

const authentication = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sql'), user: name }),
  z.strictObject({ kind: z.literal('entra-service-principal'), client_id: name, tenant_id: name }),
  z.strictObject({ kind: z.literal('entra-managed-identity'), client_id: name.optional() }),
  z.strictObject({ kind: z.literal('entra-token') }),
  z.strictObject({ kind: z.literal('ntlm'), domain: name, user: name }),
]);

/** A SQL Server in soxauto.config.json: named by its secret, or written here all but the password. */
export const mssqlSource = z
  .strictObject({
    kind: z.literal('mssql').describe('a SQL Server, read over the network with TLS'),
    secret: z
      .string()
      .refine(isSecretName, 'is no name of a secret, such as sox/nav')
      .optional()
      .describe(
        'name of the secret: a JSON object, connection string or URL; with authentication: the password, client secret or token alone',
      ),
    server: name.optional().describe('host'),
    port: z.int().min(1).max(65_535).optional().describe('default 1433'),
    instance: name.optional().describe('instead of port: asks the SQL Browser on UDP 1434'),
    database: name.optional().describe('where the session begins; queries name their databases'),
    authentication: authentication.optional().describe('who logs in; the secret is the rest of it'),
    encrypt: z.enum(['on', 'strict', 'off']).optional().describe('default on'),
    trust_server_certificate: z.boolean().optional(),
    host_name_in_certificate: name.optional(),
    certificate_authority: z
      .string()
      .min(1)
      .optional()
      .describe('PEM file with the authorities that may have signed the certificate'),
    allow_plaintext: z
      .boolean()
      .optional()
      .describe('lets a connection be made without encryption: everybody on the way may read it'),
    allow_untrusted_certificate: z
      .boolean()
      .optional()
      .describe('lets a connection be made without checking who answers'),
    application_intent: z
      .enum(['ReadOnly', 'ReadWrite'])
      .optional()
      .describe('ReadOnly (default): an availability group may send the connection to a secondary'),
    multi_subnet_failover: z.boolean().optional(),
    consistency: z
      .enum(['snapshot', 'bracket', 'serializable'])
      .optional()
      .describe(
        'snapshot (default): all queries of an item see one state, else the run fails; bracket: counted before and after; serializable: locks writers out',
      ),
    require_read_only_login: z
      .boolean()
      .optional()
      .describe('a login that may write fails the run; default true'),
    connect_timeout_seconds: z.int().min(1).max(600).optional().describe('default 30'),
    first_row_timeout_seconds: z.int().min(1).max(86_400).optional().describe('default 1800'),
    idle_timeout_seconds: z
      .int()
      .min(1)
      .max(86_400)
      .optional()
      .describe('without a row; default 120'),
    total_timeout_seconds: z.int().min(1).max(86_400).optional().describe('default 14400'),
  })
  .superRefine((source, context) => {
    const wrong = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (source.authentication === undefined && source.secret === undefined) {
      wrong('secret', 'is missing: nothing says who logs in');
    }
    if (source.authentication === undefined) return;
    if (source.server === undefined) {
      wrong('server', 'is missing: with authentication the secret is the password alone');
    }
    const needsSecret = source.authentication.kind !== 'entra-managed-identity';
    if (needsSecret && source.secret === undefined) {
      wrong('secret', 'is missing: it names the password, client secret or token');
    }
    if (!needsSecret && source.secret !== undefined) {
      wrong('secret', 'means nothing: a managed identity has no password');
    }
  });

/** How to reach a SQL Server and what is expected of it, without any secret. */
export interface MssqlLocation {
  readonly kind: 'mssql';
  /** Name of the secret; null for a managed identity. */
  readonly secret: string | null;
  readonly connection: ConfiguredConnection;
  readonly consistency: 'snapshot' | 'bracket' | 'serializable';
  readonly requireReadOnlyLogin: boolean;
  readonly timeouts: {
    readonly firstRowMs: number;
    readonly idleRowMs: number;
    readonly totalMs: number;
  };
}

/** Keys that are settings of the connection itself. */
const CONNECTION_KEYS = [
  'server',
  'port',
  'instance',
  'database',
  'encrypt',
  'trust_server_certificate',
  'host_name_in_certificate',
  'application_intent',
  'multi_subnet_failover',
  'connect_timeout_seconds',
] as const;

/** @throws ConfigError with the key's path */
export function mssqlLocation(
  path: string,
  source: z.infer<typeof mssqlSource>,
  absolute: (relative: string) => string,
): MssqlLocation {
  const settings = [
    ...CONNECTION_KEYS.map((key) => [key, source[key]] as const),
    ...Object.entries(source.authentication ?? {}).map(
      ([key, value]) => [`authentication.${key}`, value] as const,
    ),
  ].filter(([, value]) => value !== undefined);
  const connection: ConfiguredConnection = {
    settings: Object.fromEntries(settings.map(([key, value]) => [key, String(value)])),
    allowPlaintext: source.allow_plaintext ?? false,
    allowUntrustedCertificate: source.allow_untrusted_certificate ?? false,
    authority:
      source.certificate_authority === undefined
        ? null
        : authorityOf(path, absolute(source.certificate_authority)),
  };
  checkSettings(path, connection);
  return {
    kind: 'mssql',
    secret: source.secret ?? null,
    connection,
    consistency: source.consistency ?? 'snapshot',
    requireReadOnlyLogin: source.require_read_only_login ?? true,
    timeouts: {
      firstRowMs: (source.first_row_timeout_seconds ?? 1_800) * 1000,
      idleRowMs: (source.idle_timeout_seconds ?? 120) * 1000,
      totalMs: (source.total_timeout_seconds ?? 14_400) * 1000,
    },
  };
}

/** Reads the settings with a made-up secret, so that what contradicts itself is found before anything runs. */
function checkSettings(path: string, connection: ConfiguredConnection): void {
  const { settings } = connection;
  const login = { username: 'nobody', password: 'nothing' };
  const madeUp = JSON.stringify(
    settings['server'] === undefined ? { ...login, host: 'nowhere' } : login,
  );
  const identity = settings['authentication.kind'] === 'entra-managed-identity';
  try {
    readConnectionSettings(identity ? null : madeUp, connection, () => undefined);
  } catch (cause) {
    if (!(cause instanceof SettingsError)) throw cause;
    throw new ConfigError('BAD_CONFIG', `${path}: ${cause.message}`, {
      cause,
      ...(cause.advice === undefined ? {} : { advice: cause.advice }),
    });
  }
}

function authorityOf(path: string, file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
    const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
    if (certificates === null) throw new Error('it holds no certificate');
    for (const certificate of certificates) new X509Certificate(certificate);
  } catch (cause) {
    throw new ConfigError(
      'BAD_CONFIG',
      `${path}.certificate_authority: ${file} cannot be used as PEM certificates`,
      { cause, advice: 'Name a readable file with -----BEGIN CERTIFICATE----- blocks.' },
    );
  }
  if (!pem.includes('PRIVATE KEY')) return pem;
  throw new ConfigError(
    'BAD_CONFIG',
    `${path}.certificate_authority: ${file} holds a private key`,
    {
      advice: 'Name a file with certificates only.',
    },
  );
}

/**
 * Equal for sources that one connection serves: same secret, same settings, whatever database the session begins in,
 * because queries name their databases. Sources of one item on SQL Server must be equal in this.
 */
export function serverLogin({ connection, ...location }: MssqlLocation): string {
  const { database: _session, ...settings } = connection.settings;
  return canonicalJson({ ...location, connection: { ...connection, settings } });
}
