import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'mssql';
import { afterEach, describe, expect, test } from 'vitest';
import type { Fault, FaultAction } from '../../support/tds/faults.ts';
import {
  type StandInOptions,
  startTdsStandIn,
  type TdsStandIn,
} from '../../support/tds/start-tds-stand-in.ts';
import {
  extractNumbers,
  numbers,
  observe,
  openPool,
  short,
  tediousMajor,
  trailer,
} from './driver-events.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function standIn(options: StandInOptions = {}): Promise<TdsStandIn> {
  const started = await startTdsStandIn({ datasets: [numbers(500)], ...options });
  closing.push(() => started.close());
  return started;
}

async function open(
  started: TdsStandIn,
  settings: Parameters<typeof openPool>[1] = {},
): Promise<Awaited<ReturnType<typeof openPool>>> {
  const opened = await openPool(started, settings);
  closing.push(async () => {
    await opened.pool.close();
  });
  return opened;
}

/** What the driver reports of an extraction of 500 rows that is broken like this. */
async function eventsOf(
  actions: readonly FaultAction[],
  settings: Parameters<typeof openPool>[1] = {},
): Promise<readonly string[]> {
  const faults = actions.map((action): Fault => ({ ...action, of: 'extract' }));
  const { pool } = await open(await standIn({ faults }), settings);
  return observe(pool.request(), extractNumbers);
}

const whole = ['recordset', '500 rows', 'rowsaffected 500', 'done [500]'];
const error = (number: number, message: string) => ({ number, message });
const divided = error(8134, 'Divide by zero error encountered.');
const killed = { ...error(596, 'Cannot continue: the session is in the kill state.'), class: 21 };
const nulls = error(8153, 'Warning: Null value is eliminated by an aggregate.');

