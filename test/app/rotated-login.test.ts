import { afterEach, describe, expect, it, vi } from 'vitest';
import { mssqlLogin } from '../../src/app/mssql-login.ts';
import { startRedaction } from '../../src/credentials/redaction.ts';
import { secretsManager } from '../../src/credentials/secrets-manager.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { openMssqlRunner } from '../../src/runners/mssql/open-mssql-runner.ts';
import { aQuery } from '../runners/mssql/a-query.ts';
import { numbers, numbersText } from '../runners/mssql/driver-events.ts';
import { REGION } from '../support/aws/clients.ts';
import { secretsManagerService } from '../support/aws/secrets-manager.ts';
import { startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';
import { READER_FACTS, SHORT } from '../support/on-stand-in.ts';
import { startTdsStandIn, type TdsStandIn } from '../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../support/temp-folder.ts';

const { signal } = new AbortController();
const NAME = 'sox/nav';
const NUMBERS = aQuery(numbersText, { n: 'integer', label: 'text' });

/** The database, the store of its password, and a runner that reaches the one through the other. */
async function setting() {
  const service = secretsManagerService();
  const aws = await startAwsStandIn({ services: [service] });
  const server = await startTdsStandIn({ facts: READER_FACTS });
  closing.push(aws, server);
  vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
  const secret = (password: string) =>
    JSON.stringify({
      engine: 'sqlserver',
      host: 'localhost',
      port: server.port,
      username: server.user,
      password,
      dbname: 'ledger',
    });
  const redaction = startRedaction();
  const access = { region: REGION, credentials: async () => aws.key };
  const secrets = secretsManager(access, systemClock);
  const location = {
    secret: NAME,
    connection: {
      settings: {},
      allowPlaintext: false,
      allowUntrustedCertificate: false,
      authority: server.authority,
    },
  };
  const runner = async () => {
    const opened = openMssqlRunner({
      ...(await mssqlLogin(
        location,
        { ...secrets, rotationPausesMs: [20, 20] },
        redaction,
        signal,
      )),
      consistency: 'snapshot',
      requireReadOnlyLogin: true,
      timeouts: SHORT,
      clock: systemClock,
      hide: redaction.redact,
    });
    closing.push(opened);
    return opened;
  };
  return { service, server, secret, secrets, runner };
}

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const open of closing.splice(0).reverse()) await open.close();
});

/** npm mssql tries one connection before it makes the pool's own: a login that succeeds is two. */
const ACCEPTED = 2;

function logins({ log }: TdsStandIn): number {
  return log.filter(({ event }) => event === 'login').length;
}

describe('P26 a secret that is rotated while items run', () => {
  it('logs in with the new password after one refusal, and the receipt names the new version', async () => {
    const { service, server, secret, secrets, runner } = await setting();
    service.create(NAME, secret('the password of before'));
    const { version: before } = await secrets.read(NAME, signal);
    const opened = await runner();
    const version = service.rotate(NAME, secret(server.password));
    expect((await opened.identify(signal)).user).toBe(server.user);
    expect(logins(server)).toBe(1 + ACCEPTED);
    server.addDataset(numbers(3));
    const reading = await opened.open(signal);
    const { receipt } = await reading.deliver(NUMBERS, await tempFolder(), signal);
    await reading.close();
    expect(receipt.details['connection.secret']).toBe(`${NAME}, version ${version}`);
    expect(before).toMatch(/^version [0-9a-f-]{36}$/);
    expect(JSON.stringify(receipt)).not.toContain(before);
    expect(JSON.stringify([receipt, opened.statements()])).not.toContain(server.password);
  });

  it('waits for the store when the password is changed there last', async () => {
    const { service, server, secret, runner } = await setting();
    service.create(NAME, secret('the password of before'));
    const opened = await runner();
    await service.rotateStalled(NAME, secret(server.password), {
      ms: 30,
      setPassword: () => undefined,
    });
    expect((await opened.identify(signal)).user).toBe(server.user);
    expect(logins(server)).toBe(1 + ACCEPTED);
  });

  it('logs in once when the store has nothing newer: more would lock the account', async () => {
    const { service, server, secret, runner } = await setting();
    service.create(NAME, secret('a wrong password'));
    await expect((await runner()).identify(signal)).rejects.toMatchObject({
      code: 'AUTH_FAILED',
      message: expect.stringContaining('18456'),
    });
    expect(logins(server)).toBe(1);
    expect(service.reads(NAME)).toBe(4);
  });

  it('does not try for another item what was refused for one, until the secret has changed', async () => {
    const { service, server, secret, runner } = await setting();
    service.create(NAME, secret('a wrong password'));
    await expect((await runner()).identify(signal)).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    for (let item = 2; item <= 5; item += 1) {
      await expect(runner()).rejects.toMatchObject({
        code: 'AUTH_FAILED',
        message: expect.stringContaining('is not tried again'),
      });
    }
    expect(logins(server)).toBe(1);
    service.rotate(NAME, secret(server.password));
    expect((await (await runner()).identify(signal)).user).toBe(server.user);
  });

  it('logs in three times at most, however often the secret changes', async () => {
    const { service, server, secret, runner } = await setting();
    service.create(NAME, secret('wrong password 0'));
    const opened = await runner();
    let changes = 0;
    const changing = setInterval(() => {
      changes += 1;
      service.rotate(NAME, secret(`wrong password ${changes}`));
    }, 1);
    try {
      const thrown = await opened.identify(signal).catch((caught: unknown) => caught);
      expect(thrown).toMatchObject({ code: 'AUTH_FAILED' });
      expect(JSON.stringify([thrown, String(thrown)])).not.toContain('wrong password');
    } finally {
      clearInterval(changing);
    }
    expect(logins(server)).toBe(3);
  });
});
