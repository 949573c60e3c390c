import { createHash } from 'node:crypto';
import { request } from 'node:http';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { clientSettings } from '../support/aws/clients.ts';
import type { Fault } from '../support/aws/faults.ts';
import { type JsonService, ServiceFault } from '../support/aws/service.ts';
import {
  type AwsStandIn,
  type AwsStandInOptions,
  startAwsStandIn,
} from '../support/aws/start-aws-stand-in.ts';
import { failureOf } from './s3-conformance.ts';

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const secrets: JsonService = {
  target: 'secretsmanager',
  operations: {
    GetSecretValue: (input, { caller }) => {
      if (input['SecretId'] === 'none') {
        throw new ServiceFault('ResourceNotFoundException', {
          Message: "Secrets Manager can't find the specified secret.",
        });
      }
      return { Name: input['SecretId'], ARN: caller.arn, CreatedDate: 1769839200.123 };
    },
  },
};

async function start(options: AwsStandInOptions = {}): Promise<AwsStandIn> {
  const standIn = await startAwsStandIn({ buckets: ['b'], services: [secrets], ...options });
  closing.push(() => standIn.close());
  return standIn;
}

function secretsClient(standIn: AwsStandIn, more: object = {}): SecretsManagerClient {
  const client = new SecretsManagerClient({ ...clientSettings(standIn), ...more });
  closing.push(() => client.destroy());
  return client;
}

function s3Client(standIn: AwsStandIn, more: object = {}): S3Client {
  const client = new S3Client({ ...clientSettings(standIn), ...more });
  closing.push(() => client.destroy());
  return client;
}

