import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostContext } from '../../../src/app/host-context.ts';
import { localOperator } from '../../../src/app/operator.ts';
import { readBack } from '../../../src/app/read-back.ts';
import { findItem } from '../../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../../src/catalog/entities.ts';
import { type ItemPlan, planItem } from '../../../src/catalog/plan-item.ts';
import { fileSystemStore } from '../../../src/evidence/store/file-system/file-system-store.ts';
import { verifyFolder } from '../../../src/evidence/verify/verify-folder.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { parseRunId } from '../../../src/kernel/ids.ts';
import { parsePeriod } from '../../../src/kernel/period.ts';
import { executeItem } from '../../../src/orchestrator/execute-item.ts';
import type { ItemResult } from '../../../src/orchestrator/item-result.ts';
import { catalog } from '../../demo/run-item.ts';
import { readZip } from '../../evidence/seal/read-zip.ts';
import { type DemoAws, startDemoAws } from '../../support/aws/demo-aws.ts';
import type { Fault } from '../../support/aws/faults.ts';
import { FAST } from './on-aws-stand-in.ts';
import { runnerFor } from './on-demo-aws.ts';
import { type Calls, callsOf, faultSequence } from './random-fault.ts';

/** The same sequences each time; `RANDOM_SEED=<number>` looks for others, `SEALED_FAULTS=<number>` for more or fewer. */
const COUNT = Number(process.env['SEALED_FAULTS'] ?? 6);
const SEED = Number(process.env['RANDOM_SEED'] ?? 315_943);
/** One of those with the fewest queries. */
const ITEM = 'IPE_09';
/** A result of another form. */
const OTHER = '"n","name"\n';

let folder: string;
let aws: DemoAws;
let plan: ItemPlan;
const FETCHES = ['s3', 'api'] as const;
type Fetch = (typeof FETCHES)[number];
const TIMING = {
  ...FAST,
  idleMs: 2_000,
  startMs: 3_000,
  stopMs: 500,
  totalMs: 15_000,
  attempts: 2,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-athena-sealed-'));
  aws = await startDemoAws({ folder, rows: 400 });
  process.env['AWS_ENDPOINT_URL'] = aws.standIn.endpoint;
  const item = findItem(catalog, ITEM);
  const period = parsePeriod(aws.books.defaultPeriod);
  const selection = resolveEntities(['ALL']);
  plan = planItem(catalog, { item, period, selection, engine: 'athena', overrides: {} });
});
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  await aws.close();
  await rm(folder, { recursive: true, force: true });
});

/** The item from plan to sealed package, its source read once. */
async function run(
  fetch: Fetch,
  signal: AbortSignal = new AbortController().signal,
): Promise<ItemResult> {
  return await executeItem({
    plan,
    runId: parseRunId(randomUUID()),
    ports: {
      clock: systemClock,
      nonce: () => randomUUID().replaceAll('-', ''),
      openRunner: async () => runnerFor(plan.item, fetch, TIMING),
      attachments: async () => [],
      previousPackage: async () => null,
      sourceMark: async () => null,
      attempts: 1,
      redact: (text) => text,
      store: fileSystemStore(join(folder, 'evidence'), systemClock),
      readBack,
      workFolder: join(folder, 'work'),
      memoryLimit: '512MB',
      threads: 1,
      host: hostContext('Savanna', localOperator()),
      source: () => ({
        dataKind: 'source',
        environment: 'test',
        system: 'NAV',
        database: 'ledger',
      }),
    },
    onEvent: () => undefined,
    signal,
  });
}

/** Each third sequence is also cancelled, at one of the calls that a run makes. */
function cancelAt(index: number, calls: Calls): { signal: AbortSignal; faults: readonly Fault[] } {
  const controller = new AbortController();
  const { signal } = controller;
  if (index % 3 !== 2) return { signal, faults: [] };
  const cancel = () => controller.abort(new Error('cancelled by a signal'));
  const all = [...calls].flatMap(([of, times]) =>
    Array.from({ length: times }, (_, skip) => ({ of, skip })),
  );
  const at = all[(index * 7) % all.length];
  return { signal, faults: [{ do: 'run', when: 'before', times: 1, run: cancel, ...at }] };
}

/** Everything of a package that holds rows of the source. */
async function dataOf({ sealed }: ItemResult): Promise<Readonly<Record<string, string>>> {
  const members = await readZip(sealed?.stored.uri ?? '');
  const rows = members.filter(({ name }) => name.endsWith('.csv'));
  expect(rows.length).toBeGreaterThan(0);
  return Object.fromEntries(
    rows.map(({ name, content }) => [name.slice(name.indexOf('/') + 1), sha256(content)]),
  );
}

/** A run without a fault, and sequences of faults that strike what it asks. */
async function prepare(fetch: Fetch) {
  const { requests } = aws.standIn;
  requests.clear();
  const clean = await run(fetch);
  expect(clean).toMatchObject({ outcome: 'no_exceptions_noted', failure: null });
  const broken = { calls: callsOf(requests), other: OTHER, object: 1_000 };
  const sequences = fc.sample(faultSequence(broken), { numRuns: COUNT, seed: SEED });
  return { clean, whole: await dataOf(clean), sequences, calls: broken.calls };
}

describe('an item whose lake breaks anywhere', () => {
  it(`is sealed with every row, or as not completed with the one error (${COUNT} sequences of faults, RANDOM_SEED=${SEED})`, {
    timeout: COUNT * 20_000 + 60_000,
  }, async () => {
    const prepared = { s3: await prepare('s3'), api: await prepare('api') };
    const outcomes = new Set<string>();
    const codes = new Set<string>();
    for (let index = 0; index < COUNT; index += 1) {
      const fetch = index % 2 === 0 ? 's3' : 'api';
      const { clean, whole, sequences, calls } = prepared[fetch];
      const cancelled = cancelAt(index, calls);
      const faults = [...(sequences[index] ?? []), ...cancelled.faults];
      const told = `sequence ${index} by ${fetch}: ${JSON.stringify(faults)}`;
      const { faults: armed } = aws.standIn;
      armed.clear();
      armed.add(...faults);
      const result = await run(fetch, cancelled.signal);
      expect(armed.struck(), told).not.toEqual([]);
      expect(result.sealed, told).not.toBeNull();
      outcomes.add(result.outcome);
      codes.add(result.failure?.code ?? 'none');
      // what was asked to stop is never called complete
      if (cancelled.signal.aborted) expect(result.outcome, told).toBe('not_completed');
      if (result.outcome === 'not_completed') {
        expect(result.failure?.code, told).toMatch(/^[A-Z_]+$/);
        // who cancels a run knows what to do
        if (result.failure?.code !== 'CANCELLED') {
          expect(result.failure?.advice, told).toMatch(/\w/);
        }
        continue;
      }
      const { outcome, rowCount, contentDigest, controlTotals } = clean;
      expect(result, told).toMatchObject({ outcome, rowCount, contentDigest, controlTotals });
      expect(await dataOf(result), told).toEqual(whole);
    }
    const reports = await verifyFolder(join(folder, 'evidence'));
    expect(reports).toHaveLength(COUNT + FETCHES.length);
    expect(reports.flatMap(({ defects }) => defects)).toEqual([]);
    expect([...outcomes].toSorted()).toEqual(['no_exceptions_noted', 'not_completed']);
    expect([...codes]).toContain('CANCELLED');
  });
});
