import type { CompiledCatalog } from '../catalog/compiled-catalog.ts';
import type { SourceDefinition } from '../catalog/definition.ts';
import { physicalName } from '../catalog/portable-sql/lake-names.ts';
import type { DemoBooks } from '../demo/demo-books.ts';
import { systemClock } from '../kernel/clock.ts';
import type { EngineName } from '../kernel/query.ts';
import type { DuckDbSource } from '../runners/duckdb/duckdb-source.ts';
import { openDuckDbRunner } from '../runners/duckdb/open-duckdb-runner.ts';
import type { QueryRunner } from '../runners/runner.ts';
import { type AthenaLocation, sameLake } from './athena-source.ts';
import { awsAccess, WHOLE_PROCESS } from './aws-access.ts';
import type { Config, SourceLocation } from './config.ts';
import { ConfigError } from './config-error.ts';
import { mssqlLogin } from './mssql-login.ts';
import { type MssqlLocation, serverLogin } from './mssql-source.ts';
import { openSecrets } from './open-secrets.ts';
import { redaction } from './redaction.ts';

/** Where each source of the catalog is reached; the sole place that names a runner. */
export type Connections =
  | { readonly kind: 'demo'; readonly books: DemoBooks }
  | { readonly kind: 'configured'; readonly sources: ReadonlyMap<string, SourceLocation> };

/** @throws ConfigError when a configured name is no source of the catalog */
export function configuredConnections(config: Config, catalog: CompiledCatalog): Connections {
  const known = catalog.sources
    .filter(({ origin = 'system' }) => origin === 'system')
    .map(({ name }) => name);
  const unknown = [...config.sources.keys()].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ConfigError(
      'BAD_CONFIG',
      `${config.file ?? 'configuration'}: sources.${unknown[0]}: the catalog has no such source`,
      { advice: `Sources of the catalog are ${known.join(', ')}.` },
    );
  }
  return { kind: 'configured', sources: config.sources };
}

function tableFiles({ database, tables }: SourceDefinition, folder: string): DuckDbSource {
  return {
    kind: 'files',
    database,
    folder,
    tables: Object.values(tables).map(({ schema, table, columns }) => ({
      schema,
      table,
      columns: Object.entries(columns).map(([column, { type }]) => ({ name: column, type })),
    })),
  };
}

/** What a runner is opened over: sources of one engine that one connection serves. */
type Reach =
  | { readonly engine: 'duckdb'; readonly sources: readonly DuckDbSource[] }
  | {
      readonly engine: 'mssql';
      readonly location: MssqlLocation;
      readonly databases: readonly string[];
    }
  | {
      readonly engine: 'athena';
      readonly location: AthenaLocation;
      readonly sources: readonly SourceDefinition[];
    };

/** The engine that answers an item's queries: that of its sources. */
export function engineOf(connections: Connections, names: readonly string[]): EngineName {
  if (connections.kind === 'demo') return 'duckdb';
  const kinds = names.map((name) => connections.sources.get(name)?.kind);
  if (kinds.includes('mssql')) return 'mssql';
  return kinds.includes('athena') ? 'athena' : 'duckdb';
}

/**
 * How the sources an item's queries name are reached together, its own first.
 * @throws ConfigError when one of them is not configured, for nothing else stands in for it, or when no single
 *   connection reaches them all
 */
function reachOf(
  connections: Connections,
  catalog: CompiledCatalog,
  names: readonly string[],
  written: ReadonlyMap<string, string>,
): Reach {
  const needed = catalog.sources
    .filter(({ name }) => names.includes(name))
    .toSorted((a, b) => Number(written.has(a.name)) - Number(written.has(b.name)));
  const embedded: DuckDbSource[] = [];
  const servers: MssqlLocation[] = [];
  const lakes: AthenaLocation[] = [];
  for (const definition of needed) {
    const location = locationOf(connections, definition, written);
    switch (location.kind) {
      case 'duckdb':
        embedded.push({ kind: 'database', database: definition.database, file: location.file });
        break;
      case 'files':
        embedded.push(tableFiles(definition, location.folder));
        break;
      case 'mssql':
        servers.push(location);
        break;
      case 'athena':
        lakes.push(location);
        break;
    }
  }
  const [server, ...others] = servers;
  const [lake, ...otherLakes] = lakes;
  if (lake !== undefined) {
    const alone = embedded.length === 0 && server === undefined;
    if (!alone || otherLakes.some((other) => !sameLake(other, lake))) throw notTogether(needed);
    needed.forEach(lakeDatabase);
    return { engine: 'athena', location: lake, sources: needed };
  }
  if (server === undefined) return { engine: 'duckdb', sources: embedded };
  // queries name their databases, so one login serves several; two servers, or a server and files, are not joined
  if (embedded.length > 0 || others.some((other) => serverLogin(other) !== serverLogin(server))) {
    throw notTogether(needed);
  }
  return { engine: 'mssql', location: server, databases: needed.map(({ database }) => database) };
}

function locationOf(
  connections: Connections,
  { name, database }: SourceDefinition,
  written: ReadonlyMap<string, string>,
): SourceLocation {
  const folder = written.get(name);
  if (folder !== undefined) return { kind: 'files', folder };
  if (connections.kind === 'demo') {
    const { databases } = connections.books;
    return { kind: 'duckdb', file: databases[database as keyof typeof databases] };
  }
  const location = connections.sources.get(name);
  if (location !== undefined) return location;
  throw new ConfigError('BAD_CONFIG', `sources.${name} is not configured`, {
    advice: 'Add it to soxauto.config.json, or give --demo to run on the demo books.',
  });
}