/** The form of a signature, for a stand-in that does not verify it. */
function authorizedBy({ key }: AwsStandIn, service = 'secretsmanager'): string {
  return `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/20260131/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
}

const ask = (client: SecretsManagerClient, SecretId = 's') =>
  client.send(new GetSecretValueCommand({ SecretId }));

describe('requests find their service', () => {
  it('10.1 by target, by form, by path; all else is S3', async () => {
    const standIn = await start();
    const { Name, CreatedDate } = await ask(secretsClient(standIn));
    expect([Name, CreatedDate]).toEqual(['s', new Date(1769839200123)]);
    const sts = new STSClient(clientSettings(standIn));
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: standIn.account,
      Arn: standIn.key.arn,
    });
    sts.destroy();
    await fetch(`${standIn.endpoint}/federation/credentials?account_id=1&role_name=r`);
    await s3Client(standIn).send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' }));
    expect(standIn.requests.entries.map((one) => `${one.service}.${one.operation}`)).toEqual([
      'secretsmanager.GetSecretValue',
      'sts.GetCallerIdentity',
      'sso.GetRoleCredentials',
      's3.PutObject',
    ]);
  });

  it('10.1 at a base path too', async () => {
    const standIn = await start();
    const client = secretsClient(standIn, { endpoint: `${standIn.endpoint}/sm` });
    expect((await ask(client)).Name).toBe('s');
    expect(standIn.requests.entries[0]?.path).toBe('/sm/');
  });

  it('10.1 and an unknown target or operation is said to be unknown', async () => {
    const standIn = await start({ services: [] });
    expect(await failureOf(ask(secretsClient(standIn)))).toEqual({
      name: 'UnknownOperationException',
      status: 400,
    });
    const answer = await fetch(standIn.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'Nothing.Known' },
      body: '{}',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ __type: 'UnknownOperationException' });
  });
});

describe('every answer', () => {
  it('10.3 of a JSON service has exactly the headers of the real one, errors included', async () => {
    const standIn = await start({ signatures: 'parse' });
    const answer = await fetch(standIn.endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': 'secretsmanager.GetSecretValue',
        authorization: authorizedBy(standIn),
      },
      body: '{"SecretId":"none"}',
    });
    expect([...answer.headers.keys()].sort()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'date',
      'x-amzn-requestid',
    ]);
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await answer.json()).toEqual({
      __type: 'ResourceNotFoundException',
      Message: "Secrets Manager can't find the specified secret.",
    });
  });

  it('10.3 is given as if members it does not know had not been sent', async () => {
    const standIn = await start({ signatures: 'parse' });
    const asked = async (input: object) => {
      const answer = await fetch(standIn.endpoint, {
        method: 'POST',
        headers: {
          'x-amz-target': 'secretsmanager.GetSecretValue',
          authorization: authorizedBy(standIn),
        },
        body: JSON.stringify(input),
      });
      return [answer.status, await answer.json()];
    };
    const known = await asked({ SecretId: 's' });
    expect(known[0]).toBe(200);
    expect(await asked({ SecretId: 's', Later: { Member: [1] }, SecretID: null })).toEqual(known);
  });

  it('10.2 lets a body that asks first come: 100, then the answer', async () => {
    const standIn = await start({ signatures: 'parse' });
    const body = Buffer.alloc(5 * 1024 * 1024, 'x');
    const seen: string[] = [];
    const status = await new Promise<number | undefined>((answered, failed) => {
      const asking = request(`${standIn.endpoint}/b/k`, {
        method: 'PUT',
        headers: {
          expect: '100-continue',
          authorization: authorizedBy(standIn, 's3'),
          'content-length': body.length,
        },
      });
      asking.on('continue', () => {
        seen.push('continue');
        asking.end(body);
      });
      asking.on('response', (answer) => {
        seen.push('answer');
        answer.resume();
        answered(answer.statusCode);
      });
      asking.on('error', failed);
      asking.flushHeaders();
    });
    expect([status, seen]).toEqual([200, ['continue', 'answer']]);
    expect((await standIn.s3.read('b', 'k')).equals(body)).toBe(true);
  });

  it('10.2 has a request id of its own, and the time of the stand-in', async () => {
    const standIn = await start();
    standIn.clock.set(new Date('2026-01-31T06:00:00Z'));
    const ids: (string | null)[] = [];
    for (let n = 0; n < 2; n += 1) {
      const answer = await fetch(`${standIn.endpoint}/b/none`);
      expect(answer.headers.get('date')).toMatch(/^Sat, 31 Jan 2026 06:00:0\d GMT$/);
      expect(answer.headers.get('x-amz-id-2')).not.toBeNull();
      ids.push(answer.headers.get('x-amz-request-id'));
    }
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('10.2 is recorded with its attempt, its invocation and the hash of its body', async () => {
    const standIn = await start({ faults: [{ do: 'server-error', times: 1 }] });
    await ask(secretsClient(standIn));
    const [first, second] = standIn.requests.of('secretsmanager.GetSecretValue');
    expect([first?.attempt, first?.status, second?.attempt, second?.status]).toEqual([
      1, 500, 2, 200,
    ]);
    expect(first?.invocationId).toBe(second?.invocationId);
    expect(first?.input).toEqual({ SecretId: 's' });
    const body = '{"SecretId":"s"}';
    expect(first?.bodySha256).toBe(createHash('sha256').update(body).digest('hex'));
  });
});

describe('who asks', () => {
  const s3Failure = (client: S3Client) =>
    failureOf(client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })));

  it('10.2 is refused with an unknown key, a wrong secret, no signature at all', async () => {
    const standIn = await start();
    const unknown = { credentials: { accessKeyId: 'nobody', secretAccessKey: 'x' } };
    expect(await s3Failure(s3Client(standIn, unknown))).toEqual({
      name: 'InvalidAccessKeyId',
      status: 403,
    });
    expect(await failureOf(ask(secretsClient(standIn, unknown)))).toEqual({
      name: 'UnrecognizedClientException',
      status: 400,
    });
    const wrong = { credentials: { ...standIn.key, secretAccessKey: 'wrong' } };
    expect(await s3Failure(s3Client(standIn, wrong))).toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    expect(
      await failureOf(ask(secretsClient(standIn, { ...wrong, maxAttempts: 1 }))),
    ).toMatchObject({
      name: 'InvalidSignatureException',
    });
    const bare = await fetch(`${standIn.endpoint}/b/k`);
    expect(await bare.text()).toContain('<Code>AccessDenied</Code>');
    const json = await fetch(standIn.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' },
      body: '{}',
    });
    expect(await json.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  it('10.2 is refused when the token has expired or is another', async () => {
    const standIn = await start();
    const caller = { account: standIn.account, arn: 'arn:aws:sts::123456789012:assumed-role/r/s' };
    const key = standIn.sts.issue(caller, 900);
    const { accessKeyId, secretAccessKey, sessionToken } = key;
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    const s3 = s3Client(standIn, { credentials });
    const json = secretsClient(standIn, { credentials });
    expect((await ask(json)).ARN).toBe(caller.arn);
    const other = s3Client(standIn, { credentials: { ...credentials, sessionToken: 'other' } });
    expect(await s3Failure(other)).toEqual({ name: 'InvalidToken', status: 400 });
    standIn.sts.expire(accessKeyId);
    expect(await s3Failure(s3)).toEqual({ name: 'ExpiredToken', status: 400 });
    expect(await failureOf(ask(json))).toEqual({ name: 'ExpiredTokenException', status: 400 });
  });

  it('10.2 is let in again after a clock that was wrong has been put right', async () => {
    const standIn = await start();
    standIn.clock.advance(3_600_000);
    await standIn.s3.put('b', 'k', Buffer.from('x'));
    const { ContentLength } = await s3Client(standIn).send(
      new HeadObjectCommand({ Bucket: 'b', Key: 'k' }),
    );
    expect(ContentLength).toBe(1);
    expect(standIn.requests.entries.map(({ status }) => status)).toEqual([403, 200]);
  });
});

describe('faults', () => {
  const BYTES = Buffer.from('0123456789'.repeat(1000));

  async function faulty(...faults: Fault[]) {
    const standIn = await start({ faults });
    await standIn.s3.put('b', 'k', BYTES);
    return { standIn, s3: s3Client(standIn, { maxAttempts: 1 }) };
  }

  async function received(s3: S3Client, more: object = {}): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k', ...more }));
    return (await Body?.transformToString()) ?? '';
  }

  it('10.7 throttle, 5xx and HTML come in the words of the service, as often as told', async () => {
    const { standIn, s3 } = await faulty(
      { do: 'throttle', of: 's3.GetObject', times: 1 },
      { do: 'html', of: 's3.HeadObject', times: 1 },
      { do: 'throttle', of: 'secretsmanager', times: 1 },
      { do: 'html', of: 'secretsmanager', skip: 1, times: 1 },
    );
    expect(await failureOf(received(s3))).toEqual({ name: 'SlowDown', status: 503 });
    expect(await received(s3)).toBe(BYTES.toString());
    const head = s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }));
    expect(await failureOf(head)).toMatchObject({ status: 503 });
    const client = secretsClient(standIn, { maxAttempts: 1 });
    expect(await failureOf(ask(client))).toEqual({ name: 'ThrottlingException', status: 400 });
    expect(await failureOf(ask(client))).toMatchObject({ name: 'SyntaxError', status: 503 });
    expect((await ask(client)).Name).toBe('s');
  });

  it('10.7 an expired token strikes the request it is meant for', async () => {
    const { s3 } = await faulty({ do: 'expired-token', of: 's3', skip: 1, times: 1 });
    await received(s3);
    expect(await failureOf(received(s3))).toEqual({ name: 'ExpiredToken', status: 400 });
    await received(s3);
  });

  it('10.7 a reset applies nothing, a lost answer applies all', async () => {
    const { standIn, s3 } = await faulty(
      { do: 'reset', of: 's3.PutObject', path: 'one', times: 1 },
      { do: 'lost-answer', of: 's3.PutObject', path: 'two', times: 1 },
    );
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'b', Key, Body: 'x' }));
    expect((await failureOf(put('one'))).status).toBeUndefined();
    expect((await failureOf(put('two'))).status).toBeUndefined();
    expect(standIn.s3.keys('b')).toEqual(['k', 'two']);
  });

  it('10.7 a reset in mid-upload leaves nothing behind', async () => {
    const { standIn, s3 } = await faulty({ do: 'reset', of: 's3.PutObject', after: 1000 });
    const Body = Buffer.alloc(3_000_000);
    const put = s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'up', Body }));
    expect((await failureOf(put)).status).toBeUndefined();
    expect(standIn.s3.keys('b')).toEqual(['k']);
  });

  it('10.7 a body breaks off, or stops, at the byte that was named', async () => {
    const { standIn, s3 } = await faulty({ do: 'drop', of: 's3.GetObject', at: 4321, times: 1 });
    const count = async (timeout?: object): Promise<number> => {
      const client = timeout === undefined ? s3 : s3Client(standIn, { requestHandler: timeout });
      const { Body } = await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
      let size = 0;
      try {
        // the SDK's body is a stream of bytes in Node
        for await (const chunk of Body as AsyncIterable<Uint8Array>) size += chunk.length;
      } catch {
        return size;
      }
      throw new Error('the body ended as if nothing had happened');
    };
    expect(await count()).toBe(4321);
    standIn.faults.add({ do: 'stall', of: 's3.GetObject', at: 1234, times: 1 });
    expect(await count({ socketTimeout: 300 })).toBe(1234);
    standIn.faults.add({ do: 'stall', of: 's3.GetObject', at: 5, ms: 50, times: 1 });
    expect(await received(s3)).toBe(BYTES.toString());
    standIn.faults.add({ do: 'slow', of: 's3.GetObject', bytes: 4000, everyMs: 5, times: 1 });
    expect(await received(s3)).toBe(BYTES.toString());
  });

  it('10.7 a short body with a fitting length is found by its checksum alone', async () => {
    const { standIn, s3 } = await faulty({ do: 'truncate', of: 's3.GetObject', at: 40, times: 1 });
    await expect(received(s3)).rejects.toThrow(/Checksum mismatch/);
    const cut = { do: 'truncate', of: 's3.GetObject', at: 40, times: 1 } as const;
    standIn.faults.add({ ...cut, withoutChecksum: true });
    expect(await received(s3)).toBe(BYTES.toString().slice(0, 40));
    standIn.faults.add({ ...cut, withoutChecksum: true, withoutLength: true });
    const bare = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
    expect(bare.ContentLength).toBeUndefined();
    expect(await bare.Body?.transformToString()).toHaveLength(40);
  });

  it('10.7 a turned bit and a wrong checksum header are found', async () => {
    const { standIn, s3 } = await faulty({ do: 'flip', of: 's3.GetObject', at: 7777, times: 1 });
    await expect(received(s3)).rejects.toThrow(/Checksum mismatch/);
    standIn.faults.add({ do: 'wrong-checksum', of: 's3.GetObject', times: 1 });
    await expect(received(s3)).rejects.toThrow(/Checksum mismatch/);
    standIn.faults.add({ do: 'flip', of: 's3.GetObject', at: 1, withoutChecksum: true, times: 1 });
    expect((await received(s3)).slice(0, 3)).toBe('002');
  });

  it('10.7 an object is replaced after HEAD, and is gone before GET', async () => {
    const { standIn, s3 } = await faulty({
      do: 'replace-object',
      of: 's3.HeadObject',
      when: 'after',
      body: 'other',
      times: 1,
    });
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }));
    expect(await failureOf(received(s3, { IfMatch: ETag }))).toMatchObject({ status: 412 });
    expect(await received(s3)).toBe('other');
    standIn.faults.add({ do: 'delete-object', of: 's3.GetObject', when: 'before', times: 1 });
    expect(await failureOf(received(s3))).toMatchObject({ name: 'NoSuchKey' });
  });

  it('10.7 any error in the form of the service, also inside a 200', async () => {
    const { standIn, s3 } = await faulty({
      do: 'error',
      of: 's3.PutObject',
      status: 409,
      code: 'ConditionalRequestConflict',
      times: 1,
    });
    const put = () => s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'n', Body: 'x' }));
    expect(await failureOf(put())).toEqual({ name: 'ConditionalRequestConflict', status: 409 });
    standIn.faults.add({
      do: 'error',
      of: 'secretsmanager',
      status: 400,
      code: 'DecryptionFailure',
    });
    expect(await failureOf(ask(secretsClient(standIn)))).toMatchObject({
      name: 'DecryptionFailure',
    });
    standIn.faults.clear();
    standIn.faults.add({ do: 'error-in-200', of: 's3.CompleteMultipartUpload' });
    const complete = await fetch(`${standIn.endpoint}/b/k?uploadId=1`, { method: 'POST' });
    expect(complete.status).toBe(200);
    expect(await complete.text()).toContain('<Code>InternalError</Code>');
  });

  it('10.7 headers go missing on the way in and on the way out', async () => {
    const { standIn, s3 } = await faulty(
      { do: 'request-headers', of: 's3.PutObject', set: { 'x-amz-meta-run-id': null } },
      { do: 'answer-headers', of: 's3.HeadObject', set: { etag: null, 'content-type': 'text/x' } },
    );
    const Metadata = { 'run-id': 'r', other: 'o' };
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'n', Body: 'x', Metadata }));
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'n' }));
    expect(head).toMatchObject({ Metadata: { other: 'o' }, ContentType: 'text/x' });
    expect(head.Metadata).not.toHaveProperty('run-id');
    expect(head.ETag).toBeUndefined();
    expect(standIn.s3.keys('b')).toEqual(['k', 'n']);
  });

  it('10.7 a test may do anything around an operation, and delay it', async () => {
    const seen: string[] = [];
    const { s3 } = await faulty(
      { do: 'run', when: 'before', of: 's3.GetObject', run: ({ path }) => void seen.push(path) },
      { do: 'delay', of: 's3.GetObject', ms: 20 },
    );
    await received(s3);
    expect(seen).toEqual(['/b/k']);
  });
});

describe('the control over HTTP', () => {
  it('10 sets faults, moves the clock, reads and forgets what was asked', async () => {
    const standIn = await start();
    const control = async (method: string, path: string, body?: object): Promise<unknown> => {
      const answer = await fetch(`${standIn.endpoint}/__control${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: await answer.json() };
    };
    await control('POST', '/faults', { do: 'throttle', of: 'secretsmanager', times: 1 });
    const client = secretsClient(standIn, { maxAttempts: 1 });
    expect(await failureOf(ask(client))).toMatchObject({ name: 'ThrottlingException' });
    await control('POST', '/faults', [{ do: 'html' }]);
    await control('DELETE', '/faults');
    await ask(client);
    expect(await control('GET', '/requests')).toMatchObject({
      status: 200,
      body: [{ operation: 'GetSecretValue', status: 400 }, { status: 200 }],
    });
    await control('DELETE', '/requests');
    expect(await control('GET', '/requests')).toEqual({ status: 200, body: [] });
    await control('POST', '/clock', { set: '2030-01-01T00:00:00Z' });
    await control('POST', '/clock', { advanceMs: 86_400_000 });
    expect(standIn.clock.now().toISOString()).toMatch(/^2030-01-02T00:00:0/);
    expect(await control('GET', '/clock')).toMatchObject({ status: 200 });
    expect(await control('POST', '/faults', { do: 'nothing' })).toMatchObject({ status: 400 });
    expect(await control('GET', '/elsewhere')).toMatchObject({ status: 400 });
  });
});
