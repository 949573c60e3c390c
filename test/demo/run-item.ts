import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/app/connections.ts';
import { loadCatalog } from '../../src/app/load-catalog.ts';
import { sourcesOf } from '../../src/app/prepare-run.ts';
import { writeTables } from '../../src/app/written-tables.ts';
import { type CompiledCatalog, findItem } from '../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { type ItemPlan, planItem } from '../../src/catalog/plan-item.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { land } from '../../src/extraction/land.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { Answers } from '../../src/orchestrator/collect.ts';
import { startExecutionLog } from '../../src/orchestrator/execution-log.ts';
import { type Gathered, gather } from '../../src/orchestrator/gather.ts';
import { readWithRetries } from '../../src/orchestrator/read-with-retries.ts';
import type { RunPorts } from '../../src/orchestrator/run-ports.ts';
import { Workbench } from '../../src/workbench/workbench.ts';
import { withChecks } from './with-checks.ts';

/** The catalog as the program loads it. */
export const catalog: CompiledCatalog = loadCatalog();

/** What is run: an item for a month and one company's ISO code, or ALL. */
export interface Question {
  readonly id: string;
  readonly period: string;
  readonly entity?: string;
  readonly overrides?: Readonly<Record<string, string>>;
}

/** A port no test here reaches: nothing is sealed. */
function unused(): never {
  throw new Error('extracting and testing must not reach this');
}

function portsOf(books: DemoBooks, threads: number): RunPorts {
  const limits = {
    memoryLimit: '512MB',
    threads,
    queryTimeoutMs: 60_000,
    secrets: { kind: 'files' as const, folder: '' },
    aws: null,
    environment: 'demo' as const,
    cacheFolder: '',
  };
  return {
    clock: systemClock,
    nonce: unused,
    sourceMark: unused,
    attempts: 1,
    redact: (text) => text,
    openRunner: async (plan, scratchFolder, signal) => {
      const names = sourcesOf(plan.item);
      const inboxes = [books.inbox];
      const written = await writeTables({ plan, catalog, names, inboxes, scratch: scratchFolder });
      const settings = { ...limits, scratchFolder, written, signal };
      return await connect({ kind: 'demo', books }, catalog, names, settings);
    },
    get store() {
      return unused();
    },
    attachments: async () => [],
    previousPackage: async () => null,
    readBack: unused,
    workFolder: tmpdir(),
    memoryLimit: limits.memoryLimit,
    threads: limits.threads,
    get host() {
      return unused();
    },
    source: unused,
  };
}

function planOf({ id, period, entity = 'ALL', overrides = {} }: Question): ItemPlan {
  return planItem(catalog, {
    item: findItem(catalog, id),
    period: parsePeriod(period),
    selection: resolveEntities([entity]),
    engine: 'duckdb',
    overrides,
  });
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-run-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function requestOf(plan: ItemPlan, folder: string) {
  return {
    plan,
    folder,
    log: startExecutionLog(systemClock, () => undefined),
    signal: new AbortController().signal,
    answers: new Answers(),
  };
}

/**
 * Extracts and tests one item on demo books, through the program's own steps; `look` sees what was gathered. The tests
 * are all of the item's, or those whose ids are asked for.
 */
export async function runOnBooks<T>(
  books: DemoBooks,
  question: Question,
  look: (gathered: Gathered) => Promise<T> | T,
  isAsked?: (check: string) => boolean,
): Promise<T> {
  const whole = planOf(question);
  const plan = isAsked === undefined ? whole : withChecks(whole, ({ id }) => isAsked(id));
  return await runThrough(plan, portsOf(books, 1), look);
}

function portsWith(books: DemoBooks, openRunner: RunPorts['openRunner']): RunPorts {
  // a spread would ask for the ports nobody reaches
  return Object.create(portsOf(books, 1), { openRunner: { value: openRunner } });
}

/** As `runOnBooks`, for a plan whose source is reached in another way. */
export async function runOnSource<T>(
  books: DemoBooks,
  plan: ItemPlan,
  openRunner: RunPorts['openRunner'],
  look: (gathered: Gathered) => Promise<T> | T,
): Promise<T> {
  return await runThrough(plan, portsWith(books, openRunner), look);
}

async function runThrough<T>(
  plan: ItemPlan,
  ports: RunPorts,
  look: (gathered: Gathered) => Promise<T> | T,
): Promise<T> {
  return await inFolder(async (folder) => {
    const request = requestOf(plan, folder);
    return await look(await gather({ ...request, ports, collect: readWithRetries(ports) }));
  });
}

/** What an extract query delivered, landed as csv/v1. */
export interface Content {
  readonly rows: number;
  readonly digest: string;
  /** Its file, which is gone when it has been looked at. */
  readonly csvPath: string;
}

/** Extracts one item on demo books as `runOnBooks` does, without its other queries, its figures and tests. */
export async function extractFromBooks<T>(
  books: DemoBooks,
  question: Question,
  look: (content: Content) => Promise<T> | T,
  threads = 1,
): Promise<T> {
  return await extractThrough(planOf(question), portsOf(books, threads), look);
}

/** As `extractFromBooks`, for a plan whose source is reached in another way. */
export async function extractFromSource<T>(
  books: DemoBooks,
  plan: ItemPlan,
  openRunner: RunPorts['openRunner'],
  look: (content: Content) => Promise<T> | T,
): Promise<T> {
  return await extractThrough(plan, portsWith(books, openRunner), look);
}

async function extractThrough<T>(
  plan: ItemPlan,
  ports: RunPorts,
  look: (content: Content) => Promise<T> | T,
): Promise<T> {
  return await inFolder(async (folder) => {
    const queries = plan.queries.filter(({ name }) => name === 'extract');
    const request = requestOf({ ...plan, queries }, folder);
    await readWithRetries(ports)(request);
    const delivered = request.answers.deliveries.get('extract');
    if (delivered === undefined) throw new Error('nothing was delivered');
    const limits = { memoryLimit: ports.memoryLimit, threads: ports.threads ?? 1 };
    const workbench = await Workbench.open({ folder, ...limits });
    try {
      const { columns, definition } = plan.item;
      const csvPath = join(folder, 'ipe_data.csv');
      const { csv } = await land({
        ...{ delivery: delivered.delivery, columns, key: definition.key, relation: 'extract' },
        ...{ csvPath, workbench, signal: request.signal },
      });
      return await look({ rows: csv.records - 1, digest: csv.sha256, csvPath });
    } finally {
      await workbench.close();
    }
  });
}

/** Does the work for each, a few at a time; the results stand in the order given. */
export async function fewAtATime<In, Out>(
  given: readonly In[],
  work: (one: In) => Promise<Out>,
): Promise<readonly Out[]> {
  const done: Out[] = [];
  for (let first = 0; first < given.length; first += 3) {
    done.push(...(await Promise.all(given.slice(first, first + 3).map(work))));
  }
  return done;
}

/** Rows and content digest of the extract of every item, all companies together. */
export async function contentsOf(
  books: DemoBooks,
  period: string,
  threads = 1,
): Promise<Readonly<Record<string, readonly [rows: number, digest: string]>>> {
  const ids = catalog.items.map(({ definition }) => definition.id);
  const contents = await fewAtATime(ids, async (id) => {
    const look = ({ rows, digest }: Content) => [rows, digest] as const;
    return [id, await extractFromBooks(books, { id, period }, look, threads)] as const;
  });
  return Object.fromEntries(contents);
}
