import { randomBytes, randomUUID } from 'node:crypto';
import type { ItemPlan } from '../catalog/plan-item.ts';
import { fileSystemStore } from '../evidence/store/file-system/file-system-store.ts';
import { systemClock } from '../kernel/clock.ts';
import { parseRunId } from '../kernel/ids.ts';
import type { ExitCode } from '../kernel/status.ts';
import { executeItem } from '../orchestrator/execute-item.ts';
import type { LogEvent } from '../orchestrator/execution-log.ts';
import { exitCodeOf, type ItemResult, worstExitCode } from '../orchestrator/item-result.ts';
import type { RunPorts } from '../orchestrator/run-ports.ts';
import { connect } from './connections.ts';
import { hostContext } from './host-context.ts';
import { type PreparedRun, sourcesOf } from './prepare-run.ts';
import { readBack } from './read-back.ts';
import { sourceMark } from './source-mark.ts';

export interface RunListener {
  onEvent(plan: ItemPlan, event: LogEvent): void;
  onResult(result: ItemResult): void;
}

function portsOf(prepared: PreparedRun): RunPorts {
  const { config, catalog, connections } = prepared;
  const isDemo = connections.kind === 'demo';
  return {
    clock: systemClock,
    nonce: () => randomBytes(16).toString('hex'),
    openRunner: async ({ item }, scratchFolder) =>
      await connect(connections, catalog, sourcesOf(item), config, scratchFolder),
    sourceMark: ({ item }) => sourceMark(connections, sourcesOf(item)),
    attempts: config.attempts,
    store: fileSystemStore(prepared.evidenceFolder, systemClock),
    readBack,
    workFolder: config.workFolder,
    memoryLimit: config.memoryLimit,
    threads: config.threads,
    host: hostContext(config.organization),
    source: ({ item }) => {
      const source = catalog.sources.find(({ name }) => name === item.definition.source);
      return {
        dataKind: isDemo ? 'demo' : 'source',
        environment: isDemo ? 'demo' : config.environment,
        system: source?.system ?? item.definition.source,
        database: source?.database ?? 'unknown',
      };
    },
  };
}

/** Runs every plan, one after another; one that fails never stops the others, a cancelled run starts no more. */
export async function executeRun(
  prepared: PreparedRun,
  listener: RunListener,
  signal: AbortSignal,
): Promise<{ readonly results: readonly ItemResult[]; readonly exitCode: ExitCode }> {
  const ports = portsOf(prepared);
  const runId = parseRunId(randomUUID());
  const results: ItemResult[] = [];
  for (const plan of prepared.plans) {
    if (signal.aborted) break;
    const result = await executeItem({
      plan,
      runId,
      ports,
      onEvent: (event) => listener.onEvent(plan, event),
      signal,
    });
    results.push(result);
    listener.onResult(result);
  }
  return { results, exitCode: worstExitCode(results.map(exitCodeOf)) };
}
