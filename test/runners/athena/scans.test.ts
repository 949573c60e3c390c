import { afterEach, describe, expect, it } from 'vitest';
import { scanWords, totalOfScans } from '../../../src/kernel/scan.ts';
import type { QueryRunner } from '../../../src/runners/runner.ts';
import { QueryFailure } from '../../support/aws/athena-failure.ts';
import type { Behaviour } from '../../support/aws/athena-query.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { anAthenaQuery } from './a-query.ts';
import { type AthenaOnStandIn, DATABASE, FAST, NEVER, startAthena } from './on-aws-stand-in.ts';

const TEXT = 'SELECT b."n" AS "n" FROM "process_pg_bob"."bookings" AS b';
const QUERY = anAthenaQuery(TEXT);
const scanPrice = { perTerabyte: '5.00', currency: 'USD' };

const started: AthenaOnStandIn[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
});

async function start(behaviour?: Behaviour, times?: number): Promise<AthenaOnStandIn> {
  const lake = await startAthena();
  started.push(lake);
  if (behaviour !== undefined) lake.athena.behave(behaviour, ({ text }) => text === TEXT, times);
  return lake;
}

async function read(runner: QueryRunner): Promise<unknown> {
  try {
    const reading = await runner.open(NEVER);
    await reading.deliver(QUERY, await tempFolder(), NEVER);
    await reading.close();
    return null;
  } catch (thrown) {
    return thrown;
  }
}

const scansOf = (runner: QueryRunner) =>
  runner
    .statements()
    .map(({ purpose, scan }) => [purpose, scan?.state, scan?.bytes, scan?.billedBytes]);

