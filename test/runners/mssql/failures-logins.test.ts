import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/clock.ts';
import { openMssqlRunner } from '../../../src/runners/mssql/open-mssql-runner.ts';
import { connectionTo, type RunnerChanges, runnerOn } from '../../support/on-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import {
  attempt,
  error,
  FINAL,
  failure,
  NEVER,
  NUMBERS,
  REPEAT,
  saying,
  standIn,
} from './an-attempt.ts';

describe('mssql.md 10.3: logins', () => {
  it('F24 a login answer that is cut ends by the own deadline', async () => {
    const accepted = { kind: 'accepted' } as const;
    // the first whole attempt, its two logins, loads what would take a part of the deadline
    const started = await standIn({ login: { outcomes: [accepted, accepted, { kind: 'cut' }] } });
    await attempt(started);
    const changes: RunnerChanges = {
      timeouts: { connectMs: 2_000 },
      connection: { connectTimeoutMs: 1_500 },
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

  it('4060 is tried again where the login before it had opened the database', async () => {
    const message = 'Cannot open database "ledger" requested by the login.';
    const errors = [
      { number: 4060, class: 11, message },
      { number: 18456, class: 14, message: 'Login failed.' },
    ];
    // the probe of npm mssql, then the connection that would have read
    const outcomes = [{ kind: 'accepted' }, { kind: 'refused', errors }] as const;
    const started = await standIn({ login: { outcomes } });
    await expect(attempt(started)).rejects.toMatchObject({ ...REPEAT, ...saying('error 4060') });
  });

  it.each([
    [10_000, '45000'],
    [60_000, '75000'],
  ])(
    'a connect time-out of %i ms is given the time to come first',
    async (connectTimeoutMs, limit) => {
      const started = await standIn();
      const runner = openMssqlRunner({
        connection: connectionTo(started, { connectTimeoutMs }),
        consistency: 'snapshot',
        requireReadOnlyLogin: true,
        clock: systemClock,
        hide: (text) => text,
      });
      const reading = await runner.open(NEVER);
      const { receipt } = await reading.deliver(NUMBERS, await tempFolder(), NEVER);
      expect(receipt.details['limit.connectMs']).toBe(limit);
      await reading.close();
      await runner.close();
    },
  );

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

  it('a login that is sent on to another server is read there, as a reader and encrypted', async () => {
    const secondary = await standIn();
    const sentOn = { kind: 'routed', host: 'localhost', port: secondary.port } as const;
    const primary = await standIn({ login: { outcomes: [sentOn, sentOn] } });
    const tls = {
      mode: 'on',
      serverName: null,
      authority: null,
      trustAnyCertificate: true,
    } as const;
    const { delivery } = await attempt(primary, { connection: { tls } });
    expect(delivery.receipt.engineRows).toBe(500);
    expect(delivery.receipt.details).toMatchObject({
      'connection.server': `localhost:${secondary.port}`,
      'connection.routed_by': `localhost:${primary.port}`,
      'connection.tls': 'TLSv1.2',
      'connection.certificate_checked': 'no',
    });
    const logins = secondary.log.filter(({ event }) => event === 'login');
    expect(logins).toMatchObject([
      { readOnlyIntent: true, encrypted: true },
      { readOnlyIntent: true, encrypted: true },
    ]);
    expect(primary.log.filter((entry) => 'kind' in entry && entry.kind !== 'settings')).toEqual([]);
  });

  it('servers that send a login to each other end by the own deadline, and so does the coming and going', async () => {
    const back = { kind: 'routed', host: 'localhost', port: 0 };
    const forth = { ...back };
    const many = (outcome: typeof back) =>
      Array.from({ length: 2000 }, () => outcome as { kind: 'routed'; host: string; port: number });
    const one = await standIn({ login: { outcomes: many(forth) } });
    const other = await standIn({ login: { outcomes: many(back) } });
    back.port = one.port;
    forth.port = other.port;
    const tls = {
      mode: 'on',
      serverName: null,
      authority: null,
      trustAnyCertificate: true,
    } as const;
    const changes: RunnerChanges = {
      timeouts: { connectMs: 500 },
      connection: { tls, connectTimeoutMs: 300 },
    };
    await expect(attempt(one, changes)).rejects.toMatchObject({
      name: 'RunnerError',
      transient: true,
    });
    const seen = () => [one, other].map(({ log }) => log.length);
    await pause(400);
    const before = seen();
    await pause(400);
    expect(seen()).toEqual(before);
  });
});
