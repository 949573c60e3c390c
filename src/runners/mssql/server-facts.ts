import { type Instant, parseInstant } from '../../kernel/clock.ts';
import { RunnerError } from '../runner.ts';
import type { SentParameter } from './bind-parameters.ts';
import { serverNumber } from './driver-errors.ts';
import type { MssqlSession } from './mssql-session.ts';
import { SmallAnswer } from './small-answer.ts';
import type { Watch } from './watchdog.ts';

/** What the server says about itself, by name. What it could not say is `unavailable: <number of its error>`. */
export type Facts = Readonly<Record<string, string>>;

/** Facts asked with one statement, so that one a server does not know costs no other. */
interface FactGroup {
  readonly expressions: Readonly<Record<string, string>>;
  /** FROM and what follows. */
  readonly from?: string;
  readonly parameters?: readonly SentParameter[];
}

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
  {
    expressions: {
      is_sysadmin: "IS_SRVROLEMEMBER('sysadmin')",
      is_db_owner: "IS_ROLEMEMBER('db_owner')",
      is_db_datawriter: "IS_ROLEMEMBER('db_datawriter')",
    },
  },
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

/** Masked columns and row-level security change or hide data without an error, so their presence is a finding. */
function inDatabase(database: string): readonly FactGroup[] {
  const quoted = `[${database.replaceAll(']', ']]')}]`;
  const permission = (name: string) => `HAS_PERMS_BY_NAME(QUOTENAME(@__db), 'DATABASE', '${name}')`;
  return [
    {
      expressions: {
        can_insert: permission('INSERT'),
        can_update: permission('UPDATE'),
        can_delete: permission('DELETE'),
      },
      parameters: [{ name: '__db', text: database }],
    },
    {
      expressions: { can_unmask: permission('UNMASK') },
      parameters: [{ name: '__db', text: database }],
    },
    {
      expressions: { masked_columns: 'COUNT_BIG(*)' },
      from: `FROM ${quoted}.sys.masked_columns WHERE is_masked = 1`,
    },
    {
      expressions: { row_security_policies: 'COUNT_BIG(*)' },
      from: `FROM ${quoted}.sys.security_policies WHERE is_enabled = 1`,
    },
  ];
}

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
  const listed = await ask(session, DATABASES, watch);
  const databases: Record<string, Facts> = {};
  for (const name of names.length === 0 ? [own] : names) {
    const row = listed.find((facts) => facts['db']?.toLowerCase() === name.toLowerCase());
    const { db: _name, ...facts } = row ?? listed.find(({ db }) => isUnavailable(db)) ?? {};
    databases[name] = { ...facts, ...(await askAll(session, inDatabase(name), watch)) };
  }
  const moment: FactGroup[] = [];
  for (const group of MOMENT) {
    const [facts = {}] = await ask(session, group, watch);
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

export function isUnavailable(fact: string | undefined): boolean {
  return fact === undefined || fact.startsWith('unavailable');
}

async function askAll(
  session: MssqlSession,
  groups: readonly FactGroup[],
  watch: Watch,
): Promise<Facts> {
  const facts: Record<string, string> = {};
  for (const group of groups) Object.assign(facts, (await ask(session, group, watch))[0]);
  return facts;
}

/** One record of texts per row. */
async function ask(session: MssqlSession, group: FactGroup, watch: Watch): Promise<Facts[]> {
  const { expressions, from, parameters = [] } = group;
  const items = Object.entries(expressions).map(
    ([name, expression]) => `CONVERT(nvarchar(4000), ${expression}) AS [${name}]`,
  );
  const text = [`SELECT ${items.join(', ')}`, ...(from === undefined ? [] : [from])].join('\n');
  const answer = new SmallAnswer('asking for facts', (rows) =>
    rows.length === 1 ? factsOf(rows[0] ?? {}) : { rows: String(rows.length) },
  );
  try {
    await session.run(
      { purpose: 'facts', query: null, text: `${text};`, parameters },
      watch,
      answer,
    );
  } catch (thrown) {
    const number = serverNumber(thrown);
    if (!(thrown instanceof RunnerError) || thrown.transient || number === null) throw thrown;
    const unavailable = Object.keys(expressions).map((name) => [name, `unavailable: ${number}`]);
    return [Object.fromEntries(unavailable)];
  }
  return answer.rows().map(factsOf);
}

function factsOf(row: Readonly<Record<string, unknown>>): Facts {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? 'NULL' : String(value)]),
  );
}
