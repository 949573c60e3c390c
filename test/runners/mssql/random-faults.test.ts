import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunnerError } from '../../../src/runners/runner.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { Dataset, Row } from '../../support/tds/datasets.ts';
import type { Fault } from '../../support/tds/faults.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { randomFault, randomFrom, SERVER_ERRORS, TOLD } from './random-fault.ts';

/** The same faults each time; `RANDOM_SEED=<number>` looks for others, `RANDOM_FAULTS=<number>` for more or fewer. */
const COUNT = Number(process.env['RANDOM_FAULTS'] ?? 1_000);
const SEED = Number(process.env['RANDOM_SEED'] ?? 315_943);
/** Servers that are read at the same time: most of a broken reading is waiting. */
const LANES = 20;
const SIZES = { rows: 100, extractBytes: 5_200, otherBytes: 400 };

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
    for (let n = 1; n <= SIZES.rows; n += 1)
      yield [`${n}`, n % 9 === 0 ? null : `höchst ${n}`, `${n}.2500`];
  },
};
const WHOLE = `n,label,amount\n${Array.from({ length: SIZES.rows }, (_, index) => {
  const n = index + 1;
  return `${n},${n % 9 === 0 ? '' : `höchst ${n}`},${n}.2500\n`;
}).join('')}`;

/** The error says what went wrong: by the server's own number, state and class where it gave them. */
function expectTold(error: RunnerError, injected: Fault, which: string): void {
  const { code, transient, message, advice } = error;
  const said = SERVER_ERRORS.find(({ said: { number } }) => message.includes(`(error ${number},`));
  if (said === undefined) {
    expect(message, which).not.toMatch(/\(error \d/);
    expect(injected.do === 'error' && injected.of === 'extract', which).toBe(false);
    const told = TOLD[injected.do];
    // what a server does not say of itself may be what the run depends on
    expect(
      [...(told?.codes ?? []), ...(injected.of === 'facts' ? ['AUTH_FAILED'] : [])],
      which,
    ).toContain(code);
    if (told?.transient !== null && code !== 'AUTH_FAILED')
      expect(transient, which).toBe(told?.transient);
    expect(advice, which).toMatch(/\w{3}/);
    return;
  }
  const { number, state, class: severity, message: words } = said.said;
  expect(injected, which).toMatchObject({ do: 'error', errors: [said.said] });
  expect(message, which).toContain(`${words} (error ${number}, state ${state}, class ${severity})`);
  expect({ code, transient, advice }, which).toEqual({
    ...said.told,
    advice: expect.stringMatching(said.told.advice),
  });
}

/** `whole`, or the one error; nothing else may come of an attempt. */
async function attempt(standIn: TdsStandIn): Promise<'whole' | RunnerError> {
  const folder = await tempFolder();
  const { signal } = new AbortController();
  const runner = runnerOn(standIn, {
    timeouts: {
      connectMs: 60_000,
      firstRowMs: 5_000,
      idleRowMs: 5_000,
      totalMs: 30_000,
      cancelMs: 150,
    },
  });
  try {
    const reading = await runner.open(signal);
    try {
      const { spool, receipt } = await reading.deliver(QUERY, folder, signal);
      expect(receipt.engineRows).toBe(SIZES.rows);
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

describe('an answer broken anywhere', () => {
  let standIns: readonly TdsStandIn[];
  beforeAll(async () => {
    const options = { facts: READER_FACTS, datasets: [DATASET], packetSize: 512 };
    standIns = await Promise.all(Array.from({ length: LANES }, () => startTdsStandIn(options)));
  });
  afterAll(async () => {
    for (const standIn of standIns) {
      standIn.takeFailures();
      await standIn.close();
    }
  });

  /** One fault after the other. @returns how many broke a reading */
  async function broken(standIn: TdsStandIn, lane: number): Promise<number> {
    const random = randomFrom(SEED + lane);
    let count = 0;
    for (let index = lane; index < COUNT; index += LANES) {
      const injected = randomFault(random, SIZES);
      standIn.clearFaults();
      standIn.addFault(injected);
      const outcome = await attempt(standIn);
      if (outcome === 'whole') continue;
      count += 1;
      expectTold(outcome, injected, `fault ${index} of lane ${lane}: ${JSON.stringify(injected)}`);
    }
    return count;
  }

  it(`ends in every row, or in one error with its number, class and advice (${COUNT} faults, RANDOM_SEED=${SEED})`, {
    timeout: COUNT * 2_000 + 60_000,
  }, async () => {
    const counts = await Promise.all(standIns.map(broken));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(COUNT / 4);
  });
});
