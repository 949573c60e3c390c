import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/clock.ts';
import { MssqlSession } from '../../../src/runners/mssql/mssql-session.ts';
import type { Flow } from '../../../src/runners/mssql/run-request.ts';
import { startWatch } from '../../../src/runners/mssql/watchdog.ts';
import type { Delivery } from '../../../src/runners/runner.ts';
import {
  connectionTo,
  READER_FACTS,
  type RunnerChanges,
  runnerOn,
  SHORT,
} from '../../support/on-stand-in.ts';
import type { Dataset, Row } from '../../support/tds/datasets.ts';
import type { Fault, FaultAction } from '../../support/tds/faults.ts';
import {
  type StandInOptions,
  startTdsStandIn,
  type TdsStandIn,
} from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { numbers, numbersText } from './driver-events.ts';

const NEVER = new AbortController().signal;
const NUMBERS = aQuery(numbersText, { n: 'integer', label: 'text' });
const error = (number: number, message: string, severity = 16) => ({
  number,
  message,
  class: severity,
  state: 3,
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function standIn(options: StandInOptions = {}): Promise<TdsStandIn> {
  const started = await startTdsStandIn({
    facts: READER_FACTS,
    datasets: [numbers(500)],
    ...options,
  });
  closing.push(() => started.close());
  return started;
}

/** One attempt as a run makes it: everything anew, all closed at the end, nothing left of a failure. */
async function attempt(
  started: TdsStandIn,
  changes: RunnerChanges = {},
  query = NUMBERS,
): Promise<{ delivery: Delivery; text: string }> {
  const folder = await tempFolder();
  const runner = runnerOn(started, changes);
  try {
    await runner.identify(NEVER);
    const reading = await runner.open(NEVER);
    let delivery: Delivery;
    try {
      delivery = await reading.deliver(query, folder, NEVER);
    } catch (thrown) {
      expect(await readdir(folder)).toEqual([]);
      throw thrown;
    } finally {
      await reading.close();
    }
    return { delivery, text: await readFile(delivery.spool.files[0] ?? '', 'utf8') };
  } finally {
    await runner.close();
  }
}

/** What a run is told when the extract breaks like this; the next attempt is whole again. */
async function failure(
  action: FaultAction,
  changes: RunnerChanges = {},
  of: Fault['of'] & string = 'extract',
): Promise<unknown> {
  const started = await standIn({ faults: [{ ...action, of }] });
  const thrown = await attempt(started, changes).catch((caught: unknown) => caught);
  started.clearFaults();
  expect((await attempt(started)).delivery.receipt.engineRows).toBe(500);
  return thrown;
}

const REPEAT = { name: 'RunnerError', transient: true, advice: expect.any(String) };
const FINAL = { name: 'RunnerError', transient: false, advice: expect.any(String) };
const saying = (text: string) => ({ message: expect.stringContaining(text) });

describe('mssql.md 10.3: what the runner does when the answer breaks', () => {
  it('F01 delivers a whole answer', async () => {
    const { delivery, text } = await attempt(await standIn());
    expect(text.split('\n')).toHaveLength(502);
    expect(text.startsWith('n,label\n1,label 1\n')).toBe(true);
    expect(text).toContain('\n7,\n');
    expect(delivery.receipt.snapshot).toEqual({ same: true, mark: 'snapshot' });
  });

  it.each([
    ['F02 a reset in mid-message', { do: 'reset', after: { row: 300 } }],
    ['F03 an end at a row boundary', { do: 'close', after: { row: 300 } }],
    ['F04 an end inside a packet', { do: 'close', after: { row: 300 }, insidePacket: true }],
    ['a TLS session that is closed', { do: 'close-tls', after: { row: 300 } }],
    ['F08 a packet length below 8', { do: 'packet-length', length: 4, after: { row: 300 } }],
    ['F06 an end of message inside a row', { do: 'end-message', after: { byte: 700 } }],
    ['F07 an unknown token', { do: 'token', token: 0x17, after: { row: 300 } }],
    ['a token that has no place here', { do: 'token', token: 0xed, after: { row: 300 } }],
  ] as const)('%s is a lost connection: all is read again', async (_name, action) => {
    expect(await failure(action)).toMatchObject({ ...REPEAT, code: 'SOURCE_UNAVAILABLE' });
  });

  it('F05 an end of message without DONE is a short result', async () => {
    expect(await failure({ do: 'end-message', after: { row: 500 } })).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
      ...saying('without its trailer'),
    });
  });

  it('F09 a count larger than the rows is a short result', async () => {
    expect(await failure({ do: 'row-count', add: 7 })).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
      ...saying('500 rows arrived, the end of the statement counts 507'),
    });
  });

  it('rows the server counted and never sent are a short result', async () => {
    const action: FaultAction = { do: 'skip-rows', after: { row: 100 }, count: 5 };
    expect(await failure(action)).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
      ...saying('495 rows arrived, the trailer counts 500'),
    });
  });

  it('F10 the error bit without an error, before the trailer, is a short result', async () => {
    expect(await failure({ do: 'error-bit', on: 'DONEINPROC' })).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
    });
  });

  it('F11 the error bit without an error, at the very end, is no result', async () => {
    expect(await failure({ do: 'error-bit', on: 'DONEPROC' })).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
      ...saying('UNKNOWN'),
    });
  });

  it('F12 an error after 500 rows says its number, state and class and is not tried again', async () => {
    const divided = error(8134, 'Divide by zero error encountered.');
    expect(await failure({ do: 'error', errors: [divided], after: { row: 500 } })).toMatchObject({
      ...FINAL,
      code: 'QUERY_REJECTED',
      ...saying('Divide by zero error encountered. (error 8134, state 3, class 16)'),
      cause: { number: 8134, state: 3, severity: 16 },
    });
  });

  it('F13 a killed session is tried again', async () => {
    const killed = error(596, 'Cannot continue: the session is in the kill state.', 21);
    const action: FaultAction = { do: 'error', errors: [killed], after: { row: 300 }, close: true };
    expect(await failure(action)).toMatchObject({ ...REPEAT, ...saying('error 596') });
  });

  it('F14 remarks of the server are recorded and break nothing', async () => {
    const info = { number: 8153, message: 'Warning: Null value is eliminated.' };
    const started = await standIn({
      faults: [{ do: 'info', info, everyRows: 100, of: 'extract' }],
    });
    const { delivery } = await attempt(started);
    expect(delivery.receipt.details['server_messages']).toBe(
      '8153 Warning: Null value is eliminated. (5 times)',
    );
  });

  it('F15 a second result set that is no trailer is refused', async () => {
    expect(await failure({ do: 'extra-set' })).toMatchObject({
      ...FINAL,
      code: 'SOURCE_CORRUPT',
      ...saying('result set 2 has the columns extra'),
    });
  });

  it('a missing trailer is a short result', async () => {
    expect(await failure({ do: 'no-trailer' })).toMatchObject({ code: 'RESULT_TRUNCATED' });
  });

  it('F16 an answer without a result set is refused', async () => {
    expect(await failure({ do: 'no-set' })).toMatchObject({ ...FINAL, code: 'SOURCE_CORRUPT' });
  });

  it.each([
    ['F17', true],
    ['F18', false],
  ])('%s no answer, attention acknowledged: %s', async (_id, acknowledge) => {
    const timeouts = { firstRowMs: 300 };
    expect(await failure({ do: 'silent', acknowledge }, { timeouts })).toMatchObject({
      ...REPEAT,
      code: 'TIMED_OUT',
    });
  });

  it.each([true, false])(
    'F19 a stall in mid-stream ends by the idle watchdog (acknowledged: %s)',
    async (acknowledge) => {
      const began = performance.now();
      const action: FaultAction = { do: 'stall', after: { row: 300 }, acknowledge };
      expect(await failure(action, { timeouts: { idleRowMs: 300 } })).toMatchObject({
        ...REPEAT,
        code: 'TIMED_OUT',
        ...saying('no row came for 0.3 s'),
      });
      expect(performance.now() - began).toBeLessThan(4000);
    },
  );

  it('a slow answer is no silent one; the whole query has its own limit', async () => {
    const action: FaultAction = { do: 'delay', msPerPacket: 40 };
    const started = await standIn({
      faults: [
        { ...action, of: 'extract' },
        { do: 'packet-body', bytes: 512, of: 'extract' },
      ],
    });
    await attempt(started, { timeouts: { idleRowMs: 400 } });
    const late = attempt(started, { timeouts: { idleRowMs: 400, totalMs: 700 } });
    await expect(late).rejects.toMatchObject({ ...REPEAT, code: 'TIMED_OUT' });
  });

  it.each([true, false])(
    'F20 a cancelled query ends at once (acknowledged: %s)',
    async (acknowledge) => {
      const stall: Fault = { do: 'stall', after: { row: 300 }, acknowledge, of: 'extract' };
      const runner = runnerOn(await standIn({ faults: [stall] }));
      const reading = await runner.open(NEVER);
      const stop = new AbortController();
      const delivering = reading.deliver(NUMBERS, await tempFolder(), stop.signal);
      setTimeout(() => stop.abort(), 200);
      await expect(delivering).rejects.toMatchObject({ code: 'CANCELLED', transient: false });
      await reading.close();
      await runner.close();
    },
  );

  it('F21 a deadlock is tried again', async () => {
    const deadlock = error(
      1205,
      'Transaction was deadlocked and has been chosen as the victim.',
      13,
    );
    const action: FaultAction = {
      do: 'error',
      errors: [deadlock],
      after: { row: 100 },
      rollback: true,
    };
    expect(await failure(action)).toMatchObject({
      ...REPEAT,
      ...saying('(error 1205, state 3, class 13)'),
    });
  });

  it('a transaction that ends without a word is noticed', async () => {
    expect(await failure({ do: 'rollback', after: { row: 10 } })).toMatchObject({
      ...REPEAT,
      ...saying('the server rolled the transaction back'),
    });
  });

  it.each([1204, 1222, 3960, 3961, 40197, 40501, 40613])(
    'error %i is tried again',
    async (number) => {
      const action: FaultAction = { do: 'error', errors: [error(number, 'try again')] };
      expect(await failure(action)).toMatchObject({ ...REPEAT, ...saying(`error ${number}`) });
    },
  );

  it.each([
    [229, 'AUTH_FAILED'],
    [208, 'QUERY_REJECTED'],
    [245, 'QUERY_REJECTED'],
    [8115, 'QUERY_REJECTED'],
    [1105, 'OUT_OF_RESOURCES'],
    [824, 'SOURCE_CORRUPT'],
  ])('error %i is not', async (number, code) => {
    const action: FaultAction = { do: 'error', errors: [error(number, 'no')] };
    expect(await failure(action)).toMatchObject({ ...FINAL, code, ...saying(`error ${number}`) });
  });

  it('F22 snapshot isolation that is not allowed says who has to allow it', async () => {
    const started = await standIn({ datasets: [{ ...numbers(5), noSnapshot: 'ledger' }] });
    await expect(attempt(started)).rejects.toMatchObject({
      ...FINAL,
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringMatching(/database 'ledger'.*error 3952/),
      advice: expect.stringContaining('ALLOW_SNAPSHOT_ISOLATION'),
    });
    const { delivery } = await attempt(started, { consistency: 'bracket' });
    expect(delivery.receipt.snapshot).toEqual({ same: false, mark: 'bracketed-statement' });
  });

  it('F23 a refused begin is an error of the opening', async () => {
    const action: FaultAction = { do: 'error', errors: [error(3960, 'no')] };
    expect(await failure(action, {}, 'begin')).toMatchObject({
      ...REPEAT,
      ...saying('error 3960'),
    });
    expect(await failure({ do: 'close', after: { byte: 0 } }, {}, 'begin')).toMatchObject(REPEAT);
  });
});