describe('every execution is counted', () => {
  it('of pins, query, count and the look at the end, to the byte', async () => {
    const lake = await start({ scannedBytes: 12_345_678 });
    const tables = [{ database: DATABASE, table: 'bookings' }];
    const runner = lake.runner({ scanPrice, consistency: 'pinned-snapshot', tables });
    lake.athena.behave({ scannedBytes: 12_345_678 }, ({ text }) => text.includes('AS b'));
    expect(await read(runner)).toBeNull();
    const usual = ['SUCCEEDED', 1_048_576n, 10_000_000n];
    const large = ['SUCCEEDED', 12_345_678n, 13_000_000n];
    expect(scansOf(runner)).toEqual([
      ['facts', ...usual],
      ['facts', ...usual],
      ['query', ...large],
      ['count', ...large],
      ['facts', ...usual],
    ]);
    expect(lake.athena.executions).toHaveLength(5);
    const total = totalOfScans(runner.statements().flatMap(({ scan }) => scan ?? []));
    expect(total).toMatchObject({ billedBytes: 56_000_000n, costs: [{ amount: '0.00028000' }] });
  });

  it('P19 of each attempt, and of what failed for good', async () => {
    const failure = new QueryFailure('GENERIC_INTERNAL_ERROR: node lost', 1, 100, true);
    const lake = await start({ failure, scannedBytes: 20_000_001 });
    const runner = lake.runner({ consistency: 'bracketed' });
    expect(await read(runner)).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    const failed = ['query', 'FAILED', 20_000_001n, 21_000_000n];
    expect(scansOf(runner)).toEqual([
      ['count', 'SUCCEEDED', 1_048_576n, 10_000_000n],
      ...[failed, failed, failed],
    ]);
    expect(runner.statements()[0]?.scan?.cost).toBeNull();
  });

  it('of two readings through one runner', async () => {
    const lake = await start({ object: 'none' }, 1);
    const runner = lake.runner();
    expect(await read(runner)).toMatchObject({ code: 'RESULT_MISSING' });
    expect(await read(runner)).toBeNull();
    expect(scansOf(runner).map(([purpose]) => purpose)).toEqual(['query', 'query', 'count']);
    expect(scansOf(runner).map(([, state]) => state)).toEqual(
      Array.from({ length: 3 }, () => 'SUCCEEDED'),
    );
  });

  it('P20 of what was stopped, as Athena says at its end', async () => {
    const lake = await start({
      times: { queued: 0, running: 3_600_000 },
      scannedBytes: 30_000_000,
    });
    const runner = lake.runner({ timing: { ...FAST, totalMs: 300 } });
    expect(await read(runner)).toMatchObject({ code: 'TIMED_OUT' });
    expect(scansOf(runner)).toEqual([['query', 'CANCELLED', 30_000_000n, 30_000_000n]]);
  });

  it('P20 of what was not seen to end: never as free, and as not known', async () => {
    const lake = await start({ times: { queued: 0, running: 3_600_000 } });
    lake.standIn.faults.add({ do: 'server-error', of: 'athena.StopQueryExecution' });
    const runner = lake.runner({ scanPrice, timing: { ...FAST, totalMs: 300, stopMs: 200 } });
    expect(await read(runner)).toMatchObject({ code: 'TIMED_OUT' });
    expect(scansOf(runner)).toEqual([['query', 'RUNNING', 0n, 10_000_000n]]);
    const total = totalOfScans(runner.statements().flatMap(({ scan }) => scan ?? []));
    expect(total === null ? '' : scanWords(total)).toMatch(
      /^scanned at least 0 bytes in 1 execution, the bytes of 1 of them unknown, at least USD 0\.00005 /,
    );
  });

  it('P20 of what was never seen, by its id or without one', async () => {
    const named = await start();
    named.standIn.faults.add({ do: 'expired-token', of: 'athena.GetQueryExecution' });
    const lost = await start();
    const of = 'athena.StartQueryExecution';
    lost.standIn.faults.add({ do: 'lost-answer', of, times: 1 }, { do: 'throttle', of, skip: 1 });
    const ids: (string | undefined)[] = [];
    for (const lake of [named, lost]) {
      process.env['AWS_ENDPOINT_URL'] = lake.standIn.endpoint;
      const runner = lake.runner({ timing: { ...FAST, startMs: 200, stopMs: 200 } });
      expect(await read(runner)).not.toBeNull();
      const [{ scan } = {}] = runner.statements();
      expect(scan).toMatchObject({ state: 'unknown', known: false, billedBytes: 10_000_000n });
      ids.push(scan?.execution);
    }
    expect(ids).toEqual([named.athena.executions[0]?.query.id, 'unknown']);
  });

  it('P20 but not what Athena refused to start', async () => {
    const lake = await start();
    lake.standIn.faults.add({ do: 'throttle', of: 'athena.StartQueryExecution' });
    const runner = lake.runner({ timing: { ...FAST, startMs: 100 } });
    expect(await read(runner)).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(scansOf(runner)).toEqual([['query', undefined, undefined, undefined]]);
  });

  it('as free where it failed or was stopped before it read anything', async () => {
    const end = { state: 'CANCELLED', reason: 'Query cancelled by user' } as const;
    const runner = (await start({ end, scannedBytes: 0 })).runner();
    expect(await read(runner)).not.toBeNull();
    expect(scansOf(runner)).toEqual([['query', 'CANCELLED', 0n, 0n]]);
  });

  it('P01 of what is too old to be believed: its token is ours', async () => {
    const lake = await start({ submitted: new Date(Date.now() - 3_600_000), states: [] });
    const runner = lake.runner();
    expect(await read(runner)).toMatchObject({ code: 'STALE_EXECUTION' });
    expect(scansOf(runner)).toEqual([['query', 'SUCCEEDED', 1_048_576n, 10_000_000n]]);
  });

  it('P01 but not what somebody else had executed', async () => {
    const lake = await start({ told: { workGroup: 'primary' }, states: [] });
    const runner = lake.runner();
    expect(await read(runner)).toMatchObject({ code: 'STALE_EXECUTION' });
    expect(scansOf(runner)).toEqual([['query', undefined, undefined, undefined]]);
  });
});
