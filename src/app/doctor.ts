import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CompiledCatalog } from '../catalog/compiled-catalog.ts';
import type { SourceDefinition } from '../catalog/definition.ts';
import { dialectOf } from '../catalog/portable-sql/render.ts';
import { millisecondsBetween, systemClock } from '../kernel/clock.ts';
import { makeRunFolder } from '../orchestrator/run-folder.ts';
import { type Config, loadConfig } from './config.ts';
import { configuredConnections, connect, engineOf } from './connections.ts';
import { type Diagnosis, folderState, wrong } from './folder-state.ts';
import { loadCatalog } from './load-catalog.ts';
import { storeState } from './open-store.ts';
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

async function sourceState(
  config: Config,
  catalog: CompiledCatalog,
  definition: SourceDefinition,
): Promise<readonly Diagnosis[]> {
  const what = `source ${definition.name}`;
  const signal = AbortSignal.timeout(Math.min(config.queryTimeoutMs, MOST_WAIT_MS));
  const folder = await makeRunFolder(config.workFolder);
  const notes: Diagnosis[] = [];
  const onIgnored = (keywords: readonly string[]) => {
    const words = `${keywords.join(', ')}: left out, for the connection they mean nothing`;
    notes.push({ what: `${what} secret`, state: 'note', words });
  };
  try {
    const connections = configuredConnections(config, catalog);
    const names = [definition.name];
    const dialect = dialectOf(engineOf(connections, names));
    const settings = { ...config, scratchFolder: folder.path, signal, onIgnored };
    const runner = await connect(connections, catalog, names, settings);
    try {
      const identity = await runner.identify(signal);
      const drift = millisecondsBetween(systemClock.now(), identity.serverTime);
      let reading = await runner.open(signal);
      const tables: Diagnosis[] = [];
      for (const name of Object.keys(definition.tables)) {
        try {
          const spool = join(folder.path, tables.length.toString());
          await mkdir(spool);
          await reading.deliver(shapeQuery(definition, name, dialect), spool, signal);
          tables.push({
            what: `${what} table ${name}`,
            state: 'ok',
            words: 'is there as declared',
          });
        } catch (thrown) {
          tables.push(wrong(`${what} table ${name}`, thrown));
          // a refused statement may have ended the reading
          await reading.close().catch(() => undefined);
          reading = await runner.open(signal);
        }
      }
      await reading.close();
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
      return [{ what, state, words }, ...notes, clock, ...hidden, ...tables];
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