describe('mssql.md 10.3: logins', () => {
  it('F24 a login answer that is cut ends by the own deadline', async () => {
    const started = await standIn({ login: { outcomes: [{ kind: 'cut' }] } });
    const changes: RunnerChanges = {
      timeouts: { connectMs: 500 },
      connection: { connectTimeoutMs: 300 },
    };
    await expect(attempt(started, changes)).rejects.toMatchObject({ ...REPEAT, code: 'TIMED_OUT' });
    expect((await attempt(started)).delivery.receipt.engineRows).toBe(500);
  });

  it('a login under way ends when the run is cancelled', async () => {
    const runner = runnerOn(await standIn({ login: { outcomes: [{ kind: 'silent' }] } }));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 150);
    await expect(runner.identify(stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(runner.open(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    await runner.close();
  });

  it('F25 a login that is never answered is tried again', async () => {
    const started = await standIn({ login: { outcomes: [{ kind: 'silent' }] } });
    const changes = { connection: { connectTimeoutMs: 300 } };
    await expect(attempt(started, changes)).rejects.toMatchObject({ ...REPEAT, code: 'TIMED_OUT' });
  });

  it('F26 a wrong password is one login, and never shown', async () => {
    const started = await standIn();
    const password = 'Wrong-Password-1';
    const login = { kind: 'sql', user: 'reader', password } as const;
    const thrown = await attempt(started, { connection: { login } }).catch((caught) => caught);
    expect(thrown).toMatchObject({
      ...FINAL,
      code: 'AUTH_FAILED',
      message: expect.stringMatching(/Login failed for user.*error 18456, state 1, class 14/),
    });
    expect(JSON.stringify([thrown, thrown.stack, thrown.cause])).not.toContain(password);
    expect(started.log.filter(({ event }) => event === 'login')).toHaveLength(1);
  });

  it('a secret that the server repeats is not shown', async () => {
    const password = 'Reader-1!ü';
    const errors = [error(50001, `what is ${password}?`)];
    const thrown = await failure({ do: 'error', errors });
    expect(thrown).toMatchObject(saying('what is [secret]?'));
  });

  it('F27 a database that is moving is tried again by the run, not by the driver', async () => {
    const refused = {
      kind: 'refused',
      errors: [error(40613, 'Database is not currently available.', 17)],
    } as const;
    const started = await standIn({ login: { outcomes: [refused, refused] } });
    for (const _attempt of [1, 2]) {
      await expect(attempt(started)).rejects.toMatchObject({ ...REPEAT, ...saying('error 40613') });
    }
    await attempt(started);
    expect(started.log.filter(({ event }) => event === 'login')).toHaveLength(4);
  });

  it('a refusal of the second login, behind the probe of npm mssql, has its number too', async () => {
    const refused = {
      kind: 'refused',
      errors: [error(40501, 'The service is currently busy.', 20)],
    } as const;
    const started = await standIn({ login: { outcomes: [{ kind: 'accepted' }, refused] } });
    await expect(attempt(started)).rejects.toMatchObject({ ...REPEAT, ...saying('error 40501') });
    await attempt(started);
  });

  it('TLS before everything else is recorded like any other', async () => {
    const started = await standIn({ tls: { strict: true } });
    const tls = { mode: 'strict', serverName: null, trustAnyCertificate: false } as const;
    const connection = { tls: { ...tls, authority: started.authority } };
    const { delivery } = await attempt(started, { connection });
    expect(delivery.receipt.details).toMatchObject({
      'connection.tls': 'TLSv1.3',
      'connection.tls_certificate_sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('4060 is the reason, not the 18456 that follows it', async () => {
    const started = await standIn({ login: { databases: ['other'] } });
    await expect(attempt(started)).rejects.toMatchObject({
      ...FINAL,
      code: 'AUTH_FAILED',
      ...saying('error 4060'),
    });
  });

  it.each(['not-supported', 'off'] as const)(
    'F28 a server with encryption %s never sees a login',
    async (encryption) => {
      const started = await standIn({ tls: { encryption } });
      await expect(attempt(started)).rejects.toMatchObject({
        ...FINAL,
        code: 'SOURCE_UNAVAILABLE',
        ...saying('encryption'),
      });
      expect(started.log.some(({ event }) => event === 'login')).toBe(false);
    },
  );

  it.each([
    ['unknown-authority', /certificate|self.signed/i],
    ['wrong-name', /altnames/],
    ['expired', /expired/],
  ] as const)('a certificate that is %s is refused for good', async (certificate, message) => {
    const started = await standIn({ tls: { certificate } });
    await expect(attempt(started)).rejects.toMatchObject({
      ...FINAL,
      message: expect.stringMatching(message),
    });
    expect(started.log.some(({ event }) => event === 'login')).toBe(false);
  });
});

describe('mssql.md 10.3: one picture, and patience', () => {
  const moving: Dataset = {
    ...numbers(500),
    rows: function* rows(_parameters, version): Generator<Row> {
      for (let n = 1; n <= 500 + version; n += 1) yield [`${n}`, `label ${n}`];
    },
  };
  const insert: Fault = { do: 'version', after: { row: 100 }, version: 2, of: 'extract', times: 1 };

  it('F30 a snapshot does not see what others insert', async () => {
    const { delivery } = await attempt(await standIn({ datasets: [moving], faults: [insert] }));
    expect(delivery.receipt.engineRows).toBe(501);
    expect(delivery.receipt.details).toMatchObject({
      rows_counted_before: '501',
      rows_counted_after: '501',
    });
  });

  it('F30 a bracket notices it, and all is read again', async () => {
    const started = await standIn({ datasets: [moving], faults: [insert] });
    const changes: RunnerChanges = { consistency: 'bracket' };
    await expect(attempt(started, changes)).rejects.toMatchObject({
      ...REPEAT,
      code: 'RESULT_TRUNCATED',
      ...saying('501 rows before and 502 after'),
    });
    expect((await attempt(started, changes)).delivery.receipt.engineRows).toBe(502);
  });

  it('F29 a value of 2 MB arrives whole', async () => {
    const long = 'ł€😀x'.repeat(200_000);
    const query = aQuery('SELECT n, long FROM t', { n: 'integer', long: 'text' });
    const columns = [
      { name: 'n', tsqlType: 'int' },
      { name: 'long', tsqlType: 'nvarchar(max)' },
    ];
    const dataset: Dataset = {
      text: query.text,
      columns,
      rows: () => [
        ['1', long],
        ['2', null],
      ],
    };
    const { text } = await attempt(await standIn({ datasets: [dataset] }), {}, query);
    expect(text === `n,long\n1,${long}\n2,\n`).toBe(true);
  });

  it('F31 while we pause, the server waits and no watchdog does', async () => {
    const wide: Dataset = {
      ...numbers(60_000, [
        { name: 'n', tsqlType: 'int' },
        { name: 'label', tsqlType: 'nvarchar(400)' },
      ]),
      rows: function* rows(): Generator<Row> {
        for (let n = 1; n <= 60_000; n += 1) yield [`${n}`, 'x'.repeat(400)];
      },
    };
    const started = await standIn({ datasets: [wide] });
    const timeouts = { ...SHORT, firstRowMs: 500, idleRowMs: 500 };
    const connection = connectionTo(started);
    const hide = (text: string) => text;
    const options = { connection, timeouts, clock: systemClock, hide };
    const watch = startWatch(NEVER, 60_000);
    const session = await MssqlSession.connect(options, watch);
    let rows = 0;
    let handedOut: readonly number[] = [];
    const slow = async (flow: Flow) => {
      await pause(1000);
      const before = started.rowsHandedOut();
      await pause(1500);
      handedOut = [before, started.rowsHandedOut()];
      flow.resume();
    };
    const receiver = {
      columns: () => undefined,
      rowCount: () => undefined,
      end: async () => ({}),
      row: (_cells: readonly unknown[], flow: Flow) => {
        rows += 1;
        if (rows !== 1000) return;
        flow.pause();
        void slow(flow);
      },
    };
    const text = `SELECT CONVERT(nvarchar(11), q.[c1]) AS [t1], q.[c2] AS [t2] FROM (\n${numbersText}\n) AS q ([c1], [c2])`;
    await session.run(
      { purpose: 'query', query: 'extract', text, parameters: [] },
      watch,
      receiver,
    );
    expect(rows).toBe(60_000);
    expect(handedOut[0]).toBe(handedOut[1]);
    expect(handedOut[0]).toBeLessThan(60_000);
    await session.close();
  });
});