describe('what the driver reports when a row stream breaks', () => {
  for (const encrypt of [false, true]) {
    const over = encrypt ? 'over TLS' : 'without TLS';
    test(`F01 a normal answer of 500 rows, ${over}`, async () => {
      expect(await eventsOf([], { encrypt })).toEqual(whole);
    });

    test(`F02 a reset in mid-message is an error, ${over}`, async () => {
      expect(await eventsOf([{ do: 'reset', after: { row: 300 } }], { encrypt })).toEqual([
        'recordset',
        '300 rows',
        'error ECONNRESET read ECONNRESET',
        'done []',
      ]);
    });

    test(`F03 an end at a row boundary is an error, ${over}`, async () => {
      expect(await eventsOf([{ do: 'close', after: { row: 300 } }], { encrypt })).toEqual([
        'recordset',
        '300 rows',
        'error ECONNRESET socket hang up',
        'done []',
      ]);
    });

    test(`F04 an end inside a packet is an error, ${over}`, async () => {
      const events = await eventsOf([{ do: 'close', after: { row: 300 }, insidePacket: true }], {
        encrypt,
      });
      expect(events.at(0)).toBe('recordset');
      expect(events.slice(-2)).toEqual(['error ECONNRESET socket hang up', 'done []']);
    });
  }

  test('F05 an end of message without DONE looks like a normal end', async () => {
    expect(await eventsOf([{ do: 'end-message', after: { row: 500 } }])).toEqual([
      'recordset',
      '500 rows',
      'done []',
    ]);
  });

  test('F08 a packet length below 8 is an error', async () => {
    expect(
      (await eventsOf([{ do: 'packet-length', length: 4, after: { row: 300 } }])).slice(-2),
    ).toEqual(['error EREQUEST Unable to process incoming packet', 'done []']);
  });

  test('F09 a DONE count larger than the rows is no error', async () => {
    expect(await eventsOf([{ do: 'row-count', add: 7 }])).toEqual([
      'recordset',
      '500 rows',
      'rowsaffected 507',
      'done [507]',
    ]);
  });

  test('F10 the error bit of DONEINPROC without an ERROR token is no error', async () => {
    expect(await eventsOf([{ do: 'error-bit', on: 'DONEINPROC' }])).toEqual([
      'recordset',
      '500 rows',
      'done []',
    ]);
  });

  test('F11 the error bit of DONEPROC without an ERROR token is an error', async () => {
    expect(await eventsOf([{ do: 'error-bit', on: 'DONEPROC' }])).toContain(
      'error UNKNOWN An unknown error has occurred.',
    );
  });

  test('F12 an error after 500 rows comes after all of them', async () => {
    expect(await eventsOf([{ do: 'error', errors: [divided], after: { row: 500 } }])).toEqual([
      'recordset',
      '500 rows',
      'error EREQUEST 8134 Divide by zero error encountered.',
      'done []',
    ]);
  });

  test('F13 a killed session is two errors', async () => {
    expect(
      await eventsOf([{ do: 'error', errors: [killed], after: { row: 300 }, close: true }]),
    ).toEqual([
      'recordset',
      '300 rows',
      `error EREQUEST 596 ${killed.message}`,
      'error ECONNRESET socket hang up',
      'done []',
    ]);
  });

  test('F14 an INFO among the rows is no error', async () => {
    const events = await eventsOf([{ do: 'info', info: nulls, everyRows: 1000 }]);
    expect(events.filter((event) => event !== 'info 8153')).toEqual(whole);
    expect(events).toContain('info 8153');
  });

  test('F15 a second result set is a second recordset', async () => {
    expect(await eventsOf([{ do: 'extra-set' }])).toEqual([
      ...whole.slice(0, 3),
      'recordset',
      '2 rows',
      'rowsaffected 2',
      'done [500,2]',
    ]);
  });

  test('F16 an answer without a result set has a row count only', async () => {
    expect(await eventsOf([{ do: 'no-set' }])).toEqual(['rowsaffected 0', 'done [0]']);
  });

  test('F17 no answer ends in the request time-out', async () => {
    expect(await eventsOf([{ do: 'silent', acknowledge: true }], { requestTimeout: 200 })).toEqual([
      'error ETIMEOUT Timeout: Request failed to complete in 200ms',
      'done []',
    ]);
  });

  test('F18 an attention nobody acknowledges drops the connection', async () => {
    expect(
      await eventsOf([{ do: 'silent', acknowledge: false }], {
        requestTimeout: 200,
        cancelTimeout: 200,
      }),
    ).toEqual(['error ETIMEOUT Failed to cancel request in 200ms', 'done []']);
  });

  test('F19 a stall in mid-stream is waited for without end, and a cancel ends it (F20)', async () => {
    const stall: Fault = { do: 'stall', after: { row: 300 }, acknowledge: true, of: 'extract' };
    const { pool } = await open(await standIn({ faults: [stall] }), { requestTimeout: 200 });
    const request = pool.request();
    let ended = false;
    const observed = observe(request, extractNumbers).then((events) => {
      ended = true;
      return events;
    });
    await sleep(1000);
    expect(ended).toBe(false);
    request.cancel();
    expect(await observed).toEqual(['recordset', '300 rows', 'error ECANCEL Canceled.', 'done []']);
  });

  test('F20 a cancel is acknowledged when the server stalls inside a row', async () => {
    const stall: Fault = { do: 'stall', after: { byte: 5000 }, acknowledge: true, of: 'extract' };
    const { pool } = await open(await standIn({ faults: [stall] }));
    const request = pool.request();
    setTimeout(() => request.cancel(), 300);
    const events = await observe(request, extractNumbers);
    expect(events.slice(-2)).toEqual(['error ECANCEL Canceled.', 'done []']);
  });

  test('F29 a value of 2 MB over many packets arrives whole', async () => {
    const long = 'ł€😀x'.repeat(200_000);
    const started = await standIn({
      datasets: [
        {
          text: 'SELECT long FROM t',
          columns: [{ name: 'long', tsqlType: 'nvarchar(max)' }],
          rows: () => [[long], [null], ['']],
        },
      ],
    });
    const { pool } = await open(started);
    const { recordset } = await pool.request().query('SELECT long FROM t');
    expect(recordset.map(({ long: text }) => text === long || text)).toEqual([true, null, '']);
  });
});

describe('answers that are unusual and right', () => {
  const unusual: readonly (readonly [string, readonly FaultAction[]])[] = [
    ['one byte per packet', [{ do: 'packet-body', bytes: 1 }]],
    [
      'a delay between packets',
      [
        { do: 'packet-body', bytes: 2000 },
        { do: 'delay', msPerPacket: 2 },
      ],
    ],
    ['all rows with a NULL bitmap', [{ do: 'null-bitmap' }]],
    ['an ORDER token', [{ do: 'order-token' }]],
    ['a pause inside a row', [{ do: 'stall', after: { byte: 5000 }, acknowledge: true, ms: 100 }]],
    ['a pause of the server', [{ do: 'stall', after: { row: 250 }, acknowledge: true, ms: 100 }]],
  ];
  for (const [name, actions] of unusual) {
    test(`${name} changes nothing`, async () => {
      expect(await eventsOf(actions)).toEqual(whole);
    });
  }

  test('rows the server counts and never sends show only in the trailer', async () => {
    const skip: Fault = { do: 'skip-rows', after: { row: 100 }, count: 5, of: 'extract' };
    const { pool } = await open(await standIn({ faults: [skip] }));
    const { recordsets } = await pool.request().query(extractNumbers + trailer);
    const [rows, ends] = recordsets as sql.IRecordSet<Record<string, string>>[];
    expect([rows?.length, ends?.[0]?.['ipe_rows']]).toEqual([495, '500']);
  });

  test('a cut at any byte of the answer is an error, never a normal end', async () => {
    const started = await standIn();
    const { pool } = await open(started);
    for (const byte of [0, 1, 9, 40, 77, 500, 4087, 4088, 4089, 9000]) {
      started.clearFaults();
      started.addFault({ do: 'reset', after: { byte }, of: 'extract' });
      const events = await observe(pool.request(), extractNumbers);
      expect(events.filter((event) => event.startsWith('error')).length).toBeGreaterThan(0);
    }
  });

  test('a TLS session closed in mid-stream is an error', async () => {
    const events = await eventsOf([{ do: 'close-tls', after: { row: 300 } }], { encrypt: true });
    expect(events.some((event) => event.startsWith('error'))).toBe(true);
  });
});

