import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { landControl } from '../../../src/extraction/land-control.ts';
import { digestFile, sha256 } from '../../../src/kernel/digest.ts';
import { PipelineError } from '../../../src/kernel/errors.ts';
import { type Delivery, type QueryRunner, RunnerError } from '../../../src/runners/runner.ts';
import { Workbench } from '../../../src/workbench/workbench.ts';
import { csvBytes } from '../../support/aws/athena-result.ts';
import type { Fault } from '../../support/aws/faults.ts';
import type { AccessKey } from '../../support/aws/key-ring.ts';
import { STANDARD_KEY } from '../../support/aws/start-aws-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { anAthenaQuery } from './a-query.ts';
import { type AthenaOnStandIn, FAST, NEVER, startAthena } from './on-aws-stand-in.ts';
import { callsOf, faultSequence } from './random-fault.ts';

/** The same sequences each time; `RANDOM_SEED=<number>` looks for others, `RANDOM_FAULTS=<number>` for more or fewer. */
const COUNT = Number(process.env['RANDOM_FAULTS'] ?? 1_000);
const SEED = Number(process.env['RANDOM_SEED'] ?? 315_943);
/** Readings at the same time: most of a broken reading is waiting. */
const LANES = 12;
const COLUMNS = [
  { name: 'n', type: 'bigint' },
  { name: 'name', type: 'varchar' },
];
const ROWS = Array.from({ length: 120 }, (_, n) => [
  String(n),
  n % 3 === 0 ? null : `row "${n}"\n`,
]);
const WHOLE = sha256(csvBytes(COLUMNS, ROWS));
/** No rows where Athena counts some. */
const OTHER = '"n","name"\n';
const QUERY = anAthenaQuery('SELECT 1 AS "n", \'a\' AS "name"', { n: 'integer', name: 'text' });

const FETCHES = ['s3', 'api'] as const;
type Fetch = (typeof FETCHES)[number];

/** Runners with a key of their own, which their faults strike by. */
interface Lane {
  readonly key: string;
  readonly runners: Readonly<Record<Fetch, QueryRunner>>;
}

const KEYS: readonly AccessKey[] = Array.from({ length: LANES }, (_, lane) => ({
  ...STANDARD_KEY,
  accessKeyId: `lane-${lane}`,
}));
let lake: AthenaOnStandIn;
let lanes: readonly Lane[];
beforeAll(async () => {
  // every answer is scripted: no text needs to be parsed
  lake = await startAthena({ aws: { keys: KEYS }, athena: { syntax: () => null } });
  lake.athena.answer(({ text }) =>
    text.includes('ipe_rows')
      ? { columns: [{ name: 'ipe_rows', type: 'varchar' }], rows: [[String(ROWS.length)]] }
      : { columns: COLUMNS, rows: ROWS },
  );
  lake.athena.behave({ states: ['RUNNING'] });
  lake.athena.behave({ states: [] }, ({ text }) => text.includes('ipe_rows'));
  const waits = { idleMs: 1_000, startMs: 1_500, stopMs: 500, totalMs: 6_000 };
  const timing = { ...FAST, ...waits, attempts: 2 };
  lanes = KEYS.map((key) => {
    const runner = (fetch: Fetch) => lake.runner({ fetch, timing, credentials: async () => key });
    return { key: key.accessKeyId, runners: { s3: runner('s3'), api: runner('api') } };
  });
});
afterAll(() => lake.stop());

/** The error that a landing ends with. */
async function landingError(delivery: Delivery, folder: string): Promise<unknown> {
  const workbench = await Workbench.open({ folder, threads: 1 });
  const { name, columns } = QUERY;
  try {
    await landControl({ delivery, name, columns, workbench, folder, signal: NEVER });
    return 'landed';
  } catch (thrown) {
    return thrown;
  } finally {
    await workbench.close();
  }
}

