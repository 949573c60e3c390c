import type { CompiledCatalog } from '../catalog/compiled-catalog.ts';
import type { SourceDefinition } from '../catalog/definition.ts';
import type { DemoBooks } from '../demo/demo-books.ts';
import { systemClock } from '../kernel/clock.ts';
import type { DuckDbSource } from '../runners/duckdb/duckdb-source.ts';
import { openDuckDbRunner } from '../runners/duckdb/open-duckdb-runner.ts';
import type { QueryRunner } from '../runners/runner.ts';
import type { Config, SourceLocation } from './config.ts';
import { ConfigError } from './config-error.ts';

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

function demoSource({ database }: SourceDefinition, books: DemoBooks): DuckDbSource {
  const file = books.databases[database as keyof DemoBooks['databases']];
  return { kind: 'database', database, file };
}

/** @throws ConfigError */
function configuredSource(definition: SourceDefinition, location: SourceLocation): DuckDbSource {
  switch (location.kind) {
    case 'duckdb':
      return { kind: 'database', database: definition.database, file: location.file };
    case 'files':
      return tableFiles(definition, location.folder);
    case 'mssql':
      throw new ConfigError(
        'BAD_CONFIG',
        `sources.${definition.name}: a SQL Server cannot be reached yet`,
        { advice: 'Configure files, or give --demo to run on the demo books.' },
      );
  }
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

/**
 * Sources an item's queries name, its own first.
 * @throws ConfigError when one of them is not configured: nothing else stands in for it
 */
function neededSources(
  connections: Connections,
  catalog: CompiledCatalog,
  names: readonly string[],
  written: ReadonlyMap<string, string>,
): readonly DuckDbSource[] {
  return catalog.sources
    .filter(({ name }) => names.includes(name))
    .map((definition) => {
      const folder = written.get(definition.name);
      if (folder !== undefined) return tableFiles(definition, folder);
      if (connections.kind === 'demo') return demoSource(definition, connections.books);
      const location = connections.sources.get(definition.name);
      if (location !== undefined) return configuredSource(definition, location);
      throw new ConfigError('BAD_CONFIG', `sources.${definition.name} is not configured`, {
        advice: 'Add it to soxauto.config.json, or give --demo to run on the demo books.',
      });
    });
}

/**
 * A runner that reaches the named sources; its own temporary files go to `scratchFolder`. Sources that are no systems
 * are read from the folders in `written`.
 * @throws ConfigError, RunnerError
 */
export async function connect(
  connections: Connections,
  catalog: CompiledCatalog,
  names: readonly string[],
  limits: Pick<Config, 'memoryLimit' | 'threads' | 'queryTimeoutMs'>,
  scratchFolder: string,
  written: ReadonlyMap<string, string> = new Map(),
): Promise<QueryRunner> {
  return await openDuckDbRunner({
    sources: neededSources(connections, catalog, names, written),
    memoryLimit: limits.memoryLimit,
    timeoutMs: limits.queryTimeoutMs,
    scratchFolder,
    clock: systemClock,
    ...(limits.threads === null ? {} : { threads: limits.threads }),
  });
}

/** @throws ConfigError before anything is touched when a source an item reads is not configured */
export function checkConnected(
  connections: Connections,
  catalog: CompiledCatalog,
  names: readonly string[],
): void {
  const systems = catalog.sources
    .filter(({ name, origin = 'system' }) => origin === 'system' && names.includes(name))
    .map(({ name }) => name);
  neededSources(connections, catalog, systems, new Map());
}