/** Runs the driver in a process of its own, because an uncaught exception would end ours. */
async function inOwnProcess(started: TdsStandIn): Promise<string> {
  const script = `
    import sql from 'mssql';
    process.on('uncaughtException', (error) => console.log('uncaughtException ' + error.message));
    const config = ${JSON.stringify({ ...started.config(), options: { encrypt: false } })};
    const pool = new sql.ConnectionPool(config);
    pool.on('error', () => {});
    await pool.connect();
    const request = pool.request();
    request.stream = true;
    request.on('error', (error) => console.log('error ' + error.code));
    request.on('done', () => { console.log('done'); process.exit(0); });
    setTimeout(() => { console.log('hang'); process.exit(0); }, 1500);
    request.query(${JSON.stringify(extractNumbers)}).catch(() => {});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return output.trim().replaceAll('\n', ', ');
}

describe('what a broken answer does to the process', () => {
  const broken: readonly (readonly [string, FaultAction, RegExp])[] = [
    [
      'F06 an end of message inside a row',
      { do: 'end-message', after: { byte: 700 } },
      /^uncaughtException unexpected end of data, hang$/,
    ],
    [
      'F07 an unknown token',
      { do: 'token', token: 0x17, after: { row: 300 } },
      /^uncaughtException .*, hang$/,
    ],
  ];
  for (const [name, action, onNineteen] of broken) {
    test(`${name} is ${tediousMajor < 20 ? 'an uncaught exception and a hang' : 'an error'}`, async () => {
      const output = await inOwnProcess(await standIn({ faults: [{ ...action, of: 'extract' }] }));
      expect(output).toMatch(tediousMajor < 20 ? onNineteen : /^error EREQUEST, done$/);
    });
  }
});

describe('transactions', () => {
  const deadlock = error(1205, 'Transaction was deadlocked and has been chosen as the victim.');

  test('F21 a deadlock rolls the transaction back and says so', async () => {
    const fault: Fault = {
      do: 'error',
      errors: [deadlock],
      after: { row: 100 },
      rollback: true,
      of: 'extract',
    };
    const { pool } = await open(await standIn({ faults: [fault] }));
    const transaction = pool.transaction();
    let rolledBack = 0;
    transaction.on('rollback', () => {
      rolledBack += 1;
    });
    await transaction.begin(sql.ISOLATION_LEVEL.SNAPSHOT);
    const events = await observe(transaction.request(), extractNumbers);
    expect(events).toContain(`error EREQUEST 1205 ${deadlock.message}`);
    expect(rolledBack).toBe(1);
    await expect(transaction.rollback()).rejects.toMatchObject({ code: 'EABORT' });
  });

  test('F22 snapshot not allowed fails at the first read, and a rollback still works', async () => {
    const started = await standIn({ datasets: [{ ...numbers(5), noSnapshot: 'ledger' }] });
    const { pool } = await open(started);
    const transaction = pool.transaction();
    await transaction.begin(sql.ISOLATION_LEVEL.SNAPSHOT);
    const events = await observe(transaction.request(), extractNumbers);
    expect(events.at(0)).toMatch(/^error EREQUEST 3952 .*'ledger'/);
    await transaction.rollback();
    expect(await observe(pool.request(), extractNumbers)).toContain('5 rows');
  });

  test('F23 a refused begin rejects', async () => {
    const fault: Fault = { do: 'error', errors: [error(3960, 'no')], of: 'begin' };
    const { pool } = await open(await standIn({ faults: [fault] }));
    await expect(pool.transaction().begin(sql.ISOLATION_LEVEL.SNAPSHOT)).rejects.toMatchObject({
      originalError: { number: 3960 },
    });
  });

  test('F23 a begin cut by the network rejects', async () => {
    const fault: Fault = { do: 'close', after: { byte: 0 }, of: 'begin' };
    const { pool } = await open(await standIn({ faults: [fault] }));
    await expect(pool.transaction().begin()).rejects.toThrow('socket hang up');
  });

  test('a rollback without an error token reaches the client', async () => {
    const fault: Fault = { do: 'rollback', after: { row: 10 }, of: 'extract' };
    const { pool } = await open(await standIn({ faults: [fault] }));
    const transaction = pool.transaction();
    await transaction.begin(sql.ISOLATION_LEVEL.SNAPSHOT);
    expect(await observe(transaction.request(), extractNumbers)).toEqual(whole);
    await expect(transaction.rollback()).rejects.toMatchObject({ code: 'EABORT' });
  });
});

describe('logins', () => {
  const logins = (started: TdsStandIn) =>
    started.log.filter(({ event }) => event === 'login').length;
  const loginError = async (started: TdsStandIn, settings: Parameters<typeof openPool>[1] = {}) => {
    try {
      await open(started, settings);
    } catch (thrown) {
      return short(thrown);
    }
    return 'logged in';
  };

  test('F24 a login answer cut after its first packet', async () => {
    const started = await standIn({ login: { outcomes: [{ kind: 'cut' }] } });
    const waited = await Promise.race([
      loginError(started, { connectionTimeout: 400 }),
      sleep(1500).then(() => 'hang'),
    ]);
    expect(waited).toMatch(tediousMajor < 20 ? /^hang$/ : /^ETIMEOUT/);
  });

  test('F25 a login that is never answered ends in the connect time-out', async () => {
    const started = await standIn({ login: { outcomes: [{ kind: 'silent' }] } });
    expect(await loginError(started, { connectionTimeout: 300 })).toMatch(/^ETIMEOUT/);
  });

  test('F26 a wrong password is one login', async () => {
    const started = await standIn();
    const wrong = { config: { password: 'wrong' } };
    expect(await loginError(started, wrong)).toBe("ELOGIN Login failed for user 'reader'.");
    expect(logins(started)).toBe(1);
  });

  test('F27 a database that comes back is logged in to again by the driver', async () => {
    const busy = {
      kind: 'refused',
      errors: [error(40613, "Database 'ledger' is not currently available.")],
    } as const;
    const started = await standIn({ login: { outcomes: [busy, busy] } });
    expect(await loginError(started)).toBe('logged in');
    expect(logins(started)).toBe(3);
  });

  test('an unknown database is 4060 followed by 18456', async () => {
    const started = await standIn({ login: { databases: ['ledger'] } });
    expect(await loginError(started, { config: { database: 'other' } })).toMatch(/^ELOGIN/);
    const numbersSaid = started.log.flatMap((entry) =>
      entry.event === 'answered-error' ? [entry.number] : [],
    );
    expect(numbersSaid).toEqual([4060, 18456]);
  });

  test('a password that must be changed (18488) is refused', async () => {
    const expired = { kind: 'refused', errors: [error(18488, 'must be changed')] } as const;
    const started = await standIn({ login: { outcomes: [expired] } });
    expect(await loginError(started)).toBe('ELOGIN must be changed');
  });

  test('a routed login goes to the second server, with its read-only intent', async () => {
    const secondary = await standIn();
    const primary = await standIn({
      login: {
        outcomes: Array.from({ length: 2 }, () => ({
          kind: 'routed' as const,
          host: 'localhost',
          port: secondary.port,
        })),
      },
    });
    const { pool } = await open(primary, { options: { readOnlyIntent: true } });
    expect(await observe(pool.request(), extractNumbers)).toEqual(whole);
    expect(secondary.log.find(({ event }) => event === 'login')).toMatchObject({
      readOnlyIntent: true,
    });
  });

  for (const encryption of ['not-supported', 'off'] as const) {
    test(`F28 encryption answered with ${encryption}: ${tediousMajor < 20 ? 'the password goes in clear' : 'nothing is sent'}`, async () => {
      const started = await standIn({ tls: { encryption } });
      const outcome = await loginError(started, { encrypt: true });
      if (tediousMajor < 20) expect(outcome).toBe('logged in');
      else expect(outcome).toMatch(/^EENCRYPT/);
      expect(logins(started) > 0).toBe(tediousMajor < 20);
    });
  }

  test('a client without TLS is refused by a server that requires it', async () => {
    const started = await standIn({ tls: { encryption: 'required' } });
    expect(await loginError(started, { encrypt: false })).toMatch(/^EENCRYPT/);
    expect(logins(started)).toBe(0);
  });
});
