import type { config as MssqlConfig } from 'mssql';
import { encryptionGuard } from './encryption-guard.ts';
import type { MssqlConnection, MssqlLogin } from './mssql-connection.ts';

/** How long the driver waits (mssql.md 8.4). */
export interface DriverLimits {
  /** Until the first packet of an answer; later silence is for the reader's own watchdog. */
  readonly firstRowTimeoutMs: number;
  /** Until a cancelled request is acknowledged; then the connection is dropped. */
  readonly cancelTimeoutMs?: number;
}

type Options = NonNullable<MssqlConfig['options']>;
type Authentication = NonNullable<MssqlConfig['authentication']>;

const CANCEL_TIMEOUT_MS = 5_000;

/** The configuration of npm mssql for one connection that belongs to one extraction. */
export function driverConfig(connection: MssqlConnection, limits: DriverLimits): MssqlConfig {
  const { tls } = connection;
  return {
    server: connection.server,
    ...(connection.port === null ? {} : { port: connection.port }),
    connectionTimeout: connection.connectTimeoutMs,
    requestTimeout: limits.firstRowTimeoutMs,
    stream: true,
    arrayRowMode: true,
    // one connection keeps its isolation level and settings; it is not asked SELECT 1 each time (D17)
    pool: { max: 1, min: 0 },
    validateConnection: false,
    authentication: authenticationOf(connection.login),
    options: {
      ...(connection.instanceName === null ? {} : { instanceName: connection.instanceName }),
      ...(connection.database === null ? {} : { database: connection.database }),
      ...encryptionOf(connection),
      trustServerCertificate: tls.trustAnyCertificate,
      ...(tls.serverName === null ? {} : { serverName: tls.serverName }),
      ...(tls.authority === null ? {} : { cryptoCredentialsDetails: { ca: tls.authority } }),
      readOnlyIntent: connection.readOnlyIntent,
      multiSubnetFailover: connection.multiSubnetFailover,
      packetSize: connection.packetSize,
      appName: connection.applicationName,
      ...(connection.workstation === null ? {} : { workstationId: connection.workstation }),
      cancelTimeout: limits.cancelTimeoutMs ?? CANCEL_TIMEOUT_MS,
      // any error ends the transaction: what a query may have done is undone (mssql.md 7)
      abortTransactionOnError: true,
      useUTC: true,
      // logins are tried again by the runner, which sees every error and minds lock-outs (8.5)
      maxRetriesOnTransientErrors: 0,
    },
  };
}

function encryptionOf({ tls, multiSubnetFailover }: MssqlConnection): Partial<Options> {
  switch (tls.mode) {
    case 'strict':
      // @types/mssql takes tedious' types, where encrypt may be a text as well
      return { encrypt: 'strict' };
    case 'off':
      return { encrypt: false };
    case 'on':
      return {
        encrypt: true,
        // tedious calls it with host, port, look-up and signal; its types know no parameters
        connector: encryptionGuard(multiSubnetFailover) as unknown as NonNullable<
          Options['connector']
        >,
      };
  }
}

function authenticationOf(login: MssqlLogin): Authentication {
  switch (login.kind) {
    case 'sql':
      return { type: 'default', options: { userName: login.user, password: login.password } };
    case 'ntlm':
      return {
        type: 'ntlm',
        options: { userName: login.user, password: login.password, domain: login.domain },
      };
    case 'entra-service-principal': {
      const { clientId, clientSecret, tenantId } = login;
      return {
        type: 'azure-active-directory-service-principal-secret',
        options: { clientId, clientSecret, tenantId },
      };
    }
    case 'entra-managed-identity':
      return {
        type: 'azure-active-directory-msi-vm',
        options: login.clientId === null ? {} : { clientId: login.clientId },
      };
    case 'entra-token':
      return { type: 'azure-active-directory-access-token', options: { token: login.token } };
  }
}
