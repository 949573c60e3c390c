import { PipelineError } from '../../kernel/errors.ts';

/** Everything needed to reach one SQL Server. Holds secrets: never printed, never put into an error. */
export interface MssqlConnection {
  readonly server: string;
  /** Null when the SQL Browser is asked for the instance's port. */
  readonly port: number | null;
  readonly instanceName: string | null;
  readonly database: string | null;
  readonly tls: MssqlTls;
  readonly readOnlyIntent: boolean;
  readonly multiSubnetFailover: boolean;
  readonly connectTimeoutMs: number;
  readonly packetSize: number;
  readonly applicationName: string;
  readonly workstation: string | null;
  readonly login: MssqlLogin;
}

export interface MssqlTls {
  /** `on`: TLS inside of TDS 7.4; `strict`: TLS before anything else, SQL Server 2022 and later. */
  readonly mode: 'on' | 'strict' | 'off';
  /** Name the certificate must carry when it is not the server's. */
  readonly serverName: string | null;
  /** PEM; instead of the authorities the machine trusts. */
  readonly authority: string | null;
  readonly trustAnyCertificate: boolean;
}

export type MssqlLogin =
  | { readonly kind: 'sql'; readonly user: string; readonly password: string }
  | {
      readonly kind: 'entra-service-principal';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly tenantId: string;
    }
  | { readonly kind: 'entra-managed-identity'; readonly clientId: string | null }
  | { readonly kind: 'entra-token'; readonly token: string }
  | {
      readonly kind: 'ntlm';
      readonly domain: string;
      readonly user: string;
      readonly password: string;
    };

/** Settings of a connection that cannot be honoured. Names keywords, never their values. */
export class SettingsError extends PipelineError<'BAD_CONNECTION' | 'CONNECTION_NOT_ALLOWED'> {}

export function badSettings(message: string, advice: string): SettingsError {
  return new SettingsError('BAD_CONNECTION', message, { advice });
}
