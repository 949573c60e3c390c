import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/app/connections.ts';
import { loadCatalog } from '../../src/app/load-catalog.ts';
import { sourcesOf } from '../../src/app/prepare-run.ts';
import { writeTables } from '../../src/app/written-tables.ts';
import { type CompiledCatalog, findItem } from '../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { Answers } from '../../src/orchestrator/collect.ts';
import { startExecutionLog } from '../../src/orchestrator/execution-log.ts';
import { type Gathered, gather } from '../../src/orchestrator/gather.ts';
import { readWithRetries } from '../../src/orchestrator/read-with-retries.ts';
import type { RunPorts } from '../../src/orchestrator/run-ports.ts';

let compiled: CompiledCatalog | undefined;

/** A port no test here reaches: nothing is sealed. */
function unused(): never {
  throw new Error('extracting and testing must not reach this');
}

function portsOf(books: DemoBooks, catalog: CompiledCatalog): RunPorts {
  const limits = { memoryLimit: '512MB', threads: 2, queryTimeoutMs: 60_000 };
  return {
    clock: systemClock,
    nonce: unused,
    sourceMark: unused,
    attempts: 1,
    openRunner: async (plan, scratch) => {
      const names = sourcesOf(plan.item);
      const written = await writeTables({ plan, catalog, names, inbox: books.inbox, scratch });
      return await connect({ kind: 'demo', books }, catalog, names, limits, scratch, written);
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

interface OnBooks {
  readonly id: string;
  readonly period: string;
  readonly entity?: string;
  readonly overrides?: Readonly<Record<string, string>>;
}

/** Extracts and tests one item on demo books, through the program's own steps; `look` sees what was gathered. */
export async function runOnBooks<T>(
  books: DemoBooks,
  { id, period, entity = 'ALL', overrides = {} }: OnBooks,
  look: (gathered: Gathered) => Promise<T> | T,
): Promise<T> {
  compiled ??= loadCatalog();
  const plan = planItem(compiled, {
    item: findItem(compiled, id),
    period: parsePeriod(period),
    selection: resolveEntities([entity]),
    engine: 'duckdb',
    overrides,
  });
  const ports = portsOf(books, compiled);
  const folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-run-'));
  try {
    return await look(
      await gather({
        plan,
        ports,
        collect: readWithRetries(ports),
        folder,
        log: startExecutionLog(systemClock, () => undefined),
        signal: new AbortController().signal,
        answers: new Answers(),
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
