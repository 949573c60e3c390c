import { resolve } from 'node:path';
import { type CompiledCatalog, type CompiledItem, findItem } from '../catalog/compiled-catalog.ts';
import { resolveEntities } from '../catalog/entities.ts';
import { type ItemPlan, planItem } from '../catalog/plan-item.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { ParseError } from '../kernel/errors.ts';
import { type Period, parsePeriod, parsePeriodOrCutoff, previousPeriod } from '../kernel/period.ts';
import { requireCleanLogic } from './check-catalog.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { type Connections, checkConnected, configuredConnections } from './connections.ts';
import { type DemoRequest, demoBooks } from './demo.ts';
import { folderState } from './folder-state.ts';
import { loadCatalog } from './load-catalog.ts';

/** What was asked on the command line. */
export interface RunRequest extends DemoRequest {
  readonly items: readonly string[];
  readonly all: boolean;
  readonly period: string | undefined;
  /** Tokens of `--entity`; one package per entity, none is ALL. */
  readonly entities: readonly string[];
  /** `name=value` or `name=a,b` */
  readonly parameters: readonly string[];
  readonly demo: boolean;
  /** Only to be shown: nothing is written. */
  readonly dry: boolean;
  /** Folder that replaces the configured evidence folder. */
  readonly out: string | undefined;
}

/** Everything decided, nothing touched but the demo books. */
export interface PreparedRun {
  readonly plans: readonly ItemPlan[];
  readonly catalog: CompiledCatalog;
  readonly connections: Connections;
  readonly config: Config;
  readonly evidenceFolder: string;
}

function chosenItems(
  catalog: CompiledCatalog,
  { items, all }: RunRequest,
): readonly CompiledItem[] {
  if (all && items.length > 0) {
    throw new ParseError('BAD_VALUE', 'give items or --all, not both');
  }
  if (all) return catalog.items;
  if (items.length === 0) {
    throw new ParseError('BAD_VALUE', 'no item is named', {
      advice: 'Name items, for example: ipe run IPE_07; or give --all. See: ipe list',
    });
  }
  return [...new Set(items)].map((id) => findItem(catalog, id));
}

function chosenPeriod(text: string | undefined, demoPeriod: string | null, clock: Clock): Period {
  if (text === 'previous') return previousPeriod(parsePeriod(clock.now().slice(0, 7)));
  if (text !== undefined) return parsePeriodOrCutoff(text);
  if (demoPeriod !== null) return parsePeriod(demoPeriod);
  throw new ParseError('BAD_PERIOD', 'no period is given', {
    advice: 'Sources are configured, so say which month: --period 2025-09 (or previous).',
  });
}

/** `gl_accounts=18412,13003`: a comma makes a list where the definition has one. */
function overridesOf(parameters: readonly string[], item: CompiledItem) {
  const constants = item.definition.parameters.constants ?? {};
  return Object.fromEntries(
    parameters.map((text) => {
      const [, name, value] = /^:?([a-z_][a-z0-9_]*)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        throw new ParseError('BAD_VALUE', `--param takes name=value, got ${JSON.stringify(text)}`);
      }
      const isList = typeof constants[name]?.value === 'object';
      const parts = value.trim() === '' ? [] : value.split(',').map((part) => part.trim());
      return [name, isList ? parts : value];
    }),
  );
}

/**
 * Decides everything a run will do. Demo books are used only when no source is configured at all or `--demo` is
 * given (architecture section 6).
 * @throws CatalogError, ConfigError, ParseError: exit 2, before anything is written
 */
export async function prepareRun(
  request: RunRequest,
  workingFolder: string,
  onProgress: (line: string) => void,
): Promise<PreparedRun> {
  const config = loadConfig(workingFolder);
  const catalog = loadCatalog();
  const items = chosenItems(catalog, request);
  requireCleanLogic(items, catalog);
  const demo = request.demo || config.sources.size === 0;
  if (!demo && (request.breaks || request.rows !== undefined || request.seed !== undefined)) {
    throw new ParseError('BAD_VALUE', '--breaks, --rows and --seed are for the demo books', {
      advice: 'Give --demo as well to run on the demo books.',
    });
  }
  if (!demo || request.period !== undefined) chosenPeriod(request.period, null, systemClock);
  const selections =
    request.entities.length === 0
      ? [resolveEntities(['ALL'])]
      : request.entities.map((token) => resolveEntities([token]));
  const overrides = items.map((item) => overridesOf(request.parameters, item));
  const plansFor = (period: Period) =>
    items.flatMap((item, index) =>
      (item.definition.scope === 'group' ? selections.slice(0, 1) : selections).map((selection) =>
        planItem(catalog, {
          item,
          period,
          selection,
          engine: 'duckdb',
          overrides: overrides[index] ?? {},
        }),
      ),
    );
  // Plans once with any month, so that every mistake is found before demo books are built.
  plansFor(chosenPeriod(request.period, '2025-09', systemClock));
  const connections: Connections = demo
    ? { kind: 'demo', books: await demoBooks(config, request, onProgress) }
    : configuredConnections(config, catalog);
  const evidenceFolder =
    request.out === undefined ? config.evidenceFolder : resolve(workingFolder, request.out);
  if (!request.dry) await requireWritable(evidenceFolder);
  for (const item of items) checkConnected(connections, catalog, sourcesOf(item));
  const demoPeriod = connections.kind === 'demo' ? connections.books.defaultPeriod : null;
  const period = chosenPeriod(request.period, demoPeriod, systemClock);
  if (connections.kind === 'demo' && !connections.books.periods.includes(period.id)) {
    throw new ParseError('BAD_PERIOD', `the demo books have no period ${period.id}`, {
      advice: `They hold ${connections.books.periods.join(', ')}.`,
    });
  }
  return {
    plans: plansFor(period),
    catalog,
    connections,
    config,
    evidenceFolder,
  };
}

/** A run whose packages could not be stored must not burden the source first. @throws ConfigError */
async function requireWritable(folder: string): Promise<void> {
  const { state, words } = await folderState('evidence folder', folder);
  if (state !== 'wrong') return;
  throw new ConfigError('BAD_CONFIG', `the evidence folder cannot be used: ${words}`, {
    advice:
      'Name another folder with --out or in the configuration, or give this account the right to write there.',
  });
}

/** Names of the sources an item's queries read. */
export function sourcesOf(item: CompiledItem): readonly string[] {
  const named = item.queries.flatMap(({ template }) =>
    template.tables.map((name) => name.split('.')[0] ?? name),
  );
  return [...new Set([item.definition.source, ...named])];
}
