import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CompiledCatalog } from '../catalog/compiled-catalog.ts';
import type { SourceDefinition } from '../catalog/definition.ts';
import { dialectOf } from '../catalog/portable-sql/render.ts';
import { millisecondsBetween, systemClock } from '../kernel/clock.ts';
import type { EngineName } from '../kernel/query.ts';
import { makeRunFolder } from '../orchestrator/run-folder.ts';
import type { QueryRunner } from '../runners/runner.ts';
import { endpointStates } from './aws-endpoints.ts';
import { type Config, loadConfig } from './config.ts';
import { configuredConnections, connect, engineOf } from './connections.ts';
import { type Diagnosis, folderState, wrong } from './folder-state.ts';
import { loadCatalog } from './load-catalog.ts';
import { storeState } from './open-store.ts';
import { awsOperator } from './operator.ts';
import { shapeQuery } from './shape-query.ts';

const LEAST_NODE = [20, 19] as const;
/** For what answers or does not. */
const MOST_WAIT_MS = 60_000;
const MOST_CLOCK_DRIFT_MS = 5 * 60_000;

function runtime(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const old = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  const words = `Node ${process.versions.node}${old ? `; at least ${LEAST_NODE.join('.')} is needed` : ''}`;
  return { what: 'runtime', state: old ? 'wrong' : 'ok', words };
}

/** Who a run would be made by, where AWS says it. */
async function operatorState(config: Config): Promise<readonly Diagnosis[]> {
  if (config.aws === null) return [];
  try {
    const { account, authenticatedBy } = await awsOperator(
      config,
      AbortSignal.timeout(MOST_WAIT_MS),
    );
    const open = config.aws.allowed.length === 0 ? '; aws.allowed is not configured' : '';
    const words = `${account}, authenticated by ${authenticatedBy}${open}`;
    return [{ what: 'operator', state: 'ok', words }];
  } catch (thrown) {
    return [wrong('operator', thrown)];
  }
}

/** A lake is read table by table, so that one that is missing or keeps no snapshots hides none of the others. */
async function eachOnItsOwn(
  what: string,
  tables: readonly string[],
  look: (name: string) => Promise<readonly Diagnosis[]>,
): Promise<readonly Diagnosis[]> {
  const states: Diagnosis[] = [];
  for (const name of tables) {
    const found = await look(name).catch((thrown: unknown) => [
      wrong(`${what} table ${name}`, thrown),
    ]);
    states.push(...found);
  }
  return states;
}

/** A source that is there is read table by table. */
interface LookedAt {
  readonly what: string;
  readonly definition: SourceDefinition;
  readonly folder: string;
  readonly engine: EngineName;
}

/** Each table over one connection. */
async function tableStates(
  { what, definition, folder, engine }: LookedAt,
  runner: QueryRunner,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const states: Diagnosis[] = [];
  let reading = await runner.open(signal);
  for (const name of names) {
    try {
      const spool = await mkdtemp(join(folder, 'table-'));
      await reading.deliver(shapeQuery(definition, name, dialectOf(engine)), spool, signal);
      states.push({ what: `${what} table ${name}`, state: 'ok', words: 'is there as declared' });
    } catch (thrown) {
      states.push(wrong(`${what} table ${name}`, thrown));
      // a refused statement may have ended the reading
      await reading.close().catch(() => undefined);
      reading = await runner.open(signal);
    }
  }
  await reading.close();
  return states;
}

