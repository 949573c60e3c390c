import { type Instant, parseInstant } from '../../kernel/clock.ts';
import { RunnerError } from '../runner.ts';
import { askAll, askGroup, type FactGroup, type Facts, isUnavailable } from './fact-group.ts';
import type { MssqlSession } from './mssql-session.ts';
import { DATABASE_RIGHTS, SERVER_RIGHTS } from './rights-facts.ts';
import type { Watch } from './watchdog.ts';

const property = (name: string) => `SERVERPROPERTY('${name}')`;

const SERVER: readonly FactGroup[] = [
  {
    expressions: {
      engine: '@@VERSION',
      product_version: property('ProductVersion'),
      edition: property('Edition'),
      engine_edition: property('EngineEdition'),
      server_name: property('ServerName'),
      server_collation: property('Collation'),
    },
  },
  {
    expressions: {
      database_name: 'DB_NAME()',
      original_login: 'ORIGINAL_LOGIN()',
      login: 'SUSER_SNAME()',
      database_user: 'USER_NAME()',
    },
  },
  {
    expressions: {
      net_transport: "CONNECTIONPROPERTY('net_transport')",
      auth_scheme: "CONNECTIONPROPERTY('auth_scheme')",
      client_net_address: "CONNECTIONPROPERTY('client_net_address')",
    },
  },
  ...SERVER_RIGHTS,
];

const DATABASES: FactGroup = {
  expressions: {
    db: '[name]',
    db_snapshot: 'snapshot_isolation_state',
    db_rcsi: 'is_read_committed_snapshot_on',
    db_compatibility: 'compatibility_level',
    db_collation: 'collation_name',
    db_updateability: "DATABASEPROPERTYEX([name], 'Updateability')",
  },
  from: 'FROM sys.databases',
};

/** Asked inside of each database. */
const IN_A_DATABASE: readonly FactGroup[] = [
  ...DATABASE_RIGHTS,
  // masked columns and row-level security change or hide data without an error, so their presence is a finding
  {
    expressions: { masked_columns: 'COUNT_BIG(*)' },
    from: 'FROM sys.masked_columns WHERE is_masked = 1',
  },
  {
    expressions: { row_security_policies: 'COUNT_BIG(*)' },
    from: 'FROM sys.security_policies WHERE is_enabled = 1',
  },
  {
    expressions: { availability_replica: 'replica_id' },
    from: 'FROM sys.databases WHERE database_id = DB_ID()',
  },
  { expressions: { is_primary_replica: 'sys.fn_hadr_is_primary_replica(DB_NAME())' } },
];

/** What may differ between the begin and the end of a reading. */
const MOMENT: readonly FactGroup[] = [
  {
    expressions: {
      session: '@@SPID',
      options: '@@OPTIONS',
      arithabort: "SESSIONPROPERTY('ARITHABORT')",
    },
  },
  { expressions: { transaction_id: 'CURRENT_TRANSACTION_ID()' } },
  {
    expressions: { isolation_level: 'transaction_isolation_level' },
    from: 'FROM sys.dm_exec_sessions WHERE session_id = @@SPID',
  },
];

const CLOCK: FactGroup = {
  expressions: {
    server_time: 'CONVERT(nvarchar(34), SYSDATETIMEOFFSET(), 121)',
    server_utc: 'CONVERT(nvarchar(27), SYSUTCDATETIME(), 121)',
  },
};

export interface ServerFacts {
  readonly server: Facts;
  /** Of the databases that are read, by name. */
  readonly databases: Readonly<Record<string, Facts>>;
  /** The groups of moment facts that this server answers. */
  readonly moment: readonly FactGroup[];
}

/**
 * Asks everything once, outside of any transaction: an error inside would end it.
 * @param names databases the queries read; none for the one the session begins in
 * @throws RunnerError when the connection fails; a fact that the server does not know is no error
 */
export async function askServerFacts(
  session: MssqlSession,
  names: readonly string[],
  watch: Watch,
): Promise<ServerFacts> {
  const server = await askAll(session, SERVER, watch);
  const own = server['database_name'] ?? 'master';
  const listed = await askGroup(session, DATABASES, watch);
  const databases: Record<string, Facts> = {};
  for (const name of names.length === 0 ? [own] : names) {
    const row = listed.find((facts) => facts['db']?.toLowerCase() === name.toLowerCase());
    const { db: _name, ...facts } = row ?? listed.find(({ db }) => isUnavailable(db)) ?? {};
    databases[name] = { ...facts, ...(await askAll(session, IN_A_DATABASE, watch, name)) };
  }
  const moment: FactGroup[] = [];
  for (const group of MOMENT) {
    const [facts = {}] = await askGroup(session, group, watch);
    if (!Object.values(facts).some(isUnavailable)) moment.push(group);
  }
  return { server, databases, moment };
}

/** Facts of the transaction that is open, for the header and the footer of a reading. @throws RunnerError */
export async function askMoment(
  session: MssqlSession,
  { moment }: ServerFacts,
  watch: Watch,
): Promise<Facts> {
  const known = await askAll(session, [CLOCK, ...moment], watch);
  const missing = MOMENT.filter((group) => !moment.includes(group)).flatMap((group) =>
    Object.keys(group.expressions).map((name) => [name, 'unavailable'] as const),
  );
  return { ...known, ...Object.fromEntries(missing) };
}

/** The server's own clock, in UTC. @throws RunnerError */
export async function askServerTime(session: MssqlSession, watch: Watch): Promise<Instant> {
  const text = (await askAll(session, [CLOCK], watch))['server_time'] ?? '';
  const moment = instantOf(text);
  if (moment !== null) return moment;
  throw new RunnerError('SOURCE_CORRUPT', `the server gives its time as ${JSON.stringify(text)}`, {
    advice: 'Report the server version: SYSDATETIMEOFFSET has another form there.',
  });
}

/** `2026-01-31 06:00:00.1234567 +02:00` in UTC, cut to milliseconds; null for any other form. */
export function instantOf(text: string): Instant | null {
  const match =
    /^([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,7}))? ([+-][0-9]{2}:[0-9]{2})$/.exec(
      text,
    );
  if (match === null) return null;
  const [, day, time, fraction = '', offset] = match;
  const moment = new Date(`${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`);
  return Number.isNaN(moment.getTime()) ? null : parseInstant(moment.toISOString());
}
