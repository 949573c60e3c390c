import { startRedaction } from '../../src/credentials/redaction.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { MssqlConnection } from '../../src/runners/mssql/mssql-connection.ts';
import {
  type MssqlRunnerOptions,
  openMssqlRunner,
} from '../../src/runners/mssql/open-mssql-runner.ts';
import type { QueryRunner } from '../../src/runners/runner.ts';
import { rightsFacts } from './login-rights.ts';
import type { Facts } from './tds/facts.ts';
import type { TdsStandIn } from './tds/start-tds-stand-in.ts';

/** A server as a reader without rights meets it. */
export const READER_FACTS: Facts = {
  engine: 'Microsoft SQL Server 2022 (RTM) - 16.0.1000.6 (X64)',
  product_version: '16.0.1000.6',
  edition: 'Enterprise Edition (64-bit)',
  engine_edition: '3',
  server_name: 'STANDIN',
  server_collation: 'SQL_Latin1_General_CP1_CI_AS',
  database_name: ({ database }) => database,
  original_login: ({ user }) => user,
  login: ({ user }) => user,
  database_user: ({ user }) => user,
  net_transport: 'TCP',
  auth_scheme: 'SQL',
  client_net_address: '127.0.0.1',
  ...rightsFacts({}),
  db: ['master', 'ledger'],
  db_snapshot: ['1', '1'],
  db_rcsi: ['0', '1'],
  db_compatibility: ['160', '160'],
  db_collation: ['SQL_Latin1_General_CP1_CI_AS', 'Latin1_General_BIN2'],
  db_updateability: ['READ_WRITE', 'READ_WRITE'],
  session: ({ spid }) => String(spid),
  options: '5496',
  arithabort: '1',
  transaction_id: ({ inTransaction, spid }) => (inTransaction ? `77${spid}` : '12'),
  isolation_level: ({ isolation }) => String(isolation),
  server_time: ({ now }) => now,
  server_utc: '2026-01-31 06:00:00.0000000',
};

export function connectionTo(
  standIn: TdsStandIn,
  changes: Partial<MssqlConnection> = {},
): MssqlConnection {
  return {
    server: 'localhost',
    port: standIn.port,
    instanceName: null,
    database: 'ledger',
    tls: { mode: 'on', serverName: null, authority: standIn.authority, trustAnyCertificate: false },
    readOnlyIntent: true,
    multiSubnetFailover: false,
    connectTimeoutMs: 10_000,
    packetSize: 16_383,
    applicationName: 'soxauto',
    workstation: null,
    login: { kind: 'sql', user: standIn.user, password: standIn.password },
    ...changes,
  };
}

export type RunnerChanges = Partial<Omit<MssqlRunnerOptions, 'connection'>> & {
  readonly connection?: Partial<MssqlConnection>;
};

/** Time-outs that a test can wait for. */
export const SHORT = {
  connectMs: 20_000,
  firstRowMs: 5_000,
  idleRowMs: 5_000,
  totalMs: 30_000,
  cancelMs: 300,
};

export function runnerOn(standIn: TdsStandIn, changes: RunnerChanges = {}): QueryRunner {
  const { connection, ...options } = changes;
  const redaction = startRedaction();
  redaction.register(standIn.password);
  return openMssqlRunner({
    consistency: 'snapshot',
    requireReadOnlyLogin: true,
    clock: systemClock,
    hide: redaction.redact,
    ...options,
    timeouts: { ...SHORT, ...options.timeouts },
    connection: connectionTo(standIn, connection),
  });
}
