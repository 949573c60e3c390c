import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renewedSecret } from '../../src/credentials/renewed-secret.ts';
import type { SecretStore } from '../../src/credentials/secret-store.ts';
import { isSecretId, secretsManager } from '../../src/credentials/secrets-manager.ts';
import { aClock } from '../support/a-clock.ts';
import { REGION } from '../support/aws/clients.ts';
import {
  type SecretsManagerStandIn,
  secretsManagerService,
} from '../support/aws/secrets-manager.ts';
import { type AwsStandIn, startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';

const { signal } = new AbortController();
const NAME = 'sox/nav';

describe('secrets of AWS Secrets Manager', () => {
  let aws: AwsStandIn;
  let service: SecretsManagerStandIn;
  let store: SecretStore;
  let clock: ReturnType<typeof aClock>;

  beforeEach(async () => {
    clock = aClock();
    service = secretsManagerService({ clock: { now: () => new Date(clock.now()) } });
    aws = await startAwsStandIn({ services: [service] });
    vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
    store = secretsManager({ region: REGION, credentials: async () => aws.key }, clock);
    service.create(NAME, 'Server=db;UID=reader;PWD=correct horse');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await aws.close();
  });

  it('are read by name with the version they are in, and show to nobody', async () => {
    const secret = await store.read(NAME, signal);
    expect(secret.reveal()).toBe('Server=db;UID=reader;PWD=correct horse');
    expect(secret.version).toMatch(/^version [0-9a-f-]{36}$/);
    expect(`${secret} ${inspect(secret)} ${JSON.stringify(secret)}`).not.toContain('horse');
    expect(aws.requests.of('secretsmanager.GetSecretValue')[0]?.input).toEqual({
      SecretId: NAME,
      VersionStage: 'AWSCURRENT',
    });
  });

  it('are read by ARN, and as bytes', async () => {
    const arn = service.create('sox/bytes', Buffer.from('pässword\n', 'utf8'));
    expect((await store.read(arn, signal)).reveal()).toBe('pässword');
  });

  it('are fetched once for all who ask within 15 minutes', async () => {
    const together = await Promise.all([store.read(NAME, signal), store.read(NAME, signal)]);
    clock.advance(15 * 60_000 - 1);
    await store.read(NAME, signal);
    expect(service.reads(NAME)).toBe(1);
    expect(together[0]).toBe(together[1]);
    clock.advance(1);
    await store.read(NAME, signal);
    expect(service.reads(NAME)).toBe(2);
  });

  it('P26 are fetched anew on demand, and then carry another version', async () => {
    const before = await store.read(NAME, signal);
    service.rotate(NAME, 'Server=db;UID=reader;PWD=battery staple');
    expect((await store.read(NAME, signal)).version).toBe(before.version);
    const after = await store.read(NAME, signal, { fresh: true });
    expect(after.reveal()).toContain('battery staple');
    expect(after.version).not.toBe(before.version);
    expect(await store.read(NAME, signal)).toBe(after);
  });

  it('P26 are waited for while a rotation has not yet moved to the new version', async () => {
    const refused = await store.read(NAME, signal);
    await service.rotateStalled(NAME, 'PWD=battery staple', {
      ms: 4_000,
      setPassword: () => undefined,
    });
    const waits: number[] = [];
    const renewed = await renewedSecret(store, refused, signal, async (milliseconds) => {
      waits.push(milliseconds);
      clock.advance(milliseconds);
    });
    expect(renewed?.reveal()).toBe('PWD=battery staple');
    expect(waits).toEqual([5_000]);
  });

  it('P26 are null after the last pause when nothing was rotated', async () => {
    const refused = await store.read(NAME, signal);
    const waits: number[] = [];
    const wait = async (milliseconds: number) => {
      waits.push(milliseconds);
    };
    expect(await renewedSecret(store, refused, signal, wait)).toBeNull();
    expect(waits).toEqual([5_000, 15_000]);
    expect(service.reads(NAME)).toBe(4);
  });

  it('stop being waited for when the run is cancelled', async () => {
    const refused = await store.read(NAME, signal);
    const cancel = new AbortController();
    const waiting = renewedSecret(store, refused, cancel.signal);
    setTimeout(() => cancel.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([
    ['AccessDeniedException', /secretsmanager:GetSecretValue on this secret/],
    ['DecryptionFailure', /kms:Decrypt/],
    ['InvalidRequestException', /scheduled for deletion/],
  ] as const)(
    'are unreadable on %s, with what to do, and are asked for again',
    async (refusal, advice) => {
      service.refuse(NAME, refusal);
      await expect(store.read(NAME, signal)).rejects.toMatchObject({
        name: 'CredentialError',
        code: 'SECRET_UNREADABLE',
        transient: false,
        message: expect.stringContaining(
          `${NAME} cannot be read from AWS Secrets Manager in ${REGION}`,
        ),
        advice: expect.stringMatching(advice),
      });
      service.refuse(NAME, null);
      expect((await store.read(NAME, signal)).name).toBe(NAME);
    },
  );

  it('are unreadable for a time when the service fails', async () => {
    service.refuse(NAME, 'InternalServiceError');
    await expect(store.read(NAME, signal)).rejects.toMatchObject({
      code: 'SECRET_UNREADABLE',
      transient: true,
    });
    expect(service.reads(NAME)).toBe(5);
  });

  it('are missing where there is none of that name', async () => {
    await expect(store.read('sox/none', signal)).rejects.toMatchObject({
      code: 'SECRET_MISSING',
      message: expect.stringContaining('sox/none'),
      advice: expect.stringContaining('region'),
    });
  });

  it('are refused when empty', async () => {
    service.create('sox/empty', '\n');
    await expect(store.read('sox/empty', signal)).rejects.toMatchObject({ code: 'SECRET_REFUSED' });
  });

  it('P21 are read with new keys when the keys have expired', async () => {
    aws.faults.add({ do: 'expired-token', of: 'secretsmanager.GetSecretValue', times: 1 });
    expect((await store.read(NAME, signal)).name).toBe(NAME);
    aws.faults.add({ do: 'expired-token', of: 'secretsmanager.GetSecretValue' });
    await expect(store.read(NAME, signal, { fresh: true })).rejects.toMatchObject({
      code: 'SECRET_UNREADABLE',
      message: expect.stringContaining('ExpiredToken'),
    });
  });

  it('say to sign in where there are no keys at all', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    const nobody = secretsManager({ region: REGION }, clock);
    await expect(nobody.read(NAME, signal)).rejects.toMatchObject({
      code: 'SECRET_UNREADABLE',
      advice: expect.stringContaining('ipe login'),
    });
  });

  it('are not asked for when the run is cancelled, and a cancelled question is no failure of the store', async () => {
    await expect(store.read(NAME, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(service.reads(NAME)).toBe(0);
    aws.faults.add({ do: 'delay', ms: 5_000, of: 'secretsmanager.GetSecretValue', times: 1 });
    const cancel = new AbortController();
    const asking = store.read(NAME, cancel.signal);
    setTimeout(() => cancel.abort(), 50);
    await expect(asking).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('belong to all who ask: one who gives up takes the answer from nobody', async () => {
    aws.faults.add({ do: 'delay', ms: 300, of: 'secretsmanager.GetSecretValue', times: 1 });
    const cancel = new AbortController();
    const first = store.read(NAME, cancel.signal);
    const second = store.read(NAME, signal);
    cancel.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect((await second).name).toBe(NAME);
    expect(service.reads(NAME)).toBe(1);
  });

  it.each([
    '{"SecretString":Tr0ub4dor}',
    '{"SecretString":"Tr0ub4dor',
    '{"SecretBinary":"Tr0ub4dor"}',
  ])('P27 show no piece of themselves where the answer is broken: %s', async (body) => {
    const broken = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
    });
    await new Promise<void>((resolve) => {
      broken.listen(0, '127.0.0.1', resolve);
    });
    const address = broken.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${address.port}`);
    const asked = secretsManager({ region: REGION, credentials: async () => aws.key }, clock);
    const thrown: unknown = await asked.read(NAME, signal).catch((error: unknown) => error);
    broken.close();
    expect(thrown).toMatchObject({ name: 'CredentialError', code: 'SECRET_UNREADABLE' });
    expect(inspect(thrown, { depth: 10, showHidden: true })).not.toMatch(/ub4d|etString/);
    expect(thrown).toHaveProperty(
      'message',
      expect.stringContaining('the answer is not as the service gives it'),
    );
  });

  it.each([
    '',
    'a b',
    '../x',
    'sox//nav',
    'arn:aws:s3:::bucket',
    `arn:aws:secretsmanager:r:1:secret:x`,
  ])('have no name such as %j', async (name) => {
    expect(isSecretId(name)).toBe(false);
    await expect(store.read(name, signal)).rejects.toMatchObject({ code: 'SECRET_REFUSED' });
    expect(aws.requests.entries).toEqual([]);
  });
});