async function sourceState(
  config: Config,
  catalog: CompiledCatalog,
  definition: SourceDefinition,
): Promise<readonly Diagnosis[]> {
  const what = `source ${definition.name}`;
  const wait = () => AbortSignal.timeout(Math.min(config.queryTimeoutMs, MOST_WAIT_MS));
  const signal = wait();
  const folder = await makeRunFolder(config.workFolder);
  const notes: Diagnosis[] = [];
  const onIgnored = (keywords: readonly string[]) => {
    const words = `${keywords.join(', ')}: left out, for the connection they mean nothing`;
    notes.push({ what: `${what} secret`, state: 'note', words });
  };
  try {
    const connections = configuredConnections(config, catalog);
    const names = [definition.name];
    const engine = engineOf(connections, names);
    const looked = { what, definition, folder: folder.path, engine };
    const settings = { ...config, scratchFolder: folder.path, signal, onIgnored };
    const runner = await connect(connections, catalog, names, settings);
    try {
      const identity = await runner.identify(signal);
      const drift = millisecondsBetween(systemClock.now(), identity.serverTime);
      const tables = Object.keys(definition.tables);
      const states =
        engine === 'athena'
          ? await eachOnItsOwn(what, tables, async (name) => {
              const own = { ...settings, tables: [`${definition.name}.${name}`], signal: wait() };
              const lake = await connect(connections, catalog, names, own);
              return await tableStates(looked, lake, [name], own.signal).finally(() =>
                lake.close(),
              );
            })
          : await tableStates(looked, runner, tables, signal);
      const clock: Diagnosis =
        Math.abs(drift) > MOST_CLOCK_DRIFT_MS
          ? { what: `${what} clock`, state: 'wrong', words: `differs from ours by ${drift} ms` }
          : { what: `${what} clock`, state: 'ok', words: `differs from ours by ${drift} ms` };
      const words = `${identity.engine} ${identity.engineVersion} on ${identity.server} as ${identity.user}; ${identity.readOnlyProof}`;
      const hidden = identity.mayHide.map(
        (fact): Diagnosis => ({
          what: `${what} completeness`,
          state: 'wrong',
          words: `${fact}: rows or values may be kept from this account without an error`,
        }),
      );
      const state = identity.mayChange.length === 0 ? 'ok' : 'wrong';
      return [{ what, state, words }, ...notes, clock, ...hidden, ...states];
    } finally {
      await runner.close();
    }
  } catch (thrown) {
    return [wrong(what, thrown), ...notes];
  } finally {
    await folder.remove();
  }
}

/** Looks at everything a run needs, and says what is wrong in plain words (architecture section 7). */
export async function diagnose(
  workingFolder: string,
  out: string | undefined,
): Promise<readonly Diagnosis[]> {
  let config: Config;
  try {
    config = loadConfig(workingFolder);
  } catch (thrown) {
    return [runtime(), wrong('configuration', thrown)];
  }
  const settings: Diagnosis = {
    what: 'configuration',
    state: 'ok',
    words: config.file ?? 'none: the demo books are used',
  };
  const folders = [
    ...(await endpointStates(config)),
    ...(await operatorState(config)),
    await folderState('work folder', config.workFolder),
    await storeState(
      out === undefined ? config.evidence : { kind: 'folder', folder: resolve(workingFolder, out) },
      config,
      AbortSignal.timeout(MOST_WAIT_MS),
    ),
  ];
  let catalog: CompiledCatalog;
  try {
    catalog = loadCatalog();
  } catch (thrown) {
    return [runtime(), settings, ...folders, wrong('catalog', thrown)];
  }
  const items: Diagnosis = {
    what: 'catalog',
    state: 'ok',
    words: `${catalog.items.length} items, no mistakes found`,
  };
  const sources: Diagnosis[] = [];
  for (const definition of catalog.sources) {
    if (config.sources.has(definition.name)) {
      sources.push(...(await sourceState(config, catalog, definition)));
    } else if (config.sources.size > 0 && (definition.origin ?? 'system') === 'system') {
      sources.push({
        what: `source ${definition.name}`,
        state: 'note',
        words: 'not configured: items that read it cannot be run',
      });
    }
  }
  try {
    configuredConnections(config, catalog);
  } catch (thrown) {
    sources.push(wrong('configuration', thrown));
  }
  return [
    runtime(),
    settings,
    ...folders,
    items,
    ...sources,
    { what: 'signer', state: 'note', words: 'none: packages carry no signature yet' },
    {
      what: 'timestamp authority',
      state: 'note',
      words: 'none: packages carry no outside time yet',
    },
  ];
}