function notTogether(needed: readonly SourceDefinition[]): ConfigError {
  return new ConfigError(
    'BAD_CONFIG',
    `sources ${needed.map(({ name }) => name).join(', ')} are read by one query and are not reached together`,
    {
      advice:
        'Give them the same secret and settings on one SQL Server (only the database may differ), the same workgroup and settings on Athena, or configure all of them as files.',
    },
  );
}

/** What runners are opened with. */
export interface RunnerSettings
  extends Pick<
    Config,
    'memoryLimit' | 'threads' | 'queryTimeoutMs' | 'secrets' | 'aws' | 'cacheFolder' | 'environment'
  > {
  /** The runner's own temporary files go there. */
  readonly scratchFolder: string;
  /** Folders of sources that are no systems, by name. */
  readonly written?: ReadonlyMap<string, string>;
  /** Tables the queries name, `source.table`; left out, all of the sources. */
  readonly tables?: readonly string[];
  /** Told the keywords of a secret that mean nothing here, when there are any. */
  readonly onIgnored?: (keywords: readonly string[]) => void;
  readonly signal: AbortSignal;
}

/**
 * A runner that reaches the named sources.
 * @throws ConfigError, RunnerError
 */
export async function connect(
  connections: Connections,
  catalog: CompiledCatalog,
  names: readonly string[],
  settings: RunnerSettings,
): Promise<QueryRunner> {
  const reach = reachOf(connections, catalog, names, settings.written ?? new Map());
  switch (reach.engine) {
    case 'duckdb':
      return await openDuckDbRunner({
        sources: reach.sources,
        memoryLimit: settings.memoryLimit,
        timeoutMs: settings.queryTimeoutMs,
        scratchFolder: settings.scratchFolder,
        clock: systemClock,
        ...(settings.threads === null ? {} : { threads: settings.threads }),
      });
    case 'mssql': {
      // the driver takes a third of a second to load: only those who need it wait for it
      const { openMssqlRunner } = await import('../runners/mssql/open-mssql-runner.ts');
      const secrets = await openSecrets(settings);
      const { ignored, ...access } = await mssqlLogin(
        reach.location,
        secrets,
        redaction,
        settings.signal,
      );
      if (ignored.length > 0) settings.onIgnored?.(ignored);
      return openMssqlRunner({
        ...access,
        databases: reach.databases,
        consistency: reach.location.consistency,
        requireReadOnlyLogin: reach.location.requireReadOnlyLogin,
        timeouts: reach.location.timeouts,
        clock: systemClock,
        hide: redaction.redact,
      });
    }
    case 'athena':
      return await connectLake(reach, settings);
  }
}

/** @throws ConfigError */
async function connectLake(
  { location, sources }: Extract<Reach, { readonly engine: 'athena' }>,
  settings: RunnerSettings,
): Promise<QueryRunner> {
  const [first, ...others] = [...new Set(sources.map(lakeDatabase))];
  if (first === undefined) throw new Error('a lake is reached for at least one source');
  // the AWS clients take a while to load: only those who need them wait for them
  const { openAthenaRunner } = await import('../runners/athena/open-athena-runner.ts');
  const { region, allowed, workgroup, consistency, fetch, rowFilters, timing } = location;
  const { catalog, outputLocation, expectedBucketOwner, scanPrice } = location;
  return openAthenaRunner({
    ...(await awsAccess(settings, ['athena', 's3'], WHOLE_PROCESS, region)),
    ...{ allowed, workgroup, consistency, fetch, rowFilters, timing },
    ...(catalog === null ? {} : { catalog }),
    ...(outputLocation === null ? {} : { outputLocation }),
    ...(expectedBucketOwner === null ? {} : { expectedBucketOwner }),
    ...(scanPrice === null ? {} : { scanPrice }),
    databases: [first, ...others],
    tables: lakeTables(sources, settings.tables),
    clock: systemClock,
    hide: redaction.redact,
  });
}

/** @throws ConfigError */
function lakeDatabase({ name, athenaDatabase }: SourceDefinition): string {
  if (athenaDatabase !== undefined) return athenaDatabase;
  throw new ConfigError(
    'BAD_CONFIG',
    `sources.${name}: the catalog knows no such source in a lake`,
    {
      advice:
        'Configure it as a SQL Server or as files, or give it an athenaDatabase in the catalog.',
    },
  );
}

/** Those of the named tables that are in the lake, by their names there. */
function lakeTables(sources: readonly SourceDefinition[], named: readonly string[] | undefined) {
  return sources.flatMap((source) =>
    Object.entries(source.tables)
      .filter(([key]) => named === undefined || named.includes(`${source.name}.${key}`))
      .map(([, table]) => ({
        database: lakeDatabase(source),
        table: physicalName(table.table, table),
      })),
  );
}

/** @throws ConfigError before anything is touched when the sources an item reads cannot be reached as configured */
export function checkConnected(
  connections: Connections,
  catalog: CompiledCatalog,
  names: readonly string[],
): void {
  const systems = catalog.sources
    .filter(({ name, origin = 'system' }) => origin === 'system' && names.includes(name))
    .map(({ name }) => name);
  reachOf(connections, catalog, systems, new Map());
}