/** `whole`, or the one error: an object of another number of rows may be found where its rows are counted (P07). */
async function attempt({ key, runners }: Lane, fetch: Fetch, faults: readonly Fault[]) {
  const runner = runners[fetch];
  const folder = await tempFolder();
  // its own: the lanes' listeners together are more than one signal is to have
  const { signal } = new AbortController();
  const { faults: plan } = lake.standIn;
  plan.clear(key);
  plan.add(...faults.map((fault) => ({ ...fault, key })));
  try {
    await runner.identify(signal);
    const reading = await runner.open(signal);
    const delivery = await reading.deliver(QUERY, folder, signal);
    const { spool, receipt } = delivery;
    const found = (await digestFile(spool.files[0] ?? '')).sha256;
    expect(receipt).toMatchObject({ engineRows: ROWS.length, arrived: [{ sha256: found }] });
    if (found === WHOLE) return 'whole';
    expect(found).toBe(sha256(OTHER));
    return await landingError(delivery, folder);
  } catch (thrown) {
    if (!(thrown instanceof RunnerError)) throw thrown;
    expect(await readdir(folder)).toEqual([]);
    return thrown;
  }
}

/** Sequences that strike what a reading really asks. */
async function sequencesFor(fetch: Fetch): Promise<readonly (readonly Fault[])[]> {
  const { requests } = lake.standIn;
  requests.clear();
  const [lane] = lanes;
  expect(lane && (await attempt(lane, fetch, []))).toBe('whole');
  const broken = { calls: callsOf(requests), other: OTHER, object: csvBytes(COLUMNS, ROWS).length };
  return fc.sample(faultSequence(broken), { numRuns: COUNT, seed: SEED });
}

it(`a query whose answers break anywhere ends in exactly its rows or in one clear error (${COUNT} sequences of faults, RANDOM_SEED=${SEED})`, {
  timeout: COUNT * 2_000 + 60_000,
}, async () => {
  const sequences = { s3: await sequencesFor('s3'), api: await sequencesFor('api') };
  const ends = new Map<string, number>();
  const struck = new Set<string | undefined>();
  let without = 0;
  await Promise.all(
    lanes.map(async (lane, first) => {
      for (let turn = first; turn < COUNT; turn += LANES) {
        const fetch = Math.floor(turn / LANES) % 2 === 0 ? 's3' : 'api';
        const faults = sequences[fetch][turn] ?? [];
        const which = `sequence ${turn} by ${fetch}: ${JSON.stringify(faults)}`;
        lake.standIn.requests.clear();
        const end = await attempt(lane, fetch, faults).catch((thrown: unknown) => {
          throw new Error(which, { cause: thrown });
        });
        if (end !== 'whole') {
          expect(end, which).toBeInstanceOf(PipelineError);
          expect(end, which).toMatchObject({
            code: expect.stringMatching(/^(AUTH|RESULT|SOURCE|STALE|ROWS|TIMED)_[A-Z]+$/),
            message: expect.stringMatching(/\w{3}/),
            advice: expect.stringMatching(/\w{3}/),
          });
        }
        const strikes = lake.standIn.faults.struck(lane.key);
        if (strikes.length === 0) without += 1;
        for (const { of } of strikes) struck.add(of);
        const kind = end instanceof PipelineError ? end.code : 'whole';
        ends.set(kind, (ends.get(kind) ?? 0) + 1);
      }
    }),
  );
  const told = JSON.stringify([...ends]);
  // on a busy machine the time of a reading may be up before its fault strikes
  expect(without).toBeLessThanOrEqual(COUNT / 100);
  expect([...ends.values()].reduce((sum, each) => sum + each, 0)).toBe(COUNT);
  expect(ends.get('whole'), told).toBeGreaterThan(COUNT / 5);
  // fewer sequences than usual need not end in every way
  if (COUNT < 500) return;
  expect([...ends.keys()], told).toEqual(
    expect.arrayContaining([
      ...['AUTH_FAILED', 'SOURCE_UNAVAILABLE', 'TIMED_OUT'],
      ...['RESULT_ALTERED', 'RESULT_MISSING', 'ROWS_LOST'],
    ]),
  );
  expect([...struck].toSorted()).toEqual([
    'athena.GetQueryExecution',
    'athena.GetQueryResults',
    'athena.GetWorkGroup',
    'athena.StartQueryExecution',
    'athena.StopQueryExecution',
    's3.GetObject',
    'sts.GetCallerIdentity',
  ]);
});
