import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunnerError } from '../../../src/runners/runner.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { Dataset, Row } from '../../support/tds/datasets.ts';
import type { Fault, FaultAction } from '../../support/tds/faults.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import type { RequestKind } from '../../support/tds/traffic-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';

/** `RANDOM_FAULTS=<number>` for any other number, `RANDOM_SEED=<number>` to repeat one that failed. */
const COUNT = Number(process.env['RANDOM_FAULTS'] ?? (process.env['RUN_LARGE'] ? 1_000 : 40));
const SEED = Number(process.env['RANDOM_SEED'] ?? Date.now() % 1_000_000);
const ROWS = 400;
const NEVER = new AbortController().signal;

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const QUERY = aQuery('SELECT f.n, f.label, f.amount FROM faulty AS f', {
  n: 'integer',
  label: 'text',
  amount: 'decimal(19,4)',
});
const DATASET: Dataset = {
  text: QUERY.text,
  columns: [
    { name: 'n', tsqlType: 'int' },
    { name: 'label', tsqlType: 'nvarchar(60)' },
    { name: 'amount', tsqlType: 'money' },
  ],
  rows: function* rows(): Generator<Row> {
    for (let n = 1; n <= ROWS; n += 1)
      yield [`${n}`, n % 9 === 0 ? null : `höchst ${n}`, `${n}.2500`];
  },
};
const WHOLE = `n,label,amount\n${Array.from({ length: ROWS }, (_, index) => {
  const n = index + 1;
  return `${n},${n % 9 === 0 ? '' : `höchst ${n}`},${n}.2500\n`;
}).join('')}`;

const OF: readonly RequestKind[] = [
  'extract',
  'extract',
  'extract',
  'aggregate',
  'describe',
  'facts',
  'begin',
];
const ERRORS = [
  { number: 1205, class: 13, message: 'deadlock' },
  { number: 8134, class: 16, message: 'divide by zero' },
  { number: 596, class: 21, message: 'kill state' },
];

/** Something that goes wrong somewhere. Bytes reach past the end of most answers: then nothing happens. */
function fault(random: (below: number) => number): Fault {
  const of = OF[random(OF.length)] ?? 'extract';
  const after = { byte: random(of === 'extract' ? 34_000 : 400) };
  const row = { row: random(ROWS) };
  const rowsOnly = of === 'extract' ? row : after;
  const actions: readonly FaultAction[] = [
    { do: 'reset', after },
    { do: 'close', after },
    { do: 'close', after, insidePacket: true },
    { do: 'close-tls', after },
    { do: 'end-message', after },
    { do: 'token', token: random(256), after },
    { do: 'packet-length', length: random(8), after },
    { do: 'stall', after, acknowledge: random(2) === 1 },
    {
      do: 'error',
      errors: [ERRORS[random(ERRORS.length)] ?? ERRORS[0]].flatMap((one) => one ?? []),
      after: rowsOnly,
      close: random(2) === 1,
    },
    { do: 'rollback', after: rowsOnly },
    { do: 'skip-rows', after: row, count: 1 + random(5) },
    { do: 'row-count', add: 1 + random(3) },
    { do: 'error-bit', on: random(2) === 1 ? 'DONEINPROC' : 'DONEPROC' },
  ];
  const action = actions[random(actions.length)] ?? { do: 'reset', after };
  return { ...action, of, times: 1 };
}

describe('an answer broken anywhere', () => {
  let standIn: TdsStandIn;
  beforeAll(async () => {
    standIn = await startTdsStandIn({ facts: READER_FACTS, datasets: [DATASET], packetSize: 4096 });
  });
  afterAll(async () => {
    standIn.takeFailures();
    await standIn.close();
  });

  /** `whole`, or the one error; nothing else may come of an attempt. */
  async function attempt(): Promise<'whole' | RunnerError> {
    const folder = await tempFolder();
    const runner = runnerOn(standIn, {
      timeouts: { connectMs: 3000, firstRowMs: 400, idleRowMs: 400, totalMs: 5000, cancelMs: 150 },
    });
    try {
      const reading = await runner.open(NEVER);
      try {
        const { spool, receipt } = await reading.deliver(QUERY, folder, NEVER);
        expect(receipt.engineRows).toBe(ROWS);
        expect(await readFile(spool.files[0] ?? '', 'utf8')).toBe(WHOLE);
      } catch (thrown) {
        expect(await readdir(folder)).toEqual([]);
        throw thrown;
      } finally {
        await reading.close();
      }
      return 'whole';
    } catch (thrown) {
      if (thrown instanceof RunnerError) return thrown;
      throw thrown;
    } finally {
      await runner.close();
    }
  }

  it(`gives every row or one error that says what to do (${COUNT} faults, RANDOM_SEED=${SEED})`, {
    timeout: COUNT * 8_000,
  }, async () => {
    const random = randomFrom(SEED);
    let broken = 0;
    for (let index = 0; index < COUNT; index += 1) {
      const injected = fault(random);
      standIn.clearFaults();
      standIn.addFault(injected);
      const began = performance.now();
      const outcome = await attempt();
      const told = `fault ${index} ${JSON.stringify(injected)}`;
      expect(performance.now() - began, told).toBeLessThan(8_000);
      if (outcome === 'whole') continue;
      broken += 1;
      expect(outcome.advice, told).toMatch(/\w/);
      // an error of the server in its place is told with all that it said
      if (injected.do === 'error' && injected.of === 'extract') {
        expect(outcome.message, told).toMatch(/\(error (1205|8134|596), state \d+, class \d+\)/);
      }
    }
    expect(broken).toBeGreaterThan(COUNT / 4);
  });
});
