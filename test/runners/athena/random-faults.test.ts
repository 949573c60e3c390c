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
import { faultSequence } from './random-fault.ts';

/** The same sequences each time; `RANDOM_SEED=<number>` looks for others, `RANDOM_FAULTS=<number>` for more or fewer. */
const COUNT = Number(process.env['RANDOM_FAULTS'] ?? 1_000);
const SEED = Number(process.env['RANDOM_SEED'] ?? 315_943);
/** Readings at the same time: most of a broken reading is waiting. */
const LANES = 6;
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

/** Runners with a key of their own, which their faults strike by. */
interface Lane {
  readonly key: string;
  readonly runners: readonly QueryRunner[];
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
  const timing = { ...FAST, idleMs: 300, attempts: 2 };
  lanes = KEYS.map((key) => ({
    key: key.accessKeyId,
    runners: (['s3', 'api'] as const).map((fetch) =>
      lake.runner({ fetch, timing, credentials: async () => key }),
    ),
  }));
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
async function attempt({ key, runners }: Lane, faults: readonly Fault[], turn: number) {
  const runner = runners[turn % runners.length] as QueryRunner; // there are two
  const folder = await tempFolder();
  const { faults: plan } = lake.standIn;
  plan.clear(key);
  lake.standIn.requests.clear();
  const reading = await runner.open(NEVER);
  plan.add(...faults.map((fault) => ({ ...fault, key })));
  try {
    const delivery = await reading.deliver(QUERY, folder, NEVER);
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

it(`a query whose answers break anywhere ends in exactly its rows or in one clear error (${COUNT} sequences of faults, RANDOM_SEED=${SEED})`, {
  timeout: COUNT * 2_000 + 60_000,
}, async () => {
  const sequences = fc.sample(faultSequence(OTHER), { numRuns: COUNT, seed: SEED });
  const ends = await Promise.all(
    lanes.map(async (lane, first) => {
      const codes: string[] = [];
      for (let turn = first; turn < COUNT; turn += LANES) {
        const faults = sequences[turn] ?? [];
        const which = `sequence ${turn}: ${JSON.stringify(faults)}`;
        const end = await attempt(lane, faults, Math.floor(turn / LANES)).catch(
          (thrown: unknown) => {
            throw new Error(which, { cause: thrown });
          },
        );
        if (end !== 'whole') {
          expect(end, which).toBeInstanceOf(PipelineError);
          expect(end, which).toMatchObject({
            code: expect.stringMatching(/^(AUTH|RESULT|SOURCE|STALE|ROWS)_[A-Z]+$/),
            message: expect.stringMatching(/\w{3}/),
            advice: expect.stringMatching(/\w{3}/),
          });
        }
        codes.push(end instanceof PipelineError ? end.code : 'whole');
      }
      return codes;
    }),
  );
  const whole = ends.flat().filter((end) => end === 'whole').length;
  expect(whole).toBeGreaterThan(COUNT / 4);
  expect(whole).toBeLessThan(COUNT);
});
