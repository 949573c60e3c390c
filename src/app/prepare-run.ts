import { resolve } from 'node:path';
import type { CompiledCatalog, CompiledItem } from '../catalog/compiled-catalog.ts';
import { planItem } from '../catalog/plan-item.ts';
import { systemClock } from '../kernel/clock.ts';
import { messageOf, ParseError } from '../kernel/errors.ts';
import { type EntityCode, parseEntityCode } from '../kernel/ids.ts';
import type { Period } from '../kernel/period.ts';
import type { Cell } from '../orchestrator/matrix/cell.ts';
import { requireCleanLogic } from './check-catalog.ts';
import { type Config, loadConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import {
  type Connections,
  checkConnected,
  configuredConnections,
  engineOf,
} from './connections.ts';
import { type DemoRequest, demoBooks } from './demo.ts';
import { type EvidenceLocation, evidenceWords } from './evidence-location.ts';
import { loadCatalog } from './load-catalog.ts';
import { requireWritable } from './open-store.ts';
import { awsOperator, localOperator, type Operator, usesAws } from './operator.ts';
import {
  chosenEntities,
  chosenItems,
  chosenJobs,
  chosenPeriod,
  chosenShard,
  inShard,
  isForEveryCompany,
  overridesOf,
  type Shard,
} from './run-selection.ts';

/** What was asked on the command line. */
export interface RunRequest extends DemoRequest {
  readonly items: readonly string[];
  readonly all: boolean;
  readonly period: string | undefined;
  /** Tokens of `--entity`: `all`, `each`, or codes, one package for each. */
  readonly entities: readonly string[];
  /** `name=value` or `name=a,b` */
  readonly parameters: readonly string[];
  readonly demo: boolean;
  /** Only to be shown: nothing is written. */
  readonly dry: boolean;
  /** Folder that replaces the configured evidence folder. */
  readonly out: string | undefined;
  /** How many items run at once, as typed. */
  readonly jobs?: string | undefined;
  /** `i/n`, as typed. */
  readonly shard?: string | undefined;
  /** Leave out what is sealed and unchanged; a run of all items does so unless forced. */
  readonly resume?: boolean;
  readonly force?: boolean;
}

/** Everything decided, nothing touched but the demo books. */
export interface PreparedRun {
  /** In the order of their items' dependencies; only those of the shard. */
  readonly cells: readonly Cell[];
  readonly period: Period;
  /** The one entity the run is for, or ALL. */
  readonly entity: EntityCode;
  readonly shard: Shard;
  readonly jobs: number;
  readonly resume: boolean;
  /** A run of all items ends with a package about itself. */
  readonly sealsRun: boolean;
  /** Every item for every company with the parameters of the catalog, by this process alone. */
  readonly isWhole: boolean;
  readonly catalog: CompiledCatalog;
  readonly connections: Connections;
  /** With the memory and threads of one item. */
  readonly config: Config;
  readonly evidence: EvidenceLocation;
  /** In words, what this role may not ask of the store; null where nothing is left open. */
  readonly storeDoubt: string | null;
  /** Who runs it, and who says so. */
  readonly operator: Operator;
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
  const { all, resume = false, force = false } = request;
  const items = chosenItems(catalog, request.items, all);
  requireCleanLogic(items, catalog);
  const demo = request.demo || config.sources.size === 0;
  if (!demo && (request.breaks || request.rows !== undefined || request.seed !== undefined)) {
    throw new ParseError('BAD_VALUE', '--breaks, --rows and --seed are for the demo books', {
      advice: 'Give --demo as well to run on the demo books.',
    });
  }
  if (resume && force) throw new ParseError('BAD_VALUE', 'give --resume or --force, not both');
  if (!all && request.shard !== undefined) {
    throw new ParseError('BAD_VALUE', '--shard divides a run of all items: give --all');
  }
  if (!demo || request.period !== undefined) chosenPeriod(request.period, null, systemClock);
  const selections = chosenEntities(request.entities);
  const { jobs, ...limits } = chosenJobs(request.jobs, config);
  const overrides = items.map((item) => overridesOf(request.parameters, item));
  const configured = demo ? null : configuredConnections(config, catalog);
  const engineFor = (item: CompiledItem) =>
    configured === null ? 'duckdb' : engineOf(configured, sourcesOf(item));
  const plansFor = (period: Period) =>
    items.flatMap((item, index) =>
      (item.definition.scope === 'group' ? selections.slice(0, 1) : selections).map((selection) =>
        planItem(catalog, {
          item,
          period,
          selection,
          engine: engineFor(item),
          overrides: overrides[index] ?? {},
        }),
      ),
    );
  const evidence: EvidenceLocation =
    request.out === undefined
      ? config.evidence
      : { kind: 'folder', folder: resolve(workingFolder, request.out) };
  if (demo) refuseDemoAmongEvidence(config, evidence);
  // Plans once with any month, so that every mistake is found before demo books are built.
  const planned = plansFor(chosenPeriod(request.period, '2025-09', systemClock)).length;
  const shard = chosenShard(request.shard, planned);
  const connections: Connections = configured ?? {
    kind: 'demo',
    books: await demoBooks(config, request, onProgress),
  };
  // a signal ends the process while a run is prepared
  const { signal } = new AbortController();
  const asked =
    !request.dry &&
    config.aws !== null &&
    usesAws(config, connections, evidence, items.flatMap(sourcesOf));
  const operator = asked ? await awsOperator(config, signal) : localOperator();
  const storeDoubt = request.dry ? null : await requireWritable(evidence, config, signal);
  const obstacleOf = (item: CompiledItem) => obstacle(connections, catalog, item, all);
  const obstacles = new Map(items.map((item) => [item, obstacleOf(item)]));
  const demoPeriod = connections.kind === 'demo' ? connections.books.defaultPeriod : null;
  const period = chosenPeriod(request.period, demoPeriod, systemClock);
  if (connections.kind === 'demo' && !connections.books.periods.includes(period.id)) {
    throw new ParseError('BAD_PERIOD', `the demo books have no period ${period.id}`, {
      advice: `They hold ${connections.books.periods.join(', ')}.`,
    });
  }
  const [only, second] = selections;
  return {
    cells: inShard(plansFor(period), shard).map((plan) => ({
      plan,
      obstacle: obstacles.get(plan.item) ?? null,
    })),
    period,
    entity: only !== undefined && second === undefined ? only.entity : parseEntityCode('ALL'),
    shard,
    jobs,
    resume: resume || (all && !force),
    sealsRun: all,
    isWhole:
      all && shard.count === 1 && request.parameters.length === 0 && isForEveryCompany(selections),
    catalog,
    connections,
    config: { ...config, ...limits },
    evidence,
    storeDoubt,
    operator,
  };
}

/** What is stored in a bucket of production nobody can remove for years. @throws ConfigError */
function refuseDemoAmongEvidence(
  { environment }: Pick<Config, 'environment'>,
  evidence: EvidenceLocation,
): void {
  if (environment !== 'production' || evidence.kind !== 's3') return;
  throw new ConfigError(
    'BAD_CONFIG',
    `packages of the demo books are never stored in ${evidenceWords(evidence)}, where the evidence of production is kept`,
    { advice: 'Give --out FOLDER as well.' },
  );
}

/**
 * Why an item cannot be run: a source it reads is not configured. In a run of all items that is written down and the
 * others go on.
 * @throws ConfigError when the item was asked for by name
 */
function obstacle(
  connections: Connections,
  catalog: CompiledCatalog,
  item: CompiledItem,
  all: boolean,
): string | null {
  try {
    checkConnected(connections, catalog, sourcesOf(item));
    return null;
  } catch (thrown) {
    if (!all || !(thrown instanceof ConfigError)) throw thrown;
    return messageOf(thrown);
  }
}

/** Names of the sources an item's queries read. */
export function sourcesOf(item: CompiledItem): readonly string[] {
  const named = tablesOf(item).map((name) => name.split('.')[0] ?? name);
  return [...new Set([item.definition.source, ...named])];
}

/** Tables an item's queries read, `source.table`. */
export function tablesOf(item: CompiledItem): readonly string[] {
  return [...new Set(item.queries.flatMap(({ template }) => template.tables))];
}
