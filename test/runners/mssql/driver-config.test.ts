import { describe, expect, it } from 'vitest';
import { driverConfig } from '../../../src/runners/mssql/driver-config.ts';
import type { MssqlConnection, MssqlLogin } from '../../../src/runners/mssql/mssql-connection.ts';

const CONNECTION: MssqlConnection = {
  server: 'db',
  port: 1433,
  instanceName: null,
  database: 'NAV_DW',
  tls: { mode: 'on', serverName: null, authority: null, trustAnyCertificate: false },
  readOnlyIntent: true,
  multiSubnetFailover: false,
  connectTimeoutMs: 30_000,
  packetSize: 16_383,
  applicationName: 'soxauto',
  workstation: null,
  login: { kind: 'sql', user: 'reader', password: 'hunter22' },
};
const LIMITS = { firstRowTimeoutMs: 1_800_000 };

describe('the configuration of the driver', () => {
  it('D12, D14, D16, D17: streams, encrypts with verification, one connection, no retries of its own', () => {
    expect(driverConfig(CONNECTION, LIMITS)).toEqual({
      server: 'db',
      port: 1433,
      connectionTimeout: 30_000,
      requestTimeout: 1_800_000,
      stream: true,
      arrayRowMode: true,
      pool: { max: 1, min: 0 },
      validateConnection: false,
      authentication: {
        type: 'default',
        options: { userName: 'reader', password: 'hunter22' },
      },
      options: {
        database: 'NAV_DW',
        encrypt: true,
        connector: expect.any(Function),
        trustServerCertificate: false,
        readOnlyIntent: true,
        multiSubnetFailover: false,
        packetSize: 16_383,
        appName: 'soxauto',
        cancelTimeout: 5_000,
        abortTransactionOnError: true,
        useUTC: true,
        maxRetriesOnTransientErrors: 0,
      },
    });
  });

  it('names an instance instead of a port', () => {
    const config = driverConfig({ ...CONNECTION, port: null, instanceName: 'X' }, LIMITS);
    expect(config).not.toHaveProperty('port');
    expect(config.options?.instanceName).toBe('X');
  });

  it('8.1: strict encryption has no guard, plain text neither, and no authority but the one named', () => {
    const strict = driverConfig(
      { ...CONNECTION, tls: { ...CONNECTION.tls, mode: 'strict' } },
      LIMITS,
    );
    expect(strict.options).toMatchObject({ encrypt: 'strict' });
    expect(strict.options).not.toHaveProperty('connector');
    const off = driverConfig({ ...CONNECTION, tls: { ...CONNECTION.tls, mode: 'off' } }, LIMITS);
    expect(off.options).toMatchObject({ encrypt: false });
    expect(off.options).not.toHaveProperty('connector');
    const named = driverConfig(
      {
        ...CONNECTION,
        workstation: 'w',
        tls: { mode: 'on', serverName: 'cert', authority: 'PEM', trustAnyCertificate: false },
      },
      { ...LIMITS, cancelTimeoutMs: 100 },
    );
    expect(named.options).toMatchObject({
      serverName: 'cert',
      cryptoCredentialsDetails: { ca: 'PEM' },
      workstationId: 'w',
      cancelTimeout: 100,
    });
  });

  it.each<[MssqlLogin, unknown]>([
    [
      { kind: 'ntlm', domain: 'CORP', user: 'svc', password: 'hunter22' },
      { type: 'ntlm', options: { domain: 'CORP', userName: 'svc', password: 'hunter22' } },
    ],
    [
      { kind: 'entra-service-principal', clientId: 'c', clientSecret: 'hunter22', tenantId: 't' },
      {
        type: 'azure-active-directory-service-principal-secret',
        options: { clientId: 'c', clientSecret: 'hunter22', tenantId: 't' },
      },
    ],
    [
      { kind: 'entra-managed-identity', clientId: null },
      { type: 'azure-active-directory-msi-vm', options: {} },
    ],
    [
      { kind: 'entra-managed-identity', clientId: 'c' },
      { type: 'azure-active-directory-msi-vm', options: { clientId: 'c' } },
    ],
    [
      { kind: 'entra-token', token: 'hunter22' },
      { type: 'azure-active-directory-access-token', options: { token: 'hunter22' } },
    ],
  ])('8.3: logs in as $kind', (login, authentication) => {
    expect(driverConfig({ ...CONNECTION, login }, LIMITS).authentication).toEqual(authentication);
  });
});
